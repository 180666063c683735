"""The canonical file of a release, `taxonomy.jsonl`, with the manifest beside it where there is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import orjson

from taxonomy import canonical, schemes
from taxonomy.errors import InvalidDocumentError, SourceUnreadableError, TaxonomyError
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.sources.reading import Reading, Report
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.model import Concept
    from taxonomy.sources.reading import Progress

__all__ = ["CanonicalReading", "read"]

MANIFEST = "manifest.json"
_STEP = 5000
_TYPES = {"digest": str, "note": str, "sample": bool}


@dataclass(frozen=True, slots=True, kw_only=True)
class CanonicalReading(Reading):
    """A Reading with what the manifest beside the file says; `version` is None where there is none."""

    scheme: str
    version: Version | None
    released: date | None = None
    sample: bool = False
    note: str = ""


def read(path: Path, *, progress: Progress | None = None) -> CanonicalReading:
    """Every concept of the file, with a finding for every line that holds none.

    Where the manifest names another digest than the concepts have, a finding says so.
    SourceUnreadableError where the file or the manifest cannot be read, or where the lines are of
    several schemes.
    """
    report = Report(file=path.name)
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        message = f"{path.name} cannot be read ({error.strerror})"
        raise SourceUnreadableError(message) from error
    with without_cycle_search():
        concepts = _concepts(lines, report, progress)
    found = sorted({it.scheme for it in concepts})
    if len(found) > 1:
        message = f"{path.name} holds concepts of {', '.join(found)}: a release is of one scheme"
        raise SourceUnreadableError(message)
    told = _manifest(path.with_name(MANIFEST))
    if told and found and found != [told["scheme"]]:
        message = f"{MANIFEST} is one of {told['scheme']}, and {path.name} holds {found[0]}"
        raise SourceUnreadableError(message)
    digest = _digest(concepts)
    if told and told["digest"] != digest:
        message = f"{MANIFEST} names the digest {told['digest']}, and the concepts have {digest}"
        report.refuse("digest-differs", message)
    return CanonicalReading(
        concepts=concepts,
        findings=tuple(report.findings),
        rows={path.name: len(lines)},
        scheme=found[0] if found else told.get("scheme", ""),
        version=Version.parse(told["version"]) if told else None,
        released=date.fromisoformat(told["released_at"]) if told.get("released_at") else None,
        sample=told.get("sample", False),
        note=told.get("note", ""),
    )


def _concepts(lines: list[bytes], report: Report, progress: Progress | None) -> tuple[Concept, ...]:
    concepts: dict[str, Concept] = {}
    for report.row, line in enumerate(lines, start=1):
        if progress and report.row % _STEP == 0:
            progress(report.file, report.row)
        try:
            concept = canonical.read(line)
        except InvalidDocumentError as error:
            report.refuse("no-document", error.detail)
            continue
        if concept.id in concepts:
            report.refuse("duplicate-id", "an earlier line has this id", concept=concept.id)
        else:
            concepts[concept.id] = concept
    return tuple(sorted(concepts.values()))


def _manifest(path: Path) -> dict[str, Any]:
    """What the manifest says; empty where there is none."""
    if not path.exists():
        return {}
    try:
        told = orjson.loads(path.read_bytes())
        schemes.get(told["scheme"])
        Version.parse(told["version"])
        date.fromisoformat(told.get("released_at") or "2000-01-01")
        if [type(told[key]) for key in _TYPES] != [*_TYPES.values()]:
            message = f"{', '.join(_TYPES)} are of other types"
            raise ValueError(message)
        return dict(told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, TaxonomyError) as error:
        message = f"{path.name} beside the file is no manifest of a release ({error!r})"
        raise SourceUnreadableError(message) from error


def _digest(concepts: Iterable[Concept]) -> str:
    return canonical.release_digest(
        {it.id: canonical.revision(canonical.write(it)) for it in concepts}
    )
