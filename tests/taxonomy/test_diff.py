"""Tests of the diff of two taxonomies."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from taxonomy.changes import Change, ChangeClass, ChangeType, as_dict, found_in, summary, summary_of
from taxonomy.diff import apply, diff, diff_concepts
from taxonomy.model import Concept, Framework, Label, Link, Notation, Note, Taxonomy
from taxonomy.sources.reading import Reading
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, RetirementReason, Status
from tests.build import alternative, concept, description, link, retired, taxonomy
from tests.strategies import same_scheme, taxonomies


def only(before: Concept | None, after: Concept | None) -> Change:
    changes = diff_concepts([(before, after)])
    assert len(changes) == 1, changes
    return changes[0]


def types(before: Concept, after: Concept) -> list[ChangeType]:
    return [it.change for it in diff_concepts([(before, after)])]


@settings(max_examples=40)
@given(same_scheme())
def test_applying_a_diff_gives_the_later_taxonomy(both: tuple[Taxonomy, Taxonomy]) -> None:
    before, after = both
    assert apply(diff(before, after), before) == after


@settings(max_examples=40)
@given(same_scheme())
def test_a_diff_is_deterministic_and_names_exactly_the_concepts_that_differ(
    both: tuple[Taxonomy, Taxonomy],
) -> None:
    before, after = both
    changes = diff(before, after)
    turned = diff_concepts((before.by_id.get(it), after.by_id.get(it)) for it in reversed("abcd"))
    assert changes == turned
    differing = {it for it in "abcd" if before.by_id.get(it) != after.by_id.get(it)}
    assert {it.concept_id for it in changes} == differing


@settings(max_examples=40)
@given(same_scheme())
def test_added_and_retired_are_the_difference_of_the_active_concepts(
    both: tuple[Taxonomy, Taxonomy],
) -> None:
    active = [{it.id for it in side if it.status is Status.ACTIVE} for side in both]
    changes = diff(*both)
    come = {ChangeType.ADDED, ChangeType.RESTORED}
    assert {it.concept_id for it in changes if it.change in come} == active[1] - active[0]
    assert {it.concept_id for it in changes if it.change is ChangeType.RETIRED} == active[
        0
    ] - active[1]


@settings(max_examples=40)
@given(taxonomies())
def test_a_taxonomy_does_not_differ_from_itself(it: Taxonomy) -> None:
    assert diff(it, Taxonomy.of(it.scheme, it.concepts)) == ()


@settings(max_examples=40)
@given(same_scheme())
def test_every_change_is_json_and_is_counted(both: tuple[Taxonomy, Taxonomy]) -> None:
    changes = diff(*both)
    for change in changes:
        json.dumps(as_dict(change, found_in(*both)))
    assert sum(summary(changes).values()) == len(changes)


def test_taxonomies_of_two_schemes_are_not_compared() -> None:
    with pytest.raises(ValueError, match="competent to esco"):
        diff(Taxonomy.of("competent", []), Taxonomy.of("esco", []))


def test_an_added_concept_is_one_change() -> None:
    new = concept("u1", Kind.SKILL, link("related", "u2"), nl="Zagen", fr="Scier")
    assert only(None, new).change is ChangeType.ADDED


def test_a_concept_that_is_absent_afterwards_is_retired_for_an_unknown_reason() -> None:
    change = only(concept("u1", nl="Slager"), None)
    assert (change.change, change.reason) == (ChangeType.RETIRED, RetirementReason.UNKNOWN)


def test_a_retired_concept_names_its_reason_and_its_successors_only() -> None:
    before = concept("u1", nl="Slager")
    after = retired("u1", replaced_by=("u2",), reason=RetirementReason.MERGED, nl="Beenhouwer")
    change = only(before, after)
    assert change.change is ChangeType.RETIRED
    assert (change.reason, change.replaced_by) == (RetirementReason.MERGED, ("u2",))


def test_a_retired_concept_that_is_active_again_is_restored() -> None:
    assert only(retired("u1"), concept("u1")).change is ChangeType.RESTORED


def test_a_concept_between_two_releases_came_and_went() -> None:
    change = only(None, retired("u1", reason=RetirementReason.SPLIT))
    assert (change.change, change.reason) == (ChangeType.CAME_AND_WENT, RetirementReason.SPLIT)


def test_a_retired_concept_that_is_no_longer_carried_is_dropped() -> None:
    assert only(retired("u1"), None).change is ChangeType.DROPPED


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("Boucher (h/f/x)", ChangeClass.COSMETIC),
        ("boucher / bouchère", ChangeClass.COSMETIC),
        ("Charcutier", ChangeClass.WORDING),
    ],
)
def test_a_renamed_concept_says_how_deep_it_goes(text: str, depth: ChangeClass) -> None:
    change = only(concept("u1", fr="Boucher"), concept("u1", fr=text))
    assert (change.change, change.change_class) == (ChangeType.RENAMED, depth)
    assert (change.field, change.lang) == ("pref_label", "fr")
    assert (change.before, change.after) == ("Boucher", text)


def test_a_first_label_in_a_language_is_added() -> None:
    change = only(concept("u1", nl="Slager"), concept("u1", nl="Slager", de="Fleischer"))
    assert (change.change, change.field, change.lang) == (
        ChangeType.LABEL_ADDED,
        "pref_label",
        "de",
    )


def test_the_last_label_in_a_language_is_removed() -> None:
    change = only(concept("u1", nl="Slager", en="Butcher"), concept("u1", nl="Slager"))
    assert (change.change, change.before) == (ChangeType.LABEL_REMOVED, "Butcher")


def test_languages_are_told_apart() -> None:
    before = concept("u1", nl="Chef", fr="Chef")
    after = concept("u1", nl="Kok", fr="Cuisinier")
    assert [(it.lang, it.after) for it in diff_concepts([(before, after)])] == [
        ("fr", "Cuisinier"),
        ("nl", "Kok"),
    ]


def test_an_alternative_label_that_becomes_preferred_is_renamed_and_moved() -> None:
    before = concept("u1", Kind.SKILL, alternative("nl", "Beenhouwer"), nl="Slager")
    after = concept("u1", Kind.SKILL, alternative("nl", "Slager"), nl="Beenhouwer")
    changes = diff_concepts([(before, after)])
    assert [(it.change, it.moved_from, it.moved_to) for it in changes] == [
        (ChangeType.RENAMED, "", ""),
        (ChangeType.LABEL_MOVED, "pref_label", "alt_labels"),
        (ChangeType.LABEL_MOVED, "alt_labels", "pref_label"),
    ]


def test_a_label_that_is_hidden_only_changes_its_type() -> None:
    before = concept("u1", Kind.SKILL, alternative("nl", "Slachter"))
    after = replace(before, labels=(Label("nl", LabelType.HIDDEN, "Slachter"),))
    change = only(before, after)
    assert (change.change, change.moved_to) == (ChangeType.LABEL_MOVED, "hidden_labels")
    assert change.change_class is ChangeClass.COSMETIC


def test_an_alternative_label_written_otherwise_is_cosmetic() -> None:
    before = concept("u1", Kind.SKILL, alternative("nl", "e-mail"))
    after = concept("u1", Kind.SKILL, alternative("nl", "Email"))
    changes = diff_concepts([(before, after)])
    assert {it.change_class for it in changes} == {ChangeClass.COSMETIC}


def test_a_label_with_another_code_has_changed_its_code() -> None:
    before = replace(
        concept("u1"), labels=(Label("nl", LabelType.ALTERNATIVE, "Slachter", "t1", "AN-1"),)
    )
    after = replace(
        concept("u1"), labels=(Label("nl", LabelType.ALTERNATIVE, "Slachter", "t2", "AN-1"),)
    )
    change = only(before, after)
    assert (change.before, change.after) == ("AN-1 t1", "AN-1 t2")


@pytest.mark.parametrize(
    ("type_", "text", "depth"),
    [
        (NoteType.DESCRIPTION, "Snijdt vlees!", ChangeClass.COSMETIC),
        (NoteType.DESCRIPTION, "Snijdt vis", ChangeClass.MEANING),
        (NoteType.DEFINITION, "Snijdt vis", ChangeClass.MEANING),
        (NoteType.SCOPE_NOTE, "Snijdt vis", ChangeClass.MEANING),
        (NoteType.DISAMBIGUATOR, "vis", ChangeClass.WORDING),
    ],
)
def test_a_note_that_says_something_else_changes_the_meaning(
    type_: NoteType, text: str, depth: ChangeClass
) -> None:
    before = replace(concept("u1"), notes=(Note("nl", type_, "Snijdt vlees"),))
    after = replace(concept("u1"), notes=(Note("nl", type_, text),))
    change = only(before, after)
    assert (change.change, change.field, change.change_class) == (
        ChangeType.NOTE_CHANGED,
        type_.value,
        depth,
    )


def test_a_note_that_came_has_nothing_before() -> None:
    change = only(concept("u1"), concept("u1", Kind.PROFILE, description("nl", "Snijdt vlees")))
    assert (change.before, change.change_class) == ("", ChangeClass.MEANING)


def test_a_competence_that_becomes_optional_is_moved() -> None:
    before = concept("u1", Kind.PROFILE, link("essentialCompetence", "c1"))
    after = concept("u1", Kind.PROFILE, link("optionalCompetence", "c1"))
    change = only(before, after)
    assert change.change is ChangeType.LINK_MOVED
    assert (change.moved_from, change.moved_to) == ("essentialCompetence", "optionalCompetence")


def test_a_competence_that_was_both_and_is_optional_only_lost_a_link() -> None:
    links = (link("essentialCompetence", "c1"), link("optionalCompetence", "c1"))
    before, after = concept("u1", Kind.PROFILE, *links), concept("u1", Kind.PROFILE, links[1])
    change = only(before, after)
    assert (change.change, change.predicate) == (
        ChangeType.LINK_REMOVED,
        Predicate.ESSENTIAL_COMPETENCE,
    )


def test_an_essential_competence_does_not_move_to_another_one() -> None:
    before = concept("u1", Kind.PROFILE, link("essentialCompetence", "c1"))
    after = concept("u1", Kind.PROFILE, link("optionalCompetence", "c2"))
    assert types(before, after) == [ChangeType.LINK_ADDED, ChangeType.LINK_REMOVED]


def test_a_set_tells_which_members_it_gained_and_lost() -> None:
    before = concept("cs1", Kind.COMPETENCE_SET, link("member", "s1"), nl="Vlees")
    after = concept("cs1", Kind.COMPETENCE_SET, link("member", "s2"), nl="Vlees")
    told = [(it.change, it.predicate, it.target) for it in diff_concepts([(before, after)])]
    assert told == [
        (ChangeType.LINK_ADDED, Predicate.MEMBER, "s2"),
        (ChangeType.LINK_REMOVED, Predicate.MEMBER, "s1"),
    ]


def test_a_profile_tells_which_digital_skill_it_gained() -> None:
    before = concept("u1", nl="Slager")
    after = concept("u1", Kind.PROFILE, link("digitalSkill", "d1"), nl="Slager")
    change = only(before, after)
    assert (change.change, change.predicate, change.target) == (
        ChangeType.LINK_ADDED,
        Predicate.DIGITAL_SKILL,
        "d1",
    )


def test_a_digital_skill_of_another_edition_has_another_place_in_its_framework() -> None:
    before = replace(
        concept("d1", Kind.DIGITAL_SKILL), framework=Framework("DigComp", "2.2", "1.1")
    )
    change = only(before, replace(before, framework=Framework("DigComp", "3.0", "1.2")))
    assert (change.change, change.before, change.after) == (
        ChangeType.FRAMEWORK_CHANGED,
        "DigComp 2.2 1.1",
        "DigComp 3.0 1.2",
    )


def test_a_summary_names_every_type() -> None:
    assert summary_of(["added", "added", "retired"]) == dict.fromkeys(ChangeType, 0) | {
        "added": 2,
        "retired": 1,
    }


CHANGED_FIELDS: list[tuple[dict[str, Any], ChangeType, str]] = [
    ({"kind": Kind.SECTOR}, ChangeType.KIND_CHANGED, "kind"),
    ({"notation": "OP-2"}, ChangeType.NOTATION_CHANGED, "notation"),
    (
        {"notations": (Notation("isco-08", "7511"),)},
        ChangeType.NOTATION_CHANGED,
        "notations.isco-08",
    ),
    ({"links": (Link(Predicate.RELATED, "u2", 5),)}, ChangeType.LINK_RANKED, "links"),
    ({"collections": ("green",)}, ChangeType.COLLECTION_ADDED, "collections"),
    ({"attributes": (("ai_label", "yes"),)}, ChangeType.ATTRIBUTE_CHANGED, "attributes.ai_label"),
    (
        {"framework": Framework("DigComp", "2.2", "1.1")},
        ChangeType.FRAMEWORK_CHANGED,
        "framework",
    ),
    ({"replaced_by": ("u2",)}, ChangeType.SUCCESSORS_CHANGED, "replaced_by"),
    ({"retirement": RetirementReason.SPLIT}, ChangeType.SUCCESSORS_CHANGED, "retirement"),
]


@pytest.mark.parametrize(("fields", "expected", "field"), CHANGED_FIELDS)
def test_every_field_has_its_change(
    fields: dict[str, Any], expected: ChangeType, field: str
) -> None:
    before = replace(concept("u1", Kind.PROFILE, link("related", "u2")), notation="OP-1")
    change = only(before, replace(before, **fields))
    assert (change.change, change.field) == (expected, field)


def test_a_concept_of_another_scheme_has_changed() -> None:
    before = concept("u1", Kind.SKILL)
    change = only(before, replace(before, scheme="esco"))
    assert (change.field, change.before, change.after) == ("scheme", "competent", "esco")


def test_a_pair_of_nothing_and_a_pair_of_equals_have_no_changes() -> None:
    same = concept("u1", nl="Slager")
    assert diff_concepts([(None, None), (same, replace(same))]) == ()


def test_codes_are_sorted_by_their_numbers() -> None:
    before = taxonomy()
    after = taxonomy(*(concept(f"u{n}", notation=f"OP-{n}") for n in (10, 9, 100)))
    assert [it.notation for it in diff(before, after)] == ["OP-9", "OP-10", "OP-100"]


def test_a_renamed_concept_reads_as_json() -> None:
    before = taxonomy(concept("u1", notation="OP-10", nl="Slager", fr="Boucher"))
    after = taxonomy(concept("u1", notation="OP-10", nl="Beenhouwer", fr="Boucher"))
    (change,) = diff(before, after)
    assert as_dict(change, found_in(before, after)) == {
        "concept": {
            "id": "u1",
            "notation": "OP-10",
            "kind": "profile",
            "pref_label": {"nl": "Beenhouwer", "fr": "Boucher"},
        },
        "change": "renamed",
        "class": "wording",
        "field": "pref_label",
        "lang": "nl",
        "before": "Slager",
        "after": "Beenhouwer",
    }


def test_a_moved_competence_reads_as_json_with_the_title_of_its_skill() -> None:
    others = [
        concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1")),
        concept("s1", Kind.SKILL, nl="Vlees snijden"),
    ]
    before = taxonomy(concept("u1", Kind.PROFILE, link("essentialCompetence", "c1")), *others)
    after = taxonomy(concept("u1", Kind.PROFILE, link("optionalCompetence", "c1")), *others)
    (change,) = diff(before, after)
    plain = as_dict(change, found_in(before, after))
    assert (plain["from"], plain["to"]) == ("essentialCompetence", "optionalCompetence")
    assert plain["target"]["pref_label"] == {"nl": "Vlees snijden"}


def test_a_retired_concept_reads_as_json_with_the_codes_of_its_successors() -> None:
    before = taxonomy(concept("u1"), concept("u2", notation="OP-701"))
    after = taxonomy(
        retired("u1", replaced_by=("u2", "u9"), reason=RetirementReason.SPLIT),
        concept("u2", notation="OP-701"),
    )
    (change,) = diff(before, after)
    plain = as_dict(change, found_in(before, after))
    assert (plain["reason"], plain["replaced_by"]) == ("split", ["OP-701", "u9"])


def test_a_summary_names_every_type_of_change() -> None:
    assert list(summary([])) == [it.value for it in ChangeType]


@pytest.mark.real_data
@pytest.mark.slow
def test_releases_of_competent_name_the_codes_that_came_and_went(
    shared_data: Path, competent_of: Callable[[str], Reading]
) -> None:
    folder = shared_data / "competent" / "reconstructed"
    announced = json.loads((folder / "changes.json").read_text())["3.11"]
    before, after = (
        Taxonomy.of("competent", competent_of(version).concepts) for version in ("3.10", "3.11")
    )
    changes = [it for it in diff(before, after) if it.kind is Kind.PROFILE]
    for change, codes in (("added", announced["new"]), ("retired", announced["retired"])):
        assert {it.notation for it in changes if it.change == change} == set(codes)


@pytest.mark.real_data
@pytest.mark.slow
def test_esco_gained_35_occupations_and_lost_three_in_1_2(
    esco_of: Callable[[str], Reading],
) -> None:
    before, after = (Taxonomy.of("esco", esco_of(it).concepts) for it in ("1.1.1", "1.2.0"))
    changes = diff(before, after)
    occupations = Counter(it.change for it in changes if it.kind is Kind.OCCUPATION)
    assert (occupations[ChangeType.ADDED], occupations[ChangeType.RETIRED]) == (35, 3)
    assert apply(changes, before) == after
