"""The table of formats: every file that a release has, what it is for, and what writes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from importlib.util import find_spec
from typing import TYPE_CHECKING

from taxonomy import media_types, schemes
from taxonomy.errors import FormatUnavailableError
from taxonomy.formats import (
    citation,
    csv_zip,
    delta,
    dictionary_files,
    eures,
    json_ld,
    jsonl,
    mapping_files,
    offline_pack,
    parquet,
    turtle,
    workbook,
)
from taxonomy.formats import schemas as json_schemas
from taxonomy.formats.changes import as_csv, as_html, as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from taxonomy.formats.material import Material
    from taxonomy.model import Release

__all__ = [
    "CANONICAL",
    "FORMATS",
    "Format",
    "Purpose",
    "available",
    "format_of",
    "formats_of",
    "written",
]

CANONICAL = "taxonomy.jsonl"


class Purpose(StrEnum):
    """What people take a file for, in the order in which an archive page shows them."""

    SPREADSHEET = "spreadsheet"
    DATABASE = "database"
    LINKED_DATA = "linked-data"
    MAPPINGS = "mappings"
    CHANGES = "changes"
    DOCUMENTATION = "documentation"
    PROOF = "proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A form in which releases are published; `write` gives file name → bytes.

    `files` is the pattern of the names of its files (`csv-*.zip`), which no other format has.
    `fits` says whether a release has it, `leaves_out` what of a release it does not carry. `module`
    is what it cannot be written without, `extra` what brings that; then its bytes also depend on
    the version of that module.
    """

    name: str
    files: str
    purpose: Purpose
    media_type: str
    write: Callable[[Material], Mapping[str, bytes]]
    fits: Callable[[Release], bool] = lambda _: True
    leaves_out: Sequence[str] = ()
    module: str = ""
    extra: str = ""

    @property
    def available(self) -> bool:
        """Whether what it needs is installed."""
        return not self.module or find_spec(self.module) is not None


_UNCHANGED = ("what did not change",)
_NO_CONTENT = ("the content: it tells about it",)


def _of_mappings(
    name: str, endings: str, media_type: str, leaves_out: Sequence[str] = ()
) -> Format:
    """Files of the mapping sets that go with a release."""
    return Format(
        name=name,
        files=f"mappings-*.{endings}",
        purpose=Purpose.MAPPINGS,
        media_type=media_type,
        write=lambda it: mapping_files.written(it.mappings, endings),
        fits=lambda release: bool(release.mapping_sets),
        leaves_out=leaves_out,
    )


def _follows(release: Release) -> bool:
    return release.previous is not None


FORMATS: dict[str, Format] = {
    it.name: it
    for it in (
        Format(
            name="jsonl",
            files="taxonomy.jsonl",
            purpose=Purpose.DATABASE,
            media_type=media_types.NDJSON,
            write=lambda it: {CANONICAL: jsonl.write(it.documents.items())},
        ),
        Format(
            name="workbook",
            files="competent-*.xlsx",
            purpose=Purpose.SPREADSHEET,
            media_type=media_types.XLSX,
            write=lambda it: {
                f"competent-{it.release.version}.xlsx": workbook.write(
                    it.taxonomy, version=it.release.version
                )
            },
            fits=lambda release: release.scheme == "competent",
            leaves_out=workbook.LOST,
        ),
        Format(
            name="csv",
            files="csv.zip",
            purpose=Purpose.SPREADSHEET,
            media_type=media_types.ZIP,
            write=lambda it: {"csv.zip": csv_zip.write(it.taxonomy, it.release, links=it.links)},
        ),
        Format(
            name="csv-by-language",
            files="csv-*.zip",
            purpose=Purpose.SPREADSHEET,
            media_type=media_types.ZIP,
            write=lambda it: {
                f"csv-{lang}.zip": csv_zip.write(
                    it.taxonomy, it.release, languages=[lang], links=it.links
                )
                for lang in _languages(it.release)
            },
            leaves_out=("labels and notes in other languages",),
        ),
        Format(
            name="parquet",
            files="*.parquet",
            purpose=Purpose.DATABASE,
            media_type=media_types.PARQUET,
            write=lambda it: parquet.write(it.taxonomy, it.release),
            module="pyarrow",
            extra="parquet",
        ),
        Format(
            name="offline-pack",
            files="offline.sqlite",
            purpose=Purpose.DATABASE,
            media_type=media_types.SQLITE,
            write=lambda it: {"offline.sqlite": offline_pack.write(it.taxonomy, it.release)},
        ),
        Format(
            name="turtle",
            files="taxonomy.ttl",
            purpose=Purpose.LINKED_DATA,
            media_type=media_types.TURTLE,
            write=lambda it: {
                "taxonomy.ttl": turtle.write(
                    it.taxonomy, it.release, public_url=it.release.public_url
                )
            },
        ),
        Format(
            name="json-ld",
            files="taxonomy.jsonld",
            purpose=Purpose.LINKED_DATA,
            media_type=media_types.JSON_LD,
            write=lambda it: {
                "taxonomy.jsonld": json_ld.write(
                    it.taxonomy, it.release, public_url=it.release.public_url
                )
            },
        ),
        _of_mappings("sssom", mapping_files.SSSOM, media_types.TSV),
        _of_mappings("mapping-turtle", mapping_files.TURTLE, media_types.TURTLE),
        _of_mappings("eures", "eures-*.csv", media_types.CSV, leaves_out=eures.LOST),
        Format(
            name="delta",
            files="delta.jsonl",
            purpose=Purpose.CHANGES,
            media_type=media_types.NDJSON,
            write=lambda it: {"delta.jsonl": delta.write(it)},
            fits=_follows,
        ),
        Format(
            name="changes-json",
            files="changes.json",
            purpose=Purpose.CHANGES,
            media_type=media_types.JSON,
            write=lambda it: {"changes.json": as_json.write(it)},
            fits=_follows,
            leaves_out=_UNCHANGED,
        ),
        Format(
            name="changes-csv",
            files="changes.csv",
            purpose=Purpose.CHANGES,
            media_type=media_types.CSV,
            write=lambda it: {"changes.csv": as_csv.write(it)},
            fits=_follows,
            leaves_out=_UNCHANGED,
        ),
        Format(
            name="changes-html",
            files="changes.html",
            purpose=Purpose.CHANGES,
            media_type=media_types.HTML,
            write=lambda it: {"changes.html": as_html.write(it)},
            fits=_follows,
            leaves_out=_UNCHANGED,
        ),
        Format(
            name="citation",
            files="CITATION.cff",
            purpose=Purpose.DOCUMENTATION,
            media_type=media_types.YAML,
            write=lambda it: {
                "CITATION.cff": citation.cff(it.release, schemes.get(it.release.scheme))
            },
            leaves_out=_NO_CONTENT,
        ),
        Format(
            name="dictionary",
            files="dictionary.csv",
            purpose=Purpose.DOCUMENTATION,
            media_type=media_types.CSV,
            write=lambda _: {"dictionary.csv": dictionary_files.write()},
            leaves_out=_NO_CONTENT,
        ),
        Format(
            name="schemas",
            files="*.schema.json",
            purpose=Purpose.DOCUMENTATION,
            media_type=media_types.JSON_SCHEMA,
            write=lambda _: json_schemas.files(),
            leaves_out=_NO_CONTENT,
        ),
    )
}
"""Every format by its name; a name stays with the releases that have it and is never given again."""


def _languages(release: Release) -> list[str]:
    """The languages in which anything of its main kind has a name."""
    return [lang for lang, share in release.languages.items() if share]


def available(release: Release) -> tuple[str, ...]:
    """The names of the formats in which this release can be written here, in the table's order."""
    return tuple(it.name for it in FORMATS.values() if it.available and it.fits(release))


def formats_of(release: Release) -> list[Format]:
    """The formats that the release has; FormatUnavailableError where one cannot be written here."""
    missing = [name for name in release.formats if name not in FORMATS]
    if missing:
        message = f"{release.name} has the format {', '.join(missing)}, which this program does not know: a newer one wrote it"
        raise FormatUnavailableError(message)
    formats = [FORMATS[name] for name in release.formats]
    for it in formats:
        if not it.available:
            message = f"{release.name} has the format {it.name}, and {it.module} is not installed here: install competent[{it.extra}]"
            raise FormatUnavailableError(message)
    return formats


def format_of(release: Release, file: str) -> Format | None:
    """The format of one of the release's files; None for the manifest, the sums and strange names."""
    formats = (FORMATS[name] for name in release.formats if name in FORMATS)
    return next((it for it in formats if fnmatchcase(file, it.files)), None)


def written(material: Material, formats: Iterable[Format]) -> dict[str, tuple[Format, bytes]]:
    """File name → its format and its bytes, in the order of the formats."""
    return {name: (it, data) for it in formats for name, data in it.write(material).items()}
