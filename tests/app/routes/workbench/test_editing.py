"""The screens of editing: a word from the editor to the draft, two who meet, the end of a concept, the way out."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Grant, Role
from app.editing.changesets import changes_of
from tests.app.editing.scene import SAW, with_release
from tests.app.routes.workbench.desk import Desk, field, person, workbench

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

Desks = dict[str, Desk]
SLAGER = "/workbench/concepts/u10"


@pytest.fixture
def desks(context: Context, client: Client, kept: Kept) -> Desks:
    """Eva edits, Otto reviews, Paula publishes, Vera looks on."""
    kept.fill(context, with_release)
    service = workbench(context, client)
    people = {
        "Eva": Role.EDITOR,
        "Otto": Role.REVIEWER,
        "Paula": Role.PUBLISHER,
        "Vera": Role.VIEWER,
    }
    return {
        name: Desk.of(context, service, person(context, name, Grant(role), place="VDAB"))
        for name, role in people.items()
    }


def saved(desk: Desk, **fields: str) -> httpx.Response:
    """OP-10 saved with these fields, from what the editor shows now (`__` for a dot)."""
    at = f"{SLAGER}?changeset={fields.get('changeset', 0)}"
    named = {name.replace("__", "."): it for name, it in fields.items()}
    return desk.post(SLAGER, seen=field(desk.get(at), "seen"), **named)


def led(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["location"])


def number(answer: httpx.Response) -> str:
    found = re.search(r"changeset[=s/]+(\d+)", led(answer))
    assert found
    return found[1]


def moved(desk: Desk, key: str, move: str, **more: str) -> httpx.Response:
    at = f"/workbench/changesets/{key}"
    return desk.post(f"{at}/moves", etag=field(desk.get(at), "etag"), move=move, **more)


def test_a_word_goes_from_the_editor_to_the_draft_and_out(desks: Desks) -> None:
    eva, otto, paula = desks["Eva"], desks["Otto"], desks["Paula"]
    key = number(saved(eva, label__preferred__nl="Vlees<b>", why="beter"))
    page = eva.get(f"/workbench/changesets/{key}")
    assert "<del>Slager</del>" in page.text
    assert "<ins>Vlees&lt;b&gt;</ins>" in page.text
    led(moved(eva, key, "submit"))
    assert 'value="accept"' not in eva.get(f"/workbench/changesets/{key}").text
    led(moved(otto, key, "accept"))
    desk = paula.get("/workbench/release")
    assert "<ins>Vlees&lt;b&gt;</ins>" in desk.text
    etag = field(desk, "etag")
    led(paula.post("/workbench/release/notes", **{"note.nl": "Beter."}, etag=etag))
    seen = field(paula.get("/workbench/release"), "seen")
    assert led(paula.post("/workbench/release/publication", how="publish", seen=seen)).endswith(
        "done=published"
    )
    public = eva.service.get("/competent/current/concepts/OP-10", accept="text/html").text
    assert "Vlees&lt;b&gt;" in public
    assert "Beter." in eva.service.get("/archive/competent/3.12/", accept="text/html").text
    told = eva.get("/workbench/audit?concept=u10").text
    assert told.index("change accepted") < told.index("concept changed")
    assert '<code>OP-10</code> <span lang="nl">Vlees&lt;b&gt;' in told
    withdrawn = paula.post("/workbench/release/withdrawal", version="3.12", reason="Wrong word.")
    assert led(withdrawn).endswith("done=withdrawn")


def test_two_editors_meet_and_no_word_is_lost(context: Context, desks: Desks) -> None:
    eva, otto = desks["Eva"], desks["Otto"]
    old = field(eva.get(SLAGER), "seen")
    key = number(saved(eva, **{"label.preferred.nl": "Van Eva", "note.description.de": "Von Eva"}))
    mine = {"label.preferred.nl": "Van Otto", "note.description.en": "By Otto"}
    met = otto.post(SLAGER, seen=old, changeset=key, **mine)
    assert met.status_code == 409
    assert {"Van Eva", "Van Otto", "Von Eva", "By Otto"} <= set(re.findall(r">([^<>]+)<", met.text))
    kept = {name: field(met, name) for name in ("seen", "now", "document", "changeset")}
    led(otto.post(f"{SLAGER}/meeting", **kept, **{"choice.label.preferred.nl": "mine"}))
    page = eva.get(f"{SLAGER}?changeset={key}").text
    assert all(it in page for it in ("Van Otto", "Von Eva", "By Otto"))
    other = number(saved(eva, **{"label.preferred.fr": "Bouchère"}))
    third = number(saved(eva, **{"label.preferred.fr": "Boucherie"}))
    for it in (other, third):
        led(moved(eva, it, "submit"))
    led(moved(otto, other, "accept"))
    assert moved(otto, third, "accept").status_code == 409
    led(moved(eva, third, "take-back"))
    at = f"/workbench/changesets/{third}/conflicts/u10"
    page_of = eva.get(at)
    chosen = {"seen": field(page_of, "seen"), "choice.label.preferred.fr": "theirs"}
    led(eva.post(at, **chosen))
    assert changes_of(context.engine, int(third), limit=9) == ([], 0)


def test_a_concept_is_looked_for_begun_retired_and_brought_back(desks: Desks) -> None:
    eva = desks["Eva"]
    assert "Zagen" in eva.get("/workbench/concepts?q=zag&kind=skill").text
    assert "holds nothing" in eva.get("/workbench/concepts?q=xyz").text
    assert 'href="/workbench/concepts?kind=skill"' in eva.get("/workbench/concepts").text
    assert "Zagen" in eva.get("/workbench/concepts?kind=skill").text
    made = eva.post("/workbench/concepts", kind="skill", **{"label.preferred.nl": "Meten"})
    key = number(made)
    assert "SK-4" in eva.get(led(made)).text
    at = f"/workbench/concepts/s1?changeset={key}"
    told = {"seen": field(eva.get(at), "seen"), "changeset": key, "why": "two"}
    path = "/workbench/concepts/s1/retirement"
    refused = eva.post(path, **told, reason="split", successors="SK-2")
    assert refused.status_code == 422
    led(eva.post(path, **told, reason="split", successors="SK-2, SK-4", relink="1"))
    page = eva.get(f"/workbench/changesets/{key}").text
    assert "has 0 skills; exactly one" in page
    assert 'value="submit" class="main" data-key="s" disabled' in page
    seen = field(eva.get(at), "seen")
    led(eva.post("/workbench/concepts/s1/restoration", seen=seen, changeset=key, revision=""))
    led(eva.post(f"/workbench/changesets/{key}/left", concept=["c1", "cs1"]))
    assert "disabled" not in eva.get(f"/workbench/changesets/{key}").text
    assert SAW.notation not in eva.get(f"/workbench/changesets/{key}").text


def test_links_are_kept_taken_away_and_added_by_code(context: Context, desks: Desks) -> None:
    eva = desks["Eva"]
    seen = field(eva.get("/workbench/concepts/cs1"), "seen")
    links = {"seen": seen, "link.member.asked": "1", "link.member.add": "SK-2, s3"}
    key = number(eva.post("/workbench/concepts/cs1", title="Wood", **links))
    page = eva.get(f"/workbench/changesets/{key}").text
    assert "<del>SK-1 Zagen</del>" in page
    assert "<ins>SK-2 Snijden</ins>" in page
    assert "<ins>SK-3 Vijlen</ins>" in page
    odd = eva.post("/workbench/concepts/cs1", **{**links, "link.member.add": "SK-99"})
    assert odd.status_code == 422
    for wrong in ({"changeset": "x"}, {"changeset": "999"}):
        assert eva.post("/workbench/concepts/cs1", **links, **wrong).status_code == 404
    codes = {"notations": "isco-08 7511\nrome D1101", "collections": "green"}
    led(saved(eva, changeset=key, **codes))
    assert saved(eva, changeset=key, notations="isco-08").status_code == 422
    assert len(changes_of(context.engine, int(key), limit=9)[0]) == 2


def test_changesets_are_begun_found_and_talked_about(desks: Desks) -> None:
    eva, otto = desks["Eva"], desks["Otto"]
    key = number(eva.post("/workbench/changesets", title="Of <butchers>", reason="They asked."))
    led(otto.post(f"/workbench/changesets/{key}/comments", text="Why?"))
    assert "Why?" in eva.get(f"/workbench/changesets/{key}").text
    assert "Of &lt;butchers&gt;" in eva.get("/workbench/changesets?state=open&text=butcher").text
    assert "No changeset fits" in eva.get("/workbench/changesets?author=Otto").text
    assert moved(eva, key, "eat").status_code == 422
    led(moved(eva, key, "discard"))
    assert 'name="move"' not in eva.get(f"/workbench/changesets/{key}").text


def test_words_are_replaced_in_the_names_that_were_looked_at(
    context: Context, desks: Desks
) -> None:
    eva, at = desks["Eva"], "/workbench/rewording"
    assert "<ins>Verzagen</ins>" in eva.get(f"{at}?find=Zagen&by=Verzagen").text
    assert "No name holds" in eva.get(f"{at}?find=xyz&by=a").text
    french = eva.get(f"{at}?find=Scier&by=Entailler&language=fr").text
    assert "<ins>Entailler</ins>" in french
    assert '<html lang="en"' in french  # the language of the screen stays what it was
    words = {"find": "Zagen", "by": "Verzagen", "language": "nl"}
    assert eva.post(at, **words).status_code == 422
    key = number(eva.post(at, **words, kept=["s1"]))
    assert [it.concept_id for it in changes_of(context.engine, int(key), limit=9)[0]] == ["s1"]


def test_who_looks_on_changes_nothing(desks: Desks) -> None:
    vera = desks["Vera"]
    assert saved(vera, **{"label.preferred.nl": "X"}).status_code == 403
    assert vera.post("/workbench/changesets", title="X").status_code == 403
    assert vera.post("/workbench/release/opening").status_code == 403
    assert vera.post("/workbench/release/publication", how="publish", seen="x").status_code == 403
    assert "Open the draft" in vera.get("/workbench/release").text
    led(desks["Eva"].post("/workbench/release/opening"))
    assert "nothing was found" in vera.get("/workbench/release").text
    paula = desks["Paula"]
    stale = paula.post("/workbench/release/publication", how="publish", seen="sha256:0")
    assert stale.status_code == 412
    assert paula.post("/workbench/release/publication", how="x").status_code == 422
    assert paula.post("/workbench/release/plan", planned="soon").status_code == 422


def test_a_candidate_is_shown_and_then_made_current(desks: Desks) -> None:
    paula = desks["Paula"]
    led(desks["Eva"].post("/workbench/release/opening"))
    etag = field(paula.get("/workbench/release"), "etag")
    notes = {"note.nl": "Nieuw.", "note.fr": "Nouveau."}
    led(paula.post("/workbench/release/notes", **notes, etag=etag))
    seen = field(paula.get("/workbench/release"), "seen")
    led(paula.post("/workbench/release/publication", how="candidate", seen=seen))
    page = paula.get("/workbench/release").text
    assert "Make 3.12 current" in page
    promoted = {"how": "promote", "version": "3.12"}
    assert paula.post("/workbench/release/publication", **promoted).status_code == 422
    led(paula.post("/workbench/release/publication", **promoted, reason="Dringend."))
    again = paula.post("/workbench/release/publication", **promoted, reason="Dringend.")
    assert again.status_code == 409
    public = paula.service.get("/archive/competent/3.12/", accept="text/html").text
    assert "[fr] Nouveau." in public


def test_many_concepts_are_chosen_looked_at_and_changed(context: Context, desks: Desks) -> None:
    eva, at = desks["Eva"], "/workbench/many"
    asked = {"what": "add-code", "value": "isco-08 7511", "codes": "SK-1; SK-2\nSK-3"}
    page = eva.post(at, **asked, look="1")
    assert page.status_code == 200
    assert page.text.count("<ins>isco-08 7511</ins>") == 3
    kept = [unescape(it) for it in re.findall(r'name="kept" value="([^"]*)"', page.text)]
    told = {**asked, "take": "1", "changeset": "new", "why": "all"}
    assert eva.post(at, kept=kept[:2], **told, title="").status_code == 422
    key = number(eva.post(at, kept=kept[:2], **told, title="Codes"))
    assert changes_of(context.engine, int(key), limit=9)[1] == 2
    again = eva.post(at, **{**asked, "changeset": key, "codes": "SK-1 SK-2"})
    assert "none would change" in again.text
    stale = [it.rpartition(" ")[0] + " " + "0" * 64 for it in kept]
    assert eva.post(at, kept=stale, **told, title="Codes").status_code == 412
    for wrong in ({"codes": "SK-99"}, {"kind": "x"}, {"what": "eat"}, {"what": "add-link:x"}):
        assert eva.post(at, **{**asked, **wrong}, look="1").status_code == 422
    assert "Zagen" in eva.get(f"{at}?what=retire:none&codes=SK-1&relink=1").text
    assert desks["Vera"].get(at).status_code == 403
