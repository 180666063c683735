from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.currency import TOUCHING, End, Fix, Move, Touch, TouchKind, touch_of
from taxonomy.currency.touching import touches
from taxonomy.currency.values import Proposal
from taxonomy.diff import diff
from taxonomy.model import Framework, Label, Notation
from taxonomy.vocabulary import Kind, LabelType, RetirementReason, Status
from tests.build import alternative, concept, description, link
from tests.strategies import same_scheme
from tests.taxonomy.currency.releases import BUTCHER, carried, occupation, ours
from tests.taxonomy.test_migration import over_all

if TYPE_CHECKING:
    from taxonomy.model import Concept, Taxonomy

PREFERRED_NL = Label("nl", LabelType.PREFERRED, "slager")
LANGUAGE_OF_ITS_OWN = Label("en-US", LabelType.PREFERRED, "meat cutter")


def told(before: Concept, *after: Concept) -> list[TouchKind]:
    return [it.kind for stale in carried((before,), after).stale for it in stale.touches]


def test_every_type_of_change_stands_in_the_table_with_its_reason() -> None:
    assert list(TOUCHING) == list(ChangeType)
    assert all(reason for _, reason in TOUCHING.values())


MORE_OR_LESS = {
    "code": replace(BUTCHER, notation="7511.1"),
    "isco": replace(BUTCHER, notations=(Notation("isco-08", "7511"),)),
    "new language": replace(BUTCHER, labels=(*BUTCHER.labels, PREFERRED_NL)),
    "language left out": replace(BUTCHER, labels=BUTCHER.labels[:1]),
    "alternative": replace(BUTCHER, labels=(*BUTCHER.labels, alternative("en", "meat cutter"))),
    "first text": replace(BUTCHER, notes=(description("en", "Butchers cut meat."),)),
    "link": replace(BUTCHER, links=(link("broader", "trades"),)),
    "collection": replace(BUTCHER, collections=("green",)),
    "attribute": replace(BUTCHER, attributes=(("modified", "2024"),)),
    "framework": replace(BUTCHER, framework=Framework("DigComp", "2.2", "1.1")),
    "cosmetics": occupation("butcher", en="Butcher", fr="boucher/bouchère"),
    "other language": replace(BUTCHER, labels=(LANGUAGE_OF_ITS_OWN,)),
}


@pytest.mark.parametrize("what", MORE_OR_LESS)
def test_what_says_more_or_less_but_nothing_else_re_opens_nothing(what: str) -> None:
    assert told(BUTCHER, MORE_OR_LESS[what]) == []


def test_a_new_preferred_label_in_a_language_that_was_there_re_opens() -> None:
    assert told(BUTCHER, occupation("butcher", en="meat cutter", fr="boucher")) == [TouchKind.LABEL]


def test_a_label_that_changes_places_with_an_alternative_one_re_opens() -> None:
    before = occupation("butcher", alternative("en", "meat cutter"), en="butcher")
    after = occupation("butcher", alternative("en", "butcher"), en="meat cutter")
    assert told(before, after) == [TouchKind.LABEL]


def test_a_text_that_reads_otherwise_re_opens_as_a_changed_meaning() -> None:
    before = replace(BUTCHER, notes=(description("en", "Butchers cut and sell meat."),))
    after = replace(BUTCHER, notes=(description("en", "Butchers slaughter animals."),))
    (stale,) = carried((before,), (after,)).stale
    (touch,) = stale.touches
    assert (touch.kind, touch.change_class) == (TouchKind.MEANING, ChangeClass.MEANING)
    assert (touch.lang, touch.alike) == ("en", 0.25)
    assert touch.proposals == (Proposal(Fix.LOOK_AGAIN, "butcher"),)


def test_another_kind_is_another_meaning() -> None:
    before = replace(BUTCHER, kind=Kind.KNOWLEDGE)
    assert told(before, replace(BUTCHER, kind=Kind.SKILL)) == [TouchKind.MEANING]


def test_what_left_the_release_is_gone() -> None:
    assert told(BUTCHER) == [TouchKind.GONE]


def test_what_is_carried_on_as_retired_is_gone() -> None:
    assert told(BUTCHER, replace(BUTCHER, status=Status.RETIRED)) == [TouchKind.GONE]


def test_what_was_retired_before_touches_only_where_it_has_other_successors() -> None:
    before = replace(BUTCHER, status=Status.RETIRED)
    assert told(before, before) == []
    assert told(before, replace(before, replaced_by=("other",))) == [TouchKind.GONE]


def test_what_comes_back_touches_nothing() -> None:
    assert told(replace(BUTCHER, status=Status.RETIRED), BUTCHER) == []


def test_a_split_is_told_by_its_reason() -> None:
    after = replace(BUTCHER, status=Status.RETIRED, retirement=RetirementReason.SPLIT)
    assert told(BUTCHER, after) == [TouchKind.SPLIT]


def test_a_technical_competence_is_renamed_with_its_skill() -> None:
    competence = concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"))
    before = ours(competence, concept("s1", Kind.SKILL, nl="Zagen"))
    after = ours(competence, concept("s1", Kind.SKILL, nl="Vijlen"), version="3.9")
    (touch,) = touches("c1", Move(End.SUBJECT, before, after))
    assert (touch.kind, touch.before, touch.after) == (TouchKind.LABEL, "Zagen", "Vijlen")


def test_a_touch_is_read_back_from_the_reason_that_it_gave() -> None:
    (stale,) = carried((BUTCHER,), ()).stale
    (reason,) = stale.mapping.reasons
    assert touch_of(reason) == stale.touches[0]
    assert reason["was"] == "accepted"


@pytest.mark.parametrize(
    "reason",
    [
        {},
        {"kind": "nothing", "end": "object"},
        {"kind": "split", "end": "object", "proposals": [1]},
        {"kind": "split", "end": "object"},
        {"labels": ["nl slager ~ slager"], "score": 0.9},
    ],
)
def test_a_reason_of_somebody_else_is_no_touch(reason: dict[str, object]) -> None:
    assert touch_of(reason) is None


@given(same_scheme())
def test_touches_are_what_the_differences_say(pair: tuple[Taxonomy, Taxonomy]) -> None:
    move = Move(End.OBJECT, over_all(pair[0], "3.8"), over_all(pair[1], "3.9"))
    found: set[tuple[str, str]] = set()
    for change in diff(*pair):
        kind, _ = TOUCHING[change.change]
        text = change.change in (ChangeType.RENAMED, ChangeType.NOTE_CHANGED)
        stood = change.before and change.after and change.change_class is not ChangeClass.COSMETIC
        if kind and (stood or not text) and change.kind is not Kind.TECHNICAL_COMPETENCE:
            found.add((change.concept_id, change.change))
    ids = pair[0].by_id.keys() | pair[1].by_id.keys()
    told: list[Touch] = [it for key in ids for it in touches(key, move)]
    competences = {it.id for held in pair for it in held if it.kind is Kind.TECHNICAL_COMPETENCE}
    assert {(it.concept_id, it.change) for it in told if it.concept_id not in competences} == {
        it for it in found if it[0] not in competences
    }
