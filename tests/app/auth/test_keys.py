"""API keys: what is kept of them, what they open, and what is never told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from app.auth.keys import add_key, authenticated
from app.auth.roles import Actor, Grant, Role
from app.db import audit, keys
from app.db.keys import KeyRecord
from app.db.session import reading, writing
from app.refusals import KeyRefusedError
from taxonomy.errors import InvalidQueryError, NotFoundError, StaleChangeError

if TYPE_CHECKING:
    from app.context import Context

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
YEAR = timedelta(days=365)


def a_key(context: Context, *roles: Role, name: str = "Eva") -> tuple[KeyRecord, SecretStr]:
    return add_key(context.engine, Actor.of(name, *(roles or (Role.EDITOR,))), at=NOW, valid=YEAR)


def kept(context: Context) -> list[KeyRecord]:
    with reading(context.engine) as session:
        return keys.every(session)


def test_a_key_tells_whose_it_is_and_what_they_may_do(context: Context) -> None:
    _, key = a_key(context, Role.REVIEWER, Role.PUBLISHER)
    actor = authenticated(context.engine, key, NOW)
    assert actor == Actor.of("Eva", Role.REVIEWER, Role.PUBLISHER)


def test_the_secret_of_a_key_is_nowhere_in_the_record(context: Context) -> None:
    _, key = a_key(context)
    secret = key.get_secret_value().rpartition("_")[2]
    with reading(context.engine) as session:
        rows = session.execute(text("select * from api_keys")).all()
    assert len(rows) == 1
    assert secret not in repr(rows)
    assert len(secret) == 64


@pytest.mark.parametrize(
    "given",
    [
        "",
        "Eva",
        "competent_",
        "competent_abcdefgh_" + "0" * 63,
        "competent_ABCDEFGH_" + "0" * 64,
        "competent_abcdefgh_" + "0" * 64,
        "competent_abcdefgh_" + "é" * 64,
        "�",
        "x" * 100000,
    ],
)
def test_what_is_no_key_opens_nothing(context: Context, given: str) -> None:
    a_key(context)
    with pytest.raises(KeyRefusedError):
        authenticated(context.engine, SecretStr(given), NOW)


def test_a_key_with_another_secret_is_not_told_from_an_unknown_one(context: Context) -> None:
    record, _ = a_key(context)
    told = []
    for prefix in (record.prefix, "00000000"):
        with pytest.raises(KeyRefusedError) as refused:
            authenticated(context.engine, SecretStr(f"competent_{prefix}_{'0' * 64}"), NOW)
        told.append(refused.value.detail)
    assert told[0] == told[1]


def test_a_revoked_key_opens_nothing_and_says_so_to_its_owner(context: Context) -> None:
    record, key = a_key(context)
    with writing(context.engine) as session:
        keys.revoke(session, record.prefix, NOW)
        keys.revoke(session, record.prefix, NOW + YEAR)
    with pytest.raises(KeyRefusedError, match="revoked"):
        authenticated(context.engine, key, NOW)
    assert kept(context)[0].revoked_at == NOW


def test_a_key_ends_at_its_hour(context: Context) -> None:
    _, key = a_key(context)
    assert authenticated(context.engine, key, NOW + YEAR - timedelta(seconds=1)).name == "Eva"
    with pytest.raises(KeyRefusedError, match="expired"):
        authenticated(context.engine, key, NOW + YEAR)


def test_the_use_of_a_key_is_noted_now_and_then(context: Context) -> None:
    _, key = a_key(context)
    for minutes in (0, 1, 4, 7):
        authenticated(context.engine, key, NOW + timedelta(minutes=minutes))
    assert kept(context)[0].last_used_at == NOW + timedelta(minutes=7)


def test_a_key_that_is_revoked_must_exist(context: Context) -> None:
    with writing(context.engine) as session, pytest.raises(NotFoundError, match="keys list"):
        keys.revoke(session, "nobody", NOW)


def test_a_prefix_is_used_once(context: Context) -> None:
    record, _ = a_key(context)
    with pytest.raises(StaleChangeError), writing(context.engine) as session:
        keys.add(session, record)


@pytest.mark.parametrize(
    ("name", "roles"), [(" ", [Role.EDITOR]), ("x" * 201, [Role.EDITOR]), ("Eva", [])]
)
def test_a_key_needs_a_name_and_a_role(context: Context, name: str, roles: list[Role]) -> None:
    with pytest.raises(InvalidQueryError):
        add_key(context.engine, Actor.of(name, *roles), at=NOW, valid=YEAR)


def test_twenty_keys_made_at_once_are_twenty_keys(context: Context) -> None:
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(lambda it: a_key(context, name=f"partner {it}"), range(20)))
    assert {it.prefix for it in kept(context)} == {record.prefix for record, _ in made}
    names = [authenticated(context.engine, key, NOW).name for _, key in made]
    assert names == [f"partner {it}" for it in range(20)]


def test_a_key_tells_its_organisation_and_the_languages_of_its_roles(context: Context) -> None:
    owner = Actor(
        "Luc", "Forem", frozenset({Grant(Role.TRANSLATOR, ("fr", "de")), Grant(Role.VIEWER)})
    )
    _, key = add_key(context.engine, owner, at=NOW, valid=YEAR)
    assert authenticated(context.engine, key, NOW) == owner


def test_that_a_key_was_made_stands_in_the_audit_and_its_secret_does_not(context: Context) -> None:
    record, key = a_key(context)
    with reading(context.engine) as session:
        (entry,) = audit.entries(session, audit.Sought(act="key-added"), limit=9)
    assert (entry.act.about_id, entry.act.after["name"]) == (record.prefix, "Eva")
    assert key.get_secret_value().rpartition("_")[2] not in repr(entry)
