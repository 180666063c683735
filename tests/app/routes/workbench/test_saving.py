"""The concept editor when things go wrong: nothing typed is lost, and nothing happens twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.people import set_rights
from app.auth.roles import Grant, Role
from app.editing.viewing import view_of
from taxonomy.vocabulary import Predicate
from tests.app.editing.scene import desk as desk_of
from tests.app.editing.scene import with_release
from tests.app.routes.workbench.desk import ROOT, Desk, person, workbench

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

SLAGER = "/workbench/concepts/u10"
SET = "/workbench/concepts/cs1"


@pytest.fixture
def eva(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_release)
    return Desk.of(context, workbench(context, client), person(context, "Eva", Grant(Role.EDITOR)))


def hidden(desk: Desk, path: str) -> dict[str, str]:
    """What the editor's form sends unseen."""
    page = desk.get(path).text
    found = dict(re.findall(r'type="hidden" name="(seen|once)" value="([^"]*)"', page))
    assert set(found) == {"seen", "once"}
    return found


def changesets(desk: Desk) -> set[str]:
    return set(re.findall(r"/workbench/changesets/(\d+)", desk.get("/workbench/changesets").text))


def test_a_code_that_nobody_knows_is_told_at_its_field_and_all_that_was_typed_stays(
    context: Context, eva: Desk
) -> None:
    told: dict[str, Any] = {
        **hidden(eva, SET),
        "label.preferred.nl": "Hout & <b>meer",
        "link.member.asked": "1",
        "link.member": ["s1"],
        "link.member.add": "SK-2 SK-99, <i>",
        "notations": "isco-08",
        "why": "more",
    }
    page = eva.post(SET, **told)
    assert page.status_code == 422
    text = unescape(page.text)
    assert "The draft knows no code or id “SK-99”" in text
    assert 'name="link.member.add" type="search"' in text
    assert re.search(r'name="link\.member\.add"[^>]*value="SK-99 &lt;i&gt;"[^>]*invalid', page.text)
    assert "Hout &amp; &lt;b&gt;meer" in page.text
    assert "isco-08</textarea>" in page.text
    assert 'value="s2" checked' in page.text
    assert changesets(eva) == set()
    mended = told | {"link.member": ["s1", "s2"], "link.member.add": "SK-3", "notations": "a 1"}
    assert eva.post(SET, **mended).status_code == 303
    (key,) = changesets(eva)
    assert view_of(desk_of(context), int(key)).get("cs1").targets(Predicate.MEMBER) == [
        *("s1", "s2", "s3")
    ]


def test_a_form_that_is_sent_twice_makes_one_change(eva: Desk) -> None:
    told: dict[str, Any] = {**hidden(eva, SLAGER), "label.preferred.nl": "Vleesbewerker"}
    first, second = (eva.post(SLAGER, **told).headers["location"] for _ in range(2))
    assert first == second
    later = eva.post(SLAGER, **told | {"label.preferred.nl": "Vleesmeester"})
    assert (later.status_code, "Vleesmeester" in later.text) == (409, True)
    begun = [
        eva.post("/workbench/concepts", kind="skill", once="m2").headers["location"] for _ in "ab"
    ]
    assert begun[0] == begun[1]
    assert len(changesets(eva)) == 2


def test_whose_role_was_taken_away_meanwhile_is_told_and_keeps_what_was_typed(
    context: Context, eva: Desk
) -> None:
    told: dict[str, Any] = {**hidden(eva, SLAGER), "label.preferred.nl": "Vleesbewerker"}
    by = (ROOT, datetime.now(UTC))
    set_rights(context.engine, eva.person.key, [Grant(Role.VIEWER)], organisation="", by=by)
    page = eva.post(SLAGER, **told)
    assert (page.status_code, "Vleesbewerker</textarea>" in page.text) == (403, True)
    assert "This needs the role" in page.text
    set_rights(context.engine, eva.person.key, [], organisation="", by=by)
    assert "Vleesbewerker" not in eva.post(SLAGER, **told).text
    assert changesets(eva) == set()


def test_a_preview_is_the_public_page_of_what_the_changeset_makes(
    context: Context, eva: Desk
) -> None:
    told = {**hidden(eva, SLAGER), "label.preferred.nl": "Vlees <b>bewerken"}
    assert "Preview of Competent 3.11" in eva.get("/workbench/preview/0/concepts/OP-10").text
    eva.post(SLAGER, **told)
    (key,) = changesets(eva)
    at = f"/workbench/preview/{key}/concepts/OP-10"
    page = eva.get(f"{at}?content=nl&lang=fr")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert page.headers["x-robots-tag"] == "noindex"
    assert 'name="robots" content="noindex"' in page.text
    assert "Vlees &lt;b&gt;bewerken" in page.text.split("<h1")[1][:200]
    assert f'href="/workbench/preview/{key}/concepts/CP-1' in page.text
    away = eva.get(f"/workbench/preview/{key}/kinds/profile?lang=fr")
    assert away.headers["location"] == "/competent/current/kinds/profile?lang=fr"
    assert eva.get(f"/workbench/preview/{key}/concepts/OP-99").status_code == 404
    assert (
        "Vlees"
        not in eva.service.get("/competent/current/concepts/OP-10", accept="text/html").text.split(
            "<h1"
        )[1]
    )
    assert view_of(desk_of(context), int(key)).get("u10").pref_label("nl") == "Vlees <b>bewerken"


def test_one_change_of_an_accepted_changeset_is_undone_alone(context: Context, eva: Desk) -> None:
    eva.post(SET, **hidden(eva, SET), **{"note.description.nl": "Over hout."})
    (key,) = changesets(eva)
    at, within = f"/workbench/changesets/{key}", f"{SLAGER}?changeset={key}"
    seen = re.findall(r'name="seen" value="(\w+)"', eva.get(within).text)[0]
    eva.post(SLAGER, seen=seen, changeset=key, **{"note.description.nl": "Verkoopt worst."})
    etag = unescape(re.findall(r'name="etag" value="([^"]+)"', eva.get(at).text)[0])
    assert eva.post(f"{at}/moves", etag=etag, move="accept").status_code == 303
    assert "Undo only the change of OP-10" in eva.get(at).text
    undone = eva.post(f"{at}/moves", move="undo", concept="u10").headers["location"]
    changes = view_of(desk_of(context), int(undone.rpartition("/")[2])).changes
    assert set(changes) == {"u10"}
