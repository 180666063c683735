"""The screens of an upgrade: its worklist, one item after another, the wordings, the sign-off."""

from __future__ import annotations

import re
import time
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Grant, Role
from app.db import audit
from app.db.session import reading
from app.upgrading.deciding import Change, move
from app.upgrading.listing import upgrade_of
from app.upgrading.translations import texts_of
from tests.app.routes.workbench.desk import Desk, person, workbench
from tests.app.upgrading.scene import MEAT, NAME, by, item, items, with_releases, with_upgrade

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

AT = f"/workbench/upgrades/{NAME}"


@pytest.fixture
def held(context: Context, kept: Kept) -> Context:
    kept.fill(context, with_upgrade)
    return context


def desk(context: Context, client: Client, *roles: Role) -> Desk:
    who = person(context, "Rita", *map(Grant, roles), place="Forem")
    return Desk.of(context, workbench(context, client), who)


@pytest.fixture
def reviewer(held: Context, client: Client) -> Desk:
    return desk(held, client, Role.REVIEWER, Role.PUBLISHER)


def test_an_upgrade_is_opened_from_the_list(context: Context, client: Client, kept: Kept) -> None:
    kept.fill(context, with_releases)
    editor = desk(context, client, Role.EDITOR)
    page = editor.get("/workbench/upgrades").text
    assert re.findall(r"<option>(1[^<]*)", page) == ["1.2.0", "1.1.1", "1.0.3"]
    begun = editor.post("/workbench/upgrades", version="1.1.1").headers["location"]
    assert f'href="{AT}"' in ended(editor, begun)
    assert "esco 1.0.3 → 1.1.1" in editor.get("/workbench/upgrades").text


def ended(desk: Desk, run: str) -> str:
    """The screen of the run, once it has ended: a process of its own does it."""
    end = time.monotonic() + 60
    while "data-running" in (page := desk.get(run).text):
        assert time.monotonic() < end, page
        time.sleep(0.1)
    return page


def test_tiles_count_and_filter_and_rows_tell_old_and_new(reviewer: Desk) -> None:
    page = reviewer.get(AT).text
    assert re.search(r"<strong>2</strong>\s*New, unmapped", page)
    assert "Publishing is blocked:" in page
    label = reviewer.get(f"{AT}?kind=changed-label").text
    assert re.search(r"<ins>broodbakker</ins>", label)
    assert "dronepiloot" not in label


def test_a_new_concept_is_mapped_to_a_candidate_and_the_next_one_comes(
    held: Context, reviewer: Desk
) -> None:
    meat = items(held)["new-unmapped meat"]
    page = reviewer.get(f"{AT}/items/{meat.id}?kind=new-unmapped").text
    assert "Slager" in page
    following = re.search(r'name="next" value="(\w+)"', page)
    assert following
    answer = reviewer.post(
        f"{AT}/items/{meat.id}/decision",
        etag=meat.etag,
        list="new-unmapped",
        next=following[1],
        verb="map",
        pick="1",
        object_1="u10",
        how_1="narrow",
    )
    assert answer.headers["location"] == f"{AT}/items/{following[1]}?kind=new-unmapped"
    assert items(held)["new-unmapped meat"].state == "done"


def test_or_it_is_adopted_in_a_changeset(held: Context, reviewer: Desk) -> None:
    drone = items(held)["new-unmapped drone"]
    path = f"{AT}/items/{drone.id}/decision"
    fields = {"etag": drone.etag, "verb": "adopt", "adopt_kind": "profile"}
    assert reviewer.post(path, **fields, **{"as": "concept"}).status_code == 303
    done = items(held)["new-unmapped drone"]
    assert done.decision is not None
    assert done.decision.reason.startswith("OP-13, changeset ")


def test_a_gone_one_is_mapped_to_what_is_typed(held: Context, reviewer: Desk) -> None:
    gone = item(held, "mapped-concept-gone")
    path = f"{AT}/items/{gone.id}/decision"
    sent = {"etag": gone.etag, "verb": "remap", "how_target": "close"}
    refused = reviewer.post(path, **sent, target="http://nowhere")
    assert (refused.status_code, item(held, "mapped-concept-gone").state) == (422, "open")
    assert reviewer.post(path, **sent, target=MEAT).status_code == 303
    assert item(held, "mapped-concept-gone").state == "done"


def test_who_comes_second_sees_how_it_stands_and_keeps_their_words(
    held: Context, reviewer: Desk
) -> None:
    label = item(held, "changed-label")
    move(held.engine, NAME, label.id, Change(owner="Jan"), by())
    answer = reviewer.post(
        f"{AT}/items/{label.id}/decision", etag=label.etag, verb="reject", reason="not ours"
    )
    assert answer.status_code == 412
    assert "Somebody was here before you" in answer.text
    assert ("Jan" in answer.text, ">not ours</textarea>" in answer.text) == (True, True)


def test_many_are_decided_at_once_and_the_rest_is_signed_off(held: Context, reviewer: Desk) -> None:
    page = reviewer.get(f"{AT}?kind=new-unmapped").text
    rows = [unescape(it) for it in re.findall(r'name="row" value="([^"]+)"', page)]
    asked = {"row": rows, "verb": "dismiss", "reason": "none", "list": ""}
    looked = reviewer.post(f"{AT}/decisions", **asked)  # type: ignore[arg-type]
    assert "2 items" in looked.text
    assert upgrade_of(held.engine, NAME).done == 0
    seen = unescape(re.findall(r'name="seen" value="([^"]+)"', looked.text)[0])
    refused = reviewer.post(f"{AT}/decisions", seen='"old"', **asked)  # type: ignore[arg-type]
    assert (refused.status_code, "Somebody was here" in refused.text) == (412, True)
    done = reviewer.post(f"{AT}/decisions", seen=seen, **asked)  # type: ignore[arg-type]
    assert done.headers["location"].endswith("done=2")
    open_ = upgrade_of(held.engine, NAME).open
    assert reviewer.post(f"{AT}/sign-off", open=str(open_ + 1), reason="x").status_code == 409
    assert reviewer.post(f"{AT}/sign-off", open="many", reason="x").status_code == 422
    reviewer.post(f"{AT}/sign-off", open=str(open_), reason="The rest follows.")
    assert "The rest follows." in reviewer.get(AT).text
    with reading(held.engine) as session:
        acts = [it.act.act for it in audit.entries(session, audit.Sought(), limit=20)]
    assert acts.count("upgrade-decided") == 2
    assert "upgrade-signed-off" in acts


def test_state_owner_and_languages_are_kept(held: Context, reviewer: Desk) -> None:
    label = item(held, "changed-label")
    path = f"{AT}/items/{label.id}/move"
    reviewer.post(path, etag=label.etag, state="seen", owner="Rita", nl="done", list="")
    now = item(held, "changed-label")
    assert (now.state, now.owner, now.languages["nl"]) == ("seen", "Rita", "done")


def test_wordings_are_read_and_commented_on(held: Context, reviewer: Desk) -> None:
    page = reviewer.get(f"{AT}/wordings?language=nl").text
    assert "vleesslager" in page
    number = re.search(rf'action="{AT}/wordings/(\d+)"', page)
    etag = re.search(r'name="etag" value="([^"]+)"', page)
    assert number
    assert etag
    sent = {"etag": unescape(etag[1]), "list": "language=nl", "state": "comment"}
    empty = reviewer.post(f"{AT}/wordings/{number[1]}", **sent)
    assert empty.status_code == 422
    said = reviewer.post(f"{AT}/wordings/{number[1]}", **sent, then="12", comment="<b>vlees</b>")
    assert said.headers["location"] == f"{AT}/wordings?language=nl#row-12"
    (told,) = texts_of(held.engine, NAME, state="comment")
    assert told.remark.comment == "<b>vlees</b>"
    shown = reviewer.get(f"{AT}/wordings?state=comment").text
    assert ("&lt;b&gt;vlees" in shown, "<b>vlees" in shown) == (True, False)


def test_who_only_looks_is_offered_nothing_to_do(held: Context, client: Client) -> None:
    viewer = desk(held, client, Role.VIEWER)
    label = item(held, "changed-label")
    page = viewer.get(f"{AT}/items/{label.id}").text
    assert ("broodbakker" in page, "keep the mapping" in page.lower()) == (True, False)
    refused = viewer.post(f"{AT}/items/{label.id}/decision", etag=label.etag, verb="keep")
    assert refused.status_code == 403
