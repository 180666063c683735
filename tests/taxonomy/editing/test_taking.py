"""Tests of what a file makes of a draft: whatever it says, nothing is lost that it did not mean."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from taxonomy.editing.fields import LIFE, Field
from taxonomy.editing.merging import changed_fields
from taxonomy.editing.taking import Incoming, incoming
from taxonomy.model import Concept, Notation
from taxonomy.vocabulary import Kind
from tests.build import alternative, concept, description, link
from tests.strategies import concepts

SET = concept(
    "cs1",
    Kind.COMPETENCE_SET,
    link("member", "s1"),
    description("nl", "Van hout."),
    nl="Hout",
    fr="Bois",
)
versions = concepts(st.just("a"))


def met(told: Concept, base: Concept, now: Concept, *, keeps: bool = False) -> Incoming:
    return incoming([told], {base.id: base}, {now.id: now}, lambda *_: keeps)


def after(found: Incoming) -> Concept:
    ((_, made),) = found.pairs
    return made


@given(versions, versions)
def test_the_file_of_a_release_undoes_nothing(base: Concept, now: Concept) -> None:
    found = met(base, base, now)
    assert (found.pairs, found.left, found.unchanged) == ((), (), 1)


@given(versions, versions, versions)
def test_what_stays_is_what_is_told_to_stay(told: Concept, base: Concept, now: Concept) -> None:
    found = met(told, base, now)
    made = after(found) if found.pairs else now
    changed = set(changed_fields(now, made))
    assert changed.isdisjoint({Field("kind"), Field("notation"), LIFE})
    assert changed.isdisjoint(it.field for it in found.left if it.code == "changed-meanwhile")
    assert len(found.findings()) == len(found.left)


def test_a_file_adds_what_it_says_and_keeps_what_it_does_not_mention() -> None:
    told = concept("cs1", Kind.COMPETENCE_SET, link("member", "s2"), alternative("nl", "Timmer"))
    made = after(met(told, SET, SET))
    assert [it.target for it in made.links] == ["s2"]
    assert {it.text for it in made.labels} == {"Hout", "Bois", "Timmer"}
    assert made.notes == SET.notes


def test_what_the_draft_changed_since_stays() -> None:
    now = replace(SET, labels=(*concept("x", nl="Houtwerk", fr="Bois").labels,))
    told = replace(SET, labels=(*concept("x", nl="Timmerhout", de="Holz").labels,))
    found = met(told, SET, now)
    assert {it.text for it in after(found).labels} == {"Houtwerk", "Bois", "Holz"}
    (finding,) = found.findings()
    assert (finding.code, finding.lang) == ("changed-meanwhile", "nl")
    assert "'Houtwerk'" in finding.message
    assert "'Timmerhout'" in finding.message


def test_an_approved_text_is_not_overwritten_but_a_missing_one_is_filled() -> None:
    told = replace(SET, labels=(*concept("x", nl="Timmerhout", de="Holz").labels,))
    found = met(told, SET, SET, keeps=True)
    assert {it.text for it in after(found).labels} == {"Hout", "Bois", "Holz"}
    assert [it.code for it in found.findings()] == ["approved-text"]


def test_a_file_begins_a_concept_and_never_ends_or_renames_one() -> None:
    new = concept("n1", Kind.SKILL, nl="Meten")
    found = incoming(
        [new, replace(SET, notation="CS-9", kind=Kind.SKILL)], {}, {"cs1": SET}, lambda *_: True
    )
    assert (found.pairs, found.unchanged) == (((None, new),), 1)
    assert [it.code for it in found.findings()] == ["identity-kept", "identity-kept"]


def test_what_a_file_clears_goes_unless_it_was_approved_or_changed() -> None:
    gone = {"cs1": [Field("label", "preferred", "fr"), Field("note", "description", "nl")]}
    bare = concept("cs1", Kind.COMPETENCE_SET)
    held = {"cs1": SET}
    made = after(incoming([bare], held, held, lambda *_: False, gone))
    assert (made.pref_labels(), made.notes, made.links) == ({"nl": "Hout"}, (), SET.links)
    kept = incoming([bare], held, held, lambda *_: True, gone)
    assert (kept.pairs, [it.code for it in kept.left]) == ((), ["approved-text"] * 2)
    assert "the file says empty" in kept.findings()[0].message
    moved = {"cs1": replace(SET, labels=concept("cs1", nl="Hout", fr="Le bois").labels)}
    met_ = incoming([bare], held, moved, lambda *_: False, gone)
    assert [(str(it.field), it.code) for it in met_.left] == [
        ("label.preferred.fr", "changed-meanwhile")
    ]
    assert after(met_).pref_label("fr") == "Le bois"
    assert incoming([bare], {}, {"cs1": bare}, lambda *_: False, gone).unchanged == 1


def test_codes_of_systems_that_a_file_does_not_mention_stay() -> None:
    isco, rome = Notation("isco-08", "7511"), Notation("rome", "D1101")
    held = {"cs1": replace(SET, notations=(isco, rome))}
    told = replace(SET, notations=(Notation("isco-08", "7512"),))
    made = after(incoming([told], held, held, lambda *_: False))
    assert made.notations == (Notation("isco-08", "7512"), rome)
    gone = {"cs1": [Field("notations", "rome")]}
    made = after(incoming([told], held, held, lambda *_: False, gone))
    assert made.notations == (Notation("isco-08", "7512"),)
