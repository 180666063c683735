"""Tests of what editors do to whole concepts: each act is a change like any other, seen and undone alike."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.db import changesets
from app.db.session import reading
from app.editing import acts
from app.editing.acts import Beginning, Retirement, create, restore, retire, reword
from app.editing.changesets import Purpose, begin
from app.editing.joining import Merger, merge
from app.editing.outlooks import outlook_of
from app.editing.viewing import view_of
from app.refusals import ConceptMovedError
from taxonomy import canonical
from taxonomy.editing.bulk import Rewording
from taxonomy.editing.errors import EditRefusedError
from taxonomy.errors import ConceptNotFoundError
from taxonomy.model import Label
from taxonomy.vocabulary import Kind, LabelType, Predicate, RetirementReason, Status
from tests.app.editing.scene import CUT, SAW, by, changed, desk, with_release

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept
    from tests.app.kept import Kept

MEASURE = (Label("nl", LabelType.PREFERRED, "Meten"),)


@pytest.fixture(autouse=True)
def release(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)


@pytest.fixture
def key(context: Context, release: None) -> int:
    return begin(context.engine, "competent", Purpose("Wood"), by()).key


def seen(one: Concept) -> str:
    return canonical.revision(canonical.write(one)).hex()


def made(context: Context, key: int) -> dict[str, tuple[str, Concept | None]]:
    """Id → act and concept of what the changeset changes."""
    with reading(context.engine) as session:
        found = changesets.changes(session, key)
    return {it.concept_id: (it.act, canonical.read(it.after) if it.after else None) for it in found}


def test_a_new_concept_bears_a_code_that_nobody_was_promised(context: Context, key: int) -> None:
    first = create(desk(context), key, Beginning(kind=Kind.SKILL, id="n1", labels=MEASURE), by())
    other = begin(context.engine, "competent", Purpose("More"), by()).key
    second = create(desk(context), other, Beginning(kind=Kind.SKILL, id="n2", why="new"), by())
    assert (first.notation, second.notation) == ("SK-4", "SK-5")
    assert made(context, key) == {"n1": ("create", first)}
    assert view_of(desk(context), key).get("SK-4") == first
    assert view_of(desk(context), other).find("SK-4") is None
    with pytest.raises(EditRefusedError):
        create(desk(context), key, Beginning(kind=Kind.OCCUPATION, id="n3"), by())


def test_a_split_concept_leads_to_its_parts_and_nobody_links_to_it(
    context: Context, key: int
) -> None:
    new = create(desk(context), key, Beginning(kind=Kind.SKILL, id="n1", labels=MEASURE), by())
    told = Retirement(
        reason=RetirementReason.SPLIT, heirs=("SK-2", new.notation), relink=True, why="two"
    )
    ids = retire(desk(context), key, ("SK-1", seen(SAW)), told, by())
    assert ids == ["c1", "cs1", "s1"]
    act, after = made(context, key)["s1"]
    assert act == "retire"
    assert after is not None
    assert (after.status, after.replaced_by) == (Status.RETIRED, ("n1", "s2"))
    assert made(context, key)["cs1"][0] == "edit"
    findings = outlook_of(desk(context), key).findings
    assert {(it.concept, it.code) for it in findings} == {
        ("c1", "not-one-skill"),
        ("cs1", "empty-set"),
    }


def test_links_follow_to_the_one_successor(context: Context, key: int) -> None:
    told = Retirement(reason=RetirementReason.MERGED, heirs=("s2",), relink=True)
    retire(desk(context), key, ("s1", seen(SAW)), told, by())
    _, after = made(context, key)["cs1"]
    assert after is not None
    assert after.targets(Predicate.MEMBER) == ["s2"]
    assert outlook_of(desk(context), key).findings == ()


def test_a_retirement_that_does_not_fit_changes_nothing(context: Context, key: int) -> None:
    for heir in ("s1", "x"):
        told = Retirement(reason=RetirementReason.MERGED, heirs=(heir,))
        with pytest.raises(EditRefusedError):
            retire(desk(context), key, ("s1", seen(SAW)), told, by())
    none = Retirement(reason=RetirementReason.NONE)
    with pytest.raises(ConceptNotFoundError):
        retire(desk(context), key, ("s99", ""), none, by())
    with pytest.raises(ConceptMovedError):
        retire(desk(context), key, ("s1", seen(CUT)), none, by())
    assert made(context, key) == {}


def test_what_is_merged_ends_and_its_names_live_on(context: Context, key: int) -> None:
    asked = Merger(survivor="SK-2", others=["SK-1", "SK-3", "SK-1"])
    assert sorted(merge(desk(context), key, asked, by()).changed) == ["c1", "cs1", "s1", "s2", "s3"]
    _, after = made(context, key)["s2"]
    assert after is not None
    assert {it.text for it in after.labels} >= {"Snijden", "Zagen", "Vijlen", "Scier"}
    assert outlook_of(desk(context), key).errors == ()


def test_a_concept_returns_to_an_earlier_state_or_to_life(context: Context, key: int) -> None:
    ended = replace(SAW, status=Status.RETIRED, retirement=RetirementReason.NONE)
    other = changed(context, (SAW, ended))
    assert restore(desk(context), other, ("s1", seen(ended)), by()) == SAW
    assert made(context, other) == {}
    renamed = replace(SAW, labels=(*MEASURE, SAW.labels[0]))
    third = changed(context, (SAW, renamed))
    back = restore(desk(context), third, ("s1", seen(renamed)), by(), revision=seen(SAW))
    assert (back, made(context, third)) == (SAW, {})


def test_words_are_replaced_in_all_but_what_is_taken_out(context: Context, key: int) -> None:
    words = Rewording(find="en", by="er", langs=("nl",), whole_words=False)
    found = acts.preview_rewording(desk(context), key, words, [Kind.SKILL])
    assert [it.notation for it, _ in found] == ["SK-1", "SK-2", "SK-3"]
    assert reword(desk(context), key, words, by(), kinds=[Kind.SKILL], without=["s3"]) == 2
    _, after = made(context, key)["s1"]
    assert after is not None
    assert after.pref_label("nl") == "Zager"
    again = acts.preview_rewording(desk(context), key, words)
    assert {it.id for it, _ in again} == {"s3", "u10"}
