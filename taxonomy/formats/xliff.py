"""Translations as XLIFF 1.2 and 2.0 (OASIS), written as a stream of texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from taxonomy.reviewing.conventions import longest
from taxonomy.reviewing.states import State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taxonomy.reviewing.packages import Package, Segment

__all__ = ["OURS", "XLIFF_1", "XLIFF_2", "xliff_1", "xliff_2"]

XLIFF_1 = "urn:oasis:names:tc:xliff:document:1.2"
XLIFF_2 = "urn:oasis:names:tc:xliff:document:2.0"
OURS = "urn:competent:translation"
"""The namespace of the attribute `seen`: tools that keep to the standard give it back (1.2 §2.5, 2.0 §4.8)."""

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STATES_1 = {
    State.MISSING: "new",
    State.STALE: "needs-translation",
    State.DRAFT: "needs-translation",
    State.MACHINE: "needs-review-translation",
    State.REVIEW: "needs-review-translation",
    State.APPROVED: "signed-off",
}
"""XLIFF 1.2 §2.3, state."""
_STATES_2 = {
    State.MISSING: "initial",
    State.STALE: "initial",
    State.DRAFT: "initial",
    State.MACHINE: "initial",
    State.REVIEW: "translated",
    State.APPROVED: "reviewed",
}
"""XLIFF 2.0 §4.3.1.26, state; the exact one stands in subState."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def xliff_1(package: Package) -> Iterator[str]:
    """The package as XLIFF 1.2; approved units are marked so, and their text is in it."""
    made = f" date={_quoted(package.made_at)}" if package.made_at else ""
    yield (
        f'{_HEAD}<xliff version="1.2" xmlns="{XLIFF_1}" xmlns:c="{OURS}">\n'
        f"<file original={_quoted(package.release)} source-language={_quoted(package.source_lang)} "
        f'target-language={_quoted(package.lang)} datatype="plaintext"{made}>\n<body>\n'
    )
    for it in package.segments:
        yield _unit_1(it, package)
    yield "</body>\n</file>\n</xliff>\n"


def xliff_2(package: Package) -> Iterator[str]:
    """The package as XLIFF 2.0; the state of a unit stands in state, and exactly in subState."""
    yield (
        f'{_HEAD}<xliff version="2.0" xmlns="{XLIFF_2}" xmlns:c="{OURS}" '
        f"srcLang={_quoted(package.source_lang)} trgLang={_quoted(package.lang)}>\n"
        f'<file id="f1" original={_quoted(package.release)}>\n'
    )
    for it in package.segments:
        yield _unit_2(it)
    yield "</file>\n</xliff>\n"


def _unit_1(it: Segment, package: Package) -> str:
    most = longest(it.unit.kind, it.unit.place.field)
    width = f' maxwidth="{most}" size-unit="char"' if most else ""
    approved = "yes" if it.state is State.APPROVED else "no"
    qualifier = ' state-qualifier="leveraged-mt"' if it.state is State.MACHINE else ""
    target = (
        f'<target xml:lang={_quoted(package.lang)} state="{_STATES_1[it.state]}"{qualifier}>'
        f"{_text(it.text)}</target>\n"
        if it.text
        else ""
    )
    notes = "".join(f'<note from="competent">{_text(note)}</note>\n' for note in _notes(it))
    return (
        f'<trans-unit id="{it.unit.id}" resname={_quoted(_name(it))} approved="{approved}"{width} '
        f'xml:space="preserve" c:seen={_quoted(it.seen)}>\n'
        f"<source xml:lang={_quoted(package.source_lang)}>{_text(it.unit.source)}</source>\n"
        f"{target}{notes}</trans-unit>\n"
    )


def _unit_2(it: Segment) -> str:
    notes = "".join(
        f'<note id="n{place}" category="competent">{_text(note)}</note>'
        for place, note in enumerate(_notes(it), start=1)
    )
    target = f'<target xml:space="preserve">{_text(it.text)}</target>' if it.text else ""
    return (
        f'<unit id="{it.unit.id}" name={_quoted(_name(it))} c:seen={_quoted(it.seen)}>\n'
        f"<notes>{notes}</notes>\n"
        f'<segment state="{_STATES_2[it.state]}" subState="competent:{it.state}">'
        f'<source xml:space="preserve">{_text(it.unit.source)}</source>{target}</segment>\n</unit>\n'
    )


def _name(it: Segment) -> str:
    return f"{it.unit.notation} {it.unit.place.field}"


def _notes(it: Segment) -> list[str]:
    changed = it.source_then != it.unit.source
    return [
        f"{it.unit.kind}: {it.label}",
        *([f"The source said before: {it.source_then}"] if changed and it.source_then else []),
        *it.remarks,
    ]


def _text(text: str) -> str:
    return escape(_NOT_XML.sub("", text))


def _quoted(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
