"""`competent impact|convert`: what a release means for the ids that an application uses."""

from __future__ import annotations

import sys
from collections import Counter
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from app.cli.files import read_whole, written_whole
from app.cli.output import ExitCode, Output, failing_clearly
from app.cli.reading_options import SCHEMES_TOLD
from app.context import Context
from app.indexing import index_of
from app.rendering.migration import conversion, document, impacts, summary
from taxonomy.errors import InvalidQueryError
from taxonomy.fates import Outcome
from taxonomy.formats.patches import BETWEEN, json_patch, table
from taxonomy.migration import Migration, migrate
from taxonomy.schemes import SCHEMES
from taxonomy.sources import id_list
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taxonomy.fates import Fate
    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["convert", "impact", "label_of"]

MOST_SHOWN = 40
_CALM = (Outcome.KEPT, Outcome.RENAMED)
_MEANINGS = {
    Outcome.KEPT: "the same concept under the same label",
    Outcome.RENAMED: "the same concept under another label",
    Outcome.REPLACED: "one successor",
    Outcome.SPLIT: "several successors",
    Outcome.MERGED: "one successor, which others share",
    Outcome.GONE: "retired without a successor",
    Outcome.RESTORED: "retired before, active again",
    Outcome.NOT_YET: "the earlier release does not know it yet",
    Outcome.NEW: "not known to the release they are said to be of",
    Outcome.UNKNOWN: "known to neither release",
}


class Format(StrEnum):
    """What a report is written as."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    JSON_PATCH = "json-patch"


FromOption = Annotated[
    str, typer.Option("--from", help="The version the ids are of, or `current` or `candidate`.")
]
ToOption = Annotated[
    str, typer.Option("--to", help="The version to go to, or `current` or `candidate`.")
]
SchemeOption = Annotated[str, typer.Option("--scheme", help=SCHEMES_TOLD)]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]


def convert(
    ids: Annotated[list[str], typer.Argument(help="Ids, codes or URIs.")],
    from_: FromOption,
    to: ToOption = "current",
    scheme: SchemeOption = "competent",
    json: JsonOption = False,
) -> None:
    """Convert ids of one release to another; `impact` does files of them."""
    output = Output(json=json)
    with failing_clearly(output):
        migration = _migration(scheme, from_, to, ids)
        if json:
            for fate in migration.fates:
                output.record(conversion(fate))
            return
        rows = [_row(it, migration) for it in migration.fates]
        output.table(("id", "outcome", "to", "label", "now"), rows)


def impact(
    ids: Annotated[Path, typer.Option("--ids", help="CSV or plain lines in UTF-8; - reads them.")],
    from_: FromOption,
    to: ToOption = "current",
    scheme: SchemeOption = "competent",
    column: Annotated[str, typer.Option(help="The column of the ids, where there are many.")] = "",
    format_: Annotated[
        Format, typer.Option("--format", help="Print the report in this format.")
    ] = Format.TEXT,
    out: Annotated[Path | None, typer.Option(help="Write the report to this file.")] = None,
    distinct: Annotated[
        bool, typer.Option("--distinct", help="Let the JSON Patch leave each id once.")
    ] = False,
    fail_on: Annotated[
        str, typer.Option(help="End with exit code 3 on these outcomes, such as gone,split.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Report what of what an application uses changes from one release to another, and how."""
    output = Output(json=json)
    with failing_clearly(output):
        failing = _outcomes(fail_on)
        _refuse_muddle(format_, out, json=json)
        migration = _migration(scheme, from_, to, _ids(ids, column))
        report = _report(migration, format_, distinct=distinct)
        if out:
            written_whole(out, report)
        elif format_ is not Format.TEXT:
            typer.echo(report, nl=False)
        if json:
            _tell_programs(output, migration)
        elif out or format_ is Format.TEXT:
            _tell_people(output, migration, out)
        else:
            output.warn(_in_a_line(migration))
        _gate(output, migration, failing)


def _refuse_muddle(format_: Format, out: Path | None, *, json: bool) -> None:
    """InvalidQueryError where nothing tells what to write, or two things would be printed as one."""
    if out and format_ is Format.TEXT:
        message = "--out needs to know what to write: --format csv, json or json-patch"
        raise InvalidQueryError(message)
    if json and format_ is not Format.TEXT and out is None:
        message = f"--json and --format {format_.value} both print: write the report with --out"
        raise InvalidQueryError(message)


def _migration(scheme: str, before: str, after: str, ids: Sequence[str]) -> Migration:
    engine = Context.open().engine
    first: ReleaseIndex = index_of(engine, scheme, before)
    return migrate(first, index_of(engine, scheme, after), ids)


def _ids(path: Path, column: str) -> tuple[str, ...]:
    if str(path) == "-":
        return id_list.read(sys.stdin.buffer.read(), "standard input", column).ids
    return id_list.read(read_whole(path), path.name, column).ids


def _outcomes(text: str) -> frozenset[Outcome]:
    names = [it.strip() for it in text.split(",") if it.strip()]
    strange = [it for it in names if it not in set(Outcome)]
    if strange:
        message = f"--fail-on {strange[0][:40]!r} is no outcome; there are {', '.join(Outcome)}"
        raise InvalidQueryError(message)
    return frozenset(Outcome(it) for it in names)


def _report(migration: Migration, format_: Format, *, distinct: bool) -> bytes:
    match format_:
        case Format.CSV:
            return "".join(table(migration)).encode()
        case Format.JSON:
            content = document(migration, impacts(migration, ""))
            return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        case Format.JSON_PATCH:
            operations = json_patch(migration.fates, distinct=distinct)
            return orjson.dumps(operations, option=orjson.OPT_APPEND_NEWLINE)
        case Format.TEXT:
            return b""


def _tell_programs(output: Output, migration: Migration) -> None:
    output.record({"type": "impact", **summary(migration)})
    show = impacts(migration, "")
    for fate in migration.fates:
        output.record({"type": "id", **show(fate)})


def _tell_people(output: Output, migration: Migration, out: Path | None) -> None:
    output.line(f"{_asked(migration)}, {migration.distinct():,} different")
    counts = {Outcome(it): count for it, count in migration.counts().items() if count}
    rows = [(it.value, f"{count:,}", _MEANINGS[it]) for it, count in counts.items()]
    output.table(("outcome", "ids", "meaning"), rows)
    _tell_touched(output, migration)
    moved = [it for it in migration.fates if it.outcome is not Outcome.KEPT and it.repeats is None]
    if moved:
        shown = [_row(it, migration) for it in moved[:MOST_SHOWN]]
        output.table(("id", "outcome", "to", "label", "now"), shown)
    if len(moved) > MOST_SHOWN:
        output.line(f"… and {len(moved) - MOST_SHOWN:,} more: --format csv lists every one")
    if out:
        output.line(f"The report: {out}")


def _asked(migration: Migration) -> str:
    before, after = migration.before.release, migration.after.release
    return f"{before.name} → {after.version}: {len(migration.fates):,} ids"


def _in_a_line(migration: Migration) -> str:
    counts = (f"{count:,} {it}" for it, count in migration.counts().items() if count)
    return f"{_asked(migration)}: {', '.join(counts) or 'none'}"


def _tell_touched(output: Output, migration: Migration) -> None:
    """Of the ids that stay: how many are the same as before, and what touched the others."""
    staying = [it for it in migration.fates if it.outcome in _CALM]
    touched = Counter(touch.value for it in staying for touch in it.touched)
    same = sum(not it.touched for it in staying)
    parts = [f"{count:,} {name}" for name, count in sorted(touched.items())]
    if staying:
        told = f"; changed: {', '.join(parts)}" if parts else ""
        output.line(f"Of the {len(staying):,} that stay, {same:,} are the same as before{told}")


def _row(fate: Fate, migration: Migration) -> tuple[str, ...]:
    label = label_of(fate.was, migration.before) if fate.was else ""
    now = BETWEEN.join(label_of(it, migration.after) for it in fate.now)
    return fate.asked, fate.outcome.value, BETWEEN.join(fate.written), label, now


def label_of(concept: Concept, index: ReleaseIndex) -> str:
    """Its preferred label, in the first language of the scheme that has one."""
    labels = index.labels(concept)
    texts = {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}
    order = (*SCHEMES[concept.scheme].languages, *texts)
    return next((texts[lang] for lang in order if lang in texts), "")


def _gate(output: Output, migration: Migration, failing: frozenset[Outcome]) -> None:
    counts = migration.counts()
    met = {it: counts[it] for it in sorted(failing) if counts[it]}
    if met:
        output.warn("--fail-on: " + ", ".join(f"{count:,} {it}" for it, count in met.items()))
        raise typer.Exit(ExitCode.REFUSED)
