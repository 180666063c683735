"""How to cite a release: in a line, as `CITATION.cff` and for BibTeX; functions of the release alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from taxonomy.model import Release
    from taxonomy.schemes import Scheme

__all__ = ["bibtex", "cff", "citation"]

SPDX = {"CC BY 4.0": "CC-BY-4.0"}
"""Licence, in the words of an imprint → its identifier in the SPDX licence list; others have none."""
_UNPRINTABLE = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{it: f"\\{it}" for it in "{}%&#$_"},
}


def citation(release: Release, scheme: Scheme) -> str:
    """How to cite a release in one line: title, version, year where known, publisher."""
    day = _day(release)
    year = f" ({day.year})" if day else ""
    return f"{scheme.title} {release.version}{year}. {_publisher(release, scheme)}."


def cff(release: Release, scheme: Scheme) -> bytes:
    """`CITATION.cff` of a release (Citation File Format 1.2.0); equal releases give equal bytes."""
    day = _day(release)
    licence = release.imprint.get("licence", scheme.licence)
    address = f"{release.public_url}/archive/{release.name}/" if release.public_url else ""
    sample = ["It is a sample: its content was invented."] if release.sample else []
    lines = [
        # The format has no field for words of rights (its `license` takes SPDX identifiers alone).
        f"# {_rights(release, scheme)}",
        "cff-version: 1.2.0",
        "type: dataset",
        f"message: {_quoted(' '.join(['Please cite this release as below.', *sample]))}",
        f"title: {_quoted(scheme.title)}",
        f"abstract: {_quoted(scheme.description)}",
        "authors:",
        f"  - name: {_quoted(_publisher(release, scheme))}",
        f"    website: {_quoted(scheme.homepage)}",
        f"version: {_quoted(release.version)}",
        *([f"date-released: {day.isoformat()}"] if day else []),
        *([f"license: {SPDX[licence]}"] if licence in SPDX else []),
        *([f"url: {_quoted(address)}"] if address else []),
        *_identifiers(release),
        "keywords:",
        *(f"  - {_quoted(it)}" for it in ("taxonomy", "SKOS", scheme.title)),
        "",
    ]
    return "\n".join(lines).encode()


def bibtex(release: Release, scheme: Scheme, address: str) -> str:
    """The entry of a release at this address, for BibTeX; names stay as they are written."""
    day = _day(release)
    fields = {
        "title": f"{{{_latex(f'{scheme.title} {release.version}')}}}",
        "author": f"{{{_latex(_publisher(release, scheme))}}}",
        "year": str(day.year) if day else "",
        "version": _latex(release.version),
        "url": address,
        "note": _latex(release.digest),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{release.scheme}-{release.version},", *lines, "}"])


def _identifiers(release: Release) -> Iterable[str]:
    if not release.digest:
        return []
    return [
        "identifiers:",
        "  - type: other",
        f"    value: {_quoted(release.digest)}",
        f"    description: {_quoted('The digest of the release.')}",
    ]


def _rights(release: Release, scheme: Scheme) -> str:
    """Attribution and licence on one line."""
    told = {**scheme.imprint, **release.imprint}
    return " ".join(_UNPRINTABLE.sub(" ", f"{told['attribution']} {told['licence']}").split())


def _day(release: Release) -> date | None:
    """The day of the release: its publisher's, or else that of its publication here."""
    published = release.published_at
    return release.released_at or (published.date() if published else None)


def _publisher(release: Release, scheme: Scheme) -> str:
    return release.imprint.get("publisher", scheme.publisher)


def _quoted(text: str) -> str:
    """The text as a double-quoted scalar on one line (YAML 1.2, section 7.3.1)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + _UNPRINTABLE.sub(lambda it: f"\\U{ord(it[0]):08x}", escaped) + '"'


def _latex(text: str) -> str:
    return "".join(_LATEX.get(it, it) for it in text)
