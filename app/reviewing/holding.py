"""The texts of a scheme through its releases, in memory: read once, and then only what is new."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from app.db import releases, texts
from app.db.releases import PUBLIC
from taxonomy import canonical
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.reviewing.conventions import Conventions
from taxonomy.reviewing.memory import Memory, Pair
from taxonomy.reviewing.units import (
    SOURCE,
    TARGETS,
    Said,
    units_of,
)
from taxonomy.reviewing.units import (
    texts as texts_of,
)
from taxonomy.sentences import sentence
from taxonomy.sources.process_wide import without_cycle_search
from taxonomy.versions import Version
from taxonomy.vocabulary import ReleaseStatus, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy.orm import Session

    from app.db.tables import ReleaseRow
    from taxonomy.model import Concept
    from taxonomy.reviewing.units import Unit

__all__ = ["Coverage", "Lore", "Stamp", "Texts", "label_of", "read_texts", "stamp_of"]

_WORDS = re.compile(r"[^\W\d_]+")
_SEVERAL = 3
"""A word that so many labels have is one of the trade, and no slip."""

Stamp = tuple[tuple[str, str, str], ...]
"""(version, status, digest) of the releases that the texts are of; the last is what is translated."""


@dataclass(frozen=True)
class Texts:
    """What the releases say, and the units of the last of them: the draft, or else the newest release."""

    scheme: str
    stamp: Stamp
    said: Mapping[int, Said]
    held: Mapping[str, Mapping[str, int]]
    """Version → concept id → number of its revision."""
    concepts: Mapping[str, Concept]
    revisions: Mapping[str, int]
    retired: frozenset[int] = frozenset()
    """The revisions in which a concept is retired."""
    units: Mapping[str, Sequence[Unit]] = field(default_factory=dict)
    """Concept id → its units."""
    lore: Lore | None = None

    @property
    def version(self) -> str:
        """The version that is translated."""
        return self.stamp[-1][0]

    @property
    def is_draft(self) -> bool:
        """Whether that is a draft, which can be changed."""
        return self.stamp[-1][1] == ReleaseStatus.DRAFT

    @cached_property
    def users(self) -> Mapping[str, Sequence[str]]:
        """Concept id → the ids of the active concepts that link to it."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for concept in self.concepts.values():
            if concept.status is Status.ACTIVE:
                for target in dict.fromkeys(it.target for it in concept.links):
                    found[target].append(concept.id)
        return found


class Coverage(NamedTuple):
    """How much of a release is translated: its texts in the source language, and language → how many have a text."""

    version: str
    texts: int
    translated: Mapping[str, int]

    def percent(self, lang: str) -> float:
        """The share (0–100) that has a text, in tenths; a hundred only where nothing is missing."""
        count = self.translated[lang]
        if count == self.texts:
            return 100.0
        return min(99.9, round(100 * count / self.texts, 1))


class Lore:
    """What published releases teach: made when it is first asked for, and good until one more is published."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    @cached_property
    def memory(self) -> Memory:
        """Every published pair of a text and its translation, of all releases, the newest first."""
        return Memory(self._pairs())

    @cached_property
    def conventions(self) -> Conventions:
        """The ways of each kind and language, as its labels show them."""
        active = [it for it in self._texts.concepts.values() if it.status is Status.ACTIVE]
        return Conventions.of(
            (it.kind.value, lang, text) for it in active for lang, text in it.pref_labels().items()
        )

    @cached_property
    def coverage(self) -> Sequence[Coverage]:
        """How much of each public release is translated, the newest first."""
        texts = self._texts
        return [
            _coverage(version, [texts.said[it] for it in numbers if it not in texts.retired])
            for version, _, _ in reversed(_public(texts.stamp))
            for numbers in [texts.held[version].values()]
        ]

    @cached_property
    def trade(self) -> Mapping[str, frozenset[str]]:
        """Language → the words that several published labels have, in lower case: those of the trade."""
        counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for concept in self._texts.concepts.values():
            for lang, text in concept.pref_labels().items():
                counted[lang].update(set(_WORDS.findall(text.casefold())))
        return {
            lang: frozenset(word for word, count in of.items() if count >= _SEVERAL)
            for lang, of in counted.items()
        }

    def _pairs(self) -> Iterator[Pair]:
        texts = self._texts
        notations = {key: it.notation for key, it in texts.concepts.items()}
        for version, _, _ in reversed(_public(texts.stamp)):
            for concept_id, number in texts.held[version].items():
                said = texts.said[number]
                for (field_, lang), target in said.items():
                    source = said.get((field_, SOURCE))
                    if lang in TARGETS and source:
                        yield Pair(source, lang, target, notations.get(concept_id, concept_id))


def _coverage(version: str, said: Sequence[Said]) -> Coverage:
    sources = [(of, field_) for of in said for field_, lang in of if lang == SOURCE]
    translated = {lang: sum((field_, lang) in of for of, field_ in sources) for lang in TARGETS}
    return Coverage(version, len(sources), translated)


def stamp_of(session: Session, scheme: str) -> tuple[Stamp, list[ReleaseRow]]:
    """The releases that the texts of the scheme are of, the translated one last; ReleaseNotFoundError."""
    rows = releases.every(session, scheme)
    drafts = [it for it in rows if it.status == ReleaseStatus.DRAFT]
    public = [it for it in rows if it.status in PUBLIC]
    if not (drafts or public):
        message = sentence(
            "%(scheme)s has no release yet: there is nothing to translate", scheme=scheme
        )
        raise ReleaseNotFoundError(message)
    sample = not any(not it.sample for it in public or drafts)
    chosen = [it for it in public if it.sample is sample]
    newest = [it for it in drafts if it.sample is sample][-1:]
    if newest:
        ends = Version.parse(newest[0].version)
        chosen = [it for it in chosen if Version.parse(it.version) < ends]
    chosen += newest
    return tuple((it.version, it.status, it.digest) for it in chosen), chosen


@without_cycle_search()
def read_texts(
    session: Session, scheme: str, stamp: Stamp, rows: Sequence[ReleaseRow], before: Texts | None
) -> Texts:
    """The texts of these releases; what `before` holds already is not read again."""
    known = dict(zip(before.stamp, before.held.values(), strict=True)) if before else {}
    held = {
        row.version: known.get(part) or texts.held(session, row.key)
        for part, row in zip(stamp, rows, strict=True)
    }
    said = dict(before.said) if before else {}
    retired = set(before.retired) if before else set()
    last = held[stamp[-1][0]]
    kept = before.concepts if before else {}
    revisions = before.revisions if before else {}
    concepts = {key: kept[key] for key, number in last.items() if revisions.get(key) == number}
    fresh = {number: key for key, number in last.items() if key not in concepts}
    missing = {it for of_release in held.values() for it in of_release.values()} - said.keys()
    for number, document in texts.documents(session, missing | fresh.keys()):
        concept = canonical.read(document)
        said[number] = texts_of(concept)
        if concept.status is not Status.ACTIVE:
            retired.add(number)
        if number in fresh:
            concepts[fresh[number]] = concept
    found = Texts(scheme, stamp, said, held, concepts, last, frozenset(retired))
    same = before is not None and _public(stamp) == _public(before.stamp)
    known_units = _units(found, before if same else None)
    return replace(found, units=known_units, lore=before.lore if before and same else Lore(found))


def _public(stamp: Stamp) -> Stamp:
    return tuple(it for it in stamp if it[1] in PUBLIC)


def _units(found: Texts, before: Texts | None) -> dict[str, Sequence[Unit]]:
    """The units of every concept; those of one that did not change are taken over."""
    public = [version for version, _, _ in _public(found.stamp)]
    known = before.units if before else {}
    kept = before.concepts if before else {}
    units: dict[str, Sequence[Unit]] = {}
    for key, concept in found.concepts.items():
        if kept.get(key) is concept:
            units[key] = known[key]
            continue
        numbers = [(it, found.held[it].get(key)) for it in public]
        history = [(it, found.said[number]) for it, number in numbers if number is not None]
        units[key] = tuple(units_of(concept, found.said[found.revisions[key]], history, TARGETS))
    return units


def label_of(concept: Concept) -> str:
    """How a concept is called in the source language, else in any."""
    labels = concept.pref_labels()
    return labels.get(SOURCE) or next(iter(labels.values()), concept.notation or concept.id)
