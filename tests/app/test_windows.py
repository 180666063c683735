"""The window of a candidate: how its end moves, and what happens when it is over."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from pydantic import SecretStr

from app import due, publishing, sealing
from app.auth.roles import Actor
from app.context import Context
from app.db import audit
from app.db.audit import Sought
from app.db.session import reading, writing
from app.db.tables import DeliveryRow, WebhookRow
from app.due import publish_due
from app.importing import Delivery, import_reading
from app.publishing import publish, publish_candidate
from app.rebuilding import rebuild
from app.verifying import verify
from app.windows import LONGEST_DAYS, proposed_end, require_day, reschedule
from app.withdrawing import abandon, withdraw
from taxonomy.errors import ConflictError, InvalidQueryError
from taxonomy.findings import Finding, Severity
from taxonomy.model import Rescheduled
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app.serving import serving
from tests.build import concept
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.archive import Archive
    from app.db.audit import Act
    from taxonomy.model import Release
    from tests.app.kept import Kept

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
NEXT = ("competent", "3.9")
PROMISED = date(2026, 4, 20)
THEN = NOON.replace(month=4, day=20, hour=0)
PAULA, OTTO = Actor("Paula"), Actor("Otto")
WHY = ("De VDAB vraagt meer tijd.", False)


def shown(context: Context) -> None:
    for version, concepts in (("3.8", [BUTCHER]), ("3.9", [BUTCHER, BAKER])):
        import_reading(context.engine, Delivery(scheme="competent", version=version), concepts)
        if version == "3.8":
            publish(context, ("competent", version), at=NOON)
    publish_candidate(context, NEXT, at=NOON, planned_for=PROMISED, by=PAULA)


@pytest.fixture
def standing(context: Context, kept: Kept) -> Context:
    """3.8 is current, 3.9 a candidate until 20 April."""
    kept.fill(context, shown)
    return context


@pytest.fixture
def emptied(standing: Context, tmp_path: Path) -> Iterator[Context]:
    """The same archive beside an empty record."""
    home = {"home": tmp_path / "other", "archive_url": standing.settings.archive_address}
    settings = standing.settings.model_copy(update=home | {"database_url": SecretStr("")})
    opened = Context.open(settings)
    yield opened
    opened.engine.dispose()


def acts(context: Context, act: str) -> list[Act]:
    with reading(context.engine) as session:
        return [it.act for it in audit.entries(session, Sought(act=act), limit=10)]


def listening(context: Context) -> None:
    """A webhook that is told of everything."""
    with writing(context.engine) as session:
        row = WebhookRow(url="https://example.org/", schemes=[], created_at=NOON)
        row.secret = row.old_secret = row.disabled = ""
        session.add(row)


def messages(context: Context) -> list[Any]:
    with reading(context.engine) as session:
        rows = session.query(DeliveryRow).order_by(DeliveryRow.key).all()
        return [orjson.loads(it.body) for it in rows]


def test_a_day_is_moved_with_its_reason_and_told_everywhere(standing: Context) -> None:
    listening(standing)
    later = PROMISED + timedelta(days=14)
    moved = reschedule(standing, NEXT, later, why=WHY, at=EVENING, by=OTTO)
    at = EVENING.replace(microsecond=0)
    assert (moved.planned_for, moved.rescheduled) == (later, Rescheduled(at, PROMISED, WHY[0]))
    (act,) = acts(standing, "candidate-rescheduled")
    days = [{"planned_for": it.isoformat()} for it in (PROMISED, later)]
    assert (act.actor, act.before, act.after, act.why) == ("Otto", *days, WHY[0])
    (told,) = messages(standing)
    assert (told["type"], told["data"]["planned_for"]) == ("release.rescheduled", "2026-05-04")
    with serving(standing) as client:
        releases = "/v1/schemes/competent/releases"
        found = client.get(f"{releases}/candidate").json()
        assert found["rescheduled"]["from"] == "2026-04-20"
        assert (found["candidate_since"], found["planned_for"]) == (
            "2026-03-16T12:00:00Z",
            "2026-05-04",
        )
        current = client.get(f"{releases}/current/concepts/OP-10")
        assert current.headers["deprecation"] == "@1777852800"  # 4 May 2026, 00:00 UTC
        atom = client.get("/v1/schemes/competent/feed.atom").text
        assert "A candidate since 2026-03-16, to become current on 2026-05-04." in atom
        assert f"from 2026-04-20: {WHY[0]}" in atom
        catalogue = client.get("/archive/catalog.ttl").text
        assert "Kandidaat sinds 2026-03-16. Wordt de huidige uitgave op 2026-05-04." in catalogue
        page = client.get("/archive/competent/3.9/?lang=en", accept="text/html").text
        assert WHY[0] in page


def test_each_move_is_a_message_of_its_own_and_the_same_day_is_none(standing: Context) -> None:
    listening(standing)
    for days in (14, 14, 28):
        day = PROMISED + timedelta(days=days)
        reschedule(standing, NEXT, day, why=WHY, at=EVENING, by=OTTO)
    assert [it["data"]["planned_for"] for it in messages(standing)] == ["2026-05-04", "2026-05-18"]
    assert len(acts(standing, "candidate-rescheduled")) == 2


def test_an_earlier_day_needs_to_be_meant(standing: Context) -> None:
    sooner = PROMISED - timedelta(days=7)
    with pytest.raises(ConflictError, match="were promised 2026-04-20, and 2026-04-13 is earlier"):
        reschedule(standing, NEXT, sooner, why=WHY, at=EVENING, by=OTTO)
    assert standing.catalogue()[-1].planned_for == PROMISED
    moved = reschedule(standing, NEXT, sooner, why=(WHY[0], True), at=EVENING, by=OTTO)
    assert moved.planned_for == sooner


@pytest.mark.parametrize(
    ("day", "reason", "match"),
    [
        (NOON.date() - timedelta(days=1), WHY[0], "2026-03-15 is over"),
        (NOON.date() + timedelta(days=LONGEST_DAYS + 1), WHY[0], "367 days away"),
        (date.max, WHY[0], "days away"),
        (PROMISED + timedelta(days=1), "  ", "a reason has 1 to"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    standing: Context, day: date, reason: str, match: str
) -> None:
    with pytest.raises(InvalidQueryError, match=match):
        reschedule(standing, NEXT, day, why=(reason, True), at=NOON, by=OTTO)
    assert acts(standing, "candidate-rescheduled") == []


def test_only_a_candidate_has_a_window(standing: Context) -> None:
    with pytest.raises(ConflictError, match=r"3\.8 is no candidate"):
        reschedule(standing, ("competent", "3.8"), PROMISED, why=WHY, at=NOON, by=OTTO)
    with pytest.raises(ConflictError, match="is a candidate already: move its day, and say why"):
        publish_candidate(standing, NEXT, at=NOON, planned_for=PROMISED + timedelta(days=1))


def test_becoming_current_before_the_day_needs_a_reason_and_tells_it(
    standing: Context, emptied: Context
) -> None:
    with pytest.raises(InvalidQueryError, match="until 2026-04-20: say why"):
        publish(standing, NEXT, at=EVENING)
    listening(standing)
    released = publish(standing, NEXT, at=EVENING, by=OTTO, why="Een dringende code.")
    at = EVENING.replace(microsecond=0)
    assert released.rescheduled == Rescheduled(at, PROMISED, "Een dringende code.")
    (act, _) = acts(standing, "release-published")
    assert (act.actor, act.why) == ("Otto", "Een dringende code.")
    assert act.before == {"planned_for": "2026-04-20", "planned_by": "Paula"}
    (told,) = messages(standing)
    assert told["data"]["rescheduled"] == {
        "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "from": "2026-04-20",
        "reason": "Een dringende code.",
    }
    assert list(verify(standing.engine, standing.archive)) == []
    rebuild(emptied.engine, emptied.archive)
    assert emptied.catalogue() == standing.catalogue()


def test_giving_a_candidate_up_needs_a_reason_and_tells_it_once(standing: Context) -> None:
    listening(standing)
    with pytest.raises(InvalidQueryError, match="a reason has"):
        abandon(standing, NEXT, at=EVENING)
    assert standing.catalogue()[-1].status is ReleaseStatus.CANDIDATE
    for _ in range(2):
        abandon(standing, NEXT, at=EVENING, reason="De links kloppen niet.", by=OTTO)
    (told,) = messages(standing)
    assert told["type"] == "release.abandoned"
    assert told["data"]["abandonment"] == "De links kloppen niet."
    (act,) = acts(standing, "candidate-abandoned")
    assert (act.actor, act.why) == ("Otto", "De links kloppen niet.")


def test_what_is_due_becomes_current_by_the_process_on_the_plan_of_a_person(
    standing: Context,
) -> None:
    assert list(publish_due(standing, at=THEN - timedelta(seconds=1))) == []
    (found,) = publish_due(standing, at=THEN)
    assert (found.done, found.release.status) == (True, ReleaseStatus.PUBLISHED)
    (act, _) = acts(standing, "release-published")
    assert (act.actor, act.before) == (
        "competent",
        {"planned_for": "2026-04-20", "planned_by": "Paula"},
    )
    assert list(publish_due(standing, at=THEN)) == []
    assert list(verify(standing.engine, standing.archive)) == []


def test_who_moved_the_day_last_is_who_planned_it(standing: Context) -> None:
    later = PROMISED + timedelta(days=1)
    reschedule(standing, NEXT, later, why=WHY, at=EVENING, by=OTTO)
    assert list(publish_due(standing, at=THEN)) == []
    assert [it.done for it in publish_due(standing, at=THEN + timedelta(days=1))] == [True]
    assert acts(standing, "release-published")[0].before["planned_by"] == "Otto"


def test_a_finding_that_blocks_leaves_the_candidate_where_it_is(
    standing: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = Finding(severity=Severity.ERROR, code="label-missing", message="a later check finds it")
    monkeypatch.setattr(due, "checks", type("Stricter", (), {"run": lambda *_: [error]}))
    (found,) = publish_due(standing, at=THEN)
    assert (found.done, found.errors) == (False, (error,))
    assert standing.catalogue()[-1].status is ReleaseStatus.CANDIDATE


def test_what_keeps_one_candidate_back_holds_up_no_other(standing: Context) -> None:
    baker = concept("op-11", Kind.OCCUPATION, scheme="esco", nl="Bakker")
    import_reading(standing.engine, Delivery(scheme="esco", version="1.2.0"), [baker])
    publish_candidate(standing, ("esco", "1.2.0"), at=NOON, planned_for=PROMISED)
    withdraw(standing, ("competent", "3.8"), reason="wrong", at=EVENING)
    competent, esco = publish_due(standing, at=THEN)
    assert isinstance(competent.refusal, ConflictError)
    assert (competent.done, esco.done) == (False, True)


def test_two_runs_that_meet_make_it_current_once(standing: Context) -> None:
    met = threading.Barrier(2)
    found: list[due.Outcome] = []

    def run() -> None:
        met.wait()
        found.extend(publish_due(standing, at=THEN))

    runs = [threading.Thread(target=run) for _ in range(2)]
    for it in runs:
        it.start()
    for it in runs:
        it.join()
    assert sum(it.done for it in found) == 1
    assert [it.refusal for it in found] == [None] * len(found)
    assert len(acts(standing, "release-published")) == 2  # 3.8, and 3.9 once


def test_a_day_that_moves_while_a_run_is_at_it_is_kept(
    standing: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = PROMISED + timedelta(days=7)

    def moved_meanwhile(archive: Archive, release: Release) -> None:
        sealing.read_back(archive, release)
        reschedule(standing, NEXT, later, why=WHY, at=THEN, by=OTTO)

    monkeypatch.setattr(publishing, "read_back", moved_meanwhile)
    (found,) = publish_due(standing, at=THEN)
    assert (found.done, found.refusal) == (False, None)
    assert standing.catalogue()[-1].planned_for == later


def test_a_run_that_was_killed_after_the_flip_is_finished_by_the_next(standing: Context) -> None:
    assert [it.done for it in publish_due(standing, at=THEN)] == [True]
    standing.archive.remove("competent/3.9/promoted.json")
    assert list(publish_due(standing, at=THEN)) == []
    assert list(verify(standing.engine, standing.archive)) == []


def test_a_draft_is_shown_until_its_own_day_else_for_the_usual_time() -> None:
    assert proposed_end(PROMISED, NOON, 28) == PROMISED
    assert proposed_end(date(2026, 3, 15), NOON, 28) == date(2026, 4, 13)
    assert proposed_end(None, NOON, 0) is None
    require_day(NOON.date(), NOON)


def test_nothing_of_a_window_is_left_in_what_was_given_up(standing: Context) -> None:
    later = PROMISED + timedelta(days=1)
    reschedule(standing, NEXT, later, why=WHY, at=EVENING, by=OTTO)
    abandon(standing, NEXT, at=EVENING, reason="De links kloppen niet.")
    shown_again = publish_candidate(standing, NEXT, at=EVENING)
    assert (shown_again.planned_for, shown_again.rescheduled) == (None, None)
