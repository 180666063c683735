"""The screens of digital skills: ticked, looked at, taken into a changeset; frameworks side by side."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from app.auth.roles import Grant, Role
from tests.app.assigning.scene import (
    with_competent_alone,
    with_everything,
    with_its_framework,
)
from tests.app.editing.scene import with_release
from tests.app.routes.workbench.desk import Desk, person, workbench

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

Form = dict[str, list[str]]
AT = "/workbench/digital-skills"
HIDDEN = re.compile(r'type="hidden" name="((?:seen|had|add|remove|once)[^"]*)" value="([^"]*)"')


def desks(context: Context, client: Client) -> dict[str, Desk]:
    """Eva edits, Otto edits too, Vera looks on."""
    service = workbench(context, client)
    services = service.front.app.state.services  # type: ignore[attr-defined]
    services.library.refresh()
    services.mappings.refresh()
    roles = {"Eva": Role.EDITOR, "Otto": Role.EDITOR, "Vera": Role.VIEWER}
    return {
        name: Desk.of(context, service, person(context, name, Grant(role)))
        for name, role in roles.items()
    }


@pytest.fixture
def people(context: Context, client: Client, kept: Kept) -> dict[str, Desk]:
    kept.fill(context, with_everything)
    return desks(context, client)


def sent(page: httpx.Response) -> Form:
    """What the form of the page sends along, and what is ticked in it."""
    found: Form = {}
    for name, value in HIDDEN.findall(page.text):
        found.setdefault(name, []).append(unescape(value))
    for box in re.findall(r"<input type=\"checkbox\"[^>]*>", page.text):
        told = dict(re.findall(r'(name|value)="([^"]*)"', box))
        if " checked" in box and told["name"] != "without":
            found.setdefault(told["name"], []).append(told["value"])
    return found


def posted(desk: Desk, path: str, form: Form, **more: str) -> httpx.Response:
    return desk.send(path, urlencode({"csrf": desk.csrf, **form, **more}, doseq=True))


def test_what_is_ticked_is_looked_at_and_taken_into_a_changeset(people: dict[str, Desk]) -> None:
    eva = people["Eva"]
    matrix = eva.get(f"{AT}?evidence=1")
    assert "&lt;b&gt;Zich netjes gedragen&lt;/b&gt;" in matrix.text
    assert "2 suggestions are ticked" in matrix.text
    form = sent(matrix)
    assert form["has.p1"] == ["d1", "d2"]
    form["has.p3"] = []
    preview = posted(eva, f"{AT}/preview", form, changeset="new")
    assert "2 profiles would be otherwise" in preview.text
    told = [unescape(it) for it in re.findall(r"<(?:ins|del)>([^<]*)<", preview.text)]
    assert told == [
        "DS-1 Digitale informatie zoeken",
        "DS-2 Programmeren",
        "DS-3 <b>Zich netjes gedragen</b>",
    ]
    chosen = sent(preview) | {"kept": ["p1"]}
    made = posted(eva, AT, chosen, title="Digitaal", why="evidence", changeset="new")
    assert made.status_code == 303
    twice = posted(eva, AT, chosen, title="Digitaal", why="evidence", changeset="new")
    assert twice.headers["location"] == made.headers["location"]
    page = eva.get(made.headers["location"])
    assert "Bibliothecaris" in page.text
    assert "Zager" not in page.text
    number = made.headers["location"].rpartition("/")[2]
    row = eva.get(f"{AT}/OP-1?changeset={number}")
    assert row.text.count(' class="has" checked') == 2
    assert ' class="has" checked' not in eva.get(f"{AT}/OP-1").text


def test_who_was_second_sees_what_there_is_and_nothing_is_lost(people: dict[str, Desk]) -> None:
    eva, otto = people["Eva"], people["Otto"]
    form = sent(eva.get(f"{AT}?evidence=1"))
    seen = sent(posted(eva, f"{AT}/preview", form, changeset="new"))
    made = posted(eva, AT, seen, changeset="new", title="", why="")
    number = made.headers["location"].rpartition("/")[2]
    again = dict(seen, **{"add.p1": ["d3"]})
    met = posted(otto, AT, again, changeset=number, why="mine")
    assert met.status_code == 409
    assert "Others changed OP-1 since you read it" in met.text
    assert "mine</textarea>" in met.text
    assert posted(otto, AT, sent(met), changeset=number, why="mine").status_code == 303
    row = otto.get(f"{AT}/p1?changeset={number}")
    assert row.text.count(' class="has" checked') == 3
    nothing = posted(otto, AT, {"seen.p1": ["0" * 64]}, changeset="new")
    assert nothing.status_code == 422
    assert posted(otto, AT, seen, changeset="x").status_code == 404
    for profile, skill in (("p9", "d1"), ("p1", "p2"), ("p5", "d1"), ("p1", "<b>" * 9)):
        bad = {f"seen.{profile}": ["1"], f"has.{profile}": [skill]}
        assert posted(otto, f"{AT}/preview", bad).status_code in (404, 422)


def test_all_suggestions_of_all_pages_are_looked_at_at_once(people: dict[str, Desk]) -> None:
    page = people["Eva"].get(f"{AT}/preview?evidence=2&q=OP-1")
    assert "1 profile would be otherwise" in page.text
    assert sent(page)["add.p1"] == ["d2"]
    assert "Nothing would change" in people["Eva"].get(f"{AT}/preview?evidence=9").text


def test_a_row_tells_its_reasons_with_links(people: dict[str, Desk]) -> None:
    page = people["Vera"].get(f"{AT}/OP-1").text
    assert 'href="/workbench/concepts/s1"' in page
    assert 'href="/esco/1.2.0/concepts/e2"' in page
    assert "1 of 2 neighbours" in page
    assert "Preview what changes" not in page
    assert "suggested by evidence" in page
    assert people["Vera"].get(f"{AT}/OP-5").status_code == 422


def test_frameworks_stand_side_by_side(people: dict[str, Desk]) -> None:
    vera = people["Vera"]
    assert "2.2, 3.0" in vera.get("/workbench/frameworks").text
    digcomp = vera.get("/workbench/frameworks/digcomp").text
    assert "<del>Netiquette</del>" in digcomp
    assert "1 is called otherwise" in digcomp
    soft = vera.get("/workbench/frameworks/soft-skills").text
    assert "outside the transversal skills" in soft
    assert "mapping_set" not in soft
    assert "/workbench/mappings/competent-3.11--esco-1.2.0/concept?id=o1" in soft
    alone = vera.get("/workbench/frameworks/soft-skills?ground=only-right").text
    assert "show empathy" in alone
    assert "Overtuigen" not in alone
    at = "/workbench/frameworks/digital-skills"
    assert 'href="/workbench/concepts/d2">Record the number' in vera.get(at).text
    assert vera.get("/workbench/frameworks/digcomp?right=9.9").status_code == 404


def test_numbers_that_were_read_from_names_are_recorded(people: dict[str, Desk]) -> None:
    eva, at = people["Eva"], "/workbench/frameworks/digital-skills"
    page = eva.get(at)
    told = dict(re.findall(r'name="((?:seen|number)\.d2)" value="([^"]+)"', page.text))
    form = {**{name: [it] for name, it in told.items()}, "version": ["2.2"], "once": ["a" * 32]}
    chosen = form | {"skill": ["d2"], "changeset": ["new"]}
    made = posted(eva, f"{at}/numbers", chosen)
    assert "DigComp 2.2 3.4" in eva.get(made.headers["location"]).text
    again = posted(eva, f"{at}/numbers", chosen)
    assert again.headers["location"] == made.headers["location"]
    assert posted(eva, f"{at}/numbers", form).status_code == 422


def test_what_is_missing_is_said_with_what_brings_it(
    context: Context, client: Client, kept: Kept
) -> None:
    kept.fill(context, with_competent_alone)
    vera = desks(context, client)["Vera"]
    page = vera.get(AT).text
    assert "DigComp is not served here" in page
    assert "there is no evidence" in page
    for name in ("digcomp", "soft-skills", "digital-skills"):
        found = vera.get(f"/workbench/frameworks/{name}")
        assert found.status_code == 200
        assert "competent import" in found.text
    assert "No profile fits" in vera.get(f"{AT}?q=nobody").text


def test_a_release_without_digital_skills_says_where_they_come_from(
    context: Context, client: Client, kept: Kept
) -> None:
    kept.fill(context, with_release)
    vera = desks(context, client)["Vera"]
    assert "This release holds no digital skills" in vera.get(AT).text
    assert "This release holds no digital skills" in vera.get(f"{AT}/OP-10").text


def test_a_preview_shows_mappings(people: dict[str, Desk]) -> None:
    page = people["Eva"].get("/workbench/preview/0/concepts/SK-1?lang=en").text
    assert "search databases" in page
    assert "See it as a picture, with reasons" in page


def test_a_preview_shows_the_circle_of_digcomp(
    context: Context, client: Client, kept: Kept
) -> None:
    kept.fill(context, with_its_framework)
    eva = desks(context, client)["Eva"]
    assert "In the circle of DigComp" in eva.get("/workbench/preview/0/concepts/OP-2?lang=en").text
    assert "circle of DigComp" not in eva.get("/workbench/preview/0/concepts/OP-1?lang=en").text
