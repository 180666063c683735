"""Concepts in texts of 500 words, against the ways that people write first; and how many are the right ones."""

from __future__ import annotations

import csv
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha1
from statistics import median
from typing import TYPE_CHECKING, Any

import ahocorasick_rs

from bench.measuring import Line, of_baseline_at_least, shown, value_at_least
from taxonomy.annotating.characters import codes
from taxonomy.annotating.engine import Annotator
from taxonomy.annotating.languages import detected
from taxonomy.annotating.names import names
from taxonomy.annotating.values import LEAST_SCORE, Question
from taxonomy.annotating.words import read
from taxonomy.folding import plain
from taxonomy.index import ReleaseIndex
from taxonomy.meaning.encoding import encoder
from taxonomy.meaning.vectors import Meanings, build
from taxonomy.model import Release, Taxonomy
from taxonomy.sources import esco_csv
from taxonomy.vocabulary import Kind, LabelType, NoteType, ReleaseStatus, Status

if TYPE_CHECKING:
    from bench.material import Material
    from taxonomy.model import Concept

__all__ = ["texts"]

WORDS = 500
TEXTS = 200
FIRST = 15
"""Words of a description."""
MEANT = 8
"""Texts that are annotated by meaning, too."""
NAIVE = 1
"""Texts that the substring test takes."""
DEMAND = 2_000
"""Texts a second."""
END = ""


@dataclass(frozen=True)
class Ground:
    """ESCO 1.2.0, its annotator, and texts of its descriptions in every language they have."""

    index: ReleaseIndex
    annotator: Annotator

    @classmethod
    def of(cls, material: Material) -> Ground:
        concepts = Taxonomy.of(
            "esco", esco_csv.read(material.esco_packages, version="1.2.0").concepts
        )
        release = Release(
            scheme="esco", version="1.2.0", status=ReleaseStatus.PUBLISHED, digest="sha256:0"
        )
        index = ReleaseIndex.build(release, concepts, {})
        return cls(index, Annotator.build(index))

    @cached_property
    def texts(self) -> list[str]:
        """Texts of 500 words, of every language in turn."""
        words: defaultdict[str, list[str]] = defaultdict(list)
        for concept in self.index.taxonomy:
            for kind in (NoteType.DESCRIPTION, NoteType.DEFINITION):
                for lang, text in concept.note(kind).items():
                    words[lang] += text.split()
        made = []
        for number in range(TEXTS):
            held = words[sorted(words)[number % len(words)]]
            begin = number * 97 * WORDS % max(1, len(held) - WORDS)
            made.append(" ".join(held[begin : begin + WORDS]))
        return made

    @cached_property
    def labels(self) -> dict[str, str]:
        """Every name of the release, folded, and a concept that has it."""
        concepts = self.index.taxonomy.concepts
        return {plain(it.text): concepts[it.concept].id for it in names(self.index)}


def texts(material: Material) -> Iterator[Line]:
    """Texts a second in this process, folding included, and the quality at several scores."""
    ground = Ground.of(material)
    question = Question()
    ways: dict[str, tuple[Callable[[str], Any], int, float | None]] = {
        "a substring test of every label": (naive(ground.labels), NAIVE, 500),
        "flashtext's way: a trie of characters in dicts": (character_trie(ground.labels), 20, 4),
        "ahocorasick_rs, all matches at word borders": (aho_corasick(ground.labels), TEXTS, None),
    }
    ours = []
    theirs: dict[str, float] = {}
    for name, (way, count, _) in ways.items():
        ours.append(a_second(lambda it: ground.annotator.annotate(it, question), ground.texts))
        theirs[name] = a_second(way, ground.texts[:count])
    best = median(ours)
    what = (
        f"texts of {WORDS} words over {len(ground.annotator.names.concepts):,} names of ESCO 1.2.0"
    )
    for name, (_, count, times) in ways.items():
        demand = of_baseline_at_least(times) if times else None
        sample = f" ({count} texts)" if count < TEXTS else ""
        yield Line(
            what=what,
            ours=best,
            unit="texts/s",
            baseline=f"folded, then {name}{sample}",
            theirs=theirs[name],
            demand=demand,
        )
    yield Line(
        what="the same, with the language detected and scores told",
        ours=best,
        unit="texts/s",
        baseline="what is asked for",
        theirs=DEMAND,
        demand=value_at_least(DEMAND, "texts/s"),
    )
    yield from languages(ground)
    yield from quality(material, ground)
    yield from meant(material, ground)


def a_second(way: Callable[[str], Any], asked: Iterable[str]) -> float:
    """Texts a second of CPU time, after one that is not counted."""
    held = list(asked)
    way(held[0])
    began = time.process_time()
    for text in held:
        way(text)
    return len(held) / (time.process_time() - began)


def naive(labels: Mapping[str, str]) -> Callable[[str], list[str]]:
    def found(text: str) -> list[str]:
        folded = plain(text)
        return [it for it in labels if it in folded]

    return found


def character_trie(labels: Mapping[str, str]) -> Callable[[str], list[str]]:
    """The longest label at each word, as flashtext looks for it."""
    trie: dict[str, Any] = {}
    for label in labels:
        node = trie
        for letter in label:
            node = node.setdefault(letter, {})
        node[END] = label

    def found(text: str) -> list[str]:
        folded = plain(text) + " "
        held, at = [], 0
        while at < len(folded):
            label = longest_at(trie, folded, at)
            if label:
                held.append(label)
                at += len(label)
            while at < len(folded) and folded[at].isalnum():
                at += 1
            at += 1
        return held

    return found


def longest_at(trie: dict[str, Any], text: str, at: int) -> str:
    label = ""
    while at < len(text) and text[at] in trie:
        trie = trie[text[at]]
        at += 1
        if END in trie and not text[at : at + 1].isalnum():
            label = trie[END]
    return label


def aho_corasick(labels: Mapping[str, str]) -> Callable[[str], list[str]]:
    """Every label at word borders."""
    known = [it for it in labels if it]
    machine = ahocorasick_rs.AhoCorasick(known)

    def found(text: str) -> list[str]:
        folded = f" {plain(text)} "
        return [
            known[number]
            for number, start, end in machine.find_matches_as_indexes(folded, overlapping=True)
            if not (folded[start - 1].isalnum() or folded[end].isalnum())
        ]

    return found


def languages(ground: Ground) -> Iterator[Line]:
    """How many descriptions are told to be of their language, and how many of another one."""
    notes: defaultdict[str, list[str]] = defaultdict(list)
    for concept in ground.index.taxonomy:
        for lang, text in concept.note(NoteType.DESCRIPTION).items():
            notes[lang.partition("-")[0]].append(" ".join(text.split()[:FIRST]))
    for lang, held in sorted(notes.items()):
        told = [detected(read(codes(it))) for it in held]
        for what, count in (
            ("are told to be so", told.count(lang)),
            ("are told to be of another language", len(told) - told.count(lang) - told.count("")),
        ):
            yield Line(
                what=f"of {len(held):,} descriptions in {lang}, their first {FIRST} words, {what}",
                ours=count / len(held),
                unit="of 1",
                baseline="all of them",
                theirs=1,
            )


def quality(material: Material, ground: Ground) -> Iterator[Line]:
    """Precision and recall on the half of the judged sentences that no factor was chosen by."""
    judged = {it: wanted for it, wanted in sentences(material, ground).items() if is_for_test(it)}
    skills = frozenset({Kind.SKILL, Kind.KNOWLEDGE})
    kinds = {it.id for it in ground.index.taxonomy if it.kind in skills}
    literal = aho_corasick(ground.labels)
    said = {it: {ground.labels[label] for label in literal(it)} & kinds for it in judged}
    before = measured(judged, said)
    for least in (0.0, 30.0, LEAST_SCORE, 60.0):
        question = Question(lang="en", kinds=skills, min_score=least)
        told = {
            it: {made.concept.id for made in ground.annotator.annotate(it, question).annotations}
            for it in judged
        }
        for name, ours, theirs in zip(
            ("precision", "recall"), measured(judged, told), before, strict=True
        ):
            many = sum(map(len, told.values()))
            yield Line(
                what=f"{name} on {len(judged)} sentences of vacancies, min_score {shown(least)} ({many} told)",
                ours=ours,
                unit="of 1",
                baseline=f"every label that stands there ({sum(map(len, said.values()))} told)",
                theirs=theirs,
            )


def meant(material: Material, ground: Ground) -> Iterator[Line]:
    """What is gained, lost and spent where concepts are also found by what labels mean."""
    preferred = {
        label.text
        for it in ground.index.listed(status=Status.ACTIVE)
        for label in ground.index.labels(it)
        if label.type is LabelType.PREFERRED
    }
    over = ground.annotator.with_meanings(Meanings(encoder(), [build(preferred, encoder())]))
    judged = {it: wanted for it, wanted in sentences(material, ground).items() if is_for_test(it)}
    question = Question(lang="en", kinds=frozenset({Kind.SKILL, Kind.KNOWLEDGE}), semantic=True)
    ways = [
        {it: {made.concept.id for made in over.annotate(it, asked).annotations} for it in judged}
        for asked in (question, replace(question, semantic=False))
    ]
    for name, ours, theirs in zip(
        ("precision", "recall"), *(measured(judged, it) for it in ways), strict=True
    ):
        yield Line(
            what=f"{name} on the same sentences with `semantic` ({sum(map(len, ways[0].values()))} told)",
            ours=ours,
            unit="of 1",
            baseline=f"without it ({sum(map(len, ways[1].values()))} told)",
            theirs=theirs,
        )
    some = ground.texts[:MEANT]
    yield Line(
        what=f"texts of {WORDS} words with `semantic`",
        ours=a_second(lambda it: over.annotate(it, Question(semantic=True)), some),
        unit="texts/s",
        baseline="without it",
        theirs=a_second(lambda it: over.annotate(it, Question()), some),
    )


def measured(wanted: Mapping[str, set[str]], told: Mapping[str, set[str]]) -> tuple[float, float]:
    right = sum(len(wanted[it] & told[it]) for it in wanted)
    return (
        right / max(1, sum(map(len, told.values()))),
        right / max(1, sum(map(len, wanted.values()))),
    )


def sentences(material: Material, ground: Ground) -> dict[str, set[str]]:
    """Sentence → the concepts that people found in it; labels that 1.2.0 no longer has are left out."""
    by_label: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in ground.index.taxonomy:
        if concept.kind in (Kind.SKILL, Kind.KNOWLEDGE):
            by_label[(concept.pref_label("en") or "").lower()].append(concept)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for file in sorted(material.judged_sentences.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                same = by_label.get(row["label"].strip().lower(), [])
                found[row["sentence"]].update(it.id for it in same[:1])
    return dict(found)


def is_for_test(sentence: str) -> bool:
    return sha1(sentence.encode(), usedforsecurity=False).digest()[-1] % 2 == 1
