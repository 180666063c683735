"""The screens of mapping review: one concept after another, two people at once, lists."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor, Grant, Role
from app.db import audit, mapping_sets
from app.db.session import reading
from app.mapping_runs.starting import Suggesting, start_suggesting
from app.mapping_runs.working import work
from app.mapping_sets import publish_set, stored_set
from app.mentioning import mentions_of
from taxonomy.mapping import Side
from tests.app.mapping_review.scene import (
    EVA,
    NAME,
    NOW,
    case,
    choose,
    occupation,
    pick,
    with_draft,
)
from tests.app.routes.workbench.desk import Desk, person, workbench

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

AT = f"/workbench/mappings/{NAME}"


@pytest.fixture
def held(context: Context, kept: Kept) -> Context:
    kept.fill(context, with_draft)
    return context


@pytest.fixture
def mapper(held: Context, client: Client) -> Desk:
    who = person(held, "Fien", Grant(Role.MAPPER), place="VDAB")
    return Desk.of(held, workbench(held, client), who)


def test_the_dashboard_leads_to_what_is_to_be_judged_and_the_editor_to_what_is_mapped(
    mapper: Desk,
) -> None:
    card = mapper.get("/workbench").text
    assert f'<a href="{AT}?queue=stale">1</a>' in card
    assert f'<a href="{AT}?queue=suggested">' in card
    decided = "".join(
        mapper.get(f"/workbench/concepts/{it}").text for it in ("OP-10", "OP-12", "OP-13", "OP-15")
    )
    assert "sawyer" in decided
    assert "No set maps it." in mapper.get("/workbench/concepts/OP-14").text


def hidden(page: str, name: str) -> str:
    """What the first hidden field of this name holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def states(context: Context, subject: str) -> list[str]:
    content = stored_set(context.engine, NAME)[1]
    return sorted(it.state.value for it in content.by_subject.get(subject, ()))


def test_a_board_counts_and_lists_what_there_is_to_do(mapper: Desk) -> None:
    assert "competent/3.8 → esco/1.0.3" in mapper.get("/workbench/mappings").text
    page = mapper.get(AT).text
    assert re.search(r"<strong>3</strong>\s*Suggested", page)
    assert "&lt;b&gt;Smid&lt;/b&gt;" in page
    assert "<b>Smid" not in page
    sure = mapper.get(f"{AT}?sure=1").text
    assert ("OP-10" in sure, "OP-13" in sure) == (True, False)


def test_who_judges_is_led_from_one_concept_to_the_next(held: Context, mapper: Desk) -> None:
    first = mapper.get(f"{AT}/concept?queue=suggested").headers["location"]
    page = mapper.get(first).text
    assert "1 / 3" in page
    answer = mapper.post(
        f"{AT}/decide",
        id="u10",
        list="queue=suggested",
        next=hidden(page, "next"),
        etag=hidden(page, "etag"),
        pick=["1", "2"],
        object_1=occupation("butcher"),
        how_1="exact",
        object_2=occupation("halal butcher"),
        how_2="narrow",
    )
    assert (answer.status_code, "id=u15" in answer.headers["location"]) == (303, True)
    assert states(held, "u10") == ["accepted", "accepted"]
    behind = mapper.get(answer.headers["location"]).text
    assert ("You decided:" in behind, "1 / 2" in behind) == (True, True)
    undone = mapper.post(f"{AT}/undo", id="u10", list="", etag=hidden(behind, "etag"))
    assert (undone.status_code, states(held, "u10")) == (303, ["suggested", "suggested"])


def test_reasons_are_told_in_the_language_of_the_reader(mapper: Desk) -> None:
    page = mapper.get(f"{AT}/concept?id=u10&lang=nl").text
    assert "beide staan in ISCO-groep 7511" in page
    assert '<span lang="en">alike: butcher</span>' in page


def test_suggestions_are_begun_and_stopped_on_the_screen(held: Context, mapper: Desk) -> None:
    page = mapper.get("/workbench/mappings").text
    assert "<option>competent/3.8" in page
    assert mapper.post("/workbench/mappings/runs", subject="x", object="y").status_code == 422
    run = start_suggesting(
        held.engine,
        Suggesting(Side("competent", "3.8"), Side("esco", "1.0.3")),
        EVA,
        datetime.now(UTC),
    )
    at = f"/workbench/mappings/runs/{run.key}"
    assert at in mapper.get("/workbench/mappings").text
    assert "The releases are being read" in mapper.get(at).text
    assert mapper.post(f"{at}/stop").headers["location"] == at
    assert work(held.engine, run.key) == "stopped"
    page = mapper.get(at).text
    assert ("Start it again" in page, 'value="esco/1.0.3"' in page) == (True, True)


def test_an_edition_is_published_after_a_look_at_it(held: Context, client: Client) -> None:
    roles = (Grant(Role.PUBLISHER), Grant(Role.MAPPER))
    desk = Desk.of(held, workbench(held, client), person(held, "Pia", *roles, place="Forem"))
    page = desk.get(f"{AT}/publication").text
    seen = hidden(page, "etag")
    choose(held, "u10", pick("butcher"), pick("smith"))
    assert desk.post(f"{AT}/publication", etag=seen).status_code == 412
    page = desk.get(f"{AT}/publication").text
    assert "OP-10 has 2 exact matches" in page
    answer = desk.post(f"{AT}/publication", etag=hidden(page, "etag"))
    assert answer.headers["location"] == f"{AT}/publication?done=1"
    assert stored_set(held.engine, NAME)[0].status == "published"
    assert "never changes" in desk.get(answer.headers["location"]).text
    assert desk.post(f"{AT}/publication", etag=hidden(page, "etag")).status_code == 409
    with reading(held.engine) as session:
        (entry,) = audit.entries(session, audit.Sought(act="mappings-published"), limit=2)
    assert (entry.act.actor, entry.act.organisation) == ("Pia", "Forem")


def test_one_word_for_all_stands_over_what_stands_beside_each(held: Context, mapper: Desk) -> None:
    mapper.post(
        f"{AT}/decide",
        id="u10",
        etag=case(held, "u10").etag,
        pick="1",
        object_1=occupation("butcher"),
        how_1="exact",
        how="broad",
    )
    accepted = case(held, "u10").accepted
    assert [it.predicate.value for it in accepted] == ["skos:broadMatch"]


def test_who_comes_second_sees_what_the_first_decided_and_their_own_choice(
    held: Context, mapper: Desk
) -> None:
    seen = case(held, "u10").etag
    choose(held, "u10", pick("butcher", "close"))
    answer = mapper.post(
        f"{AT}/decide", id="u10", etag=seen, pick="1", object_1=occupation("butcher"), how_1="exact"
    )
    assert answer.status_code == 412
    assert "Somebody was here before you" in answer.text
    assert "Eva" in answer.text
    assert [it.predicate.value for it in case(held, "u10").accepted] == ["skos:closeMatch"]


def test_saving_nothing_is_not_saying_that_nothing_fits(held: Context, mapper: Desk) -> None:
    etag = case(held, "u14").etag
    refused = mapper.post(f"{AT}/decide", id="u14", etag=etag)
    assert (refused.status_code, states(held, "u14")) == (422, [])
    said = mapper.post(f"{AT}/decide", id="u14", etag=etag, none="1", list="queue=unmapped")
    assert "end=1" in said.headers["location"]
    assert case(held, "u14").nothing


def test_the_last_of_a_list_leads_back_to_the_board(mapper: Desk) -> None:
    assert mapper.get(f"{AT}/concept?asked=1").headers["location"].endswith("end=1")


def test_several_are_accepted_after_a_look_at_them(held: Context, mapper: Desk) -> None:
    rows = re.findall(r'name="row" value="([^"]+)"', mapper.get(f"{AT}?sure=1").text)
    ticked = [unescape(it) for it in rows]
    look = mapper.post(f"{AT}/accept", list="sure=1", row=ticked)
    assert "2 mappings would be accepted" in look.text
    assert states(held, "u15") == ["suggested"]
    done = mapper.post(f"{AT}/accept", list="sure=1", row=ticked, sure="1")
    assert done.headers["location"].endswith("done=2")
    assert (states(held, "u10"), states(held, "u15")) == (["accepted", "rejected"], ["accepted"])


def test_one_is_accepted_at_once_or_skipped(held: Context, mapper: Desk) -> None:
    page = mapper.get(f"{AT}?sure=1").text
    one = re.search(r'name="one" value="([^"]+)"', page)
    assert one
    assert mapper.post(f"{AT}/accept", list="sure=1", one=unescape(one[1])).status_code == 303
    assert states(held, "u10") == ["accepted", "rejected"]
    etag = case(held, "u15").etag
    skipped = mapper.post(f"{AT}/put-off", id="u15", etag=etag, list="sure=1", back="1")
    assert skipped.headers["location"] == f"{AT}?sure=1"
    assert "OP-15" not in mapper.get(f"{AT}?sure=1").text


def test_a_row_that_is_none_is_refused(mapper: Desk) -> None:
    assert mapper.post(f"{AT}/accept", row="u10\tx").status_code == 422
    odd = mapper.post(f"{AT}/decide", id="u10", etag="*", pick="1", object_1="x", how_1="is")
    assert odd.status_code == 422


def test_a_question_is_asked_and_answered(held: Context, client: Client, mapper: Desk) -> None:
    peter = Desk.of(held, workbench(held, client), person(held, "Peter", Grant(Role.MAPPER)))
    asked = mapper.post(f"{AT}/ask", id="u13", text="<i>Kapper</i>?", of="Peter", list="")
    page = mapper.get(asked.headers["location"]).text
    assert "&lt;i&gt;Kapper&lt;/i&gt;?" in page
    assert '<option value="Peter">' in page
    assert "&lt;i&gt;Kapper" in peter.get("/workbench").text
    assert "Questions that I asked" in mapper.get("/workbench").text
    number = hidden(page, "number")
    peter.post(f"{AT}/answer", id="u13", number=number, text="Ja", list="")
    assert "Questions that I asked" not in mapper.get("/workbench").text
    named, unseen = mentions_of(held.engine, Actor.of("Fien", Role.MAPPER), limit=5)
    assert (named[0].text, named[0].author, unseen) == ("Ja", "Peter", 1)
    assert mapper.get(named[0].path).status_code == 200
    assert "Ja" in mapper.get(f"{AT}/concept?id=u13").text
    assert mapper.post(f"{AT}/answer", id="u13", number="x", text="Ja").status_code == 422


def test_a_stale_one_shows_what_changed_word_by_word(mapper: Desk) -> None:
    page = mapper.get(f"{AT}/concept?id=u12&queue=stale").text
    assert re.search(r"<del>.*wood.*</del>", page)
    assert "on their side" in page


def test_a_published_edition_offers_its_next_draft(held: Context, mapper: Desk) -> None:
    publish_set(held.engine, NAME, at=NOW)
    page = mapper.get(f"{AT}/concept?id=u10").text
    assert "Save and next" not in page
    assert "Open the next draft" in mapper.get(AT).text
    mapper.post(f"{AT}/draft")
    assert stored_set(held.engine, NAME)[0].status == mapping_sets.DRAFT


def test_who_only_looks_is_offered_nothing_to_do(held: Context, client: Client) -> None:
    viewer = Desk.of(held, workbench(held, client), person(held, "Vera", Grant(Role.VIEWER)))
    page = viewer.get(f"{AT}/concept?id=u10").text
    assert ("butcher" in page, "Save and next" in page) == (True, False)
    refused = viewer.post(f"{AT}/decide", id="u10", etag="*", none="1")
    assert (refused.status_code, "mapper" in refused.text) == (403, True)
