"""Checks of one translation: what is missing, copied, lost on the way, or against the ways of the language."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.findings import Finding, Severity
from taxonomy.folding import GENDER_CODES
from taxonomy.reviewing.conventions import Conventions, longest
from taxonomy.reviewing.terms import TermBase
from taxonomy.reviewing.units import PREF_LABEL, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from taxonomy.reviewing.spelling import Speller
    from taxonomy.reviewing.units import Unit

__all__ = ["CHECKS", "Against", "TranslationCheck", "check"]

_INFO, _WARNING, _ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")
_SEPARATORS = re.compile(r"[.,\s\u00a0\u202f](?=\d{3}\b)")
_PLACEHOLDERS = re.compile(r"\{[^{}\s]*\}|%(?:\d+\$)?[sdf]\b|%\([^)]*\)[sd]|</?[a-zA-Z][^<>]*>")
_ADDRESSES = re.compile(r"https?://[^\s<>)\"]+")
_ENDS = re.compile(r"[.:;!?…]+$")
_BROKEN = re.compile("\ufffd|\u00c3[\u0080-\u00bf]|\u00e2\u20ac")
_LEAST_WORDS = 2
_SPREAD = 3.0
_LEAST_LETTERS = 20
_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class Against:
    """What a translation is held against, beside its source: ways of the language, terms, dictionaries.

    `spellers` are by language; a language without one is not looked at.
    """

    conventions: Conventions = field(default_factory=Conventions)
    terms: TermBase = field(default_factory=lambda: TermBase(()))
    spellers: Mapping[str, Speller] = field(default_factory=dict)


class _Asked(NamedTuple):
    """One question: the unit, the text proposed for it, and what it is held against."""

    unit: Unit
    text: str
    against: Against


class TranslationCheck(NamedTuple):
    """A check with its stable code; `look` tells what it finds, in words that name what to do."""

    code: str
    severity: Severity
    look: Callable[[_Asked], Iterator[str]]


def check(unit: Unit, text: str, against: Against) -> list[Finding]:
    """What is odd about this text as the translation of the unit, the gravest first.

    An error keeps a translation from being submitted or approved. Without a text there is one finding.
    """
    asked = _Asked(unit, tidy(unit.place.field, text), against)
    first, *others = CHECKS
    looked = (first,) if not asked.text else others
    found = [
        Finding(
            severity=it.severity,
            code=it.code,
            message=message,
            concept=unit.place.concept_id,
            field=unit.place.field,
            lang=unit.place.lang,
        )
        for it in looked
        for message in it.look(asked)
    ]
    order = (_ERROR, _WARNING, _INFO)
    return sorted(found, key=lambda it: order.index(it.severity))


def _missing(asked: _Asked) -> Iterator[str]:
    yield f"there is no text in {asked.unit.place.lang} yet"


def _same_as_source(asked: _Asked) -> Iterator[str]:
    same = asked.text.casefold() == asked.unit.source.casefold()
    if same and len(asked.text.split()) >= _LEAST_WORDS:
        yield "the text is the source itself: translate it, or say in a comment why it stays"


def _numbers(asked: _Asked) -> Iterator[str]:
    source, target = (_figures(it) for it in (asked.unit.source, asked.text))
    lost, added = source - target, target - source
    if lost:
        yield f"numbers of the source are missing: {', '.join(sorted(lost))}"
    if added:
        yield f"numbers stand here that the source does not have: {', '.join(sorted(added))}"


def _figures(text: str) -> Counter[str]:
    """The numbers of a text; 1.000, 1 000 and 1000 are one, and so are 2,5 and 2.5."""
    tight = _SEPARATORS.sub("", text)
    return Counter(it.replace(",", ".") for it in _NUMBERS.findall(tight))


def _placeholders(asked: _Asked) -> Iterator[str]:
    for pattern in (_PLACEHOLDERS, _ADDRESSES):
        source = Counter(pattern.findall(asked.unit.source))
        lost = source - Counter(pattern.findall(asked.text))
        if lost:
            yield f"keep as it stands: {', '.join(sorted(lost))}"


def _broken(asked: _Asked) -> Iterator[str]:
    if _BROKEN.search(asked.text):
        yield "characters are broken: the text was read in the wrong encoding"


def _ending(asked: _Asked) -> Iterator[str]:
    source, target = (_ends(it) for it in (asked.unit.source, asked.text))
    if source != target:
        told = f"the source ends in {source!r}" if source else "the source ends without a mark"
        yield f"{told}, this text {f'in {target!r}' if target else 'without one'}"


def _ends(text: str) -> str:
    found = _ENDS.search(GENDER_CODES.sub(" ", text).strip())
    return found[0] if found else ""


def _gender_mark(asked: _Asked) -> Iterator[str]:
    place = asked.unit.place
    wanted = asked.against.conventions.mark(asked.unit.kind, place.field, place.lang)
    found = [it.strip() for it in GENDER_CODES.findall(asked.text)]
    if wanted and not asked.text.endswith(wanted):
        yield f"most {place.lang} labels of this kind end in {wanted}: this one does not"
    if not wanted and found and place.field == PREF_LABEL:
        yield f"most {place.lang} labels of this kind have no {found[0]}: this one does"


def _forms_alike(asked: _Asked) -> Iterator[str]:
    first, mark, second = GENDER_CODES.sub(" ", asked.text).partition("/")
    if mark and first.strip() and first.strip().casefold() == second.strip().casefold():
        yield f"{asked.text!r} gives one form twice"


def _length(asked: _Asked) -> Iterator[str]:
    most = longest(asked.unit.kind, asked.unit.place.field)
    if most and len(asked.text) > most:
        yield f"{len(asked.text)} characters: labels of this kind have at most {most}"


def _out_of_proportion(asked: _Asked) -> Iterator[str]:
    lengths = sorted((len(asked.unit.source), len(asked.text)))
    if lengths[1] > _LEAST_LETTERS and lengths[1] > _SPREAD * lengths[0]:
        yield "the text is three times as long as the source, or a third of it: is it all there?"


def _forbidden(asked: _Asked) -> Iterator[str]:
    unit = asked.unit
    for term, wording in asked.against.terms.forbidden(unit.source, asked.text, unit.place.lang):
        better = f": write {term.target!r}" if term.target else ""
        yield f"{wording!r} is not used{better}"


def _unkept_term(asked: _Asked) -> Iterator[str]:
    unit = asked.unit
    for term in asked.against.terms.unkept(unit.source, asked.text, unit.place.lang):
        yield f"differs from the term base: {term.source!r} is {term.target!r}"


def _spelling(asked: _Asked) -> Iterator[str]:
    unit = asked.unit
    speller = asked.against.spellers.get(unit.place.lang)
    found = speller.unknown(asked.text, unit.source) if speller else []
    if found:
        more = ", …" if len(found) > _MOST_WORDS else ""
        yield f"not in the dictionary: {', '.join(found[:_MOST_WORDS])}{more}"


CHECKS: tuple[TranslationCheck, ...] = (
    TranslationCheck("translation-missing", _ERROR, _missing),
    TranslationCheck("translation-placeholder", _ERROR, _placeholders),
    TranslationCheck("translation-broken-characters", _ERROR, _broken),
    TranslationCheck("translation-forbidden-term", _ERROR, _forbidden),
    TranslationCheck("translation-numbers", _WARNING, _numbers),
    TranslationCheck("translation-same-as-source", _WARNING, _same_as_source),
    TranslationCheck("translation-gender-mark", _WARNING, _gender_mark),
    TranslationCheck("translation-forms-alike", _WARNING, _forms_alike),
    TranslationCheck("translation-length", _WARNING, _length),
    TranslationCheck("translation-term", _WARNING, _unkept_term),
    TranslationCheck("translation-spelling", _INFO, _spelling),
    TranslationCheck("translation-ending", _INFO, _ending),
    TranslationCheck("translation-proportion", _INFO, _out_of_proportion),
)
"""Every check; the first looks where there is no text, the others where there is one."""
