"""XLIFF 1.2 and 2 of strangers: read as a stream, without entities and without a network."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from taxonomy.errors import SourceUnreadableError
from taxonomy.findings import Finding, Place, Severity
from taxonomy.formats.xliff import OURS, XLIFF_1, XLIFF_2
from taxonomy.reviewing.packages import ReadPackage, Returned
from taxonomy.sentences import Quote, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST_BYTES", "read_xliff"]

MOST_BYTES = 64 * 1024**2
_DEEPEST = 40
_NAMESPACES = (XLIFF_1, XLIFF_2, "urn:oasis:names:tc:xliff:document:2.2")
"""2.1 has that of 2.0."""
_BARE = ("1.2", "2.0", "2.1", "2.2")
"""Versions of files whose tool took the namespace away."""
_SEEN = f"{OURS} seen"
_READY = frozenset({"translated", "reviewed", "final", "signed-off", "needs-review-translation"})
"""States of both versions in which a translator is done with a unit."""
_CODES = frozenset(
    {"g", "x", "bx", "ex", "bpt", "ept", "ph", "it", "pc", "sc", "ec", "sm", "em", "cp"}
)
"""Inline elements of both versions: our texts have none, so none may come back."""


@dataclass(slots=True)
class _Unit:
    """A unit on its way: its texts in pieces, and the elements that do not belong into them."""

    row: int
    id: str
    seen: str
    source: list[str] = field(default_factory=list)
    target: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    between: list[str] | None = None
    """The source of what stands between two segments, where that has no target of its own."""
    approved: bool = False
    codes: list[str] = field(default_factory=list)


def read_xliff(name: str, data: bytes) -> ReadPackage:
    """What the file says, its units in their order.

    SourceUnreadableError with line and column where it is no XML, declares a document type, is of
    another format, or is too large.
    """
    if len(data) > MOST_BYTES:
        message = sentence(
            "%(file)s: %(count)s bytes are more than %(most)s: send it in parts",
            file=name,
            count=len(data),
            most=MOST_BYTES,
        )
        raise SourceUnreadableError(message)
    reader = _Reader(name)
    try:
        reader.parser.Parse(data, True)  # noqa: FBT003 # expat takes it by its place
    except expat.ExpatError as error:
        message = sentence(
            "%(file)s, line %(row)d, column %(column)d: is no XML that can be read (%(error)s): a tag may be broken",
            file=name,
            row=error.lineno,
            column=error.offset + 1,
            error=Quote(expat.errors.messages[error.code], "en"),
        )
        raise SourceUnreadableError(message) from error
    return reader.package()


class _Reader:
    """Collects what the parser comes by."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.EntityDeclHandler = self._refuse
        self.parser.StartElementHandler = self._starts
        self.parser.EndElementHandler = self._ends
        self.parser.CharacterDataHandler = self._says
        self._path: list[str] = []
        self._namespace = ""
        self._release = self._lang = ""
        self._unit: _Unit | None = None
        self._into: list[str] | None = None
        self._items: list[Returned] = []
        self._findings: list[Finding] = []

    def package(self) -> ReadPackage:
        """All that was read."""
        return ReadPackage(
            release=self._release,
            lang=self._lang,
            items=tuple(self._items),
            findings=tuple(self._findings),
        )

    def _refuse(self, *_: object) -> None:
        message = sentence(
            "%(file)s: declares a document type or entities: XLIFF has neither", file=self.name
        )
        raise SourceUnreadableError(message)

    def _starts(self, tag: str, attributes: Mapping[str, str]) -> None:
        namespace, _, local = tag.rpartition(" ")
        self._path.append(local)
        if len(self._path) > _DEEPEST:
            message = sentence(
                "%(file)s: elements stand in each other more than %(most)d deep",
                file=self.name,
                most=_DEEPEST,
            )
            raise SourceUnreadableError(message)
        if len(self._path) == 1:
            self._begin(namespace, local, attributes)
        elif namespace == self._namespace:
            self._open(local, attributes)

    def _begin(self, namespace: str, local: str, attributes: Mapping[str, str]) -> None:
        bare = not namespace and attributes.get("version") in _BARE
        if local != "xliff" or not (bare or namespace in _NAMESPACES):
            message = sentence(
                "%(file)s: begins with <%(tag)s>: it is no XLIFF 1.2 or 2.0",
                file=self.name,
                tag=local,
            )
            raise SourceUnreadableError(message)
        self._namespace = namespace
        self._lang = _language(attributes.get("trgLang", ""))

    def _open(self, local: str, attributes: Mapping[str, str]) -> None:
        unit = self._unit
        if local == "file":  # a tool that adds one of its own puts it behind
            self._release = self._release or attributes.get("original", "")
            self._lang = self._lang or _language(attributes.get("target-language", ""))
        elif local in ("trans-unit", "unit"):
            row = self.parser.CurrentLineNumber
            self._unit = _Unit(row, attributes.get("id", ""), attributes.get(_SEEN, ""))
            self._unit.approved = attributes.get("approved") == "yes"
        elif unit and self._into is not None:
            if local in _CODES:
                unit.codes.append(local)
        elif unit and "alt-trans" not in self._path and "matches" not in self._path:
            self._open_text(unit, local, attributes)

    def _open_text(self, unit: _Unit, local: str, attributes: Mapping[str, str]) -> None:
        if "state" in attributes and local in ("segment", "target"):
            unit.states.append(attributes["state"])
        if local == "segment" and "state" not in attributes:
            unit.states.append("initial")
        if local == "ignorable":
            unit.between = []
        if local in ("source", "target"):
            self._into = getattr(unit, local)
            if local == "target":
                unit.between = None

    def _says(self, text: str) -> None:
        if self._into is None:
            return
        self._into.append(text)
        if self._unit and self._unit.between is not None:
            self._unit.between.append(text)

    def _ends(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        self._path.pop()
        if local in ("source", "target"):
            self._into = None
        unit = self._unit
        if unit and local == "ignorable" and unit.between is not None:
            unit.target += unit.between  # there a target is optional (XLIFF 2.0, ignorable)
            unit.between = None
        if unit and local in ("trans-unit", "unit"):
            self._close(unit)
            self._unit = None

    def _close(self, unit: _Unit) -> None:
        text = "".join(unit.target)
        if unit.codes:
            found = ", ".join(f"<{it}>" for it in dict.fromkeys(unit.codes))
            message = sentence(
                "%(unit)s: %(tags)s stands in a text that has no tags: take it out",
                unit=unit.id[:40],
                tags=found,
            )
            place = Place(self.name, row=unit.row)
            finding = Finding(
                severity=Severity.ERROR, code="package-inline-code", message=message, place=place
            )
            self._findings.append(finding)
            return
        ready = bool(unit.states) and all(it in _READY for it in unit.states)
        source = "".join(unit.source)
        self._items.append(
            Returned(unit.row, unit.id, source, text, unit.approved or ready, unit.seen)
        )


def _language(tag: str) -> str:
    """The language without its country: tools make `fr-BE` of `fr` (BCP 47 §2.2.1)."""
    return tag.replace("_", "-").partition("-")[0].lower()
