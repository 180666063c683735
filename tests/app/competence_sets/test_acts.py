"""Tests of what editors do to sets: begun, filled, assigned, all of it in one changeset."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.competence_sets.acts import (
    Assignment,
    SetChange,
    Target,
    assign,
    begin_set,
    change_set,
)
from app.competence_sets.shelf import SetShelf
from app.db.changesets import Wanted
from app.editing.changesets import changes_of, changesets_of
from app.editing.viewing import View, view_of
from app.refusals import ConceptMovedError, RoleRequiredError
from taxonomy import canonical
from taxonomy.editing.errors import EditRefusedError
from taxonomy.errors import ConceptNotFoundError
from taxonomy.model import Label
from taxonomy.vocabulary import Kind, LabelType, Predicate
from tests.app.editing.scene import BUTCHER, FRED, SAW, SET, by, changed, desk, with_release

if TYPE_CHECKING:
    from app.context import Context
    from app.editing.holding import Desk
    from taxonomy.model import Concept
    from tests.app.kept import Kept


@pytest.fixture
def here(context: Context, kept: Kept) -> Desk:
    kept.fill(context, with_release)
    return desk(context)


def revision(concept: Concept) -> str:
    return canonical.revision(canonical.write(concept)).hex()


def changesets(here: Desk) -> int:
    return len(changesets_of(here.engine, Wanted())[0])


def test_a_set_is_begun_with_members_and_profiles_in_one_changeset(here: Desk) -> None:
    told = SetChange(
        labels={"nl": " Snijwerk ", "fr": ""}, disambiguators={"nl": "vlees"}, add=["SK-2", "CP-1"]
    )
    key, made = begin_set(here, Target(why="Asked for."), "cs2", told, ["OP-10"], by())
    view = view_of(here, key)
    after, butcher = view.get(made.notation), view.get("OP-10")
    assert (made.notation, after.pref_labels()) == ("CS-2", {"nl": "Snijwerk"})
    assert after.targets(Predicate.MEMBER) == ["c1", "s2"]
    assert butcher.targets(Predicate.COMPETENCE_SET) == ["cs2"]
    assert butcher.targets(Predicate.ESSENTIAL_COMPETENCE) == ["c1"]
    changes, total = changes_of(here.engine, key, limit=10)
    assert (total, {it.why for it in changes}) == (2, {"Asked for."})


def test_what_cannot_be_leaves_nothing_behind(here: Desk) -> None:
    named = SetChange(labels={"nl": "A"})
    for change, profiles in (
        (SetChange(labels={"nl": " "}), []),
        (replace(named, add=["OP-10"]), []),
        (replace(named, add=["CS-1"]), []),
        (replace(named, add=["SK-404"]), []),
        (SetChange(labels={"nl": "A" * 3000}), []),
        (named, ["SK-1"]),
        (named, ["OP-404"]),
    ):
        with pytest.raises((EditRefusedError, ConceptNotFoundError)):
            begin_set(here, Target(), "cs2", change, profiles, by())
    assert changesets(here) == 0


def test_what_a_change_does_not_mention_stays(here: Desk) -> None:
    key, after = change_set(
        here, Target(), ("CS-1", revision(SET)), SetChange(labels={"de": "Holz"}), by()
    )
    assert after.pref_labels() == {"nl": "Hout", "fr": "Bois", "de": "Holz"}
    assert after.targets(Predicate.MEMBER) == ["s1"]
    taken = SetChange(add=["SK-2", "s2"], remove=["SK-1"], labels={"de": ""})
    _, last = change_set(here, Target(key=key), ("cs1", revision(after)), taken, by())
    assert (last.pref_labels(), last.targets(Predicate.MEMBER)) == (SET.pref_labels(), ["s2"])


def test_a_label_keeps_the_id_of_its_source(here: Desk, context: Context) -> None:
    labels = tuple(it._replace(id="l1") if it.lang == "nl" else it for it in SET.labels)
    key = changed(context, (SET, replace(SET, labels=labels)))
    seen = view_of(here, key).get("cs1")
    told = SetChange(labels={"nl": "Houtwerk"})
    _, after = change_set(here, Target(key=key), ("cs1", revision(seen)), told, by())
    assert Label("nl", LabelType.PREFERRED, "Houtwerk", "l1") in after.labels


def test_who_has_not_seen_the_set_of_now_changes_nothing(here: Desk) -> None:
    told = SetChange(add=["SK-2"])
    with pytest.raises(ConceptMovedError):
        change_set(here, Target(), ("CS-1", revision(SAW)), told, by())
    with pytest.raises(EditRefusedError, match="otherwise"):
        change_set(here, Target(), ("CS-1", revision(SET)), SetChange(add=["SK-1"]), by())
    with pytest.raises(RoleRequiredError):
        change_set(here, Target(), ("CS-1", revision(SET)), told, by(FRED))
    with pytest.raises(ConceptNotFoundError):
        change_set(here, Target(), ("SK-1", revision(SAW)), told, by())
    assert changesets(here) == 0


def test_a_set_is_given_to_profiles_and_taken_away(here: Desk) -> None:
    seen = {"u10": revision(BUTCHER)}
    key, given = assign(here, Target(), "CS-1", Assignment(add=["OP-10"], seen=seen), by())
    assert [it.targets(Predicate.COMPETENCE_SET) for it in given] == [["cs1"]]
    with pytest.raises(EditRefusedError, match="no profile"):
        assign(here, Target(key=key), "CS-1", Assignment(add=["OP-10"]), by())
    assign(here, Target(key=key), "CS-1", Assignment(remove=["u10"]), by())
    assert changes_of(here.engine, key, limit=10)[1] == 0


def test_profiles_that_moved_or_are_none_are_refused(here: Desk) -> None:
    for told in (
        Assignment(add=["OP-10"], seen={"u10": revision(SAW)}),
        Assignment(add=["OP-10"], remove=["u10"]),
        Assignment(add=["SK-1"]),
        Assignment(),
    ):
        with pytest.raises((ConceptMovedError, EditRefusedError)):
            assign(here, Target(), "CS-1", told, by())
    assert changesets(here) == 0


def test_a_state_is_read_once_and_labels_are_weighed_anew_only_where_they_moved(
    here: Desk, context: Context
) -> None:
    shelf = SetShelf()
    held = view_of(here, None)
    first = shelf.of(held)
    assert shelf.of(view_of(here, None)) is first
    key, _ = assign(here, Target(), "CS-1", Assignment(add=["OP-10"]), by())
    within = shelf.of(view_of(here, key))
    assert (len(first.sets.carrying["cs1"]), len(within.sets.carrying["cs1"])) == (0, 1)
    assert within.likeness[Kind.SKILL] is first.likeness[Kind.SKILL]
    with pytest.raises(KeyError):
        first.likeness[Kind.PROFILE]
    assert shelf.of(View(held.held, {})) is first
