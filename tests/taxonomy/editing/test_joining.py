"""Tests of merging and splitting: what goes on is chosen one by one, and what does not is told."""

from __future__ import annotations

import pytest
from hypothesis import given

from taxonomy.editing.beginning import created
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.items import Item, Lost, item_of, items_of, lost, users_of
from taxonomy.editing.joining import Choice, choices, merged_into
from taxonomy.editing.splitting import Part, split_into
from taxonomy.model import Concept, Notation, Taxonomy
from taxonomy.vocabulary import Kind, Predicate, Status
from tests.build import alternative, concept, description, link, taxonomy
from tests.strategies import taxonomies

ESSENTIAL, OPTIONAL = Predicate.ESSENTIAL_COMPETENCE.value, Predicate.OPTIONAL_COMPETENCE.value
WOOD = concept(
    "p1",
    Kind.PROFILE,
    link(ESSENTIAL, "c1"),
    link(OPTIONAL, "c2"),
    link("related", "p2"),
    description("nl", "Werkt met hout."),
    notation="OP-1",
    nl="Houtbewerker",
)
SAWYER = concept(
    "p2",
    Kind.PROFILE,
    link(OPTIONAL, "c1"),
    link(ESSENTIAL, "c2"),
    alternative("nl", "Zager"),
    description("nl", "Zaagt."),
    description("fr", "Scie."),
    notation="OP-2",
    nl="Houtzager",
    fr="Scieur",
)
PLANE, SAW = (concept(it, Kind.TECHNICAL_COMPETENCE) for it in ("c1", "c2"))
BOTH = concept("p3", Kind.PROFILE, link(OPTIONAL, "c1"), link(ESSENTIAL, "c2"), notation="OP-3")
LATER = concept("p4", Kind.PROFILE, link(OPTIONAL, "c2"), notation="OP-4")
KNOWN = taxonomy(WOOD, SAWYER, PLANE, SAW, BOTH, LATER).by_id


def gone(changed: dict[str, Concept], *ended: str, heirs: tuple[str, ...]) -> set[tuple[str, str]]:
    """What is lost, by value, and why."""
    found = lost({it: KNOWN[it] for it in ended}, heirs, KNOWN, {**KNOWN, **changed})
    return {(it.item.value, it.because) for it in found}


def test_essential_wins_over_optional_and_is_told() -> None:
    changed = merged_into(WOOD, [SAWYER], KNOWN)
    made = changed["p1"]
    assert (made.targets(Predicate.ESSENTIAL_COMPETENCE), made.targets(Predicate("related"))) == (
        ["c1", "c2"],
        [],
    )
    assert made.targets(Predicate.OPTIONAL_COMPETENCE) == []
    assert gone(changed, "p1", "p2", heirs=("p1",)) == {
        ("c1", "weaker"),
        ("c2", "weaker"),
        ("p2", "itself"),
        ("Zaagt.", "left"),
    }


def test_essential_that_is_left_out_leaves_optional() -> None:
    left = frozenset({Item("link", ESSENTIAL, "c2"), Item("label", "preferred", "Scieur", "fr")})
    made = merged_into(WOOD, [SAWYER], KNOWN, Choice(without=left))["p1"]
    assert made.targets(Predicate.OPTIONAL_COMPETENCE) == ["c2"]
    assert {it.text for it in made.labels} == {"Houtbewerker", "Houtzager", "Zager"}
    assert {it.text for it in made.notes} == {"Werkt met hout.", "Scie."}


def test_who_used_both_uses_the_one_that_stays_once() -> None:
    changed = merged_into(PLANE, [SAW], KNOWN)
    assert changed["p3"].links == (link(ESSENTIAL, "c1"),)
    assert changed["p4"].links == (link(OPTIONAL, "c1"),)
    assert gone(changed, "c2", heirs=("c1",)) == {("p1", "weaker")}
    assert ("p3", "weaker") in gone(changed, "c1", "c2", heirs=("c1",))


def test_who_does_not_go_on_leads_nowhere() -> None:
    offered = {(it.name, it.value) for it in choices(PLANE, [SAW], KNOWN)}
    assert offered == {(OPTIONAL, "p1"), (ESSENTIAL, "p2"), (ESSENTIAL, "p3"), (OPTIONAL, "p4")}
    left = frozenset({Item("user", OPTIONAL, "p4")})
    changed = merged_into(PLANE, [SAW], KNOWN, Choice(without=left))
    assert changed["p4"].links == ()
    assert ("p4", "left") in gone(changed, "c2", heirs=("c1",))


def test_only_what_goes_on_can_be_left_out() -> None:
    for strange in (
        Item("label", "preferred", "Houtbewerker", "nl"),
        Item("note", "description", "Zaagt.", "nl"),
        Item("link", "related", "p2"),
        Item("user", ESSENTIAL, "p3"),
    ):
        with pytest.raises(EditRefusedError, match="cannot be left out"):
            merged_into(WOOD, [SAWYER], KNOWN, Choice(without=frozenset({strange})))


def test_each_part_of_a_split_has_what_it_is_given_and_the_rest_is_told() -> None:
    whole = concept("p5", Kind.PROFILE, link(ESSENTIAL, "c1"), link(OPTIONAL, "c2"), nl="Alles")
    whole = Concept(
        **{it: getattr(whole, it) for it in whole.__slots__}
        | {"notations": (Notation("isco-08", "7511"), Notation("isco-08", "7512"))}
    )
    parts = [
        Part(
            made=created("competent", Kind.PROFILE, id, id.upper()),
            links=frozenset({(Predicate.ESSENTIAL_COMPETENCE, "c1")}),
            notations=whole.notations[:1],
        )
        for id in ("n1", "n2")
    ]
    known = {**KNOWN, whole.id: whole}
    changed = split_into(whole, parts, known)
    assert changed["n1"].notations == (Notation("isco-08", "7511"),)
    assert lost({whole.id: whole}, ("n1", "n2"), known, {**known, **changed}) == [
        Lost(item_of(it), "left")
        for it in (whole.labels[0], link(OPTIONAL, "c2"), Notation("isco-08", "7512"))
    ]


@given(taxonomies())
def test_nothing_is_lost_that_is_not_told(given: Taxonomy) -> None:
    active = [it for it in given if it.status is Status.ACTIVE]
    pairs = [(a, b) for a in active for b in active if a.id < b.id and a.kind is b.kind]
    pairs = [(a, b) for a, b in pairs if not a.replaced_by]
    for kept, ended in pairs[:3]:
        changed = merged_into(kept, [ended], given.by_id)
        after = {**given.by_id, **changed}
        told = {
            it.item for it in lost({kept.id: kept, ended.id: ended}, [kept.id], given.by_id, after)
        }
        held = {*items_of(after[kept.id]), *users_of([kept.id], after.values())}
        words = {(it.lang, it.value) for it in held if it.group == "label"}
        for it in (*items_of(kept), *items_of(ended), *users_of([kept.id, ended.id], given)):
            assert it in held or it in told or (it.lang, it.value) in words
