"""The schedule at the release desk: a draft is planned, a candidate moved, made current, given up, or late."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.roles import Grant, Role
from app.db import audit
from app.db.audit import Sought
from app.db.session import reading, writing
from app.db.tables import ReleaseRow
from tests.app.editing.scene import with_release
from tests.app.routes.workbench.desk import Desk, field, person, workbench

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from app.context import Context
    from app.db.audit import Act
    from tests.app.kept import Kept
    from tests.app.serving import Client

DESK = "/workbench/release"
NAMED = {"version": "3.12"}
WHY = {"reason": "Forem vraagt <b>twee</b> weken."}


def today() -> date:
    return datetime.now(UTC).date()


def ahead(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


@pytest.fixture
def paula(context: Context, client: Client, kept: Kept) -> Desk:
    """A publisher, at the draft 3.12."""
    kept.fill(context, with_release)
    made = person(context, "Paula", Grant(Role.PUBLISHER), Grant(Role.EDITOR))
    desk = Desk.of(context, workbench(context, client), made)
    desk.post(f"{DESK}/opening")
    return desk


@pytest.fixture
def shown(paula: Desk) -> Desk:
    """A publisher, at the candidate 3.12, which is to become current in 28 days."""
    seen = field(paula.get(DESK), "seen")
    done = paula.post(f"{DESK}/publication", how="candidate", seen=seen, until=ahead(28))
    assert done.headers["location"].endswith("done=candidate")
    return paula


def last(context: Context, act: str) -> Act:
    with reading(context.engine) as session:
        return audit.entries(session, Sought(act=act), limit=1)[0].act


def candidate(desk: Desk) -> dict[str, object]:
    found = desk.service.get("/v1/schemes/competent/releases/candidate")
    return dict(found.json()) if found.status_code == 200 else {}


def read(desk: Desk, path: str) -> Any:
    return desk.service.get(path, cookie=desk.cookie).json()


def sent(desk: Desk, path: str, body: Mapping[str, object]) -> httpx.Response:
    """The answer to a program that has the session of somebody."""
    return desk.service.ask("POST", path, json=body, cookie=desk.cookie, x_csrf_token=desk.csrf)


def dated(context: Context, days: int, *, shown: bool = True) -> None:
    """Let time pass: the candidate was promised, and shown, so many days before."""
    with writing(context.engine) as session:
        row = session.query(ReleaseRow).filter_by(status="candidate").one()
        assert row.published_at is not None
        assert row.planned_for is not None
        row.published_at -= timedelta(days=days if shown else 0)
        row.planned_for -= timedelta(days=days)


def test_a_draft_is_planned_and_its_candidate_due_before(context: Context, paula: Desk) -> None:
    told = {"planned": ahead(40), "reason": "Na de zomer.", "etag": field(paula.get(DESK), "etag")}
    assert paula.post(f"{DESK}/plan", **told).headers["location"].endswith("done=planned")
    act = last(context, "draft-planned")
    assert (act.actor, act.why, act.after["planned_for"]) == ("Paula", "Na de zomer.", ahead(40))
    page = paula.get(DESK).text
    assert "so that readers have 28 days" in page
    assert f'name="until" type="date" value="{ahead(40)}"' in page  # prefilled
    assert "to be shown as a candidate by" in paula.get("/workbench").text
    assert paula.post(f"{DESK}/plan", **told).status_code == 412  # somebody was first
    told["etag"] = field(paula.get(DESK), "etag")
    assert paula.post(f"{DESK}/plan", **{**told, "planned": ahead(-1)}).status_code == 422
    assert paula.post(f"{DESK}/plan", **{**told, "planned": ahead(500)}).status_code == 422


def test_notes_leave_the_plan_and_a_plan_the_notes(paula: Desk) -> None:
    paula.post(f"{DESK}/plan", planned=ahead(40), etag=field(paula.get(DESK), "etag"))
    told = {"note.nl": "Nieuw.", "etag": field(paula.get(DESK), "etag")}
    paula.post(f"{DESK}/notes", **told)
    paula.post(f"{DESK}/plan", planned=ahead(41), etag=field(paula.get(DESK), "etag"))
    page = paula.get(DESK).text
    assert "Nieuw.</textarea>" in page
    assert f'value="{ahead(41)}"' in page


def test_without_a_plan_the_usual_time_is_proposed(paula: Desk) -> None:
    page = paula.get(DESK)
    assert f'name="until" type="date" value="{ahead(28)}"' in page.text
    told = {"how": "candidate", "seen": field(page, "seen"), "until": ""}
    paula.post(f"{DESK}/publication", **told)
    assert candidate(paula)["planned_for"] == ahead(28)


@pytest.mark.parametrize(("days", "match"), [(-1, "is over"), (400, "400 days away")])
def test_a_window_that_cannot_be_is_refused(paula: Desk, days: int, match: str) -> None:
    seen = field(paula.get(DESK), "seen")
    refused = paula.post(f"{DESK}/publication", how="candidate", seen=seen, until=ahead(days))
    assert (refused.status_code, match in refused.text) == (422, True)
    assert candidate(paula) == {}


def test_a_window_does_not_end_before_the_day_of_the_draft(paula: Desk) -> None:
    paula.post(f"{DESK}/plan", planned=ahead(40), etag=field(paula.get(DESK), "etag"))
    seen = field(paula.get(DESK), "seen")
    refused = paula.post(f"{DESK}/publication", how="candidate", seen=seen, until=ahead(39))
    assert (refused.status_code, "plan the draft for another day" in refused.text) == (422, True)


def test_the_desk_tells_how_far_the_window_is(context: Context, shown: Desk) -> None:
    dated(context, 10)
    page = re.sub(r"\s+", " ", shown.get(DESK).text)
    assert "10 of 28 days are over" in page
    assert "in 18 days, on" in page
    assert "planned by Paula" in page
    shown.service.get("/v1/schemes/competent/releases/candidate/concepts/OP-10")
    assert "1 answer from it by this process" in shown.get(DESK).text


def test_a_day_moves_with_a_reason_and_nearer_only_if_it_is_meant(shown: Desk) -> None:
    assert shown.post(f"{DESK}/window", **NAMED, until=ahead(42)).status_code == 422
    moved = shown.post(f"{DESK}/window", **NAMED, **WHY, until=ahead(42))
    assert moved.headers["location"].endswith("done=rescheduled")
    assert (candidate(shown)["planned_for"]) == ahead(42)
    page = shown.get(DESK).text
    assert "Forem vraagt &lt;b&gt;twee&lt;/b&gt; weken." in page
    nearer = shown.post(f"{DESK}/window", **NAMED, **WHY, until=ahead(7))
    assert nearer.status_code == 409
    shown.post(f"{DESK}/window", **NAMED, **WHY, until=ahead(7), earlier="yes")
    assert candidate(shown)["planned_for"] == ahead(7)


def test_what_becomes_current_before_its_day_says_why(shown: Desk) -> None:
    told = {"how": "promote", **NAMED}
    assert shown.post(f"{DESK}/publication", **told).status_code == 422
    done = shown.post(f"{DESK}/publication", **told, **WHY)
    assert done.headers["location"].endswith("done=published")
    archive = shown.service.get("/archive/competent/3.12/?lang=en", accept="text/html").text
    assert "earlier than on" in archive
    assert "Forem vraagt &lt;b&gt;twee" in archive


def test_a_candidate_is_given_up_for_a_reason_and_is_a_draft_again(shown: Desk) -> None:
    assert shown.post(f"{DESK}/abandonment", **NAMED).status_code == 422
    done = shown.post(f"{DESK}/abandonment", **NAMED, **WHY)
    assert done.headers["location"].endswith("done=abandoned")
    assert candidate(shown) == {}
    assert 'name="seen"' in shown.get(DESK).text
    assert shown.post(f"{DESK}/abandonment", **NAMED, **WHY).status_code == 409


def test_whoever_comes_late_reads_it_first_and_publishes_without_a_reason(
    context: Context, shown: Desk
) -> None:
    assert "The window of 3.12 is over" not in shown.get("/workbench").text
    dated(context, 30, shown=False)  # its files stay as they were made
    for path in (DESK, "/workbench"):
        page = shown.get(path).text
        assert "The window of 3.12 is over" in page
        assert page[: page.index("The window of 3.12 is over")].count("<h2") <= 1
    done = shown.post(f"{DESK}/publication", how="promote", **NAMED)
    assert done.headers["location"].endswith("done=published")
    assert "The window of 3.12 is over" not in shown.get("/workbench").text


def test_the_current_release_is_withdrawn_beside_a_candidate(shown: Desk) -> None:
    page = shown.get(DESK).text
    assert "Withdraw 3.11" in page
    told = {"version": "3.11", "reason": "Codes <i>verwisseld</i>."}
    done = shown.post(f"{DESK}/withdrawal", **told)
    assert done.headers["location"].endswith("done=withdrawn")
    public = shown.service
    archive = public.get("/archive/competent/3.11/?lang=en", accept="text/html").text
    assert "Codes &lt;i&gt;verwisseld&lt;/i&gt;." in archive
    pinned = public.get("/v1/schemes/competent/releases/3.11/concepts/OP-10")
    assert pinned.headers["x-release-status"] == "withdrawn"
    assert "deprecation" in pinned.headers
    assert "(withdrawn)" in public.get("/v1/schemes/competent/feed.atom").text
    assert public.get("/archive/competent/3.11/withdrawn.json").json()["reason"] == told["reason"]


def test_programs_do_the_same(context: Context, paula: Desk) -> None:
    made = person(context, "Pia", Grant(Role.PUBLISHER))
    pia = Desk.of(context, workbench(context, paula.service), made)
    api, at = "/v1/editorial/drafts/competent", "/v1/editorial/releases/competent/3.12/moves"
    seen = read(pia, api)["digest"]
    refused = sent(pia, f"{api}/publication", {"shown_as": "candidate", "seen": "x"})
    assert refused.status_code == 412
    asked = {"shown_as": "candidate", "seen": seen, "until": ahead(20)}
    made_public = sent(pia, f"{api}/publication", asked).json()
    assert (made_public["status"], made_public["planned_for"]) == ("candidate", ahead(20))
    (plan,) = read(pia, f"{api}/readiness")["plans"]
    assert (plan["planned_by"], plan["days_left"], plan["due"]) == ("Pia", 20, False)
    move = {"move": "reschedule", "until": ahead(30), **WHY}
    assert sent(pia, at, move).json()["rescheduled"]["from"] == ahead(20)
    for wrong in ({"move": "reschedule", **WHY}, {"move": "abandon", "until": ahead(1)}):
        assert sent(pia, at, wrong).status_code == 422
    assert sent(pia, at, {"move": "promote"}).status_code == 422
    promoted = sent(pia, at, {"move": "promote", **WHY}).json()
    assert (promoted["status"], promoted["rescheduled"]["from"]) == ("published", ahead(30))
    assert sent(pia, at, {"move": "abandon", **WHY}).status_code == 409
    withdrawn = sent(pia, at, {"move": "withdraw", **WHY}).json()
    assert withdrawn["withdrawal"] == WHY["reason"]
    assert last(context, "release-withdrawn").actor == "Pia"
