"""`competent import …`: a source becomes the draft of a release, and on demand a release."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import replace as replace_
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.output import Output, failing_clearly, json_line
from app.cli.publishing import publish_and_tell
from app.cli.reading_options import a_day
from app.context import Context
from app.importing import (
    Delivery,
    Outcome,
    import_reading,
    known_ids,
    refuse_emptiness,
    refuse_unless_clean,
)
from app.samples import DIGCOMP_2_2
from taxonomy.errors import InvalidQueryError, SourceRefusedError
from taxonomy.sources import (
    competent_workbook,
    csv_package,
    digcomp,
    esco_csv,
    isco,
    released_file,
)
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.model import Release
    from taxonomy.sources.reading import Reading

__all__ = ["commands"]

commands = typer.Typer(
    help=(
        "Import a source as the draft of a release. A refused row stops the import (--lenient takes "
        "the rest); every finding is kept in the folder reports of COMPETENT_HOME."
    ),
    no_args_is_help=True,
)

VersionOption = Annotated[
    str, typer.Option("--version", help="The release's version as text, such as 3.10.")
]
ReleasedOption = Annotated[
    str, typer.Option("--released", help="The day of the release, such as 2021-06-08.")
]
PublishOption = Annotated[bool, typer.Option("--publish", help="Publish it when it is imported.")]
LenientOption = Annotated[
    bool, typer.Option("--lenient", help="Import the rest where rows were refused.")
]
ReplaceOption = Annotated[
    bool, typer.Option("--replace", help="Overwrite a draft of that version that says otherwise.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON lines instead of tables.")]
Files = Annotated[list[Path], typer.Argument(help="Zips, folders or files of one version.")]


@commands.command("competent")
def competent(
    file: Annotated[Path, typer.Argument(help="The release workbook, an .xlsx of eleven sheets.")],
    version: VersionOption,
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import a Competent release workbook as a draft.

    A refused row stops it. What earlier releases hold and it does not list is carried on as retired.
    """
    with _importing("competent", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        known = known_ids(it.context.engine, "competent", version)
        with it.output.progress(file.name) as step:
            found = competent_workbook.read(file, version=version, known=known, progress=step)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


@commands.command("esco")
def esco(
    files: Files,
    version: VersionOption,
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import ESCO's CSV packages as a draft: those of all languages, and the one of the relations.

    A refused row stops it. What earlier releases hold and it does not list is carried on as retired.
    """
    with _importing("esco", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        with it.output.progress("ESCO") as step:
            found = esco_csv.read(files, version=version, progress=step)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


@commands.command("digcomp")
def digcomp_(
    version: VersionOption,
    files: Annotated[
        list[Path] | None, typer.Argument(help="JRC data supplements (.jsonld); none for 2.2.")
    ] = None,
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import DigComp from the JRC's JSON-LD; 2.2 ships with the service."""
    with _importing("digcomp", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        with it.output.progress("DigComp") as step:
            if files:
                found: Reading = digcomp.read(files, version=version, progress=step)
            elif version == "2.2":
                package = csv_package.read(DIGCOMP_2_2, progress=step)
                day = delivery.released_at or package.released
                found, delivery = package, replace_(delivery, released_at=day, note=package.note)
            else:
                message = f"DigComp {version} does not ship with the service: name its files"
                raise InvalidQueryError(message)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


@commands.command("isco")
def isco_(
    files: Files,
    version: VersionOption = "08",
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import the labels of ISCO-08 from a CSV with one column a language."""
    with _importing("isco", json=json) as it:
        delivery = it.delivery(version, released, replace=replace)
        with it.output.progress("ISCO") as step:
            found = isco.read(files, version=version, progress=step)
        it.take(delivery, found, lenient=lenient, publishing=publish_)


@commands.command("release")
def release(
    file: Annotated[
        Path,
        typer.Argument(
            help="taxonomy.jsonl, csv.zip, taxonomy.ttl, taxonomy.jsonld, or a package."
        ),
    ],
    version: Annotated[
        str, typer.Option("--version", help="Another version than the file says.")
    ] = "",
    released: ReleasedOption = "",
    publish_: PublishOption = False,
    lenient: LenientOption = False,
    replace: ReplaceOption = False,
    json: JsonOption = False,
) -> None:
    """Import a file of an archive, of this service or another one, as a draft with the same digest.

    The workbook of a release is imported by `competent import competent`.
    """
    output = Output(json=json)
    with failing_clearly(output):
        with output.progress(file.name) as step:
            found = released_file.read(file, progress=step)
        named = version or (found.version.text if found.version else "")
        if not named:
            message = f"{file.name} does not say which version it is: name it with --version"
            raise InvalidQueryError(message)
        it = _Import(found.scheme, output, Context.open())
        delivery = it.delivery(named, released, replace=replace)
        delivery = replace_(
            delivery,
            released_at=delivery.released_at or found.released,
            sample=found.sample,
            note=found.note,
        )
        it.take(delivery, found, lenient=lenient, publishing=publish_)


@contextmanager
def _importing(scheme: str, *, json: bool) -> Iterator[_Import]:
    """The frame of every import: open the parts, and fail clearly."""
    output = Output(json=json)
    with failing_clearly(output):
        yield _Import(scheme, output, Context.open())


@dataclass(frozen=True, slots=True)
class _Import:
    """One import under way: what it is taken as, taking it, saying what was found."""

    scheme: str
    output: Output
    context: Context

    def delivery(self, version: str, released: str, *, replace: bool) -> Delivery:
        """What is to be imported; InvalidVersionError, InvalidQueryError before any file is read."""
        Version.parse(version)
        return Delivery(
            scheme=self.scheme,
            version=version,
            released_at=a_day(released, "--released"),
            replace_draft=replace,
        )

    def take(self, delivery: Delivery, found: Reading, *, lenient: bool, publishing: bool) -> None:
        """Import what was read, say what was found, publish where asked."""
        self._tell_of_reading(delivery, found)
        try:
            refuse_emptiness(found)
            if not lenient:
                refuse_unless_clean(found)
        except SourceRefusedError as error:
            raise SourceRefusedError(error.detail) from error  # its findings are told already
        imported = import_reading(self.context.engine, delivery, found.concepts)
        self._tell(imported.release, imported.outcome, imported.carried_on, found)
        if publishing:
            publish_and_tell(self.context, self.output, (delivery.scheme, delivery.version))

    def _tell_of_reading(self, delivery: Delivery, found: Reading) -> None:
        if not self.output.json:
            self.output.table(
                ("read from", "rows"), [(name, f"{rows:,}") for name, rows in found.rows.items()]
            )
        self.output.findings(found.findings, everything=self._report(delivery, found))

    def _tell(self, release: Release, outcome: Outcome, carried: int, found: Reading) -> None:
        counts = ", ".join(f"{count:,} {kind}" for kind, count in release.counts.items())
        extra = f"; {carried} carried on as retired" if carried else ""
        self.output.line(
            f"{release.name} {outcome}: {counts}{extra}",
            type="imported",
            release=release.name,
            outcome=outcome.value,
            status=release.status.value,
            counts=release.counts,
            retired=release.retired,
            carried_on=carried,
            rows=dict(found.rows),
            digest=release.digest,
        )

    def _report(self, delivery: Delivery, found: Reading) -> str:
        """Where every finding stands; "" where that cannot be written, which stops no import."""
        report = self.context.settings.home / "reports"
        report /= f"{delivery.scheme}-{delivery.version}.findings.jsonl"
        unfinished = report.with_suffix(".unfinished")
        try:
            report.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(b"".join(json_line(it.as_dict()) for it in found.findings))
            unfinished.replace(report)
        except OSError as error:
            self.output.warn(f"the findings could not be written to {report} ({error.strerror})")
            return ""
        return str(report)
