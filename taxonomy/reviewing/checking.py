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
from taxonomy.reviewing.units import PREF_LABEL, SOURCE, tidy
from taxonomy.sentences import Quote, Sentence, sentence

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
    look: Callable[[_Asked], Iterator[Sentence]]


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


def _missing(asked: _Asked) -> Iterator[Sentence]:
    yield sentence("there is no text in %(lang)s yet", lang=asked.unit.place.lang)


def _same_as_source(asked: _Asked) -> Iterator[Sentence]:
    same = asked.text.casefold() == asked.unit.source.casefold()
    if same and len(asked.text.split()) >= _LEAST_WORDS:
        yield sentence(
            "the text is the source itself: translate it, or say in a comment why it stays"
        )


def _numbers(asked: _Asked) -> Iterator[Sentence]:
    source, target = (_figures(it) for it in (asked.unit.source, asked.text))
    lost, added = source - target, target - source
    if lost:
        yield sentence(
            "numbers of the source are missing: %(words)s", words=", ".join(sorted(lost))
        )
    if added:
        yield sentence(
            "numbers stand here that the source does not have: %(words)s",
            words=", ".join(sorted(added)),
        )


def _figures(text: str) -> Counter[str]:
    """The numbers of a text; 1.000, 1 000 and 1000 are one, and so are 2,5 and 2.5."""
    tight = _SEPARATORS.sub("", text)
    return Counter(it.replace(",", ".") for it in _NUMBERS.findall(tight))


def _placeholders(asked: _Asked) -> Iterator[Sentence]:
    for pattern in (_PLACEHOLDERS, _ADDRESSES):
        source = Counter(pattern.findall(asked.unit.source))
        lost = source - Counter(pattern.findall(asked.text))
        if lost:
            yield sentence("keep as it stands: %(words)s", words=", ".join(sorted(lost)))


def _broken(asked: _Asked) -> Iterator[Sentence]:
    if _BROKEN.search(asked.text):
        yield sentence("characters are broken: the text was read in the wrong encoding")


def _ending(asked: _Asked) -> Iterator[Sentence]:
    source, target = (_ends(it) for it in (asked.unit.source, asked.text))
    if source != target:
        yield _endings(source, target)


def _endings(source: str, target: str) -> Sentence:
    if not target:
        return sentence("the source ends in %(source)r, this text without one", source=source)
    if not source:
        return sentence("the source ends without a mark, this text in %(target)r", target=target)
    return sentence(
        "the source ends in %(source)r, this text in %(target)r", source=source, target=target
    )


def _ends(text: str) -> str:
    found = _ENDS.search(GENDER_CODES.sub(" ", text).strip())
    return found[0] if found else ""


def _gender_mark(asked: _Asked) -> Iterator[Sentence]:
    place = asked.unit.place
    wanted = asked.against.conventions.mark(asked.unit.kind, place.field, place.lang)
    found = [it.strip() for it in GENDER_CODES.findall(asked.text)]
    if wanted and not asked.text.endswith(wanted):
        yield sentence(
            "most %(lang)s labels of this kind end in %(mark)s: this one does not",
            lang=place.lang,
            mark=wanted,
        )
    if not wanted and found and place.field == PREF_LABEL:
        yield sentence(
            "most %(lang)s labels of this kind have no %(mark)s: this one does",
            lang=place.lang,
            mark=found[0],
        )


def _forms_alike(asked: _Asked) -> Iterator[Sentence]:
    first, mark, second = GENDER_CODES.sub(" ", asked.text).partition("/")
    if mark and first.strip() and first.strip().casefold() == second.strip().casefold():
        yield sentence("%(words)r gives one form twice", words=asked.text)


def _length(asked: _Asked) -> Iterator[Sentence]:
    most = longest(asked.unit.kind, asked.unit.place.field)
    if most and len(asked.text) > most:
        yield sentence(
            "%(count)d characters: labels of this kind have at most %(most)d",
            count=len(asked.text),
            most=most,
        )


def _out_of_proportion(asked: _Asked) -> Iterator[Sentence]:
    lengths = sorted((len(asked.unit.source), len(asked.text)))
    if lengths[1] > _LEAST_LETTERS and lengths[1] > _SPREAD * lengths[0]:
        yield sentence(
            "the text is three times as long as the source, or a third of it: is it all there?"
        )


def _forbidden(asked: _Asked) -> Iterator[Sentence]:
    unit = asked.unit
    for term, wording in asked.against.terms.forbidden(unit.source, asked.text, unit.place.lang):
        told = sentence("%(wording)r is not used", wording=wording)
        if term.target:
            told = sentence(
                "%(wording)r is not used: write %(better)r", wording=wording, better=term.target
            )
        if term.remark:
            told = sentence("%(told)s (%(remark)s)", told=told, remark=term.remark)
        yield told


def _unkept_term(asked: _Asked) -> Iterator[Sentence]:
    unit = asked.unit
    for term in asked.against.terms.unkept(unit.source, asked.text, unit.place.lang):
        yield sentence(
            "differs from the term base: %(source)r is %(target)r",
            source=Quote(term.source, SOURCE),
            target=term.target,
        )


def _spelling(asked: _Asked) -> Iterator[Sentence]:
    unit = asked.unit
    speller = asked.against.spellers.get(unit.place.lang)
    found = speller.unknown(asked.text, unit.source) if speller else []
    if found:
        more = ", …" if len(found) > _MOST_WORDS else ""
        yield sentence(
            "not in the dictionary: %(words)s", words=f"{', '.join(found[:_MOST_WORDS])}{more}"
        )


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
