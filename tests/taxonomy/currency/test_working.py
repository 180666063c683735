from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taxonomy.currency import ItemKind, worklist
from taxonomy.vocabulary import MappingState, Status
from tests.build import description, link, mapping
from tests.taxonomy.currency.releases import BUTCHER, SAWING, carried, occupation, skill

if TYPE_CHECKING:
    from taxonomy.currency import Carried, Item
    from taxonomy.model import Concept

BOTH = (mapping("op-10", "exact", "butcher"), mapping("op-11", "broad", "butcher"))


def items(result: Carried) -> list[Item]:
    return list(worklist(result).items)


def described(text: str, **labels: str) -> Concept:
    return occupation("butcher", description("en", text), **(labels or {"en": "butcher"}))


def test_the_mappings_of_a_concept_stand_in_one_item() -> None:
    (item,) = items(carried((BUTCHER,), (), *BOTH))
    assert (item.kind, item.concept_id, len(item.mappings)) == (ItemKind.GONE, "butcher", 2)
    assert item.reason == "gone from 1.1.1; 2 mappings to look at"
    assert (item.alike, item.slight) == (None, False)


def test_the_gravest_change_names_the_item_and_the_others_stand_in_it() -> None:
    before = described("Butchers cut and sell meat.", en="butcher")
    after = described("Butchers slaughter animals.", en="slaughterer")
    (item,) = items(carried((before,), (after,)))
    assert item.kind is ItemKind.MEANING
    assert [it.change for it in item.touches] == ["note-changed", "renamed"]
    assert item.reason == (
        "description changed in en (25% of the words stayed), renamed in en (0% of the words "
        "stayed); 1 mapping to look at"
    )


def test_an_item_keeps_its_id_however_often_the_move_is_made() -> None:
    (one,), (other,) = (items(carried((BUTCHER,), (), *it)) for it in (BOTH[:1], BOTH))
    assert one.id == other.id
    assert len(one.id) == 20


def test_the_gravest_come_first_and_slips_of_the_pen_last() -> None:
    slip = "Butchers cut the meat of cattle, pigs, sheep and poultry and sell it"
    gone, deep, small = (occupation(it, en=it) for it in ("z", "y", "x"))
    before = (
        gone,
        replace(deep, notes=(description("en", "They sell fish."),)),
        replace(small, notes=(description("en", f"{slip} the day."),)),
    )
    after = (
        replace(deep, notes=(description("en", "Bakers bake bread."),)),
        replace(small, notes=(description("en", f"{slip} that day."),)),
    )
    held = [mapping("op-10", "exact", it) for it in "xyz"]
    found = items(carried(before, after, *held))
    assert [(it.concept_id, it.slight) for it in found] == [("z", False), ("y", False), ("x", True)]


def test_a_change_of_kind_and_a_split_are_told_in_words() -> None:
    after = replace(BUTCHER, status=Status.RETIRED, replaced_by=("a", "b"))
    others = occupation("a"), occupation("b")
    (item,) = items(carried((BUTCHER, *others), (after, *others)))
    assert item.reason == "split in 1.1.1; 1 mapping to look at"
    assert item.kind is ItemKind.SPLIT
    held = mapping("op-10", "exact", "sawing")
    kinds = items(carried((SAWING,), (replace(SAWING, kind=BUTCHER.kind),), held))
    assert kinds[0].reason == "kind changed in the data; 1 mapping to look at"


def test_what_was_stale_for_reasons_of_others_is_listed_too() -> None:
    held = mapping("op-10", "exact", "butcher", state=MappingState.STALE)
    (item,) = items(carried((BUTCHER,), (BUTCHER,), held))
    assert (item.kind, item.touches) == (ItemKind.OTHER, ())
    assert item.reason == "stale before, for a reason that no move wrote down"


def test_new_concepts_and_new_skills_have_items() -> None:
    asking = replace(BUTCHER, links=(link("essentialSkill", "sawing"),))
    more = replace(asking, links=(*asking.links, link("essentialSkill", "cutting")))
    after = (more, SAWING, skill("cutting", en="cut"), occupation("baker", en="baker"))
    new, linked = items(carried((asking, SAWING), after))
    assert (new.kind, new.concept_id) == (ItemKind.NEW, "baker")
    assert new.reason == "new in 1.1.1 (occupation), and nothing is mapped to it"
    assert (linked.kind, linked.concept_id) == (ItemKind.LINKED, "butcher")
    assert linked.reason == "skills that it asks for now: 1 (1 as essential); mapped: 0"
    assert linked.as_dict()["links"] == [
        {"skill": "cutting", "predicate": "essentialSkill", "new": True, "mapped": False}
    ]


def test_items_are_counted_by_kind_and_read_as_json() -> None:
    result = worklist(carried((BUTCHER,), ()))
    assert result.counts() == {
        "mapped-concept-gone": 1,
        "split": 0,
        "changed-meaning": 0,
        "changed-label": 0,
        "new-unmapped": 0,
        "newly-linked-skills": 0,
        "stale-before": 0,
    }
    plain = result.items[0].as_dict()
    assert (plain["kind"], plain["end"], plain["concept"]) == (
        "mapped-concept-gone",
        "object",
        "butcher",
    )
    assert plain["touches"][0]["change"] == "retired"
