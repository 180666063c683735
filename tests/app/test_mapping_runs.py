"""Long work on mappings: it is told how far it is, it can be stopped, and it goes on where it stopped."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor, Role
from app.db import audit
from app.db.session import reading
from app.mapping_runs import working
from app.mapping_runs.starting import (
    Suggesting,
    run_of,
    runs_of,
    start_suggesting,
    start_upgrade,
    stop,
)
from app.mapping_runs.working import work
from app.mapping_sets import stored_set
from app.refusals import RoleRequiredError
from app.upgrading.listing import upgrade_of
from app.upgrading.opening import Asked
from taxonomy.errors import ConflictError, InvalidQueryError, ReleaseNotFoundError
from taxonomy.mapping import Side
from taxonomy.vocabulary import MappingState
from tests.app.mapping_review.scene import EVA, NAME, NOW, with_draft
from tests.app.upgrading import scene as upgrade

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept

WANTED = Suggesting(Side("competent", "3.8"), Side("esco", "1.0.3"))


@pytest.fixture
def held(context: Context, kept: Kept) -> Context:
    kept.fill(context, with_draft)
    return context


def suggested(context: Context) -> int:
    return sum(it.state is MappingState.SUGGESTED for it in stored_set(context.engine, NAME)[1])


def test_a_run_suggests_and_is_told_how_far_it_came(held: Context) -> None:
    before = suggested(held)
    started = start_suggesting(held.engine, WANTED, EVA, NOW)
    assert (started.state, started.alive, started.name) == ("running", True, NAME)
    assert work(held.engine, started.key) == "done"
    (found,) = runs_of(held.engine, NOW)
    assert (found.state, found.done, found.total, found.alive) == ("done", 5, 5, False)
    made = found.result["suggested"] + found.result["nothing"]
    assert made == suggested(held) - before > 0
    with reading(held.engine) as session:
        acts = audit.entries(session, audit.Sought(act="mapping-run-started"), limit=2)
    assert [(it.act.actor, it.act.organisation, it.act.about_id) for it in acts] == [
        ("Eva", "VDAB", NAME)
    ]


def test_a_run_is_stopped_and_goes_on_where_it_stopped(
    held: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "_EVERY", 0.0)
    monkeypatch.setattr("app.suggestion_runs.BLOCK", 1)
    started = start_suggesting(held.engine, WANTED, EVA, NOW)
    with pytest.raises(ConflictError, match="Eva started the same"):
        start_suggesting(held.engine, WANTED, Actor.of("Jo", Role.MAPPER), NOW)
    assert stop(held.engine, started.key, EVA, NOW).stopping
    assert work(held.engine, started.key) == "stopped"
    with pytest.raises(ConflictError, match="stopped"):
        stop(held.engine, started.key, EVA, NOW)
    again = start_suggesting(held.engine, WANTED, EVA, NOW)
    assert work(held.engine, again.key) == "done"
    assert run_of(held.engine, again.key, NOW).result["concepts"] == 5


def test_a_run_whose_process_was_killed_gives_way_to_the_next(held: Context) -> None:
    lost = start_suggesting(held.engine, WANTED, EVA, NOW)
    later = NOW + timedelta(minutes=6)
    assert not run_of(held.engine, lost.key, later).alive
    start_suggesting(held.engine, WANTED, EVA, later)
    assert run_of(held.engine, lost.key, later).state == "stopped"


def test_the_time_that_is_left_follows_from_what_was_counted(held: Context) -> None:
    started = start_suggesting(held.engine, WANTED, EVA, NOW)
    assert started.seconds_left is None
    progress = working.Progress(held.engine, started.key)
    progress(2, 8)
    assert run_of(held.engine, started.key, NOW).seconds_left is None
    working.Progress(held.engine, started.key)(4, 8)
    assert run_of(held.engine, started.key, NOW).seconds_left == 0


@pytest.mark.parametrize(
    ("wanted", "who", "error"),
    [
        (WANTED, Actor.of("Vic", Role.VIEWER), RoleRequiredError),
        (WANTED._replace(subject=Side("competent", "9.9")), EVA, ReleaseNotFoundError),
        (WANTED._replace(object=Side("nowhere", "1")), EVA, ReleaseNotFoundError),
        (WANTED._replace(object=Side("competent", "3.8")), EVA, InvalidQueryError),
        (WANTED._replace(most=21), EVA, InvalidQueryError),
    ],
)
def test_what_cannot_be_done_is_not_begun(
    held: Context, wanted: Suggesting, who: Actor, error: type[Exception]
) -> None:
    with pytest.raises(error):
        start_suggesting(held.engine, wanted, who, NOW)
    assert runs_of(held.engine, NOW) == []


def test_an_upgrade_is_opened_by_a_run_in_the_name_of_who_asked(
    context: Context, kept: Kept
) -> None:
    kept.fill(context, upgrade.with_releases)
    asked = Asked(scheme="esco", version="1.1.1")
    with pytest.raises(ReleaseNotFoundError):
        start_upgrade(context.engine, Asked(scheme="esco", version="9.9"), EVA, NOW)
    started = start_upgrade(context.engine, asked, EVA, NOW)
    assert work(context.engine, started.key) == "done"
    found = upgrade_of(context.engine, started.name)
    assert (found.created_by, run_of(context.engine, started.key, NOW).result["items"]) == (
        "Eva",
        found.items,
    )
    with reading(context.engine) as session:
        (act,) = audit.entries(session, audit.Sought(act="upgrade-opened"), limit=2)
    assert (act.act.actor, act.act.organisation) == ("Eva", "VDAB")
