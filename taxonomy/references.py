"""Ids as an application wrote them down: which concept of a release they name, and in what form."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote

from taxonomy.schemes import SCHEMES
from taxonomy.text import normalise_label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.index import ReleaseIndex
    from taxonomy.model import Concept

__all__ = ["Form", "Reference", "References", "Remark", "RemarkCode", "Style"]

_SHOWN = 80


class RemarkCode(StrEnum):
    """What is worth knowing of one id and its fate; the codes never change their meaning."""

    BLANK = "blank"
    TRIMMED = "trimmed"
    OTHER_CASE = "other-case"
    AMBIGUOUS = "ambiguous"
    OTHER_SCHEME = "other-scheme"
    RETIRED_BEFORE = "retired-before"
    FIRST_RELEASE = "first-release"
    DROPPED = "dropped"
    DEAD_END = "dead-end"
    CIRCLE = "circle"
    NO_MATCH = "no-match"


class Remark(NamedTuple):
    """A code for programs and its sentence for people."""

    code: RemarkCode
    text: str


class Style(StrEnum):
    """By what a reference names its concept."""

    ID = "id"
    NOTATION = "notation"


class Form(NamedTuple):
    """How a reference is written: `base` is what a URI begins with, up to the name.

    `encoded` is true where the whole of it is percent-encoded, as in the path of an address.
    """

    style: Style = Style.ID
    base: str = ""
    encoded: bool = False

    def written(self, concept: Concept, index: ReleaseIndex) -> str:
        """The concept in this form; by its id where its notation does not lead back to it."""
        name = index.name(concept) if self.style is Style.NOTATION else concept.id
        text = self.base + quote(name, safe="") if self.base else name
        return quote(text, safe="") if self.encoded else text


@dataclass(frozen=True, slots=True)
class Reference:
    """One id as asked, the concept it names (None: the release knows none) and its form."""

    asked: str
    concept: Concept | None = None
    form: Form = field(default_factory=Form)
    remarks: tuple[Remark, ...] = ()


class References:
    """Reads references into one release: ids, notations and URIs, with the slips people make."""

    def __init__(self, index: ReleaseIndex) -> None:
        self._index = index
        scheme = re.escape(index.release.scheme)
        self._uri = re.compile(rf"(https?://.*?/id/{scheme}/)(.*)", re.IGNORECASE | re.DOTALL)

    def read(self, asked: str) -> Reference:
        """What the text names, exactly as written or else but for blanks, encoding and case."""
        tidy = normalise_label(asked)
        if not tidy:
            return _unread(asked, RemarkCode.BLANK, "no id stands here")
        remarks: tuple[Remark, ...] = ()
        exact = self._exact(asked)
        if exact:
            return Reference(asked, *exact)
        if tidy != asked:
            text = f"read as {tidy[:_SHOWN]!r}, without blanks and invisible characters"
            remarks = (Remark(RemarkCode.TRIMMED, text),)
        plain = unquote(tidy)
        for text, encoded in ((tidy, False), (plain, True)):
            found = self._exact(text)
            if found:
                return Reference(asked, found[0], found[1]._replace(encoded=encoded), remarks)
        return self._in_other_case(asked, plain, remarks)

    def _exact(self, text: str) -> tuple[Concept, Form] | None:
        concept = self._index.find(text) if text.strip() else None
        if concept is None:
            return None
        if text in (concept.id, concept.notation):
            return concept, Form(Style.ID if text == concept.id else Style.NOTATION)
        base, name = self._parts(text)
        by_id = unquote(name) == concept.id
        return concept, Form(Style.ID if by_id else Style.NOTATION, base)

    def _parts(self, text: str) -> tuple[str, str]:
        """What a URI of the scheme begins with, and the name behind it; no base for other texts."""
        found = self._uri.fullmatch(text)
        return (found[1], found[2]) if found else ("", text)

    def _in_other_case(self, asked: str, text: str, remarks: tuple[Remark, ...]) -> Reference:
        base, name = self._parts(text)
        named = self._by_folded.get(unquote(name).casefold(), {})
        if len(named) > 1:
            names = ", ".join(sorted(named))
            told = f"{text[:_SHOWN]!r} may mean {names[:_SHOWN]}: write one of them as it is"
            return Reference(asked, remarks=(*remarks, Remark(RemarkCode.AMBIGUOUS, told)))
        for name, concept in named.items():
            told = f"read as {name[:_SHOWN]!r}, which is written in another case"
            style = Style.ID if name == concept.id else Style.NOTATION
            remark = Remark(RemarkCode.OTHER_CASE, told)
            return Reference(asked, concept, Form(style, base), (*remarks, remark))
        other = _other_scheme(text, self._index.release.scheme)
        if other:
            told = f"an id of {other}, and {self._index.release.scheme} is asked"
            remarks = (*remarks, Remark(RemarkCode.OTHER_SCHEME, told))
        return Reference(asked, remarks=remarks)

    @cached_property
    def _by_folded(self) -> Mapping[str, Mapping[str, Concept]]:
        """Id or notation without case → as the release writes it → its concept."""
        folded: defaultdict[str, dict[str, Concept]] = defaultdict(dict)
        taxonomy = self._index.taxonomy
        for names in (taxonomy.by_id, taxonomy.by_notation):
            for name, concept in names.items():
                folded[name.casefold()].setdefault(name, concept)
        return folded


def _unread(asked: str, code: RemarkCode, text: str) -> Reference:
    return Reference(asked, remarks=(Remark(code, text),))


def _other_scheme(text: str, scheme: str) -> str:
    """The scheme that a URI is of, "" where it is not told, or is the one asked."""
    lowered = text.lower()
    if not lowered.startswith(("http://", "https://")):
        return ""
    official = "esco" if "://data.europa.eu/esco/" in lowered else ""
    named = next((it for it in SCHEMES if f"/id/{it}/" in lowered), official)
    return named if named != scheme else ""
