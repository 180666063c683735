"""Mapping sets in SSSOM/TSV: our own come back equal, and those of others as far as we can hold them."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Any

import orjson

from taxonomy.errors import SourceUnreadableError
from taxonomy.formats.sssom.header import parsed
from taxonomy.formats.sssom.slots import EXTENSIONS, SOURCES
from taxonomy.mapping import MappingSet, MappingSource, Side
from taxonomy.sentences import Quote, sentence
from taxonomy.sources.eures.sides import given, slug
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.sources.process_wide import long_cells
from taxonomy.sources.reading import Progress, Report
from taxonomy.sources.sssom.rows import Curies, Rows

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.formats.sssom.header import Block
    from taxonomy.mapping import Mapping

__all__ = ["read"]

_TELL_EVERY = 5_000
_PROPAGATED = ("mapping_date", "subject_type", "object_type")
"""What the metadata may say in place of every row (SSSOM, propagatable slots), and a mapping holds."""
_MANDATORY = ("subject_id", "predicate_id", "object_id")
_METADATA_ENDINGS = (".sssom.yml", ".sssom.yaml", ".yml", ".yaml")


def read(
    path: Path,
    *,
    metadata: Path | None = None,
    subject: str = "",
    object_: str = "",
    progress: Progress | None = None,
) -> MappingReading:
    """The mappings of a file; each row is taken, repaired or refused.

    The metadata stand above the table, or in the file `metadata`, or in one beside it of the same
    name (`x.sssom.yml`). `subject` and `object_` (`competent/3.8`) overrule what they say of the
    sources. SourceUnreadableError where the file or its metadata cannot be read, or nothing tells
    the sources and their versions.
    """
    report = Report(file=path.name)
    data = _bytes(path)
    head, table = _parts(_text(data, path.name))
    block = _metadata(head, path, metadata)
    columns, *records = _records(table, path.name)
    rows = [(at, it) for at, it in enumerate(records, start=len(head) + 2) if any(it)]
    sides = (
        given(subject) or _side(block, "subject", columns, rows, path.name),
        given(object_) or _side(block, "object", columns, rows, path.name),
    )
    curies = Curies(_prefixes(block), {"subject": sides[0].scheme, "object": sides[1].scheme})
    common = {it: _word(block, it) for it in _PROPAGATED if it in block}
    reader = Rows(report, curies, columns, _own(block), common)
    mappings = _mappings(reader, rows, report, progress)
    sources = _sources(block)
    if sources is None:
        sources = (_source(block, path.name, data),)
    return MappingReading(
        mapping_set=MappingSet.of(
            *sides, mappings, sources=sources, comment=_word(block, "comment")
        ),
        findings=tuple(report.findings),
        rows=report.rows,
        notations=curies.notations,
    )


def _mappings(
    reader: Rows, rows: list[tuple[int, list[str]]], report: Report, progress: Progress | None
) -> Iterable[Mapping]:
    """The mappings of these rows, each triple once."""
    found: dict[tuple[str, int, str], Mapping] = {}
    for count, (row, cells) in enumerate(rows, start=1):
        report.row = row
        report.rows[report.file] += 1
        one = reader.mapping(cells)
        if one and found.setdefault(one.order, one) is not one:
            message = sentence("a row above says the same triple: that one counts")
            report.repair("repeated-row", message, "", one.subject_id)
        if progress and (count % _TELL_EVERY == 0 or count == len(rows)):
            progress(report.file, count)
    return found.values()


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except (OSError, ValueError) as error:
        message = sentence(
            "%(file)s: cannot be read (%(error)s): check path and permissions",
            file=path.name,
            error=Quote(str(error), "en"),
        )
        raise SourceUnreadableError(message) from error


def _text(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        message = sentence(
            "%(file)s, line %(row)d: is not UTF-8 (%(error)s), as SSSOM asks for",
            file=name,
            row=row,
            error=Quote(error.reason, "en"),
        )
        raise SourceUnreadableError(message) from error


def _parts(text: str) -> tuple[list[str], str]:
    """The lines of the metadata block, and the table below."""
    head: list[str] = []
    stream = io.StringIO(text, newline="")
    for line in stream:
        if not line.startswith("#"):
            return head, line + stream.read()
        head.append(line[1:].rstrip("\r\n"))
    return head, ""


def _metadata(head: list[str], path: Path, metadata: Path | None) -> Block:
    """The metadata, by the first of: the file that was named, those above the table, a file beside it."""
    if metadata:
        head = _text(_bytes(metadata), metadata.name).splitlines()
    elif not head:
        stem = path.name.removesuffix(".tsv").removesuffix(".csv").removesuffix(".sssom")
        beside = (path.with_name(f"{stem}{it}") for it in _METADATA_ENDINGS)
        found = next((it for it in beside if it.is_file()), None)
        head = _text(_bytes(found), found.name).splitlines() if found else []
    try:
        return parsed(_outdented(head))
    except ValueError as error:
        message = sentence(
            "%(file)s: its metadata are no YAML that SSSOM uses: %(error)s",
            file=path.name,
            error=Quote(str(error), "en"),
        )
        raise SourceUnreadableError(message) from error


def _outdented(lines: list[str]) -> list[str]:
    """The lines without the blanks that all of them begin with."""
    filled = [it for it in lines if it.strip()]
    least = min((len(it) - len(it.lstrip(" ")) for it in filled), default=0)
    return [it[least:] for it in filled]


def _records(table: str, name: str) -> list[list[str]]:
    first = table.partition("\n")[0]
    delimiter = "\t" if "\t" in first or "," not in first else ","
    try:
        with long_cells():
            records = list(csv.reader(io.StringIO(table, newline=""), delimiter=delimiter))
    except csv.Error as error:
        message = sentence(
            "%(file)s: is no table (%(error)s): mend its quotes",
            file=name,
            error=Quote(str(error), "en"),
        )
        raise SourceUnreadableError(message) from error
    missing = [it for it in _MANDATORY if not records or it not in records[0]]
    if missing:
        message = sentence(
            "%(file)s: is no SSSOM table: its header lacks %(missing)s",
            file=name,
            missing=", ".join(missing),
        )
        raise SourceUnreadableError(message)
    return records


def _word(block: Block, key: str) -> str:
    """The text of a slot; the texts of several as one."""
    value = block.get(key, "")
    return value if isinstance(value, str) else ", ".join(map(str, value))


def _prefixes(block: Block) -> dict[str, str]:
    found = block.get("curie_map", {})
    return {key: str(it) for key, it in found.items()} if isinstance(found, dict) else {}


def _side(
    block: Block, name: str, columns: list[str], rows: list[tuple[int, list[str]]], file: str
) -> Side:
    """The scheme and version of a side, from the metadata or the first row."""
    cells = dict(zip(columns, rows[0][1], strict=False)) if rows else {}
    source, version = (
        _word(block, slot) or cells.get(slot, "")
        for slot in (f"{name}_source", f"{name}_source_version")
    )
    if not source or not version:
        message = sentence(
            "%(file)s: does not tell %(side)s_source and its version: name its release as %(side)s",
            file=file,
            side=name,
        )
        raise SourceUnreadableError(message)
    return Side(Curies(_prefixes(block), {}).scheme_of(source) or slug(source), version)


def _own(block: Block) -> frozenset[str]:
    """The extensions of the set that are ours: those that the metadata define as we do."""
    found = block.get("extension_definitions", [])
    told = [it for it in found if isinstance(it, dict)] if isinstance(found, list) else []
    ours = {**EXTENSIONS, SOURCES[0]: SOURCES[1]}
    names = ((str(it.get("slot_name")), str(it.get("property"))) for it in told)
    return frozenset(it for it, term in names if ours.get(it) == term.rpartition(":")[2])


def _source(block: Block, file: str, data: bytes) -> MappingSource:
    return MappingSource(
        file=file,
        sha256=hashlib.sha256(data).hexdigest(),
        title=_word(block, "mapping_set_title"),
        author=_word(block, "creator_label") or _word(block, "creator_id"),
        version=_word(block, "mapping_set_version"),
        date=_word(block, "publication_date") or _word(block, "mapping_date"),
        licence=_word(block, "license"),
    )


def _sources(block: Block) -> tuple[MappingSource, ...] | None:
    """The sources of one of our own sets, as it tells them; None for a set of others."""
    if SOURCES[0] not in _own(block):
        return None
    try:
        told: Any = orjson.loads(_word(block, SOURCES[0]))
        return tuple(MappingSource(**it) for it in told)
    except (ValueError, TypeError):
        return None
