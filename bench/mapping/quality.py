"""Suggestions against national tables, file by file and language by language, beside two baselines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bench.mapping import baselines, failures, gold, measures
from bench.mapping.releases import suggester
from bench.mapping.remapping import whole
from bench.measuring import Demand, Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bench.mapping.gold import Gold
    from bench.material import Material
    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.values import Suggestion

__all__ = ["meant", "of_sources", "suggestions"]

_POINTS = 5.0
_SAMPLE = 40
_BETTER = Demand(f"≥ {_POINTS:g} points more", lambda ours, theirs: ours >= theirs + _POINTS)
_SURE = Demand("≥ 90 %", lambda ours, _: ours >= 90)
_THRESHOLDS = (0.5, 0.7, 0.9)


class _Answered(NamedTuple):
    held: Gold
    langs: Sequence[str]
    objects: Sequence[Mapping[str, str]]
    found: Sequence[Suggestion]

    @property
    def name(self) -> str:
        return f"{self.held.name} ({'+'.join(self.langs)})"

    @property
    def ids(self) -> list[list[str]]:
        return [[it.concept.id for it in one.candidates] for one in self.found]


def suggestions(material: Material) -> Iterator[Line]:
    """Recall, predicates, confidence and no match, all on subjects that no weight was fitted on."""
    files = gold.read(material.data)
    yield from whole(material)
    yield from of_sources(files, suggester(material.data, "1.2.0"))
    engine = suggester(material.data, "1.1.1")
    for held in files:
        it = _answered(engine, held, held.languages)
        if any(it.objects):
            yield from _recalled(engine, it)


def meant(material: Material) -> Iterator[Line]:
    """What an encoder adds on the same subjects, file by file and language by language."""
    files = gold.read(material.data)
    plain = suggester(material.data, "1.2.0")
    engine = suggester(material.data, "1.2.0", vectors=material.folder / "vectors")
    for held in files:
        for langs in _choices(held):
            ours, theirs = (_answered(it, held, langs) for it in (engine, plain))
            if any(ours.objects):
                found, before = (measures.recall(it.ids, it.objects) for it in (ours, theirs))
                yield Line(
                    what=f"{ours.name} → 1.2.0 by meaning too, recall@5 (1/5/10: {_told(found.hits)})",
                    ours=found.hits[1],
                    unit="%",
                    baseline=f"by words alone (1/5/10: {_told(before.hits)})",
                    theirs=before.hits[1],
                )


def of_sources(files: Sequence[Gold], engine: Suggester) -> Iterator[Line]:
    """The same of some files, to the release that the engine searches."""
    answered = [_answered(engine, held, langs) for held in files for langs in _choices(held)]
    yield from _confident(answered)
    _tell(answered)
    _tell_failures(engine, answered)
    for it in answered:
        if any(it.objects):
            yield from _recalled(engine, it)


def _choices(held: Gold) -> list[list[str]]:
    alone = [[it] for it in held.languages] if len(held.languages) > 1 else []
    return [held.languages, *alone]


def _answered(engine: Suggester, held: Gold, langs: Sequence[str]) -> _Answered:
    known = {it.id for it in engine.concepts}
    subjects = [it for it in gold.spoken(held.subjects, langs) if not gold.is_fitted(it)]
    objects = [
        {id_: it for id_, it in held.objects.get(one.id, {}).items() if id_ in known}
        for one in subjects
    ]
    return _Answered(held.only(subjects), langs, objects, list(engine.suggest(subjects, most=10)))


def _recalled(engine: Suggester, it: _Answered) -> Iterator[Line]:
    """Recall at 5 beside TF-IDF in each of the languages, on the whole scheme and on its right side."""
    version = engine.index.release.version
    ours = measures.recall(it.ids, it.objects)
    gone = sum(len(it.held.objects.get(one.id, {})) for one in it.held.subjects) - sum(
        len(objects) for objects in it.objects
    )
    print(
        f"\n{it.name} → {version}: {len(it.found):,} subjects, {gone} objects gone; a right one among "
        f"1/5/10: {_told(ours.hits)}; pairs found: {_told(ours.pairs)}\n"
    )
    for lang in it.langs:
        alone = list(gold.spoken(it.held.subjects, [lang]))
        for kinds in ("", it.held.side):
            theirs = measures.recall(baselines.tfidf(engine, alone, [lang], kinds), it.objects)
            yield Line(
                what=f"{it.name} → {version}, recall@5",
                ours=ours.hits[1],
                unit="%",
                baseline=f"TF-IDF char 3, {lang}, {'right kind' if kinds else 'whole scheme'} "
                f"(1/5/10: {_told(theirs.hits)}; {ours.hits[1] - theirs.hits[1]:+.1f} points)",
                theirs=theirs.hits[1],
                demand=None if kinds else _BETTER,
            )
    if len(it.langs) == 1:
        yield from _beside(engine, it, ours)


def _beside(engine: Suggester, it: _Answered, ours: measures.Recall) -> Iterator[Line]:
    """TF-IDF over the labels of all languages, and WRatio on a sample."""
    every = list(engine.tables.labels)
    theirs = measures.recall(baselines.tfidf(engine, it.held.subjects, every), it.objects)
    yield Line(
        what=f"{it.name}, recall@5",
        ours=ours.hits[1],
        unit="%",
        baseline=f"TF-IDF char 3, labels of all languages ({ours.hits[1] - theirs.hits[1]:+.1f} points)",
        theirs=theirs.hits[1],
    )
    some = slice(0, _SAMPLE)
    sample, objects = it.held.subjects[some], it.objects[some]
    of_sample = measures.recall(it.ids[some], objects)
    theirs = measures.recall(baselines.ratio(engine, sample, it.langs), objects)
    yield Line(
        what=f"{it.name}, recall@5 of {_SAMPLE} subjects",
        ours=of_sample.hits[1],
        unit="%",
        baseline="rapidfuzz WRatio",
        theirs=theirs.hits[1],
    )


def _confident(answered: Sequence[_Answered]) -> Iterator[Line]:
    """How often a confidence of 0.9 and more is right, in each file and in all of them."""
    together = [it for it in answered if len(it.langs) == len(it.held.languages)]
    every = [one for it in together for one in measures.told(it.found, it.objects)]
    for name, told in (
        ("all files", every),
        *((it.name, measures.told(it.found, it.objects)) for it in together if any(it.objects)),
    ):
        sure = [one for one in told if one.confidence >= _THRESHOLDS[-1]]
        if sure:
            yield Line(
                what=f"{name}: right of {len(sure):,} candidates with confidence ≥ 0.9",
                ours=100 * sum(one.right for one in sure) / len(sure),
                unit="%",
                baseline=f"by that predicate too, of {len(sure):,}",
                theirs=100 * sum(one.predicate_too for one in sure) / len(sure),
                demand=_SURE,
            )


def _tell(answered: Sequence[_Answered]) -> None:
    together = [it for it in answered if len(it.langs) == len(it.held.languages)]
    print("\n| file | right ones among 10, by predicate (pairs) | predicate right (commonest) |")
    print("|---|---|---|")
    for it in together:
        if any(it.objects):
            by = measures.by_predicate(it.ids, it.objects)
            parts = [f"{name[5:-5]} {share:.1f} % ({many:,})" for name, (share, many) in by.items()]
            same, commonest, many = measures.predicate_accuracy(it.found, it.objects)
            print(
                f"| {it.name} | {', '.join(parts)} | {same:.1f} % of {many:,} ({commonest:.1f} %) |"
            )
    every = [one for it in together for one in measures.told(it.found, it.objects)]
    print("\n| confidence from | candidates | mean confidence | right |\n|---|---|---|---|")
    for begin, many, mean, right in measures.reliability(every):
        print(f"| {begin:.1f} | {many:,} | {mean:.1f} % | {right:.1f} % |")
    asked = sum(bool(objects) for it in together for objects in it.objects)
    print("\n| first candidates with confidence ≥ | right | subjects decided |\n|---|---|---|")
    for least in _THRESHOLDS:
        sure = [it for it in every if it.first and it.confidence >= least]
        right = sum(it.right for it in sure)
        print(
            f"| {least} | {100 * right / max(len(sure), 1):.1f} % | {100 * len(sure) / asked:.1f} % |"
        )
    _tell_none(together)


def _tell_failures(engine: Suggester, answered: Sequence[_Answered]) -> None:
    """Why subjects have no right concept among the first five, in numbers of subjects."""
    print("\n| file | failed | " + " | ".join(failures.CLASSES) + " |")
    print("|---" * (len(failures.CLASSES) + 2) + "|")
    for it in answered:
        if any(it.objects):
            of = failures.counted(engine, it.found, it.objects)
            parts = " | ".join(f"{of[name]:,}" for name in failures.CLASSES)
            print(f"| {it.name} | {of.total():,} | {parts} |")
    print()
    for name, what in failures.CLASSES.items():
        print(f"{name}: {what}")


def _tell_none(together: Sequence[_Answered]) -> None:
    """No match: how well its likelihood tells the declared ones from the other subjects of the source."""
    none = [one.no_match for it in together if not any(it.objects) for one in it.found]
    some = [
        one.no_match
        for it in together
        if any(it.objects) and it.held.source == "ba"
        for one in it.found
    ]
    if not none or not some:
        return
    wins = sum((a > b) + 0.5 * (a == b) for a in none for b in some) / len(none) / len(some)
    print(
        f"\nNo match: a declared one is likelier than another subject in {100 * wins:.1f} % of pairs."
    )
    print("\n| no match said from | right of those | found of the declared |\n|---|---|---|")
    for least in (0.2, 0.3, 0.5):
        said, wrong = sum(it >= least for it in none), sum(it >= least for it in some)
        share = 100 * said / max(said + wrong, 1)
        print(f"| {least} | {share:.1f} % | {100 * said / len(none):.1f} % |")


def _told(figures: Sequence[float]) -> str:
    return " / ".join(f"{it:.1f}" for it in figures)
