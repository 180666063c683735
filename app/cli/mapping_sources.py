"""`competent import eures|rome-isco|sssom`: files of mappings become the draft of a mapping set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.importing.options import JsonOption, LenientOption
from app.cli.output import Output, failing_clearly
from app.cli.people import ByOption, acting_as
from app.cli.reports import tell_of_reading, written_report
from app.cli.sides import side_of
from app.context import Context
from app.mapping_imports import import_mappings
from app.mapping_sets import publish_set
from taxonomy.errors import SourceRefusedError
from taxonomy.sources import eures as eures_tables
from taxonomy.sources import rome_isco as rome_isco_tables
from taxonomy.sources import sssom as sssom_file
from taxonomy.sources.eures.words import Direction
from taxonomy.vocabulary import MappingPredicate

if TYPE_CHECKING:
    from app.mapping_imports import Imported
    from taxonomy.sources.mapping_reading import MappingReading
    from taxonomy.sources.reading import Progress

__all__ = ["eures", "rome_isco", "sssom"]

Files = Annotated[list[Path], typer.Argument(help="The files of one mapping set.")]
SubjectOption = Annotated[
    str,
    typer.Option(
        "--subject", help="The release mapped from, where the files do not tell it: competent/3.8."
    ),
]
ObjectOption = Annotated[
    str,
    typer.Option(
        "--object", help="The release mapped to, where the files do not tell it: esco/1.0.3."
    ),
]
PublishOption = Annotated[
    bool, typer.Option("--publish", help="Publish the set when it is imported.")
]
ReplaceOption = Annotated[
    bool,
    typer.Option(
        "--replace", help="Reject mappings of an earlier file of that name that it lists no more."
    ),
]


def eures(
    files: Files,
    subject: SubjectOption = "",
    object_: ObjectOption = "",
    direction: Annotated[
        Direction | None,
        typer.Option(help="How the relation reads, where the tables themselves mislead."),
    ] = None,
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Import mapping tables of EURES: from a national classification to ESCO.

    What a set holds already keeps its state and review; every row that was repaired or refused is told.
    """
    _Import(Output(json=json), by).run(
        lambda step: eures_tables.read(
            files, subject=subject, object_=object_, direction=direction, progress=step
        ),
        lenient=lenient,
        replace_=replace,
        publishing=publish_,
    )


def sssom(
    file: Annotated[Path, typer.Argument(help="A mapping set in SSSOM/TSV.")],
    metadata: Annotated[
        Path | None, typer.Option(help="Its metadata, where they stand in a file of their own.")
    ] = None,
    subject: SubjectOption = "",
    object_: ObjectOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Import a mapping set in SSSOM/TSV: one of this service comes back as it was written.

    What a set holds already keeps its state and review; every row that was repaired or refused is told.
    """
    _Import(Output(json=json), by).run(
        lambda step: sssom_file.read(
            file, metadata=metadata, subject=subject, object_=object_, progress=step
        ),
        lenient=lenient,
        replace_=replace,
        publishing=publish_,
    )


def rome_isco(
    files: Files,
    subject: Annotated[
        str, typer.Option("--subject", help="The release of ROME that the tables are about.")
    ] = "rome/3.47",
    object_: Annotated[str, typer.Option("--object", help="The release of ISCO.")] = "isco/08",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    by: ByOption = "",
    json: JsonOption = False,
) -> None:
    """Import tables that say into which groups of ISCO the codes of ROME fall (XLSX or XML).

    A code with one group lies within it (broadMatch), one with several overlaps each (relatedMatch).
    """
    _Import(Output(json=json), by).run(
        lambda step: rome_isco_tables.read(
            files,
            subject=side_of(subject, "--subject"),
            object_=side_of(object_, "--object"),
            progress=step,
        ),
        lenient=lenient,
        replace_=replace,
        publishing=publish_,
    )


class _Import:
    """One import under way: reading, taking, telling."""

    def __init__(self, output: Output, by: str) -> None:
        self._output = output
        self._by = by

    def run(
        self,
        read: Callable[[Progress], MappingReading],
        *,
        lenient: bool,
        replace_: bool,
        publishing: bool,
    ) -> None:
        """The whole import; it ends the command clearly where it cannot be done."""
        output = self._output
        with failing_clearly(output):
            context = Context.open()
            with output.progress("mappings") as step:
                found = read(step)
            home, name = context.settings.home, found.mapping_set.name
            tell_of_reading(home, name, found, output)
            _refuse_unless_clean(found, lenient=lenient)
            at = datetime.now(UTC).replace(microsecond=0)
            by = acting_as(context.engine, self._by)
            imported = import_mappings(
                *(context.engine, found),
                by=by,
                at=at,
                replace_=replace_,
            )
            report = written_report(home, f"{name}.ids", imported.findings, output)
            output.findings(imported.findings, everything=report)
            self._tell(imported, found)
            if publishing:
                record = publish_set(context.engine, imported.record.name, at=at, by=by)
                told = f"{record.full_name} is published: {record.digest}"
                output.line(
                    told, type="published", mapping_set=record.full_name, digest=record.digest
                )

    def _tell(self, imported: Imported, found: MappingReading) -> None:
        given = found.mapping_set
        counts = {
            it.value: sum(mapping.predicate is it for mapping in given) for it in MappingPredicate
        }
        told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        record = imported.record
        extra = f"; {imported.unlisted:,} listed no more" if imported.unlisted else ""
        self._output.line(
            f"{record.full_name} ({record.status}): {len(given):,} mappings in the files ({told}), "
            f"{imported.added:,} new, {imported.known:,} known{extra}",
            type="imported",
            mapping_set=record.full_name,
            status=record.status,
            subject=record.subject.name,
            object=record.object.name,
            mappings=len(given),
            predicates=counts,
            added=imported.added,
            known=imported.known,
            unlisted=imported.unlisted,
            rows=dict(found.rows),
            counts=record.counts,
            digest=record.digest,
        )


def _refuse_unless_clean(found: MappingReading, *, lenient: bool) -> None:
    refused = len(found.refused)
    if refused and not lenient:
        message = (
            f"{refused:,} row{'s were' if refused > 1 else ' was'} refused, so nothing was imported: "
            "mend the file, or import the rest without them (--lenient)"
        )
        raise SourceRefusedError(message)
