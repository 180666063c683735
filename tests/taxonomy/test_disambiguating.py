"""Tests of what tells sets apart."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from taxonomy.disambiguating import DoubtCode, doubts
from taxonomy.model import Concept, Note
from taxonomy.vocabulary import Kind, NoteType, Status
from tests.build import concept


def named(id: str, told: str = "", **labels: str) -> Concept:
    notes = [Note("nl", NoteType.DISAMBIGUATOR, told)] if told else []
    return concept(id, Kind.COMPETENCE_SET, *notes, **labels)


def found(*sets: Concept) -> list[tuple[str, str, DoubtCode]]:
    return [(it.concept.id, it.lang, it.code) for it in doubts(sets)]


def test_one_short_label_needs_different_disambiguators() -> None:
    one, other = named("a", "winkel", nl="Vlees"), named("b", nl="vleès ")
    assert found(one, other) == [("b", "nl", DoubtCode.MISSING)]
    assert found(one, named("b", "Winkel", nl="Vlees")) == [
        ("a", "nl", DoubtCode.SAME),
        ("b", "nl", DoubtCode.SAME),
    ]
    assert found(one, named("b", "slachthuis", nl="Vlees")) == []


def test_a_label_of_its_own_needs_none_and_each_language_stands_by_itself() -> None:
    one, other = named("a", "winkel", nl="Vlees", fr="Viande"), named("b", nl="Vis", fr="Viande")
    assert found(one, other) == [
        ("a", "fr", DoubtCode.MISSING),
        ("b", "fr", DoubtCode.MISSING),
        ("a", "nl", DoubtCode.NEEDLESS),
    ]


def test_a_retired_set_and_another_kind_take_no_label() -> None:
    gone = replace(named("b", nl="Vlees"), status=Status.RETIRED)
    assert found(named("a", nl="Vlees"), gone, concept("s", Kind.SKILL, nl="Vlees")) == []


_NAMES = st.sampled_from(["Vlees", "vlees", "Vis"])
_TOLD = st.sampled_from(["", "winkel", "Winkel", "markt"])


@given(st.lists(st.tuples(_NAMES, _TOLD), max_size=6))
def test_who_has_no_doubt_is_named_as_no_other(pairs: list[tuple[str, str]]) -> None:
    sets = [named(f"k{n}", told, nl=label) for n, (label, told) in enumerate(pairs)]
    doubted = {it.concept.id for it in doubts(sets) if it.code is not DoubtCode.NEEDLESS}
    sure = [
        (label.casefold(), told.casefold())
        for it, (label, told) in zip(sets, pairs, strict=True)
        if it.id not in doubted
    ]
    assert len(sure) == len(set(sure))
