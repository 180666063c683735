"""People: who may say what they may do, what stays when they go, and what is never lost."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.auth.keys import add_key, authenticated
from app.auth.people import (
    actor_of,
    add_person,
    close,
    etag_of,
    named,
    open_again,
    person_of,
    set_rights,
)
from app.auth.roles import Actor, Grant, Role
from app.db import audit
from app.db.session import reading
from app.refusals import KeyRefusedError, PreconditionFailedError, RoleRequiredError
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError, TaxonomyError

if TYPE_CHECKING:
    from app.context import Context
    from app.db.people import PersonRecord

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ROOT = Actor.of("root", Role.ADMIN)
FRENCH = Grant(Role.TRANSLATOR, ("fr",))


def a_person(context: Context, *grants: Grant, name: str = "Eva", place: str = "") -> PersonRecord:
    made = add_person(context.engine, name, by=ROOT, at=NOW)
    return set_rights(context.engine, made.key, grants, organisation=place, by=(ROOT, NOW))


def told(context: Context) -> list[str]:
    with reading(context.engine) as session:
        entries = audit.entries(session, audit.Sought(), limit=20)
    return [f"{it.act.actor}: {it.act.act} {it.act.about_id}" for it in entries][::-1]


def test_a_person_may_do_what_was_granted(context: Context) -> None:
    made = a_person(context, FRENCH, Grant(Role.VIEWER), place="Forem")
    assert actor_of(named(context.engine, "EVA")) == Actor(
        "Eva", "Forem", frozenset({FRENCH, Grant(Role.VIEWER)})
    )
    assert told(context) == ["root: person-added Eva", "root: rights-changed Eva"]
    assert made.disabled_at is None


def test_the_audit_holds_what_was_allowed_before_and_after(context: Context) -> None:
    made = a_person(context, FRENCH, place="Forem")
    set_rights(context.engine, made.key, [Grant(Role.EDITOR)], organisation="VDAB", by=(ROOT, NOW))
    with reading(context.engine) as session:
        (last, *_) = audit.entries(session, audit.Sought(act="rights-changed"), limit=1)
    assert last.act.before == {"organisation": "Forem", "grants": ["translator (fr)"]}
    assert last.act.after == {"organisation": "VDAB", "grants": ["editor"]}


def test_the_same_rights_again_are_no_act(context: Context) -> None:
    made = a_person(context, FRENCH)
    set_rights(context.engine, made.key, [FRENCH], organisation="", by=(ROOT, NOW))
    assert len(told(context)) == 2


@pytest.mark.parametrize("name", ["eva", "EVA", " Eva "])
def test_two_people_never_have_one_name(context: Context, name: str) -> None:
    a_person(context)
    with pytest.raises(ConflictError, match="is there already"):
        add_person(context.engine, name, by=ROOT, at=NOW)


@pytest.mark.parametrize("name", ["", " ", "x" * 201])
def test_a_person_needs_a_name(context: Context, name: str) -> None:
    with pytest.raises(InvalidQueryError):
        add_person(context.engine, name, by=ROOT, at=NOW)


def test_of_twenty_who_add_one_name_at_once_one_does(context: Context) -> None:
    def attempt(_: int) -> bool:
        try:
            add_person(context.engine, "Eva", by=ROOT, at=NOW)
        except TaxonomyError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(20))) == 1


@pytest.mark.parametrize("role", [it for it in Role if it is not Role.ADMIN])
def test_who_is_no_administrator_changes_nobody(context: Context, role: Role) -> None:
    made, other = a_person(context), Actor.of("Luc", role)
    with pytest.raises(RoleRequiredError):
        add_person(context.engine, "Anna", by=other, at=NOW)
    with pytest.raises(RoleRequiredError):
        set_rights(context.engine, made.key, [Grant(Role.ADMIN)], organisation="", by=(other, NOW))
    for act in (close, open_again):
        with pytest.raises(RoleRequiredError):
            act(context.engine, made.key, by=other, at=NOW)
    assert person_of(context.engine, made.key) == made


def test_the_second_of_two_who_change_rights_learns_of_the_first(context: Context) -> None:
    made = a_person(context, FRENCH)
    seen = (etag_of(made),)
    change = {"organisation": "", "by": (ROOT, NOW), "etags": seen}
    now = set_rights(context.engine, made.key, [Grant(Role.EDITOR)], **change)  # type: ignore[arg-type]
    with pytest.raises(PreconditionFailedError) as refused:
        set_rights(context.engine, made.key, [Grant(Role.MAPPER)], **change)  # type: ignore[arg-type]
    assert refused.value.headers["ETag"] == etag_of(now)
    assert person_of(context.engine, made.key).grants == {"editor": ()}


def test_the_last_administrator_stays_one(context: Context) -> None:
    made = a_person(context, Grant(Role.ADMIN))
    with pytest.raises(ConflictError, match="make somebody else admin first"):
        set_rights(context.engine, made.key, [], organisation="", by=(ROOT, NOW))
    with pytest.raises(ConflictError):
        close(context.engine, made.key, by=ROOT, at=NOW)
    other = a_person(context, Grant(Role.ADMIN), name="Luc")
    assert close(context.engine, made.key, by=ROOT, at=NOW).disabled_at == NOW
    with pytest.raises(ConflictError):
        close(context.engine, other.key, by=ROOT, at=NOW)


def test_keys_of_that_name_open_nothing_once_a_person_is_closed_out(context: Context) -> None:
    made = a_person(context, Grant(Role.EDITOR))
    year = timedelta(days=365)
    _, key = add_key(context.engine, Actor.of("eva", Role.EDITOR), at=NOW, valid=year)
    _, other = add_key(context.engine, Actor.of("Luc", Role.EDITOR), at=NOW, valid=year)
    close(context.engine, made.key, by=ROOT, at=NOW, why="left")
    with pytest.raises(KeyRefusedError, match="revoked"):
        authenticated(context.engine, key, NOW)
    assert authenticated(context.engine, other, NOW).name == "Luc"


def test_a_person_who_is_let_in_again_has_the_rights_of_before(context: Context) -> None:
    made = a_person(context, FRENCH)
    close(context.engine, made.key, by=ROOT, at=NOW, why="left")
    close(context.engine, made.key, by=ROOT, at=NOW + timedelta(hours=1))
    assert person_of(context.engine, made.key).disabled_at == NOW
    assert open_again(context.engine, made.key, by=ROOT, at=NOW) == made
    assert told(context)[-2:] == ["root: person-disabled Eva", "root: person-enabled Eva"]


def test_nobody_is_found_who_is_not_there(context: Context) -> None:
    with pytest.raises(NotFoundError):
        named(context.engine, "Eva")
    with pytest.raises(NotFoundError):
        person_of(context.engine, 7)
    with pytest.raises(NotFoundError):
        close(context.engine, 7, by=ROOT, at=NOW)
