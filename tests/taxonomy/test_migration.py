from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from taxonomy.fates import Outcome, Touch
from taxonomy.index import ReleaseIndex
from taxonomy.migration import Migration, migrate
from taxonomy.model import Concept, Lifespan, Release, Taxonomy
from taxonomy.references import RemarkCode
from taxonomy.vocabulary import Kind, ReleaseStatus, RetirementReason
from tests.build import alternative, concept, description, link, retired, taxonomy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.fates import Fate

BUTCHER = concept("u10", notation="OP-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("u11", notation="OP-11", nl="Bakker", fr="Boulanger (h/f/x)")
CATERER = concept("u12", notation="OP-12", nl="Traiteur")


def index(
    *concepts: Concept, version: str = "3.8", lifespans: Mapping[str, Lifespan] | None = None
) -> ReleaseIndex:
    return over_all(taxonomy(*concepts), version, lifespans)


def over_all(
    held: Taxonomy, version: str, lifespans: Mapping[str, Lifespan] | None = None
) -> ReleaseIndex:
    status = ReleaseStatus.PUBLISHED
    release = Release(scheme=held.scheme, version=version, status=status, digest="sha256:0")
    return ReleaseIndex.build(release, held, lifespans or {})


def over(concept: Concept, reason: RetirementReason, *replaced_by: str) -> Concept:
    """The concept as it stands after it was retired."""
    gone = retired(concept.id, concept.kind, reason=reason, replaced_by=replaced_by)
    return replace(gone, notation=concept.notation, labels=concept.labels)


def became(before: ReleaseIndex, after: ReleaseIndex, asked: str) -> Fate:
    (fate,) = migrate(before, after, [asked]).fates
    return fate


def told(before: ReleaseIndex, after: ReleaseIndex, *asked: str) -> list[tuple[str, ...]]:
    return [(it.outcome, *it.written) for it in migrate(before, after, asked).fates]


def codes(fate: Fate) -> list[RemarkCode]:
    return [it.code for it in fate.remarks]


FIRST = index(BUTCHER, BAKER, CATERER)


def second(*concepts: Concept) -> ReleaseIndex:
    given = {it.id for it in concepts}
    rest = [it for it in (BUTCHER, BAKER, CATERER) if it.id not in given]
    return index(*concepts, *rest, version="3.9")


def test_a_concept_that_nothing_touched_is_kept() -> None:
    fate = became(FIRST, second(), "OP-10")
    assert (fate.outcome, fate.touched, fate.written) == (Outcome.KEPT, (), ("OP-10",))


def test_another_preferred_label_renames_with_before_after_and_class() -> None:
    after = second(concept("u10", notation="OP-10", nl="Beenhouwer", fr="Boucher (H/F/X)"))
    fate = became(FIRST, after, "OP-10")
    assert fate.outcome is Outcome.RENAMED
    assert fate.touched == (Touch.COSMETIC, Touch.WORDING)
    assert fate.renamings == (
        ("fr", "Boucher (h/f/x)", "Boucher (H/F/X)", "cosmetic"),
        ("nl", "Slager", "Beenhouwer", "wording"),
    )


def test_a_new_language_renames_nothing() -> None:
    after = second(concept("u12", notation="OP-12", nl="Traiteur", de="Feinkosthändler"))
    fate = became(FIRST, after, "OP-12")
    assert (fate.outcome, fate.touched) == (Outcome.KEPT, (Touch.WORDING,))


@pytest.mark.parametrize(
    ("part", "touch"),
    [
        (alternative("nl", "Beenhouwer"), Touch.WORDING),
        (alternative("nl", "slager"), Touch.COSMETIC),
        (description("nl", "Verkoopt vlees."), Touch.MEANING),
        (link("related", "u11"), Touch.LINKS),
    ],
)
def test_a_kept_concept_says_what_kind_of_change_touched_it(part: Any, touch: Touch) -> None:
    after = second(
        concept("u10", Kind.PROFILE, part, notation="OP-10", nl="Slager", fr="Boucher (h/f/x)")
    )
    fate = became(FIRST, after, "OP-10")
    assert (fate.outcome, fate.touched) == (Outcome.KEPT, (touch,))


def test_a_technical_competence_is_renamed_with_its_skill() -> None:
    competence = concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"))
    before = index(competence, concept("s1", Kind.SKILL, nl="Zagen"))
    after = index(competence, concept("s1", Kind.SKILL, nl="Hout zagen"), version="3.9")
    assert became(before, after, "C1").renamings == (("nl", "Zagen", "Hout zagen", "wording"),)


@pytest.mark.parametrize(
    ("reason", "successors", "outcome"),
    [
        (RetirementReason.REPLACED, ("u11",), Outcome.REPLACED),
        (RetirementReason.MERGED, ("u11",), Outcome.MERGED),
        (RetirementReason.SPLIT, ("u11", "u12"), Outcome.SPLIT),
        (RetirementReason.NONE, (), Outcome.GONE),
        (RetirementReason.UNKNOWN, (), Outcome.GONE),
    ],
)
def test_a_retired_concept_follows_its_successors(
    reason: RetirementReason, successors: tuple[str, ...], outcome: Outcome
) -> None:
    fate = became(FIRST, second(over(BUTCHER, reason, *successors)), "OP-10")
    assert (fate.outcome, fate.reason) == (outcome, reason)
    assert tuple(it.id for it in fate.now) == successors
    assert fate.paths == tuple(("u10", it) for it in successors)


def test_a_successor_that_others_share_is_merged_into() -> None:
    replaced = RetirementReason.REPLACED
    after = second(over(BUTCHER, replaced, "u12"), over(BAKER, replaced, "u12"))
    fate = became(FIRST, after, "OP-10")
    assert (fate.outcome, fate.written) == (Outcome.MERGED, ("OP-12",))
    assert [it.notation for it in fate.shared_with] == ["OP-11"]


def test_a_chain_of_successors_ends_at_the_active_one_and_is_no_merger() -> None:
    chain = second(
        over(BUTCHER, RetirementReason.REPLACED, "u11"),
        over(BAKER, RetirementReason.REPLACED, "u12"),
    )
    fate = became(FIRST, chain, "OP-10")
    assert (fate.outcome, fate.written) == (Outcome.REPLACED, ("OP-12",))
    assert fate.paths == (("u10", "u11", "u12"),)
    assert became(FIRST, chain, "OP-11").outcome is Outcome.REPLACED


def test_a_chain_that_forks_is_a_split() -> None:
    after = second(
        over(BUTCHER, RetirementReason.REPLACED, "x"),
        over(concept("x"), RetirementReason.SPLIT, "u11", "u12"),
    )
    assert told(FIRST, after, "OP-10") == [("split", "OP-11", "OP-12")]


def test_two_ways_to_one_successor_are_one() -> None:
    after = second(
        over(BUTCHER, RetirementReason.SPLIT, "x", "y"),
        over(concept("x"), RetirementReason.REPLACED, "u12"),
        over(concept("y"), RetirementReason.REPLACED, "u12"),
    )
    fate = became(FIRST, after, "OP-10")
    assert (fate.outcome, fate.paths) == (Outcome.REPLACED, (("u10", "x", "u12"),))
    assert codes(fate) == []


def test_successors_in_a_circle_lead_nowhere_and_end() -> None:
    after = second(
        over(BUTCHER, RetirementReason.REPLACED, "u11"),
        over(BAKER, RetirementReason.REPLACED, "u10"),
    )
    fate = became(FIRST, after, "OP-10")
    assert (fate.outcome, codes(fate)) == (Outcome.GONE, [RemarkCode.CIRCLE])


def test_a_successor_that_is_retired_without_one_is_a_dead_end() -> None:
    after = second(
        over(BUTCHER, RetirementReason.SPLIT, "u11", "u12"), over(BAKER, RetirementReason.NONE)
    )
    fate = became(FIRST, after, "OP-10")
    assert (fate.outcome, fate.written) == (Outcome.REPLACED, ("OP-12",))
    assert "OP-11" in fate.remarks[0].text


def test_a_successor_that_is_nowhere_is_a_dead_end() -> None:
    fate = became(FIRST, second(over(BUTCHER, RetirementReason.REPLACED, "u99")), "OP-10")
    assert (fate.outcome, codes(fate)) == (Outcome.GONE, [RemarkCode.DEAD_END])


def test_a_concept_that_was_retired_already_says_so() -> None:
    before = index(over(BUTCHER, RetirementReason.REPLACED, "u11"), BAKER)
    after = second(over(BUTCHER, RetirementReason.REPLACED, "u11"))
    fate = became(before, after, "OP-10")
    assert (fate.outcome, codes(fate)) == (Outcome.REPLACED, [RemarkCode.RETIRED_BEFORE])


def test_a_retired_concept_that_came_back_is_restored() -> None:
    before = index(over(BUTCHER, RetirementReason.UNKNOWN), BAKER)
    assert told(before, second(), "OP-10") == [("restored", "OP-10")]


def test_going_back_a_concept_may_not_be_there_yet() -> None:
    later = index(
        BUTCHER,
        concept("u13", notation="OP-13"),
        version="3.10",
        lifespans={"u13": Lifespan("3.9")},
    )
    fate = became(later, FIRST, "OP-13")
    assert (fate.outcome, fate.written) == (Outcome.NOT_YET, ())
    assert "first appears in 3.9" in fate.remarks[0].text


def test_ten_comes_after_nine() -> None:
    nine = index(BUTCHER, version="3.9")
    ten = index(BAKER, version="3.10")
    assert became(nine, ten, "OP-10").outcome is Outcome.GONE
    assert became(ten, nine, "OP-11").outcome is Outcome.NOT_YET


def test_an_id_of_the_target_alone_is_new_to_who_asks() -> None:
    fate = became(FIRST, second(concept("u13", notation="OP-13")), "OP-13")
    assert (fate.outcome, fate.written) == (Outcome.NEW, ("OP-13",))
    assert codes(fate) == [RemarkCode.FIRST_RELEASE]


def test_a_concept_that_was_dropped_is_gone_and_says_so() -> None:
    fate = became(FIRST, index(BAKER, version="3.9"), "OP-10")
    assert (fate.outcome, codes(fate)) == (Outcome.GONE, [RemarkCode.DROPPED])


def test_a_notation_means_the_concept_of_the_earlier_release() -> None:
    made = concept("made", Kind.SKILL, notation="SK-1", nl="Zagen")
    own = concept("own", Kind.SKILL, notation="SK-1", nl="Zagen")
    before = index(made)
    after = index(own, over(made, RetirementReason.REPLACED, "own"), version="3.9")
    assert told(before, after, "SK-1", "made") == [("replaced", "SK-1"), ("replaced", "own")]


def test_another_notation_of_the_same_concept_is_written_anew() -> None:
    after = second(replace(BUTCHER, notation="OP-710"))
    fates = migrate(FIRST, after, ["OP-10", "u10"]).fates
    assert [(it.outcome, it.touched, *it.written) for it in fates] == [
        (Outcome.KEPT, (Touch.OTHER,), "OP-710"),
        (Outcome.KEPT, (Touch.OTHER,), "u10"),
    ]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("OP-10", "OP-11"),
        ("u10", "u11"),
        ("https://c.test/id/competent/OP-10", "https://c.test/id/competent/OP-11"),
        ("https://c.test/id/competent/u10", "https://c.test/id/competent/u11"),
        (
            "https%3A%2F%2Fc.test%2Fid%2Fcompetent%2FOP-10",
            "https%3A%2F%2Fc.test%2Fid%2Fcompetent%2FOP-11",
        ),
        ("  OP-10\t", "OP-11"),
        ("op-10", "OP-11"),
        ("U10", "u11"),
        ("HTTPS://C.test/ID/Competent/op-10", "HTTPS://C.test/ID/Competent/OP-11"),
    ],
)
def test_a_successor_is_written_in_the_form_that_was_asked(asked: str, written: str) -> None:
    after = second(over(BUTCHER, RetirementReason.REPLACED, "u11"))
    assert told(FIRST, after, asked) == [("replaced", written)]


def test_a_slip_of_writing_is_told_and_mended() -> None:
    fate = became(FIRST, second(), " op-10")
    assert (fate.outcome, fate.written) == (Outcome.KEPT, ("OP-10",))
    assert codes(fate) == [RemarkCode.TRIMMED, RemarkCode.OTHER_CASE]


def test_a_case_that_may_mean_several_is_unknown() -> None:
    both = index(concept("a1", notation="Ab"), concept("a2", notation="aB"))
    fate = became(both, both, "ab")
    assert (fate.outcome, codes(fate)) == (Outcome.UNKNOWN, [RemarkCode.AMBIGUOUS])
    assert became(both, both, "aB").was == both.get("a2")


@pytest.mark.parametrize(
    ("asked", "remarks"),
    [
        ("OP-99", []),
        ("", [RemarkCode.BLANK]),
        (" \u200b\t", [RemarkCode.BLANK]),
        ("http://data.europa.eu/esco/skill/1", [RemarkCode.OTHER_SCHEME]),
        ("https://c.test/id/esco/7511", [RemarkCode.OTHER_SCHEME]),
        ("https://c.test/id/competent/OP-99", []),
        ("%", []),
        ("%zz%00", []),
        ("x" * 100_000, []),
    ],
)
def test_what_neither_release_knows_is_unknown(asked: str, remarks: list[RemarkCode]) -> None:
    fate = became(FIRST, second(), asked)
    assert (fate.outcome, fate.written) == (Outcome.UNKNOWN, ())
    assert codes(fate) == remarks


def test_an_id_asked_again_names_the_first_place() -> None:
    fates = migrate(FIRST, second(), ["OP-10", "X", "u10", "OP-10", "X"]).fates
    assert [it.repeats for it in fates] == [None, None, "OP-10", "OP-10", "X"]
    assert migrate(FIRST, second(), ["OP-10", "u10"]).distinct() == 1


def test_ids_stay_within_a_scheme() -> None:
    other = taxonomy(concept("e1", scheme="esco"))
    with pytest.raises(ValueError, match="within one scheme"):
        migrate(FIRST, over_all(other, "1.2.0"), [])


def test_every_outcome_is_counted() -> None:
    counts = migrate(FIRST, second(), ["OP-10", "X", "OP-11"]).counts()
    assert counts == dict.fromkeys(map(str, Outcome), 0) | {"kept": 2, "unknown": 1}


class Counting(dict[str, Concept]):
    looked_up = 0

    @override
    def get(self, key: str, default: Any = None) -> Any:
        self.looked_up += 1
        return super().get(key, default)


def counted(count: int) -> int:
    """How many look-ups `count` different ids take, half of them merged into one concept."""
    target = concept("t")
    merged = [over(concept(f"m{it}"), RetirementReason.MERGED, "t") for it in range(count // 2)]
    kept = [concept(f"k{it}") for it in range(count // 2)]
    before = index(target, *(replace(it, status=target.status) for it in merged), *kept)
    held = Taxonomy.of("competent", (target, *merged, *kept))
    held.__dict__["by_id"] = looked = Counting({it.id: it for it in held})
    after = over_all(held, "3.9")
    looked.looked_up = 0
    asked = [it.id for it in (*merged, *kept)]
    assert migrate(before, after, asked).counts()["merged"] == count // 2
    return looked.looked_up


def test_look_ups_grow_with_the_ids_and_no_faster() -> None:
    assert counted(2_000) <= 2.1 * counted(1_000)


def test_a_hundred_thousand_ids_are_told() -> None:
    asked = ["OP-10", "u11", "X", "OP-12"] * 25_000
    counts = migrate(FIRST, second(), asked).counts()
    assert (counts["kept"], counts["unknown"]) == (75_000, 25_000)


NAMES = [f"n{it}" for it in range(6)]


@st.composite
def releases(draw: st.DrawFn) -> Migration:
    """Two releases of few concepts, with any successors, circles and holes."""

    def drawn(version: str) -> ReleaseIndex:
        held = []
        for name in draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True)):
            heirs = tuple(draw(st.lists(st.sampled_from(NAMES), max_size=3)))
            reason = draw(st.sampled_from(RetirementReason))
            is_retired = draw(st.booleans())
            held.append(over(concept(name), reason, *heirs) if is_retired else concept(name))
        return index(*held, version=version)

    asked = draw(st.lists(st.sampled_from([*NAMES, *(it.upper() for it in NAMES), "x"])))
    before, after = draw(st.permutations(["3.9", "3.10"]))
    return migrate(drawn(before), drawn(after), asked)


@given(releases())
def test_what_stands_for_an_id_is_active_in_the_target(migration: Migration) -> None:
    for fate in migration.fates:
        assert all(migration.after.find(it) in fate.now for it in fate.written)
        assert all(it.status == "active" for it in fate.now)
        assert len(fate.written) == len(fate.now)
        assert (len(fate.now) > 1) <= (fate.outcome in (Outcome.SPLIT, Outcome.NEW))
        empty = fate.outcome in (Outcome.GONE, Outcome.NOT_YET, Outcome.UNKNOWN)
        assert empty == (not fate.now) or fate.outcome is Outcome.NEW


@given(releases())
def test_every_path_leads_from_the_concept_to_one_that_stands_for_it(migration: Migration) -> None:
    held = migration.after.taxonomy.by_id
    for fate in migration.fates:
        assert not fate.paths or [path[-1] for path in fate.paths] == [it.id for it in fate.now]
        for path in fate.paths:
            assert all(b in held[a].replaced_by for a, b in pairwise(path))


@given(releases())
def test_within_one_release_what_is_active_is_kept(migration: Migration) -> None:
    names = [it.id for it in migration.after.listed()]
    fates = migrate(migration.after, migration.after, names).fates
    assert [(it.outcome, *it.written) for it in fates] == [(Outcome.KEPT, it) for it in names]
