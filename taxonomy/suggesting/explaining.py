"""Why a candidate is one, in sentences a reviewer can check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.suggesting.labels import folded
from taxonomy.suggesting.values import Reason
from taxonomy.vocabulary import Predicate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.model import Concept
    from taxonomy.suggesting.deciding import Shortlist
    from taxonomy.suggesting.engine import Suggester
    from taxonomy.suggesting.neighbours import Support
    from taxonomy.suggesting.values import Subject

__all__ = ["Explainer"]

_TOLD = ("same", "turned_best", "turned_bag_best", "beside", "total_relative")
_WRITTEN = 0.5
_TURNED = 0.25
_BESIDE = 0.15
_NEAR = 0.5
"""Two labels less alike than this do not explain each other."""


class Explainer:
    """Tells what spoke for a pair."""

    def __init__(self, engine: Suggester) -> None:
        self._engine = engine

    def reasons(
        self,
        subject: Subject,
        concept: Concept,
        short: Shortlist,
        place: int,
        support: Sequence[Support],
    ) -> tuple[Reason, ...]:
        """The reasons, strongest first; never empty."""
        of = {name: float(short.figures[name][place]) for name in _TOLD}
        found = [
            *self._labels(short, place, of),
            *self._words(subject, concept, of),
            *self._groups(concept, of),
            *self._meanings(subject, concept),
            *(
                Reason(it.type, it.text, round(min(it.odds / 3, 1.0), 2), sign=it.sign)
                for it in support
            ),
        ]
        if not found:
            strength = round(of["total_relative"], 2)
            found = [Reason("words", "pieces of words are alike", strength, sign=("pieces",))]
        return tuple(sorted(found, key=lambda it: (-it.strength, it.type, it.text)))

    def _labels(self, short: Shortlist, place: int, of: dict[str, float]) -> Iterator[Reason]:
        pairing = short.names[place]
        if pairing and pairing.alike >= _WRITTEN:
            what = "preferred label" if pairing.label.preferred else "other label"
            how = "is" if of["same"] else "is like"
            text = f"“{pairing.text}” {how} the {what} “{pairing.label.text}” ({pairing.lang})"
            code = f"label-{'is' if of['same'] else 'like'}-{what.partition(' ')[0]}"
            sign = (code, pairing.text, pairing.label.text, pairing.lang)
            yield Reason("label", text, round(pairing.alike, 2), pairing.lang, sign)

    def _words(self, subject: Subject, concept: Concept, of: dict[str, float]) -> Iterator[Reason]:
        """Words of the subject whose translations the concept's labels have."""
        if max(of["turned_best"], of["turned_bag_best"]) < _TURNED:
            return
        tables = self._engine.tables
        for lang in subject.languages:
            text = folded(subject.texts(lang)[0])
            for other in tables.labels:
                table = tables.translation(lang, other) if other != lang else None
                if table is None:
                    continue
                held = self._engine.tokens(other, self._engine.number(concept))
                shared = [f"{a}→{b}" for a, b in table.words(text) if b in held]
                if shared:
                    pairs = ", ".join(shared)
                    told = f"words stand for each other ({lang}→{other}): {pairs}"
                    sign = ("translation", lang, other, pairs)
                    yield Reason("translation", told, round(of["turned_best"], 2), other, sign)
                    break

    def _groups(self, concept: Concept, of: dict[str, float]) -> Iterator[Reason]:
        if of["beside"] >= _BESIDE:
            above = [self._engine.index.find(it) for it in concept.targets(Predicate.BROADER)]
            names = [it.pref_label("en") or it.notation for it in above if it]
            if names:
                text = f"other candidates stand in the same group “{names[0]}”"
                strength = round(min(of["beside"], 1.0), 2)
                yield Reason("group", text, strength, sign=("group", names[0]))

    def _meanings(self, subject: Subject, concept: Concept) -> Iterator[Reason]:
        """The labels of both whose meanings are nearest, where an encoder tells them."""
        engine, number = self._engine, self._engine.number(concept)
        if engine.meant is None:
            return
        named = {lang: engine.named(lang, number) for lang in engine.tables.labels}
        it = engine.meant.nearest(subject, named)
        if it and it.likeness >= _NEAR:
            told = f"“{it.text}” ({it.text_lang}) means much the same as “{it.label}” ({it.label_lang}): {it.likeness:.2f}"
            strength = round(min(it.likeness, 1.0), 2)
            sign = ("meaning", it.text, it.text_lang, it.label, it.label_lang, f"{it.likeness:.2f}")
            yield Reason("meaning", told, strength, it.label_lang, sign)
