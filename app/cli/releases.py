"""`competent releases|show|diff|preview|publish|withdraw`: the life of releases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from app import publishing, withdrawing
from app.cli.output import ExitCode, Output, failing_clearly
from app.comparing import compare
from app.context import Context
from app.db import releases, revisions
from app.db.session import reading
from taxonomy import canonical, schemes
from taxonomy.errors import ConceptNotFoundError, InvalidQueryError, ReleaseNotFoundError
from taxonomy.text import normalise_label
from taxonomy.versions import Version
from taxonomy.vocabulary import Kind, ReleaseStatus, Status

if TYPE_CHECKING:
    from app.db.tables import ReleaseRow
    from taxonomy.model import Concept

__all__ = ["diff", "list_releases", "preview", "publish", "publish_and_tell", "show", "withdraw"]

Scheme = Annotated[str, typer.Argument(help="competent, esco, digcomp or isco.")]
VersionArgument = Annotated[
    str, typer.Argument(help="A version such as 3.10, or `current`: the newest published one.")
]
ExactVersion = Annotated[str, typer.Argument(help="A version such as 3.10.")]
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


def preview(scheme: Scheme, version: ExactVersion, json: JsonOption = False) -> None:
    """Show what publishing a draft would do: findings, changes, files. Writes nothing."""
    output = Output(json=json)
    with failing_clearly(output):
        found = publishing.preview(Context.open(), *_exact(scheme, version))
        output.findings(found.findings)
        counts: dict[str, int] = {}
        for change in found.changes:
            counts[change.change] = counts.get(change.change, 0) + 1
        if not json:
            output.table(("change", "count"), sorted(counts.items()))
            output.table(("file", "bytes"), [(k, f"{len(v):,}") for k, v in found.files.items()])
        verdict = _verdict(found)
        output.line(
            f"{found.release.name} after {found.release.previous or 'nothing'}: {verdict}",
            type="preview",
            release=found.release.name,
            status=found.release.status.value,
            previous=found.release.previous,
            digest=found.release.digest,
            errors=len(found.errors),
            changes=counts,
            files={name: len(data) for name, data in found.files.items()},
        )
        if found.errors:
            raise typer.Exit(ExitCode.REFUSED)


def publish(
    scheme: Scheme,
    version: ExactVersion,
    abandon: Annotated[
        bool, typer.Option("--abandon", help="Give up a publication that was cut short.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Publish a draft. Killed at any moment, nothing is public; the next run finishes it.

    A preview shows beforehand what would happen. A published release never changes.
    """
    output = Output(json=json)
    with failing_clearly(output):
        release = _exact(scheme, version)
        context = Context.open()
        if abandon:
            withdrawing.abandon(context, release)
            name = "/".join(release)
            output.line(f"{name} is a draft that can change", type="abandoned", release=name)
            return
        publish_and_tell(context, output, release)


def publish_and_tell(context: Context, output: Output, release: tuple[str, str]) -> None:
    """Publish the draft and say so, or that it was published before; errors as publishing raises."""
    with output.progress(f"publishing {'/'.join(release)}", len(publishing.STEPS)) as step:
        done: list[str] = []

        def on_step(name: str) -> None:
            done.append(name)
            step(name, sum(it in publishing.STEPS for it in done))

        published = publishing.publish(context, release, at=datetime.now(UTC), on_step=on_step)
    told = "is published" if done else "was published already"
    output.line(
        f"{published.name} {told}: {published.digest}",
        type="published",
        release=published.name,
        digest=published.digest,
        already=not done,
    )


def withdraw(
    scheme: Scheme,
    version: ExactVersion,
    reason: Annotated[str, typer.Option(help="Why; the catalogue shows it.")],
    json: JsonOption = False,
) -> None:
    """Withdraw a release: its files stay, the catalogue says why, `current` passes it by."""
    output = Output(json=json)
    with failing_clearly(output):
        named = _exact(scheme, version)
        context = Context.open()
        release = withdrawing.withdraw(context, named, reason=reason, at=datetime.now(UTC))
        told = "is" if release.withdrawal == normalise_label(reason) else "was already"
        output.line(
            f"{release.name} {told} withdrawn: {release.withdrawal}",
            type="withdrawn",
            release=release.name,
            reason=release.withdrawal,
        )


def _exact(scheme: str, version: str) -> tuple[str, str]:
    """Scheme and version as written; SchemeNotFoundError, InvalidVersionError."""
    return schemes.get(scheme).id, Version.parse(version).text


def _require_kind(kind: str) -> None:
    if kind and kind not in set(Kind):
        message = f"--kind {kind[:40]!r} is no kind; the kinds are {', '.join(Kind)}"
        raise InvalidQueryError(message)


def _verdict(found: publishing.Preview) -> str:
    if found.release.status is not ReleaseStatus.DRAFT:
        return f"it is {found.release.status} and never changes"
    return f"{len(found.errors)} errors block it" if found.errors else "it can be published"


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
