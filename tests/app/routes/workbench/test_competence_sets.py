"""The screens of competence sets, and their API: from the board to an assignment, and what is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from app.auth.keys import add_key
from app.auth.roles import Grant, Role
from tests.app.editing.scene import EVA, with_release
from tests.app.routes.workbench.desk import Desk, field, person, workbench

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

ROOM = "/workbench/competence-sets"
AT = "/v1/editorial/competence-sets"


@pytest.fixture
def eva(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_release)
    who = person(context, "Eva", Grant(Role.EDITOR), place="VDAB")
    return Desk.of(context, workbench(context, client), who)


@pytest.fixture
def ask(context: Context, eva: Desk) -> Callable[..., Any]:
    """The API, asked with Eva's key."""
    _, key = add_key(context.engine, EVA, at=datetime.now(UTC), valid=timedelta(days=1))
    headers = {"authorization": f"Bearer {key.get_secret_value()}"}

    def asked(method: str, path: str, body: Any = None, **more: str) -> httpx.Response:
        return eva.service.ask(method, f"{AT}{path}", json=body, **headers, **more)

    return asked


def led(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["location"])


def test_a_set_is_made_filled_and_assigned_on_screen(eva: Desk) -> None:
    assert "CS-1" in eva.get(ROOM).text
    sent = {"label.nl": "<b>Snijwerk", "label.fr": "Hout", "disambiguator.nl": "vlees"}
    at = led(eva.post(ROOM, add="SK-2", changeset="new", **sent)).partition("&")[0]
    page = eva.get(at)
    assert "&lt;b&gt;Snijwerk" in page.text
    assert "<b>Snijwerk" not in page.text
    place, _, number = at.partition("?changeset=")
    led(eva.post(place, seen=field(page, "seen"), changeset=number, add="SK-1, SK-3"))
    page = eva.get(at)
    led(eva.post(place, seen=field(page, "seen"), changeset=number, remove="s3"))
    chosen = f"{place}/profiles?changeset={number}&add=OP-10&add=OP-404"
    assert "OP-404" in eva.get(chosen).text
    preview = eva.get(f"{chosen}&preview=1")
    assert "<ins>CS-2 &lt;b&gt;Snijwerk</ins>" in preview.text
    told = {"seen.u10": field(preview, "seen.u10"), "changeset": number}
    assert "#profiles" in led(eva.post(f"{place}/profiles", add="u10", **told))
    page = eva.get(f"/workbench/changesets/{number}")
    assert ("OP-10" in page.text, "CS-2" in page.text) == (True, True)
    assert "CS-2" not in eva.get(ROOM).text
    assert "CS-2" in eva.get(f"{ROOM}?changeset={number}").text


def test_the_board_is_filtered_ordered_and_never_breaks(eva: Desk) -> None:
    for query in ("q=bois", "gap=no-profiles&order=name&reverse=1", "order=gaps&page=99"):
        assert "CS-1" in eva.get(f"{ROOM}?{query}").text
    for query in ("q=%3Cscript%3Ealert", "gap=label-long"):
        page = eva.get(f"{ROOM}?{query}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<code>CS-1</code>" not in page.text
    assert eva.get(f"{ROOM}/uncovered?kind=nonsense").status_code == 200
    for path in ("/CS-404", "/SK-1", "/uncovered?profile=OP-404", "/CS-1?changeset=99"):
        assert eva.get(f"{ROOM}{path}").status_code == 404


def test_a_second_click_does_nothing_more_and_a_stale_page_nothing(eva: Desk) -> None:
    page = eva.get(f"{ROOM}/CS-1")
    seen, once = field(page, "seen"), field(page, "once")
    sent = {"seen": seen, "changeset": "new", "add": "s2", "once": once}
    at = led(eva.post(f"{ROOM}/cs1", **sent))
    assert led(eva.post(f"{ROOM}/cs1", **sent)) == at
    number = at.partition("changeset=")[2].partition("&")[0]
    given = {"add": "u10", "changeset": "new", "once": "given"}
    assert led(eva.post(f"{ROOM}/cs1/profiles", **given)) == led(
        eva.post(f"{ROOM}/cs1/profiles", **given)
    )
    new = {"label.nl": "Nieuw", "changeset": "new", "once": "made"}
    assert led(eva.post(ROOM, **new)) == led(eva.post(ROOM, **new))
    assert eva.post(f"{ROOM}/cs1", seen=seen, changeset=number, add="s3").status_code == 412
    assert eva.post(f"{ROOM}/cs1", seen="", changeset=number, add="s3").status_code == 412
    assert eva.post(f"{ROOM}/cs1", seen=seen, changeset="x", add="s3").status_code == 404


def test_who_only_looks_is_offered_nothing_to_change(context: Context, eva: Desk) -> None:
    who = person(context, "Vera", Grant(Role.VIEWER))
    vera = Desk.of(context, eva.service, who)
    for path in ("", "/CS-1", "/CS-1/profiles?add=OP-10&preview=1"):
        page = vera.get(f"{ROOM}{path}").text
        assert "CS-1" in page
        assert not re.findall(
            r'method="post" action="/workbench/competence-sets[^>]*>.*<button class="main"', page
        )


def test_a_screen_takes_as_many_queries_whatever_it_shows(context: Context, eva: Desk) -> None:
    eva.get(ROOM)
    asked: list[str] = []
    event.listen(context.engine, "before_cursor_execute", lambda *it: asked.append(it[2]))

    def queries(path: str) -> int:
        asked.clear()
        assert eva.get(f"{ROOM}{path}").status_code == 200
        return sum(it.startswith("SELECT") for it in asked)

    assert queries("") == queries("?q=nothing") == queries("/CS-1") == 10
    assert queries("/uncovered") == 7


def test_programs_do_what_the_screens_do(ask: Callable[..., Any]) -> None:
    (line,) = ask("GET", "").json()["items"]
    assert (line["members"], line["gaps"]) == (1, [{"code": "no-profiles"}])
    body = {"labels": {"nl": "Hout"}, "members": ["SK-2"], "profiles": ["OP-10"]}
    made = ask("POST", "", body).json()
    key = made["changeset"]
    assert (made["concept"]["notation"], made["profiles"]) == ("CS-2", 1)
    assert {"code": "disambiguator-missing", "lang": "nl"} in made["gaps"]
    within = {"if_match": f'"{made["revision"]}"'}
    told = {"disambiguators": {"nl": "zagerij"}, "add": ["SK-1"], "changeset": key}
    after = ask("PATCH", "/CS-2", told, **within)
    assert after.json()["gaps"] == [
        {"code": "label-missing", "lang": "fr"},
    ]
    other = {"labels": {"nl": "Bos"}, "changeset": key}
    assert ask("PATCH", "/CS-2", other, **within).status_code == 412
    assert ask("PATCH", "/CS-2", told).status_code == 428
    beside = ask("GET", f"/CS-2?changeset={key}").json()["beside"]
    assert [(it["set"]["notation"], it["shared"], it["jaccard"]) for it in beside] == [
        ("CS-1", 1, 0.5)
    ]
    fitting = ask("GET", f"/CS-1/suggestions?changeset={key}").json()
    assert [it["concept"]["notation"] for it in fitting["profiles"]] == ["OP-10"]
    question = {"add": ["OP-10"], "changeset": key}
    shown = ask("POST", "/CS-1/assignments", question).json()
    assert (shown["applied"], [it["carries"] for it in shown["profiles"]]) == (False, [True])
    question["seen"] = {it["concept"]["id"]: it["revision"] for it in shown["profiles"]}
    question["apply"] = True
    assert ask("POST", "/CS-1/assignments", question).json()["changeset"] == key
    assert ask("POST", "/CS-1/assignments", question).status_code >= 400
    asked = f"lang=xx&label=other&lang=nl&label=hout&id=cs1&changeset={key}"
    names = ask("GET", f"/names?{asked}").json()
    assert names["names"] == [
        {
            "lang": "nl",
            "length": 4,
            "long": False,
            "doubt": "disambiguator-missing",
            "others": names["names"][0]["others"],
        }
    ]


def test_bad_questions_are_told_as_problems(ask: Callable[..., Any]) -> None:
    for method, path, body in (
        ("GET", "?cursor=nonsense", None),
        ("GET", "?order=nonsense", None),
        ("GET", "/names?" + "&".join("lang=nl" for _ in range(9)), None),
        ("GET", "/uncovered?sector=none", None),
        ("POST", "", {"labels": {}}),
        ("POST", "", {"labels": {"xx": "A"}}),
        ("POST", "", {"labels": {"nl": "A"}, "members": ["SK-1"] * 2001}),
        ("POST", "/CS-1/assignments", {"seen": {"u10": "x"}}),
        ("POST", "/CS-404/assignments", {"add": ["OP-10"]}),
    ):
        answer = ask(method, path, body)
        assert answer.status_code in (400, 404, 422), (path, body)
        assert answer.json()["code"]
