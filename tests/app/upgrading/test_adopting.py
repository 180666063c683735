"""Adopting what is new: the decision and the changeset, both or neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor, Role
from app.db.changesets import Wanted
from app.editing.changesets import changesets_of
from app.editing.holding import Desk, Drafts
from app.editing.viewing import view_of
from app.refusals import PreconditionFailedError, RoleRequiredError
from app.upgrading.adopting import Adoption, adopt
from taxonomy.errors import InvalidQueryError
from taxonomy.vocabulary import Kind
from tests.app.upgrading.scene import NAME, by, item, items, with_upgrade

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept


@pytest.fixture
def desk(context: Context, kept: Kept) -> Desk:
    kept.fill(context, with_upgrade)
    return Desk(context.engine, Drafts())


def test_what_is_new_becomes_a_concept_of_ours(context: Context, desk: Desk) -> None:
    drone = items(context)["new-unmapped drone"]
    done = adopt(desk, NAME, drone.id, Adoption(reason="asked for"), by(), etags=(drone.etag,))
    made = view_of(desk, done.changeset).get(done.notation)
    assert (made.kind, made.pref_label("nl")) == (Kind.PROFILE, "dronepiloot")
    assert done.notation == "OP-13"
    assert done.item.state == "done"
    assert done.item.decision is not None
    assert done.item.decision.reason == f"OP-13, changeset {done.changeset}: asked for"


def test_or_another_name_of_one(context: Context, desk: Desk) -> None:
    meat = items(context)["new-unmapped meat"]
    done = adopt(desk, NAME, meat.id, Adoption(concept="OP-10"), by())
    butcher = view_of(desk, done.changeset).get("OP-10")
    assert "vleesslager" in {it.text for it in butcher.labels}
    assert butcher.pref_label("nl") == "Slager"


def test_where_somebody_was_first_there_is_no_changeset(context: Context, desk: Desk) -> None:
    drone = items(context)["new-unmapped drone"]
    with pytest.raises(PreconditionFailedError):
        adopt(desk, NAME, drone.id, Adoption(), by(), etags=('"old"',))
    assert changesets_of(context.engine, Wanted())[0] == []


def test_only_what_is_new_is_adopted_so_and_by_who_may_edit(context: Context, desk: Desk) -> None:
    with pytest.raises(InvalidQueryError):
        adopt(desk, NAME, item(context, "changed-label").id, Adoption(), by())
    mapper = by(Actor.of("Mia", Role.MAPPER))
    with pytest.raises(RoleRequiredError):
        adopt(desk, NAME, item(context, "new-unmapped").id, Adoption(), mapper)
