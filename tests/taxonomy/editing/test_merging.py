"""Tests of the fields of a concept, and of what comes of two edits of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.editing.fields import Field, concept_of, fields_of
from taxonomy.editing.merging import changed_fields, merge
from taxonomy.errors import InvalidQueryError
from taxonomy.model import Concept
from taxonomy.vocabulary import Kind, RetirementReason, Status
from tests.build import alternative, concept, description, link
from tests.strategies import concepts

BASE = concept(
    "u1", Kind.PROFILE, link("sector", "se1"), alternative("nl", "Beenhouwer"), nl="Slager"
)
TITLE = Field("label", "preferred", "nl")
versions = concepts(st.just("a"))


@given(versions)
def test_a_concept_is_what_its_fields_are(one: Concept) -> None:
    assert concept_of(one.scheme, one.id, fields_of(one)) == one


@given(versions)
def test_the_name_of_a_field_leads_back_to_it(one: Concept) -> None:
    assert [Field.parse(str(it)) for it in fields_of(one)] == list(fields_of(one))


@pytest.mark.parametrize(
    "text", ["", "label", "label.preferred", "label.odd.nl", "link.eats", "life.x"]
)
def test_what_is_no_field_is_refused(text: str) -> None:
    with pytest.raises(InvalidQueryError):
        Field.parse(text)


@given(versions, versions)
def test_an_edit_that_nobody_meets_stays_as_it_is(base: Concept, mine: Concept) -> None:
    for found in (merge(base, base, mine), merge(base, mine, base), merge(base, mine, mine)):
        assert (found.concept, found.conflicts) == (mine, ())


@given(versions, versions, versions)
def test_both_editors_meet_in_the_same_fields(base: Concept, one: Concept, other: Concept) -> None:
    here, there = merge(base, one, other), merge(base, other, one)
    assert [it.field for it in here.conflicts] == [it.field for it in there.conflicts]
    assert here.chosen([it.field for it in here.conflicts]) == there.concept


@given(versions, versions, versions)
def test_no_word_of_either_is_lost_without_being_told(
    base: Concept, theirs: Concept, mine: Concept
) -> None:
    found = merge(base, theirs, mine)
    told = {it.field for it in found.conflicts}
    kept = fields_of(found.concept)
    for side in (theirs, mine):
        for field in set(changed_fields(base, side)) - told:
            new = set(fields_of(side).get(field, ())) - set(fields_of(base).get(field, ()))
            assert new <= set(kept.get(field, ()))


def test_two_who_add_to_one_list_do_not_meet() -> None:
    theirs = replace(BASE, links=(*BASE.links, link("sector", "se2")))
    mine = replace(BASE, links=(*BASE.links, link("sector", "se3")))
    found = merge(BASE, theirs, mine)
    assert found.conflicts == ()
    assert [it.target for it in found.concept.links] == ["se1", "se2", "se3"]


def test_one_who_renames_and_one_who_describes_do_not_meet() -> None:
    theirs = replace(BASE, notes=(description("nl", "Verkoopt vlees."),))
    mine = concept("u1", Kind.PROFILE, *BASE.links, BASE.labels[0], nl="Vleesbewerker")
    found = merge(BASE, theirs, mine)
    assert (found.conflicts, found.concept.pref_label("nl")) == ((), "Vleesbewerker")
    assert found.concept.notes == theirs.notes


def test_two_names_for_one_thing_are_a_choice() -> None:
    theirs, mine = (
        replace(BASE, labels=(BASE.labels[0], BASE.labels[1]._replace(text=text)))
        for text in ("Vleeshouwer", "Vleesbewerker")
    )
    found = merge(BASE, theirs, mine)
    assert [it.field for it in found.conflicts] == [TITLE]
    assert found.concept == theirs
    assert found.chosen([TITLE]) == mine
    assert found.chosen([]) == theirs


def test_what_one_retires_the_other_may_still_describe() -> None:
    gone = replace(BASE, status=Status.RETIRED, retirement=RetirementReason.NONE)
    described = replace(BASE, notes=(description("nl", "Verkoopt vlees."),))
    found = merge(BASE, gone, described)
    assert (found.conflicts, found.concept.status) == ((), Status.RETIRED)


def test_without_a_common_base_everything_that_differs_is_a_choice() -> None:
    other = concept("u1", Kind.PROFILE, nl="Bakker")
    assert [str(it.field) for it in merge(None, BASE, other).conflicts] == ["label.preferred.nl"]


def test_the_fields_that_differ_are_told_in_the_order_of_editors() -> None:
    other = concept("u1", Kind.SKILL, notation="X", fr="Boucher")
    assert [str(it) for it in changed_fields(BASE, other)] == [
        "kind",
        "notation",
        "label.preferred.nl",
        "label.preferred.fr",
        "label.alternative.nl",
        "link.sector",
    ]
    assert changed_fields(None, None) == []
