"""`competent releases|show`: which releases there are, and what they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from app.cli.output import Output, failing_clearly
from app.cli.reading_options import SCHEMES_TOLD
from app.context import Context
from app.db import releases, revisions
from app.db.session import reading
from taxonomy import canonical, schemes
from taxonomy.errors import ConceptNotFoundError, ReleaseNotFoundError
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus, Status

if TYPE_CHECKING:
    from app.db.tables import ReleaseRow
    from taxonomy.model import Concept

__all__ = ["JsonOption", "Scheme", "find_release", "list_releases", "show"]

Scheme = Annotated[str, typer.Argument(help=SCHEMES_TOLD)]
VersionArgument = Annotated[
    str, typer.Argument(help="A version such as 3.10, or `current`: the newest published one.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
_COLUMNS = (
    "release",
    "status",
    "released",
    "published",
    "concepts",
    "retired",
    "sample",
    "current",
)


def list_releases(
    scheme: Annotated[str, typer.Argument(help="Only this scheme.")] = "",
    json: JsonOption = False,
) -> None:
    """List every release and draft, by scheme and version."""
    output = Output(json=json)
    with failing_clearly(output):
        if scheme:
            schemes.get(scheme)
        with reading(Context.open().engine) as session:
            rows = releases.every(session, scheme or None)
            current = {it.scheme: releases.current(rows, it.scheme) for it in rows}
            output.table(_COLUMNS, [_row(row, current[row.scheme]) for row in rows])
            if not rows and not json:
                output.line(
                    "There is no release yet: competent up loads the samples, competent import your own."
                )


def show(
    scheme: Scheme,
    version: VersionArgument,
    concept: Annotated[str, typer.Argument(help="An id or a code such as OP-10.")] = "",
    json: JsonOption = False,
) -> None:
    """Show a release, or one concept of it as its canonical document."""
    output = Output(json=json)
    with failing_clearly(output), reading(Context.open().engine) as session:
        row = find_release(session, scheme, version)
        if concept:
            output.record(orjson.loads(_document(session, row, concept)))
            return
        values = {
            "release": f"{row.scheme}/{row.version}",
            "status": row.status,
            "sample": row.sample,
            "released_at": row.released_at and row.released_at.isoformat(),
            "published_at": row.published_at and row.published_at.isoformat(),
            "previous": row.previous,
            "digest": row.digest,
            "counts": row.counts,
            "retired": row.retired,
            "languages": row.languages,
            "note": row.note,
        }
        if json:
            output.record(values)
            return
        output.table(("field", "value"), [(key, _readable(value)) for key, value in values.items()])


def find_release(session: Any, scheme: str, version: str) -> ReleaseRow:
    """The release or draft, `current` the one there is now; SchemeNotFoundError, ReleaseNotFoundError, InvalidVersionError."""
    schemes.get(scheme)
    if version == "current":
        current = releases.current(releases.every(session, scheme), scheme)
        if current is None:
            message = f"{scheme} has no published release yet"
            raise ReleaseNotFoundError(message)
        return current
    return releases.get(session, scheme, Version.parse(version).text)


def _document(session: Any, row: ReleaseRow, name: str) -> bytes:
    found: list[tuple[Concept, bytes]] = []
    for concept_id, document in revisions.documents(session, row.key):
        if concept_id == name:
            return document
        concept = canonical.read(document)
        if concept.notation == name:
            found.append((concept, document))
    if not found:
        message = f"{row.scheme} {row.version} has no concept {name[:80]!r}"
        raise ConceptNotFoundError(message)
    return max(found, key=lambda it: it[0].status is Status.ACTIVE)[1]


def _row(row: ReleaseRow, current: ReleaseRow | None) -> tuple[object, ...]:
    return (
        f"{row.scheme}/{row.version}",
        "publishing" if row.status == ReleaseStatus.DRAFT and row.published_at else row.status,
        row.released_at and row.released_at.isoformat(),
        row.published_at and row.published_at.strftime("%Y-%m-%d %H:%MZ"),
        sum(row.counts.values()),
        sum(row.retired.values()),
        "sample" if row.sample else "",
        "current" if current is not None and current.key == row.key else "",
    )


def _readable(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {it:,}" for key, it in value.items()) or "none"
    return "" if value is None else str(value)
