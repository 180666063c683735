from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.currency import End, Fix, Sides, TouchKind, assess, carry, worklist
from taxonomy.mapping import NO_TERM_FOUND, Mapping, MappingSet, Side
from taxonomy.vocabulary import Kind, MappingPredicate, MappingState, RetirementReason, Status
from tests.build import alternative, concept, description, link, mapping, mapping_set
from tests.strategies import ids, taxonomies
from tests.taxonomy.currency.releases import BUTCHER, SAWING, carried, esco, occupation, ours, skill
from tests.taxonomy.test_migration import over_all

if TYPE_CHECKING:
    from taxonomy.model import Concept, Taxonomy

RENAMED = occupation("butcher", en="slaughterer", fr="boucher")
GONE = replace(BUTCHER, status=Status.RETIRED, retirement=RetirementReason.UNKNOWN)
REVIEWED = mapping(
    "op-10",
    "exact",
    "butcher",
    reviewer="Els",
    review_date=date(2021, 6, 1),
    object_revision="sha256:1",
)


def states(*mappings: Mapping, after: tuple[Concept, ...]) -> list[MappingState]:
    return [it.state for it in carried((BUTCHER,), after, *mappings).now]


def test_an_untouched_mapping_is_kept_with_its_review() -> None:
    result = carried((BUTCHER,), (replace(BUTCHER, notation="7511.1"),), REVIEWED)
    assert result.kept == (REVIEWED,)
    assert result.now.name == "competent-3.8--esco-1.1.1"
    assert result.now.mappings == (REVIEWED,)


def test_a_touched_mapping_is_stale_and_says_why_and_keeps_its_review() -> None:
    (stale,) = carried((BUTCHER,), (RENAMED,), REVIEWED).stale
    assert stale.mapping.state is MappingState.STALE
    assert (stale.mapping.reviewer, stale.mapping.object_revision) == ("Els", "sha256:1")
    (reason,) = stale.mapping.reasons
    assert (reason["kind"], reason["since"], reason["version"]) == (
        "changed-label",
        "1.0.3",
        "1.1.1",
    )
    assert (reason["before"], reason["after"]) == ("butcher", "slaughterer")


def test_a_suggestion_is_carried_on_unless_its_concept_is_gone() -> None:
    suggested = replace(REVIEWED, state=MappingState.SUGGESTED)
    assert states(suggested, after=(RENAMED,)) == [MappingState.SUGGESTED]
    assert states(suggested, after=()) == [MappingState.STALE]


def test_a_rejection_stays_unless_a_text_changed() -> None:
    rejected = replace(REVIEWED, state=MappingState.REJECTED)
    assert states(rejected, after=(BUTCHER,)) == [MappingState.REJECTED]
    assert states(rejected, after=()) == [MappingState.REJECTED]
    assert states(rejected, after=(RENAMED,)) == [MappingState.STALE]


def test_what_is_stale_stays_stale_and_gathers_reasons() -> None:
    first = carried((BUTCHER,), (RENAMED,), REVIEWED)
    middle = Sides(object=esco(RENAMED, version="1.1.1"))
    same = carry(first.now, middle, Sides(object=esco(RENAMED, version="1.2.0")))
    assert same.now.mappings == first.now.mappings
    gone = carry(first.now, middle, Sides(object=esco(version="1.2.0")))
    (stale,) = gone.stale
    assert [it.kind for it in stale.touches] == [TouchKind.GONE, TouchKind.LABEL]
    assert [it.get("was") for it in stale.mapping.reasons] == ["accepted", None]
    assert gone.gone == (stale,)


def test_a_successor_is_proposed_through_other_retired_ones() -> None:
    middle = replace(occupation("m"), status=Status.RETIRED, replaced_by=("new",))
    after = (replace(GONE, replaced_by=("m",)), middle, occupation("new", en="meat cutter"))
    (stale,) = carried((BUTCHER,), after).stale
    (touch,) = stale.touches
    (proposal,) = touch.proposals
    assert (proposal.fix, proposal.concept_id) == (Fix.SUCCESSOR, "new")
    assert proposal.why == ("butcher → m → new",)


def test_several_successors_at_the_end_are_a_split() -> None:
    middle = replace(occupation("m"), status=Status.RETIRED, replaced_by=("a", "b"))
    after = (replace(GONE, replaced_by=("m",)), middle, occupation("a"), occupation("b"))
    (stale,) = carried((BUTCHER,), after).stale
    assert stale.touches[0].kind is TouchKind.SPLIT
    assert [it.concept_id for it in stale.touches[0].proposals] == ["a", "b"]


def test_successors_in_a_circle_propose_nothing_and_end() -> None:
    circle = replace(occupation("m"), status=Status.RETIRED, replaced_by=("butcher",))
    (stale,) = carried((BUTCHER,), (replace(GONE, replaced_by=("m",)), circle)).stale
    assert stale.touches[0].proposals == ()
    assert stale.is_gone


def test_where_no_successor_is_named_the_nearest_is_proposed() -> None:
    others = [occupation(f"x{it}", en=text) for it, text in enumerate(("baker", "cook", "pilot"))]
    alike = occupation("new", alternative("en", "butcher"), en="meat cutter")
    before = replace(BUTCHER, labels=(BUTCHER.labels[0]._replace(lang="en-US"),))
    (stale,) = carried((before, *others), (alike, *others)).stale
    (proposal,) = stale.touches[0].proposals
    assert (proposal.fix, proposal.concept_id) == (Fix.SIBLING, "new")
    assert "“butcher” ~ “butcher”" in proposal.why[0]


def test_an_end_that_is_not_held_or_does_not_move_is_left_alone() -> None:
    held = mapping_set(REVIEWED)
    here = esco(BUTCHER)
    for before, after in ((Sides(), Sides()), (Sides(object=here), Sides(object=here))):
        result = carry(held, before, after)
        assert (result.now, result.moved, result.new) == (held, (), ())
    assert carry(held, Sides(object=here), Sides()).now == held


def test_both_ends_move_at_once() -> None:
    profile = concept("op-10", nl="Slager")
    result = carry(
        mapping_set(REVIEWED),
        Sides(ours(profile), esco(BUTCHER)),
        Sides(ours(concept("op-10", nl="Visser"), version="3.9"), esco(version="1.1.1")),
    )
    assert result.now.name == "competent-3.9--esco-1.1.1"
    (stale,) = result.stale
    assert [(it.end, it.kind) for it in stale.touches] == [
        (End.OBJECT, TouchKind.GONE),
        (End.SUBJECT, TouchKind.LABEL),
    ]


def test_ids_that_both_schemes_use_are_told_apart() -> None:
    result = carry(
        mapping_set(mapping("x", "exact", "x")),
        Sides(ours(concept("x", nl="Slager")), esco(occupation("x", en="butcher"))),
        Sides(ours(concept("x", nl="Slager"), version="3.9"), esco(version="1.1.1")),
    )
    assert [it.end for it in result.stale[0].touches] == [End.OBJECT]


def test_a_mapping_to_what_no_release_holds_is_kept() -> None:
    lost = (mapping("op-10", "exact", "nowhere"), mapping("op-11", "exact", NO_TERM_FOUND))
    assert carried((BUTCHER,), (RENAMED,), *lost).kept == lost


def test_new_concepts_are_those_of_the_kinds_that_the_set_maps() -> None:
    group = concept("isco", Kind.ISCO_GROUP, scheme="esco")
    after = (BUTCHER, occupation("baker"), group, SAWING)
    result = carried((BUTCHER, occupation("old")), (*after, occupation("old")))
    assert [it.concept.id for it in result.new] == ["baker"]
    assert [it.id for it in result.unmapped[End.OBJECT]] == ["baker", "old"]


def test_what_is_only_rejected_is_unmapped() -> None:
    rejected = mapping("op-10", "exact", "butcher", state=MappingState.REJECTED)
    assert carried((), (BUTCHER,), rejected).counts()["new"] == 1


def test_concepts_of_which_no_text_can_be_compared_are_told() -> None:
    result = carried((occupation("butcher", fr="boucher"),), (occupation("butcher", en="butcher"),))
    assert result.unseen == {End.OBJECT: ("butcher",)}
    assert result.counts()["kept"] == 1


def test_the_release_of_the_set_must_be_the_one_that_it_leaves() -> None:
    with pytest.raises(ValueError, match=r"is esco/1\.0\.3, not esco/1\.1\.1"):
        carry(mapping_set(), Sides(object=esco(version="1.1.1")), Sides(object=esco()))
    with pytest.raises(ValueError, match="within its scheme"):
        carry(mapping_set(), Sides(object=esco()), Sides(object=ours()))


ASKING = occupation("butcher", link("essentialSkill", "sawing"), en="butcher", fr="boucher")


def test_a_skill_that_an_occupation_newly_asks_for_is_told() -> None:
    cutting = skill("cutting", en="cut meat")
    more = replace(
        ASKING,
        links=(*ASKING.links, link("optionalSkill", "cutting"), link("essentialSkill", "gone")),
    )
    found = carried((ASKING, SAWING), (more, SAWING, cutting)).linked
    assert [(it.skill_id, it.predicate, it.new, it.mapped) for it in found] == [
        ("cutting", "optionalSkill", True, False)
    ]


def test_a_link_that_became_essential_is_not_new() -> None:
    optional = replace(ASKING, links=(link("optionalSkill", "sawing"),))
    assert carried((optional, SAWING), (ASKING, SAWING)).linked == ()


def test_links_of_a_source_that_had_none_before_are_not_new() -> None:
    assert carried((BUTCHER, SAWING), (ASKING, SAWING)).linked == ()


def test_links_of_an_occupation_that_is_only_broader_are_not_told() -> None:
    asks = occupation("baker", link("essentialSkill", "sawing"))
    held = mapping("op-10", "broad", "butcher")
    assert carried((BUTCHER, SAWING, asks), (ASKING, SAWING, asks), held).linked == ()


@st.composite
def _sets(draw: st.DrawFn) -> MappingSet:
    found = draw(
        st.lists(
            st.builds(
                Mapping,
                subject_id=ids,
                predicate=st.sampled_from(MappingPredicate),
                object_id=ids | st.just(NO_TERM_FOUND),
                state=st.sampled_from(MappingState),
            ),
            max_size=6,
            unique_by=lambda it: it.order,
        )
    )
    return MappingSet.of(Side("esco", "1"), Side("competent", "1"), found)


@given(_sets(), taxonomies("esco"), taxonomies("esco"), taxonomies(), taxonomies())
def test_every_mapping_is_accounted_for_once_and_carrying_is_stable(
    held: MappingSet, a: Taxonomy, b: Taxonomy, c: Taxonomy, d: Taxonomy
) -> None:
    before = Sides(over_all(a, "1"), over_all(c, "1"))
    after = Sides(over_all(b, "2"), over_all(d, "2"))
    result = carry(held, before, after)
    told = [*result.kept, *(it.mapping for it in result.stale)]
    assert sorted(it.order for it in told) == [it.order for it in held]
    again = carry(held, before, after)
    assert (again.now, again.now.digest) == (result.now, result.now.digest)
    assert worklist(again) == worklist(result)
    assert carry(result.now, after, after).now == result.now
    stale = [result.now.id_of(it.mapping) for it in result.stale]
    items = [
        it
        for it in worklist(result).items
        if it.kind not in ("new-unmapped", "newly-linked-skills")
    ]
    assert sorted(id for it in items for id in it.mappings) == sorted(stale)
    shown = [it.id for it in worklist(result).items]
    assert len(set(shown)) == len(shown)
    standing = assess(result.now, after.subject, after.object)
    for covered in standing.coverage.values():
        for it in covered:
            assert it.covered + it.open + it.nothing + it.uncovered == it.active


def test_an_untouched_set_carried_to_equal_releases_is_kept_whole() -> None:
    texts = replace(BUTCHER, notes=(description("en", "Cuts meat."),))
    result = carried((texts,), (texts,), REVIEWED)
    assert (result.kept, result.stale) == ((REVIEWED,), ())


def test_an_empty_set_is_carried() -> None:
    result = carry(mapping_set(), Sides(object=esco(BUTCHER)), Sides(object=esco(version="2")))
    assert (result.now.object.version, len(result.now), result.new) == ("2", 0, ())
