"""Many items at once: what was looked at is done, all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor, Role
from app.db.changesets import Wanted
from app.db.upgrades import ItemFilter
from app.editing.changesets import changesets_of
from app.editing.holding import Desk, Drafts
from app.editing.viewing import view_of
from app.mapping_sets import stored_set
from app.refusals import PreconditionFailedError, RoleRequiredError
from app.upgrading.deciding import Change, move
from app.upgrading.listing import upgrade_of
from app.upgrading.sweeping import Sweep, plan, sweep
from taxonomy.deciding import Verb
from taxonomy.errors import InvalidQueryError
from taxonomy.vocabulary import Kind, MappingState
from tests.app.upgrading.scene import MEAT, NAME, by, item, items, with_upgrade

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept


@pytest.fixture
def desk(context: Context, kept: Kept) -> Desk:
    kept.fill(context, with_upgrade)
    return Desk(context.engine, Drafts())


NEW = ItemFilter(kind="new-unmapped")


def test_what_is_new_is_adopted_in_one_changeset(context: Context, desk: Desk) -> None:
    asked = Sweep(verb=Verb.ADOPT, reason="asked for", wanted=NEW)
    looked = plan(context.engine, NAME, asked)
    assert (len(looked.decided), looked.left) == (2, ())
    assert upgrade_of(context.engine, NAME).done == 0
    done = sweep(desk, NAME, asked, by(), (looked.etag,))
    view = view_of(desk, done.changeset)
    made = {code: view.get(code) for code in ("OP-13", "OP-14")}
    assert {it.kind for it in made.values()} == {Kind.PROFILE}
    assert {it.pref_label("nl") for it in made.values()} == {"dronepiloot", "vleesslager"}
    assert {it.decision.reason for it in done.items if it.decision} == {
        f"{code}, changeset {done.changeset}: asked for" for code in made
    }


def test_each_is_mapped_to_the_best_that_is_proposed(context: Context, desk: Desk) -> None:
    asked = Sweep(verb=Verb.REMAP, at_least=0.3)
    looked = plan(context.engine, NAME, asked)
    left = {it.item.concept_id: it.why for it in looked.left}
    assert left[MEAT] == "unfit"
    decided = {it.kind.value for it, _ in looked.decided}
    assert decided <= {"mapped-concept-gone"}
    strict = plan(context.engine, NAME, Sweep(verb=Verb.REMAP, at_least=1.0))
    assert "no-candidate" in {it.why for it in strict.left}
    mapped = plan(context.engine, NAME, Sweep(verb=Verb.MAP, wanted=NEW, at_least=0.0))
    done = sweep(desk, NAME, Sweep(verb=Verb.MAP, wanted=NEW, at_least=0.0), by(), (mapped.etag,))
    content = stored_set(context.engine, NAME)[1]
    for it, decision in mapped.decided:
        (target,) = decision.targets
        (made,) = [
            one for one in content.by_object[it.concept_id] if one.subject_id == target.concept_id
        ]
        assert made.state is MappingState.ACCEPTED
    assert len(done.items) == len(mapped.decided) > 0


def test_what_moved_since_is_looked_at_again(context: Context, desk: Desk) -> None:
    asked = Sweep(verb=Verb.DISMISS, reason="no jobs here", wanted=NEW)
    looked = plan(context.engine, NAME, asked)
    move(context.engine, NAME, item(context, "new-unmapped").id, Change(owner="Jan"), by())
    with pytest.raises(PreconditionFailedError):
        sweep(desk, NAME, asked, by(), (looked.etag,))
    assert upgrade_of(context.engine, NAME).done == 0
    again = plan(context.engine, NAME, asked)
    sweep(desk, NAME, asked, by(), (again.etag,))
    assert upgrade_of(context.engine, NAME).done == 2
    assert plan(context.engine, NAME, asked).decided == ()


def test_who_may_not_edit_adopts_nothing_and_a_reason_is_needed(
    context: Context, desk: Desk
) -> None:
    asked = Sweep(verb=Verb.ADOPT, wanted=NEW)
    mapper = by(Actor.of("Mia", Role.MAPPER))
    with pytest.raises(RoleRequiredError):
        sweep(desk, NAME, asked, mapper, ("*",))
    assert changesets_of(context.engine, Wanted())[0] == []
    with pytest.raises(InvalidQueryError, match="needs a reason"):
        plan(context.engine, NAME, Sweep(verb=Verb.DISMISS, reason=" "))
    only = ItemFilter(ids=frozenset({items(context)["new-unmapped drone"].id}))
    kept = Sweep(verb=Verb.KEEP, wanted=only)
    with pytest.raises(InvalidQueryError, match="nothing in the list"):
        sweep(desk, NAME, kept, by(), ("*",))
