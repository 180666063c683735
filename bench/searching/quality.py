"""Whether search finds what was meant: recall by kind of question and by language, and titles of jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.measuring import Demand, Line
from bench.searching.gathering import LIKE, TFIDF, WRATIO, Others, gathered
from bench.searching.questions import KINDS, LANGUAGES, Questions
from bench.searching.titles import titles
from taxonomy.searching.answering import Question, Searcher
from taxonomy.searching.artefact import Content
from taxonomy.searching.building import build

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bench.material import Material
    from bench.searching.questions import Asked

    Shares = dict[tuple[str, str], tuple[float, float]]

__all__ = ["answers"]

ASKED = 60
"""Questions of each kind and language."""
SCANNED = 2
"""Of these, what a scan of all labels is asked: it takes too long for more."""

LIKED = 10
"""Of these, what SQLite's LIKE is asked."""


def answers(material: Material) -> Iterator[Line]:
    """Recall at 1 and 10 over some three hundred thousand labels, then titles."""
    index = gathered(material)
    searcher = Searcher(index, Content(*build(index)))
    questions = Questions(index)
    asked = {
        (kind, lang): questions.made(kind, lang, ASKED) for kind in KINDS for lang in LANGUAGES
    }

    def ours(it: Asked) -> list[str]:
        return [match.concept.id for match in searcher.search(Question(it.text, it.lang))]

    others = Others(index)
    mine, tfidf = shares(ours, asked), shares(others.alike, asked)
    for name in (*KINDS, *LANGUAGES):
        for place, at in enumerate((1, 10)):
            yield Line(
                what=f"{name}: recall@{at}",
                ours=mean(mine, place, name),
                unit="%",
                baseline=TFIDF,
                theirs=mean(tfidf, place, name),
            )
    few = {key: several[:SCANNED] for key, several in asked.items()}
    some = {key: several[:LIKED] for key, several in asked.items()}
    beside = (
        (TFIDF, tfidf),
        (f"{WRATIO} (a sample)", shares(others.scanned, few)),
        (f"{LIKE} (a sample)", shares(others.like, some)),
    )
    for name, theirs in beside:
        for place, (at, least) in enumerate(((1, 90), (10, 98))):
            yield Line(
                what=f"all of them: recall@{at}",
                ours=mean(mine, place),
                unit="%",
                baseline=name,
                theirs=mean(theirs, place),
                demand=value_at_least(least, "%"),
            )
    yield from titles(material)


def value_at_least(value: float, unit: str) -> Demand:
    """Ours must be so much, whatever the baseline is."""
    return Demand(f"≥ {value:g} {unit}", lambda ours, _: ours >= value)


def shares(look: Callable[[Asked], list[str]], asked: dict[tuple[str, str], list[Asked]]) -> Shares:
    """Of each kind and language, how many of a hundred questions found a concept with the label at 1, at 10."""
    made = {}
    for key, several in asked.items():
        if several:
            hits = [[it in one.owners for it in look(one)] for one in several]
            first = sum(it[:1] == [True] for it in hits)
            made[key] = (100 * first / len(hits), 100 * sum(map(any, hits)) / len(hits))
    return made


def mean(found: Shares, place: int, name: str = "") -> float:
    """The mean of all kinds and languages, or of those of this name."""
    counted = [it[place] for key, it in found.items() if not name or name in key]
    return sum(counted) / len(counted)
