"""Sessions and links: what the record keeps of them, when they end, and what is never accepted."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from app.auth.first import first_link
from app.auth.people import add_person, close, open_again, set_rights
from app.auth.roles import Actor, Grant, Role
from app.auth.sessions import (
    Lasting,
    begin_session,
    end,
    end_everywhere,
    make_link,
    redeem,
    sessions_of,
    signed_in,
)
from app.db.session import reading
from app.refusals import LinkRefusedError, RoleRequiredError, SignInRequiredError
from taxonomy.errors import ConflictError

if TYPE_CHECKING:
    from app.context import Context
    from app.db.people import PersonRecord

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LASTING = Lasting(idle=2 * HOUR, whole=8 * HOUR)
ROOT = Actor.of("root", Role.ADMIN)


@pytest.fixture
def eva(context: Context) -> PersonRecord:
    made = add_person(context.engine, "Eva", by=ROOT, at=NOW)
    return set_rights(
        context.engine, made.key, [Grant(Role.EDITOR)], organisation="VDAB", by=(ROOT, NOW)
    )


def link(context: Context, eva: PersonRecord) -> str:
    return make_link(context.engine, eva, by=ROOT, at=NOW, valid=24 * HOUR).get_secret_value()


def test_a_link_signs_its_person_in(context: Context, eva: PersonRecord) -> None:
    token = redeem(context.engine, link(context, eva), NOW, LASTING)
    found = signed_in(context.engine, token, NOW, LASTING)
    assert found.actor == Actor("Eva", "VDAB", frozenset({Grant(Role.EDITOR)}))
    assert (found.way, found.since) == ("link", None)


def test_neither_token_is_in_the_record(context: Context, eva: PersonRecord) -> None:
    given = link(context, eva)
    token = redeem(context.engine, given, NOW, LASTING).get_secret_value()
    with reading(context.engine) as session:
        names = ("people", "sessions", "sign_in_links", "audit")
        rows = [session.execute(text(f"select * from {it}")).all() for it in names]  # noqa: S608
    assert not any(it in repr(rows) for it in (given, token))


def test_of_twenty_who_use_a_link_at_once_one_is_signed_in(
    context: Context, eva: PersonRecord
) -> None:
    given = link(context, eva)

    def attempt(_: int) -> bool:
        try:
            redeem(context.engine, given, NOW, LASTING)
        except LinkRefusedError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(attempt, range(20))) == 1
    assert len(sessions_of(context.engine, eva)) == 1


@pytest.mark.parametrize("given", ["", "x", "é" * 40, "\udcff", "x" * 100000])
def test_what_is_no_link_opens_nothing(context: Context, given: str) -> None:
    with pytest.raises(LinkRefusedError, match="not known"):
        redeem(context.engine, given, NOW, LASTING)


def test_a_link_ends_at_its_hour(context: Context, eva: PersonRecord) -> None:
    with pytest.raises(LinkRefusedError, match="ended on 2026-11-29 at 12:00 UTC"):
        redeem(context.engine, link(context, eva), NOW + 24 * HOUR, LASTING)


def test_only_an_administrator_makes_links_and_none_for_whoever_is_closed_out(
    context: Context, eva: PersonRecord
) -> None:
    with pytest.raises(RoleRequiredError):
        make_link(context.engine, eva, by=Actor.of("Luc", Role.PUBLISHER), at=NOW, valid=HOUR)
    closed = close(context.engine, eva.key, by=ROOT, at=NOW)
    with pytest.raises(ConflictError, match="is closed"):
        make_link(context.engine, closed, by=ROOT, at=NOW, valid=HOUR)


def test_a_session_that_nobody_uses_ends(context: Context, eva: PersonRecord) -> None:
    token = begin_session(context.engine, eva, "link", NOW, LASTING)
    signed_in(context.engine, token, NOW + HOUR, LASTING)
    signed_in(context.engine, token, NOW + 2.5 * HOUR, LASTING)
    with pytest.raises(SignInRequiredError):
        signed_in(context.engine, token, NOW + 4.5 * HOUR, LASTING)


def test_a_session_that_is_used_ends_in_the_end(context: Context, eva: PersonRecord) -> None:
    token = begin_session(context.engine, eva, "link", NOW, LASTING)
    for hours in range(8):
        signed_in(context.engine, token, NOW + hours * HOUR, LASTING)
    with pytest.raises(SignInRequiredError):
        signed_in(context.engine, token, NOW + 8 * HOUR, LASTING)


def test_signing_out_ends_this_session_and_no_other(context: Context, eva: PersonRecord) -> None:
    here, there = (begin_session(context.engine, eva, "link", NOW, LASTING) for _ in range(2))
    end(context.engine, here, NOW)
    end(context.engine, here, NOW)
    with pytest.raises(SignInRequiredError):
        signed_in(context.engine, here, NOW, LASTING)
    assert signed_in(context.engine, there, NOW, LASTING).person.name == "Eva"


def test_signing_out_everywhere_ends_every_session_and_link(
    context: Context, eva: PersonRecord
) -> None:
    given = link(context, eva)
    here, there = (begin_session(context.engine, eva, "link", NOW, LASTING) for _ in range(2))
    end_everywhere(context.engine, eva, NOW)
    for token in (here, there):
        with pytest.raises(SignInRequiredError):
            signed_in(context.engine, token, NOW, LASTING)
    with pytest.raises(LinkRefusedError):
        redeem(context.engine, given, NOW, LASTING)


def test_whoever_is_closed_out_is_out_at_once_and_stays_out(
    context: Context, eva: PersonRecord
) -> None:
    given, token = link(context, eva), begin_session(context.engine, eva, "link", NOW, LASTING)
    close(context.engine, eva.key, by=ROOT, at=NOW)
    open_again(context.engine, eva.key, by=ROOT, at=NOW)
    with pytest.raises(SignInRequiredError):
        signed_in(context.engine, token, NOW, LASTING)
    with pytest.raises(LinkRefusedError):
        redeem(context.engine, given, NOW, LASTING)


def test_a_role_that_is_taken_is_gone_with_the_next_request(
    context: Context, eva: PersonRecord
) -> None:
    token = begin_session(context.engine, eva, "link", NOW, LASTING)
    set_rights(context.engine, eva.key, [], organisation="VDAB", by=(ROOT, NOW))
    assert signed_in(context.engine, token, NOW, LASTING).actor.grants == frozenset()


def test_a_session_knows_when_the_person_was_here_before(
    context: Context, eva: PersonRecord
) -> None:
    first = begin_session(context.engine, eva, "link", NOW, LASTING)
    signed_in(context.engine, first, NOW + HOUR, LASTING)
    again = redeem(context.engine, link(context, eva), NOW + 3 * HOUR, LASTING)
    assert signed_in(context.engine, again, NOW + 3 * HOUR, LASTING).since == NOW + HOUR


def test_a_write_needs_the_token_of_its_own_session(context: Context, eva: PersonRecord) -> None:
    one, other = (
        signed_in(
            context.engine, begin_session(context.engine, eva, "link", NOW, LASTING), NOW, LASTING
        )
        for _ in range(2)
    )
    assert one.is_mine(one.csrf)
    assert not any(one.is_mine(it) for it in ("", other.csrf, "\udcff", one.csrf[:-1]))


@pytest.mark.parametrize("token", ["", "x", "\udcff", "x" * 100000])
def test_what_is_no_session_is_signed_out(context: Context, token: str) -> None:
    with pytest.raises(SignInRequiredError):
        signed_in(context.engine, SecretStr(token), NOW, LASTING)


def test_the_first_person_may_do_everything_and_is_added_once(context: Context) -> None:
    given = first_link(context.engine, "root", NOW)
    assert given
    assert first_link(context.engine, "root", NOW) is None
    token = redeem(context.engine, given.get_secret_value(), NOW, LASTING)
    assert signed_in(context.engine, token, NOW, LASTING).actor.roles == frozenset(Role)
