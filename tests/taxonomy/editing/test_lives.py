"""Tests of how concepts come to be, end, and are edited by the dozen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from taxonomy import checks
from taxonomy.editing.beginning import created, next_notation
from taxonomy.editing.bulk import Rewording, reworded, with_link, without_link
from taxonomy.editing.ending import relinked, restored, retired
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.joining import merged_into
from taxonomy.findings import Severity
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import Kind, LabelType, Predicate, RetirementReason, Status
from tests.build import alternative, concept, link, taxonomy
from tests.build import retired as gone
from tests.strategies import taxonomies

SAW = concept(
    "s1", Kind.SKILL, alternative("nl", "Doorzagen"), notation="SK-1", nl="Zagen", fr="Scier"
)
CUT = concept("s2", Kind.SKILL, notation="SK-12", nl="Snijden")
FILE = concept("s3", Kind.SKILL, notation="SK-3", nl="Vijlen")
OLD = gone("s9", Kind.SKILL, replaced_by=("s1",), reason=RetirementReason.MERGED, nl="Roken")
SET = concept("cs1", Kind.COMPETENCE_SET, link("member", "s1"), link("member", "s2"), nl="Hout")
KNOWN = taxonomy(SAW, CUT, FILE, OLD, SET).by_id
SPLIT, MERGED, NONE = RetirementReason.SPLIT, RetirementReason.MERGED, RetirementReason.NONE


def codes(error: pytest.ExceptionInfo[EditRefusedError]) -> list[str]:
    return [it.code for it in error.value.findings]


def test_a_concept_is_retired_in_favour_of_others() -> None:
    found = retired(SAW, SPLIT, ["s3", "s2"], KNOWN)
    assert (found.status, found.retirement) == (Status.RETIRED, SPLIT)
    assert found.replaced_by == ("s2", "s3")
    assert restored(found) == SAW


@pytest.mark.parametrize(
    ("reason", "heirs", "flaws"),
    [
        (SPLIT, ["s2"], ["successor-count"]),
        (SPLIT, ["s2", "s2"], ["successor-count"]),
        (NONE, ["s2"], ["successor-count"]),
        (MERGED, ["s1"], ["successor-itself"]),
        (MERGED, ["s8"], ["successor-missing"]),
        (MERGED, ["s9"], ["successor-circle"]),
        (RetirementReason.UNKNOWN, [], ["decision-unknown"]),
        (SPLIT, ["s1", "s8"], ["successor-itself", "successor-missing"]),
    ],
)
def test_a_retirement_that_leads_nowhere_is_refused(
    reason: RetirementReason, heirs: list[str], flaws: list[str]
) -> None:
    with pytest.raises(EditRefusedError) as error:
        retired(SAW, reason, heirs, KNOWN)
    assert codes(error) == flaws


def test_a_retired_concept_neither_succeeds_another_nor_is_retired_again() -> None:
    with pytest.raises(EditRefusedError) as error:
        retired(CUT, MERGED, ["s9"], KNOWN)
    assert codes(error) == ["successor-not-active"]
    with pytest.raises(EditRefusedError) as error:
        retired(OLD, NONE, [], KNOWN)
    assert codes(error) == ["already-retired"]


def test_what_is_merged_lives_on_in_names_and_links() -> None:
    changed = merged_into(CUT, [SAW, FILE], KNOWN)
    assert sorted(changed) == ["cs1", "s1", "s2", "s3"]
    assert changed["s1"].replaced_by == changed["s3"].replaced_by == ("s2",)
    names = {it.text for it in changed["s2"].labels if it.type is LabelType.ALTERNATIVE}
    assert names == {"Zagen", "Doorzagen", "Vijlen"}
    assert changed["s2"].pref_labels() == {"nl": "Snijden", "fr": "Scier"}
    assert changed["cs1"].targets(Predicate.MEMBER) == ["s2"]
    after = Taxonomy.of("competent", {**KNOWN, **changed}.values())
    assert [it for it in checks.run(after) if it.severity is Severity.ERROR] == []


def test_who_linked_to_what_is_gone_links_to_its_heir_or_to_nothing() -> None:
    assert relinked(KNOWN, "s1", "s3")["cs1"].targets(Predicate.MEMBER) == ["s2", "s3"]
    assert relinked(KNOWN, "s1", "s2")["cs1"].targets(Predicate.MEMBER) == ["s2"]
    assert relinked(KNOWN, "s1", None)["cs1"].targets(Predicate.MEMBER) == ["s2"]
    assert relinked(KNOWN, "s3", None) == {}


@given(taxonomies())
def test_nobody_links_to_what_is_gone(given: Taxonomy) -> None:
    after = {**given.by_id, **relinked(given.by_id, "a", "b")}
    active = [it for it in after.values() if it.status is Status.ACTIVE]
    assert [it.id for it in active if "a" in {link.target for link in it.links}] == []


def test_a_code_is_never_used_again() -> None:
    assert next_notation(Kind.SKILL, KNOWN.values()) == "SK-13"
    assert next_notation(Kind.SKILL, [replace(OLD, notation="SK-40"), SAW]) == "SK-41"
    assert next_notation(Kind.SKILL, KNOWN.values(), ["SK-20", "OP-99", "odd"]) == "SK-21"
    assert next_notation(Kind.PROFILE, KNOWN.values(), ["OP-7"]) == "OP-8"
    other = concept("k1", Kind.KNOWLEDGE, notation="SK-50")
    assert next_notation(Kind.SKILL, [SAW, other]) == "SK-51"


def test_a_concept_begins_active_and_of_a_kind_of_its_scheme() -> None:
    assert created("competent", Kind.SKILL, "s7", "SK-7").status is Status.ACTIVE
    with pytest.raises(EditRefusedError):
        created("competent", Kind.OCCUPATION, "o1", "X")


def test_words_are_replaced_in_the_labels_that_are_meant() -> None:
    zagen = Rewording(find="zagen", by="snijden")
    assert reworded([SAW], zagen) == {}
    assert names(replace_all := Rewording(find="zagen", by="snijden", whole_words=False)) == [
        "Doorsnijden"
    ]
    assert reworded([CUT], replace_all) == {}
    assert names(Rewording(find="Zagen", by="Snijden", langs=("fr",))) == []
    assert names(Rewording(find="Zagen", by=r"\1 a", types=(LabelType.PREFERRED,))) == [r"\1 a"]
    assert names(Rewording(find="Zagen", by="  ")) == []
    assert names(Rewording(find="Zagen", by="x" * 3000)) == []
    with pytest.raises(EditRefusedError):
        reworded([SAW], Rewording(find=" ", by="x"))


def names(rewording: Rewording) -> list[str]:
    """The labels that are new."""
    changed = reworded([SAW], rewording).get("s1", SAW)
    return [it.text for it in changed.labels if it not in SAW.labels]


def test_links_are_added_and_taken_away_once() -> None:
    bare = without_link([SET, SAW], Predicate.MEMBER, "s1")
    assert bare["cs1"].targets(Predicate.MEMBER) == ["s2"]
    assert list(bare) == ["cs1"]
    full = with_link(bare.values(), Predicate.MEMBER, "s1")
    assert full["cs1"] == SET
    assert (
        with_link([SET], Predicate.MEMBER, "s1") == with_link([SET], Predicate.MEMBER, "cs1") == {}
    )
