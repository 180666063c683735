"""Many translations at once on screen: approved after a look, undone, filled in, assigned."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Grant, Role
from app.importing import Delivery, import_reading
from app.publishing import publish
from app.reviewing.acting import submit
from app.reviewing.review import Review
from taxonomy.reviewing.states import State
from taxonomy.vocabulary import Kind
from tests.app.reviewing.scene import CUT, LUC, NOW, by, concepts, name_of
from tests.app.routes.workbench.desk import Desk, person, workbench
from tests.build import concept

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

AT = "/workbench/translations/fr/list"
STALE, MISSING, TWIN = name_of(CUT), name_of("sk-10"), name_of("sk-11")


def with_a_twin(context: Context) -> None:
    """As the scene, with a set that is called what a skill is, in Dutch alone."""
    twin = concept("sk-11", Kind.COMPETENCE_SET, notation="CS-1", nl="Vis fileren")
    for version, skill in (("3.8", "Vlees snijden"), ("3.9", "Vlees uitbenen en snijden")):
        delivery = Delivery(scheme="competent", version=version)
        import_reading(context.engine, delivery, [*concepts(skill), twin])
        publish(context, ("competent", version), at=NOW)


@pytest.fixture
def held(context: Context, kept: Kept) -> Context:
    kept.fill(context, with_a_twin)
    return context


@pytest.fixture
def service(held: Context, client: Client) -> Client:
    return workbench(held, client)


@pytest.fixture
def fien(held: Context, service: Client) -> Desk:
    who = person(held, "Fien", Grant(Role.REVIEWER), place="Actiris")
    return Desk.of(held, service, who)


def chosen(page: str) -> list[str]:
    """The units of the boxes of a list, or of the hidden fields of a preview."""
    return [unescape(it) for it in re.findall(r'name="unit" value="([^"]*)"', page)]


def states(context: Context) -> dict[str, State]:
    board = Review(context.engine).now()
    return {it: board.get(it).state for it in (STALE, MISSING, TWIN)}


def test_many_are_approved_after_a_look_and_taken_back(held: Context, fien: Desk) -> None:
    submit(Review(held.engine), STALE, by(LUC), text="Désosser <b>et</b> couper")
    fien.post(f"/workbench/translations/fr/{MISSING}", act="submit", text="Vendre", etag="*")
    boxes = chosen(fien.get(f"{AT}?state=review").text)
    assert len(boxes) == 2
    shown = fien.post(f"{AT}?state=review", act="preview", unit=boxes).text
    assert "1 text would be approved" in shown
    assert "<ins>Désosser &lt;b&gt;et&lt;/b&gt; couper</ins>" in shown
    assert "you wrote it, so somebody else approves it" in shown
    assert states(held)[STALE] is State.REVIEW
    done = fien.post(f"{AT}?state=review", act="approve", unit=chosen(shown))
    assert done.status_code == 303
    assert states(held) == {
        STALE: State.APPROVED,
        MISSING: State.REVIEW,
        TWIN: State.MISSING,
    }
    page = fien.get(done.headers["location"]).text
    assert re.search(r"Approved:\s*<strong>1</strong>", page)
    hidden = chosen(page[: page.index('value="undo"')])
    assert len(hidden) == 1
    fien.post(f"{AT}?state=review", act="undo", unit=hidden)
    assert states(held)[STALE] is State.REVIEW


def test_all_or_nothing_where_somebody_was_first(held: Context, fien: Desk) -> None:
    boxes = chosen(fien.get(f"{AT}?state=stale").text)
    submit(Review(held.engine), STALE, by(LUC), text="Désosser")
    answer = fien.post(f"{AT}?state=stale", act="approve", unit=boxes)
    assert (answer.status_code, "last by Luc Maes" in answer.text) == (412, True)
    again = fien.post(f"{AT}?state=review", act="preview", unit=boxes).text
    assert "somebody changed it meanwhile" in again
    assert states(held)[STALE] is State.REVIEW
    for nothing in ([], ["nonsense"], ["'; drop table 1"]):
        sent = fien.post(AT, act="preview", unit=nothing)
        assert sent.status_code in (404, 422)
    assert fien.post(AT, act="nonsense").status_code == 422


def test_what_is_known_is_filled_in_and_counts_as_nothing_read(held: Context, fien: Desk) -> None:
    path = f"{AT}?state=missing"
    shown = fien.post(path, act="look-up", all="yes").text
    assert "For 1 of 2 a text is known" in shown
    assert "Fileter du poisson" in shown
    assert states(held)[TWIN] is State.MISSING
    fien.post(path, act="prefill", unit=chosen(shown))
    assert states(held)[TWIN] is State.MACHINE
    assert not Review(held.engine).now().texts.is_draft
    assert "memory SK-2" not in fien.get(f"{AT}?state=machine").text
    nothing = fien.post(path, act="look-up", all="yes").text
    assert "For 0 of 1 a text is known" in nothing
    assert "no published mapping to ESCO is served here" in nothing


def test_many_are_assigned_and_their_queues_are_asked_for(held: Context, fien: Desk) -> None:
    given = {"to": "Luc Maes", "organisation": "Forem", "priority": "3"}
    assert fien.post(f"{AT}?state=missing", act="assign", all="yes", **given).status_code == 303
    for query in ("assignee=Luc+Maes", "organisation=Forem", "priority=3"):
        assert len(chosen(fien.get(f"{AT}?{query}").text)) == 2
    first = chosen(fien.get(f"{AT}?priority=3").text)[0]
    fien.post(AT, act="assign", unit=first, to="-")
    touch = Review(held.engine).now().get(first.partition(" ")[0]).touch
    assert (touch.assigned_to, touch.organisation, touch.priority) == ("", "Forem", 3)
    assert fien.get(f"{AT}?changeset=12").status_code == 200
    assert fien.get(f"{AT}?changeset=many").status_code == 422
