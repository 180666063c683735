"""The forms of a label: the one for everybody, and its feminine and masculine where it gives both."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from taxonomy.folding import GENDER_CODES, plain

__all__ = ["Form", "Gender", "counterparts", "forms"]


class Gender(StrEnum):
    """Whom a form names: everybody, women or men."""

    NEUTRAL = "neutral"
    FEMININE = "f"
    MASCULINE = "m"


class Form(NamedTuple):
    """A label as it is written for `gender`."""

    text: str
    gender: Gender


class _Word(NamedTuple):
    """A word as it is written for men, and in each of its feminine forms; the same where it has one."""

    m: str
    f: tuple[str, ...]


_COMMON = [("", "e"), ("", "esse"), ("", "sse"), ("", "trice"), ("eur", "rice"), ("r", "se")]
_PAIRS = {
    "fr": [
        *_COMMON, ("", "ne"), ("", "le"), ("", "te"), ("", "fe"), ("", "que"), ("f", "ve"),
        ("x", "se"), ("c", "que"), ("er", "ere"), ("er", "euse"), ("er", "rice"), ("on", "e"),
        ("ur", "resse"), ("u", "lle"), ("s", "es"), ("rs", "ses"), ("eurs", "rices"), ("o", "a"),
        ("homme", "femme"), ("hommes", "femmes"), ("man", "maid"), ("man", "woman"),
    ],
    "nl": [
        *_COMMON, ("", "es"), ("", "ess"), ("", "in"), ("", "ster"), ("er", "ster"),
        ("ar", "res"), ("e", "in"), ("us", "a"), ("en", "sters"), ("ers", "sters"),
        ("oog", "oge"), ("man", "vrouw"), ("heer", "vrouw"),
    ],
    "de": [
        *_COMMON, ("", "in"), ("e", "in"), ("er", "in"), ("r", ""), ("", "innen"),
        ("e", "innen"), ("n", "innen"), ("en", "innen"), ("mann", "frau"), ("leute", "frauen"),
    ],
    "en": [
        ("", "ess"), ("r", "se"), ("or", "ress"), ("er", "ress"), ("man", "woman"),
        ("men", "women"), ("man", "maid"), ("master", "mistress"),
    ],
}  # fmt: skip
"""What is left of a masculine and a feminine form behind their common beginning, by language."""

_GENDERED = {lang: frozenset(pairs) for lang, pairs in _PAIRS.items()}
_SAYING_OTHERS = frozenset({("on", "e"), ("o", "a"), ("us", "a"), ("u", "lle"), ("s", "es")})
_BOTH_WAYS = sorted({pair for pairs in _PAIRS.values() for pair in pairs} - _SAYING_OTHERS)
_LEAST_COUNTERPART = 4
_WHOLE = frozenset({"man", "mann", "homme", "hommes", "leute"})
_LEAST_COMMON = 2

_WRITTEN_OUT = re.compile(r"[/(*:_]|[^\W\d_A-Z]In(?:nen)?\b")
_AROUND = re.compile(r"\s*/\s*")
_ENDINGS = (
    "innen|in|euse|trice|rice|ice|ère|ienne|enne|ne|sse|se|te|le|ster|esse|es|ve|frau|vrouw|e|r"
)
_SHORT = re.compile(
    r"(?P<stem>\w[\w'’-]{2,}?)"
    r"(?:[*:_](?P<star>in(?:nen)?)|(?P<inner>In(?:nen)?)"
    rf"|/-?(?P<slash>{_ENDINGS})|\(-?(?P<bracket>{_ENDINGS})\))(?P<rest>[,;:)]*)"
)
_ONLY_IN = {"r": "de", "in": "de", "innen": "de", "frau": "de", "ster": "nl", "es": "nl"}
_REPLACING = {
    "innen": [("e", "innen")], "in": [("e", "in")], "euse": [("eur", "euse")],
    "trice": [("teur", "trice")], "rice": [("eur", "rice")], "ice": [("eur", "rice")],
    "ère": [("er", "ère")], "ienne": [("ien", "ienne")], "enne": [("en", "enne")],
    "se": [("r", "se"), ("x", "se")], "ve": [("f", "ve")], "frau": [("mann", "frau")],
    "vrouw": [("man", "vrouw")], "es": [("ar", "res")],
}  # fmt: skip
"""Ending as it is written behind a stroke → ends of masculine forms, and what the feminine has instead."""


def forms(text: str, lang: str) -> tuple[Form, ...]:
    """The forms of a label of this language, the neutral one first, then feminine, then masculine ones.

    A label that names everybody with one form has that form alone, without marks such as `(h/f/x)`.
    One that gives both (`agent / agente de police`, `Leiter*in`, `verkoper/-ster`) is itself the neutral
    form. Whether a single form names women only is not guessed. Forms are tidy (single spaces), and
    none is given twice.
    """
    bare = " ".join(GENDER_CODES.sub(" ", text).split()) or text
    neutral = Form(bare, Gender.NEUTRAL)
    main = lang.partition("-")[0].lower()
    if main not in _GENDERED or not _WRITTEN_OUT.search(bare):
        return (neutral,)
    found = _read(bare, main)
    most = max(len(it.f) for it in found)
    feminine = [" ".join(it.f[min(n, len(it.f) - 1)] for it in found) for n in range(most)]
    masculine = " ".join(it.m for it in found)
    if feminine == [masculine]:
        return (neutral,)
    return (
        neutral,
        *(Form(it, Gender.FEMININE) for it in feminine),
        Form(masculine, Gender.MASCULINE),
    )


def counterparts(word: str) -> list[str]:
    """How a plain word may be written for the other gender, in any language; most are no words at all.

    `vendeuse` gives `vendeur`, `verkoopster` gives `verkoper`; whoever asks knows which words there are.
    """
    found = [word[: -len(f)] + m for m, f in _BOTH_WAYS if f and word.endswith(f)]
    if word.endswith("ster"):
        begin = word.removesuffix("ster")
        found += [f"{begin}er", f"{begin}{begin[-1:]}er", f"{begin[:-2]}{begin[-1:]}er"]
        found.append(f"{begin[:-3]}{begin[-2:-1]}ver")
    return [it for it in dict.fromkeys(found) if len(it) >= _LEAST_COUNTERPART]


def _read(text: str, lang: str) -> list[_Word]:
    """The words of the text with both forms of each; strokes stay where they mean something else."""
    tight = _AROUND.sub("/", text)
    parts: list[list[_Word]] = [[]]
    for raw in tight.split():
        short = _shortened(raw, lang)
        if short is not None:
            parts[-1].append(short)
            continue
        first, *others = raw.split("/")
        parts[-1].append(_Word(first, (first,)))
        parts.extend([_Word(other, (other,))] if other else [] for other in others)
    kept = parts[0]
    for part in parts[1:]:
        kept = _joined(kept, part, lang)
    return kept


def _joined(kept: list[_Word], part: list[_Word], lang: str) -> list[_Word]:
    """Both lists as one: the second one begins with the end of the first in the other gender, or a stroke stays."""
    for many in range(min(len(kept), len(part)), 0, -1):
        both = [_both(one, other, lang) for one, other in zip(kept[-many:], part, strict=False)]
        words = [it for it in both if it is not None]
        if len(words) == many and any(len({it.m, *it.f}) > 1 for it in words):
            return [*kept[:-many], *words, *part[many:]]
    if not (kept and part):
        return kept or part
    last, first = kept[-1], part[0]
    stroke = _Word(f"{last.m}/{first.m}", tuple(f"{it}/{first.f[0]}" for it in last.f))
    return [*kept[:-1], stroke, *part[1:]]


def _both(one: _Word, other: _Word, lang: str) -> _Word | None:
    """The two as forms of one word, None where they are two words."""
    if plain(one.m) == plain(other.m):
        return one if len(one.f) >= len(other.f) else other
    known = one.f if one.f != (one.m,) else ()
    if _is_pair(one.m, other.m, lang):
        return _Word(one.m, tuple(dict.fromkeys((*known, *other.f))))
    if _is_pair(other.m, one.m, lang):
        return _Word(other.m, tuple(dict.fromkeys((*one.f, *known))))
    return None


def _is_pair(masculine: str, feminine: str, lang: str) -> bool:
    """Whether the words are the two forms of one; of words with hyphens, each of their parts."""
    ones, others = plain(masculine).split("-"), plain(feminine).split("-")
    return len(ones) == len(others) and all(
        a == b or _part_is_pair(a, b, lang) for a, b in zip(ones, others, strict=True)
    )


def _part_is_pair(one: str, other: str, lang: str) -> bool:
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    if lang == "nl" and other.endswith("ster") and one.endswith("er"):
        return other == plain(_with_ster(one))
    for place in range(same, _LEAST_COMMON - 1, -1):
        if (one[place:], other[place:]) in _GENDERED[lang]:
            return True
    return one in _WHOLE and (one, other) in _GENDERED[lang]


def _shortened(raw: str, lang: str) -> _Word | None:
    """Both forms of a word that gives the second one by its ending: `Leiter*in`, `agent(e)`."""
    match = _SHORT.fullmatch(raw)
    if match is None:
        return None
    ending = match["star"] or match["inner"] or match["slash"] or match["bracket"]
    if _ONLY_IN.get(ending.lower(), lang) != lang:
        return None
    stem, rest = match["stem"], match["rest"]
    if ending == "r":  # `Angestellte/r`
        return _Word(stem + "r" + rest, (stem + rest,))
    if ending == "ster":
        return _Word(stem + rest, (_with_ster(stem) + rest,))
    return _Word(stem + rest, (_replaced(stem, ending.lower()) + rest,))


def _replaced(stem: str, ending: str) -> str:
    """The feminine form: `directeur` and `rice` give `directrice`."""
    for dropped, written in _REPLACING.get(ending, ()):
        if stem.endswith(dropped):
            return stem.removesuffix(dropped) + written
    return stem + ending


def _with_ster(stem: str) -> str:
    """`verkoper` → `verkoopster`, `bakker` → `bakster`, `wever` → `weefster`."""
    begin = stem.removesuffix("er")
    if begin == stem or len(begin) < _LEAST_COMMON + 1:
        return stem + "ster"
    before, vowel, last = begin[-3], begin[-2], begin[-1]
    if vowel == last:
        return begin[:-1] + "ster"
    if before not in "aeiou" and vowel in "aeou" and last not in "aeiouw":
        begin = begin[:-1] + vowel + last
    return (begin[:-1] + "f" if last == "v" else begin) + "ster"
