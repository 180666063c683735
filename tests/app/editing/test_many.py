"""Tests of many concepts changed at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from app.db.changesets import Wanted
from app.editing import accepting
from app.editing.acts import Retirement
from app.editing.changesets import Purpose, changes_of, changesets_of
from app.editing.many import Asked, Preview, change_many, look_at_many
from app.editing.outlooks import outlook_of
from app.editing.viewing import view_of
from app.refusals import ConceptMovedError
from taxonomy.editing.errors import EditRefusedError
from taxonomy.editing.many import Choice, ManyAct, ManyEdit
from taxonomy.vocabulary import Kind, RetirementReason
from tests.app.editing.scene import by, desk, with_changeset, with_release

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

SKILLS = Choice(kinds=(Kind.SKILL,))
NEW = Purpose("Many")


@pytest.fixture(autouse=True)
def release(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)


def edit(act: str, name: str, *values: str) -> ManyEdit:
    return ManyEdit(act=ManyAct(act), name=name, values=values)


def looked(context: Context, choice: Choice, act: ManyEdit | Retirement, **more: Any) -> Preview:
    return look_at_many(view_of(desk(context), None), Asked(choice=choice, act=act, **more))


def codes(found: Preview) -> list[str]:
    return [it.notation for it, _ in found.pairs]


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (SKILLS, ["SK-1", "SK-2", "SK-3"]),
        (Choice(references=("SK-3", "s1")), ["SK-1", "SK-3"]),
        (Choice(text="IJ"), ["SK-2", "SK-3"]),
        (Choice(linked_to="SK-1"), ["CP-1", "CS-1"]),
        (Choice(linked_to="SK-1", kinds=(Kind.COMPETENCE_SET,)), ["CS-1"]),
        (Choice(without="SK-1", kinds=(Kind.COMPETENCE_SET, Kind.PROFILE)), ["OP-10"]),
    ],
)
def test_concepts_are_chosen_by_code_or_by_what_they_are(
    context: Context, choice: Choice, found: list[str]
) -> None:
    assert codes(looked(context, choice, edit("set-attribute", "checked", "yes"))) == found


def test_links_are_added_where_they_fit_and_taken_away(context: Context) -> None:
    every = Choice(references=("SK-1", "OP-10", "CS-1"))
    added = looked(context, every, edit("add-link", "member", "SK-2", "SK-3"))
    assert (codes(added), added.chosen) == (["CS-1"], 3)
    assert len(added.pairs[0][1].links) == 3
    assert codes(looked(context, every, edit("remove-link", "member", "SK-1"))) == ["CS-1"]
    assert codes(looked(context, every, edit("add-link", "member", "SK-1"))) == []


def test_codes_and_other_data_come_and_go(context: Context) -> None:
    key, found = change_many(
        desk(context), NEW, Asked(choice=SKILLS, act=edit("add-code", "isco-08", "7511")), by()
    )
    assert codes(found) == ["SK-1", "SK-2", "SK-3"]
    view = view_of(desk(context), key)
    assert view.get("SK-1").notations == (("isco-08", "7511"),)
    gone = Asked(choice=SKILLS, act=edit("remove-code", "isco-08", "7511"), without={"s2", "s3"})
    assert codes(change_many(desk(context), key, gone, by())[1]) == ["SK-1"]
    assert changes_of(context.engine, key, limit=9)[1] == 2
    assert codes(looked(context, SKILLS, edit("clear-attribute", "checked"))) == []


def test_many_retire_for_one_reason_and_links_to_them_go(context: Context) -> None:
    act = Retirement(reason=RetirementReason.NONE, relink=True)
    both = Choice(references=("SK-2", "SK-1"))
    found = looked(context, both, act)
    assert codes(found) == ["SK-1", "SK-2"]
    assert [it.notation for it, _ in found.following] == ["CP-1", "CS-1"]
    assert all(after.links == () for _, after in found.following)
    heir = replace(act, reason=RetirementReason.MERGED, heirs=("SK-3",))
    key, _ = change_many(desk(context), NEW, Asked(choice=both, act=heir, why="one"), by())
    view = view_of(desk(context), key)
    assert [it.target for it in view.get("CS-1").links] == ["s3"]
    changes, total = changes_of(context.engine, key, limit=9)
    assert (total, {it.why for it in changes}) == (4, {"one"})
    assert outlook_of(desk(context), key).people == 2


@pytest.mark.parametrize(
    ("choice", "act"),
    [
        (Choice(), edit("add-link", "member", "SK-1")),
        (Choice(text="  "), edit("add-link", "member", "SK-1")),
        (Choice(references=("SK-99",)), edit("add-link", "member", "SK-1")),
        (SKILLS, edit("add-link", "eats", "SK-1")),
        (SKILLS, edit("add-link", "member", "SK-99")),
        (SKILLS, edit("add-link", "member")),
        (SKILLS, edit("add-code", "", "7511")),
        (SKILLS, edit("add-code", "isco-08", "9" * 201)),
        (SKILLS, edit("set-attribute", "checked", " ")),
        (SKILLS, edit("set-attribute", "checked", "x" * 50_001)),
        (SKILLS, Retirement(reason=RetirementReason.REPLACED)),
        (SKILLS, Retirement(reason=RetirementReason.MERGED, heirs=("SK-1",))),
    ],
)
def test_what_cannot_be_is_refused_and_no_changeset_begins(
    context: Context, choice: Choice, act: ManyEdit | Retirement
) -> None:
    with pytest.raises(EditRefusedError):
        change_many(desk(context), NEW, Asked(choice=choice, act=act), by())
    assert changesets_of(context.engine, Wanted())[0] == []


def test_what_moved_since_it_was_looked_at_is_not_changed(context: Context) -> None:
    with_changeset(context)
    accepting.submit(desk(context), 1, by())
    old = {"u10": "0" * 64}
    act = edit("set-attribute", "checked", "yes")
    with pytest.raises(ConceptMovedError):
        change_many(
            desk(context), NEW, Asked(choice=Choice(references=("OP-10",)), act=act, seen=old), by()
        )
