"""How far an upgrade is, and when its set may be published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor, Role
from app.mapping_sets import publish_set, stored_set
from app.refusals import RoleRequiredError
from app.upgrading.deciding import Change, Wish, decide, move
from app.upgrading.finishing import coverage, sign_off
from taxonomy.errors import ConflictError, InvalidQueryError, MappingSetInvalidError
from tests.app.upgrading.scene import (
    MEAT,
    NAME,
    NOW,
    by,
    decision,
    item,
    items,
    with_upgrade,
)

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept


@pytest.fixture(autouse=True)
def _upgrade(context: Context, kept: Kept) -> None:
    kept.fill(context, with_upgrade)


def keep_the_label(context: Context) -> None:
    wish = Wish(id=item(context, "changed-label").id, decision=decision("keep"))
    decide(context.engine, NAME, [wish], by())


def test_figures_tell_what_is_open_of_each_kind(context: Context) -> None:
    keep_the_label(context)
    move(context.engine, NAME, item(context, "new-unmapped").id, Change(owner="Eva"), by())
    found = coverage(context.engine, NAME)
    assert found.kinds["changed-label"] == {
        "items": 1,
        "done": 1,
        "open": 0,
        "percent": 100,
        "states": {"done": 1},
        "decisions": {"keep": 1},
    }
    assert found.kinds["new-unmapped"]["percent"] == 0
    assert found.kinds["split"]["items"] == 0
    assert found.owners["Eva"] == {"items": 1, "done": 0, "open": 1, "percent": 0}
    assert found.languages == {"nl": 1, "fr": 0, "de": 0, "en": 0}
    assert found.mappings["stale"] == {"skos:exactMatch": 1, "skos:broadMatch": 1}
    assert (found.upgrade.items, found.upgrade.open) == (4, 3)


def test_a_set_with_open_items_is_not_published(context: Context) -> None:
    keep_the_label(context)
    with pytest.raises(MappingSetInvalidError, match=r"3 items .* nobody signed") as refused:
        publish_set(context.engine, NAME, at=NOW)
    assert [it.code for it in refused.value.findings] == ["upgrade-open"]
    assert stored_set(context.engine, NAME)[0].status == "draft"


def test_a_set_whose_items_are_all_decided_is_published(context: Context) -> None:
    keep_the_label(context)
    keys = items(context)
    dismissed = decision("dismiss", reason="no jobs here")
    wishes = [
        Wish(id=keys["mapped-concept-gone butcher"].id, decision=decision("remap", MEAT)),
        Wish(id=keys["new-unmapped drone"].id, decision=dismissed),
        Wish(id=keys["new-unmapped meat"].id, decision=dismissed),
    ]
    decide(context.engine, NAME, wishes, by())
    assert publish_set(context.engine, NAME, at=NOW).status == "published"
    with pytest.raises(ConflictError):
        keep_the_label(context)


def test_a_publisher_may_answer_for_what_is_open(context: Context) -> None:
    found = sign_off(context.engine, NAME, " the rest follows ", by())
    assert found.sign_off == {
        "by": "Eva",
        "at": "2026-11-29T12:00:00+00:00",
        "reason": "the rest follows",
        "open": 4,
    }
    assert publish_set(context.engine, NAME, at=NOW).status == "published"
    with pytest.raises(ConflictError, match="nothing to sign off"):
        sign_off(context.engine, NAME, "again", by())


@pytest.mark.parametrize("reason", ["", "  ", "x" * 4001])
def test_a_sign_off_needs_a_reason(context: Context, reason: str) -> None:
    with pytest.raises(InvalidQueryError):
        sign_off(context.engine, NAME, reason, by())


def test_a_reviewer_does_not_sign_off(context: Context) -> None:
    with pytest.raises(RoleRequiredError, match="publisher"):
        sign_off(context.engine, NAME, "so", by(Actor.of("Anna", Role.REVIEWER)))


def test_a_sign_off_is_of_what_was_seen(context: Context) -> None:
    keep_the_label(context)
    with pytest.raises(ConflictError, match="3 items are open by now, and not 4"):
        sign_off(context.engine, NAME, "so", by(), expected=4)
