"""`competent releases|show|diff`: which releases there are, what they hold, what they changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from app.cli.output import Output, failing_clearly
from app.comparing import compare
from app.context import Context
from app.db import releases, revisions
from app.db.session import reading
from taxonomy import canonical, schemes
from taxonomy.errors import ConceptNotFoundError, InvalidQueryError, ReleaseNotFoundError
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind, ReleaseStatus, Status

if TYPE_CHECKING:
    from app.db.tables import ReleaseRow
    from taxonomy.model import Concept

__all__ = ["diff", "list_releases", "show"]

Scheme = Annotated[str, typer.Argument(help="competent, esco, digcomp or isco.")]
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
        row = _find(session, scheme, version)
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


def diff(
    scheme: Scheme,
    before: Annotated[str, typer.Argument(help="The earlier version, or `current`.")],
    after: Annotated[str, typer.Argument(help="The later version, or `current`.")],
    kind: Annotated[str, typer.Option(help="Only concepts of this kind, such as profile.")] = "",
    json: JsonOption = False,
) -> None:
    """Tell what changed between two releases."""
    output = Output(json=json)
    with failing_clearly(output):
        _require_kind(kind)
        context = Context.open()
        with reading(context.engine) as session:
            old, new = (_find(session, scheme, it).version for it in (before, after))
        found = compare(context.engine, scheme, old, new)
        rows = [it for it in found.rows() if not kind or it["concept"].get("kind") == kind]
        for row in rows:
            output.line(_sentence(row, schemes.get(scheme).languages), **row)
        if not json:
            counts: dict[str, int] = {}
            for row in rows:
                counts[row["change"]] = counts.get(row["change"], 0) + 1
            output.table(("change", "count"), list(counts.items()))


def _require_kind(kind: str) -> None:
    if kind and kind not in set(Kind):
        message = f"--kind {kind[:40]!r} is no kind; the kinds are {', '.join(Kind)}"
        raise InvalidQueryError(message)


def _find(session: Any, scheme: str, version: str) -> ReleaseRow:
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


def _sentence(row: dict[str, Any], languages: tuple[str, ...]) -> str:
    parts = [row["change"], _named(row["concept"], languages)]
    parts += [row[key] for key in ("class", "field", "lang", "predicate") if row.get(key)]
    if row.get("from") or row.get("to"):
        parts.append(f"{row.get('from')} → {row.get('to')}")
    if "target" in row:
        parts.append(_named(row["target"], languages))
    if row.get("before") or row.get("after"):
        parts.append(f"“{row.get('before', '')}” → “{row.get('after', '')}”")
    if row.get("reason"):
        parts.append(
            f"({row['reason']}: {', '.join(row.get('replaced_by', [])) or 'no successor'})"
        )
    return "  ".join(parts)


def _named(concept: dict[str, Any], languages: tuple[str, ...]) -> str:
    code, labels = concept.get("notation") or concept["id"], concept.get("pref_label", {})
    lang = next((it for it in (*languages, *labels) if it in labels), "")
    return f"{code} “{labels[lang]}”" if lang else str(code)
