"""`competent mapping …`: the sets of mappings between releases, and what is true of them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.files import made_folder, written_whole
from app.cli.indexing import encoding
from app.cli.mapping_carrying import carry
from app.cli.output import ExitCode, Output, failing_clearly
from app.cli.people import ByOption, acting_as
from app.cli.reports import written_report
from app.cli.sides import side_of
from app.context import Context
from app.mapping_sets import findings_of, publish_set, set_to_write, sets_of, stored_set
from app.suggesting import Semantic
from app.suggestion_runs import Wanted, run_suggestions
from taxonomy.findings import Severity
from taxonomy.formats.mapping_files import files_of
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from app.db.mapping_sets import SetRecord

__all__ = ["commands"]

commands = typer.Typer(help="The mappings between releases of two schemes.", no_args_is_help=True)
commands.command("carry")(carry)

SetArgument = Annotated[
    str, typer.Argument(metavar="SET", help="A mapping set, such as competent-3.8--esco-1.0.3.")
]
EditionOption = Annotated[
    int | None,
    typer.Option("--edition", min=1, help="The edition; without it the newest, drafts included."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
_COLUMNS = (
    "mapping set",
    "edition",
    "status",
    "accepted",
    "stale",
    "suggested",
    "rejected",
    "published",
)


@commands.command("list")
def list_sets(json: JsonOption = False) -> None:
    """List the mapping sets, every edition of each."""
    output = Output(json=json)
    with failing_clearly(output):
        found = sets_of(Context.open().engine)
        if json:
            for it in found:
                output.record(_values(it))
            return
        output.table(_COLUMNS, [_row(it) for it in found])
        if not found:
            output.line(
                "There is no mapping set yet: competent import eures reads tables of EURES."
            )


@commands.command("show")
def show(set_: SetArgument, edition: EditionOption = None, json: JsonOption = False) -> None:
    """Show what a mapping set holds, by state and predicate, and where it was read."""
    output = Output(json=json)
    with failing_clearly(output):
        record, _ = stored_set(Context.open().engine, set_, edition)
        if json:
            output.record(_values(record))
            return
        output.table(("field", "value"), list(_fields(record)))
        rows = [
            (state, predicate, f"{count:,}")
            for state, counts in record.counts.items()
            for predicate, count in counts.items()
        ]
        output.table(("state", "predicate", "mappings"), rows)


@commands.command("suggest")
def suggest(
    subject: Annotated[str, typer.Argument(help="The release to map from, such as competent/3.8.")],
    object_: Annotated[
        str, typer.Argument(metavar="OBJECT", help="The release to map to, such as esco/1.2.0.")
    ],
    kind: Annotated[
        list[Kind] | None,
        typer.Option(help="Only concepts of this kind; else of those that the set maps, or all."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, max=20, help="Candidates a concept.")] = 3,
    semantic: Annotated[
        bool,
        typer.Option("--semantic", help="Look for what labels mean, too (competent[semantic])."),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Suggest mappings for every concept that has none, into the draft of the set, for reviewers.

    A run that was stopped goes on where it was, with the same results. What people decided stays.
    """
    output = Output(json=json)
    with failing_clearly(output):
        sides = side_of(subject, "SUBJECT"), side_of(object_, "OBJECT")
        context = Context.open()
        at = datetime.now(UTC).replace(microsecond=0)
        with output.progress("suggesting") as step:
            meant = Semantic(context.settings.indexes, encoding(step)) if semantic else None
            run = run_suggestions(
                context.engine,
                *sides,
                Wanted(kind or (), top, meant),
                at=at,
                progress=lambda done, of: step(f"of {of:,} concepts", done),
            )
        before = f", {run.done_before:,} of them before" if run.done_before else ""
        output.line(
            f"{run.record.full_name}: {run.concepts:,} concepts looked at{before}; "
            f"{run.suggested:,} mappings suggested, {run.nothing:,} times nothing found",
            type="suggested",
            mapping_set=run.record.full_name,
            concepts=run.concepts,
            done_before=run.done_before,
            suggested=run.suggested,
            nothing=run.nothing,
            counts=run.record.counts,
        )


@commands.command("check")
def check(set_: SetArgument, edition: EditionOption = None, json: JsonOption = False) -> None:
    """Check what a mapping set says against itself and its releases; exit code 3 on an error.

    Nothing is blocked: a check tells what cannot hold, or seldom does, for somebody to look at.
    """
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        record, found = findings_of(context.engine, set_, edition)
        name = f"{record.name}.{record.edition}.checks"
        report = written_report(context.settings.home, name, found, output)
        output.findings(found, everything=report)
        counts = Counter(it.severity.value for it in found)
        told = ", ".join(f"{counts[it.value]:,} {it}" for it in reversed(Severity))
        output.line(
            f"{record.full_name}: {told}",
            type="checked",
            mapping_set=record.full_name,
            counts={it.value: counts[it.value] for it in Severity},
        )
        if counts[Severity.ERROR.value]:
            raise typer.Exit(ExitCode.REFUSED)


@commands.command("publish")
def publish(set_: SetArgument, by: ByOption = "", json: JsonOption = False) -> None:
    """Publish the draft of a mapping set: from now on this edition never changes."""
    output = Output(json=json)
    with failing_clearly(output):
        at = datetime.now(UTC).replace(microsecond=0)
        engine = Context.open().engine
        record = publish_set(engine, set_, at=at, by=acting_as(engine, by))
        told = "is published" if record.published_at == at else "was published already"
        output.line(
            f"{record.full_name} {told}: {record.digest}", type="published", **_values(record)
        )


@commands.command("export")
def export(
    set_: SetArgument,
    out: Annotated[
        Path, typer.Option(help="The folder to write the files to; made where it is not there.")
    ] = Path(),
    edition: EditionOption = None,
    inverted: Annotated[
        bool, typer.Option("--inverted", help="As seen from the object: broad becomes narrow.")
    ] = False,
    json: JsonOption = False,
) -> None:
    """Write a mapping set as files: SSSOM, RDF, and tables of EURES."""
    output = Output(json=json)
    with failing_clearly(output):
        context = Context.open()
        made = set_to_write(context.engine, set_, edition, context.settings.public_url)
        made = made.inverted() if inverted else made
        folder = made_folder(out)
        for it in files_of(made):
            path = folder / f"{made.content.name}.{it.ending}"
            data = it.write(made)
            written_whole(path, data)
            output.line(f"{path}: {len(data):,} bytes", type="file", file=str(path), size=len(data))


def _fields(record: SetRecord) -> list[tuple[str, str]]:
    told = {
        "mapping set": record.full_name,
        "from": record.subject.name,
        "to": record.object.name,
        "status": record.status,
        "published": f"{record.published_at:%Y-%m-%d %H:%MZ}" if record.published_at else "",
        "carried from": record.carried_from,
        "sample": "yes" if record.sample else "",
        "digest": record.digest,
        "read from": ", ".join(it.file for it in record.sources),
        "remark": record.comment,
    }
    return [(name, value) for name, value in told.items() if value]


def _row(record: SetRecord) -> tuple[object, ...]:
    totals = {state: f"{sum(counts.values()):,}" for state, counts in record.counts.items()}
    return (
        record.name,
        record.edition,
        record.status,
        *(totals.get(state, "0") for state in ("accepted", "stale", "suggested", "rejected")),
        record.published_at and record.published_at.strftime("%Y-%m-%d %H:%MZ"),
    )


def _values(record: SetRecord) -> dict[str, object]:
    return {
        "mapping_set": record.name,
        "edition": record.edition,
        "status": record.status,
        "subject": record.subject.name,
        "object": record.object.name,
        "counts": record.counts,
        "digest": record.digest,
        "published_at": record.published_at and record.published_at.isoformat(),
        "carried_from": record.carried_from,
        "sources": [it._asdict() for it in record.sources],
    }
