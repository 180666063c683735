"""Translations, campaigns and terms over HTTP."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.auth.keys import add_key
from app.config import Settings
from app.main import create_app
from tests.app.reviewing.scene import CUT, FIEN, LUC, SLAGER, name_of, with_releases
from tests.app.serving import PUBLIC_URL, Client

if TYPE_CHECKING:
    import httpx

    from app.auth.roles import Actor
    from app.context import Context
    from tests.app.kept import Kept

AT = "/v1/editorial"
STALE = name_of(CUT)


class Desk:
    """A client with the keys of several people."""

    def __init__(self, client: Client, context: Context) -> None:
        self.client = client
        now, day = datetime.now(UTC), timedelta(days=1)
        self.keys = {
            it.name: add_key(context.engine, it, at=now, valid=day)[1].get_secret_value()
            for it in (LUC, FIEN)
        }

    def get(self, path: str, actor: Actor = FIEN) -> httpx.Response:
        return self.client.get(AT + path, authorization=f"Bearer {self.keys[actor.name]}")

    def send(
        self, method: str, path: str, body: Any, actor: Actor = FIEN, etag: str = ""
    ) -> httpx.Response:
        headers = {"authorization": f"Bearer {self.keys[actor.name]}"}
        more = {"if_match": etag} if etag else {}
        return self.client.ask(method, AT + path, json=body, **headers, **more)

    def etag(self, unit: str) -> str:
        return self.get(f"/translations/{unit}").headers["etag"]


@pytest.fixture
def desk(context: Context, client: Client, kept: Kept) -> Desk:
    kept.fill(context, with_releases)
    settings = Settings(public_url=PUBLIC_URL, access_log=False)
    return Desk(client.over(create_app(settings, context)), context)


def test_a_queue_is_read_page_by_page_with_its_counts(desk: Desk) -> None:
    page = desk.get("/translations?lang=fr&limit=3").json()
    rest = desk.get(f"/translations?lang=fr&limit=3&cursor={page['next']}").json()
    assert page["counts"]["state"] == {"approved": 3, "missing": 1, "stale": 1}
    assert (page["release"], page["draft"], page["total"]) == ("competent/3.9", False, 5)
    assert len(page["items"] + rest["items"]) == 5
    assert "next" not in rest
    stale = desk.get("/translations?lang=fr&state=stale&kind=skill").json()
    assert [it["id"] for it in stale["items"]] == [STALE]


def test_one_unit_tells_what_helps_what_is_odd_and_who_uses_it(desk: Desk) -> None:
    found = desk.get(f"/translations/{STALE}").json()
    assert (found["source_then"], found["published_in"]) == ("Vlees snijden", "3.8")
    assert [(it["notation"], it["essential"]) for it in found["used_by"]] == [("OP-10", True)]
    assert found["helps"]["others"] == {}
    missing = desk.get(f"/translations/{name_of('sk-10')}").json()
    assert [it["code"] for it in missing["findings"]] == ["translation-missing"]


def test_a_text_is_written_by_one_and_approved_by_another(desk: Desk) -> None:
    path = f"/translations/{STALE}"
    body = {"text": "Désosser et couper", "step": "submit"}
    written = desk.send("PUT", f"{path}/text", body, LUC, desk.etag(STALE))
    assert (written.status_code, written.json()["state"]) == (200, "review")
    assert written.headers["etag"] == written.json()["etag"]
    refused = desk.send("POST", f"{path}/acts", {"act": "approve"}, LUC, written.headers["etag"])
    assert (refused.status_code, refused.json()["code"]) == (403, "role-required")
    approved = desk.send("POST", f"{path}/acts", {"act": "approve"}, FIEN, written.headers["etag"])
    assert (approved.status_code, approved.json()["target"]) == (200, "Désosser et couper")
    assert approved.json()["changeset"]
    acts = [it["act"] for it in desk.get(path).json()["events"]]
    assert acts == ["translation-submitted", "translation-approved"]
    progress = desk.get("/translations/progress").json()
    assert (progress["release"], progress["draft"]) == ("competent/3.10", True)
    assert progress["languages"]["fr"]["reviewed"] == 1
    assert progress["releases"][0] == {
        "version": "3.9",
        "texts": 5,
        "translated": {"fr": 4, "de": 0, "en": 1},
    }


def test_a_write_says_what_it_has_seen(desk: Desk) -> None:
    path = f"/translations/{STALE}/text"
    without = desk.send("PUT", path, {"text": "Désosser"}, LUC)
    assert (without.status_code, without.json()["code"]) == (428, "precondition-required")
    etag = desk.etag(STALE)
    assert desk.send("PUT", path, {"text": "Désosser"}, LUC, etag).status_code == 200
    old = desk.send("PUT", path, {"text": "Trancher"}, LUC, etag)
    assert (old.status_code, old.json()["code"]) == (412, "precondition-failed")
    assert old.headers["etag"] == desk.etag(STALE)
    assert desk.send("DELETE", path, None, LUC, desk.etag(STALE)).json()["state"] == "stale"


def test_what_checks_refuse_is_told_with_every_finding(desk: Desk) -> None:
    body = {"text": "GrefferÃ©", "step": "submit"}
    found = desk.send("PUT", f"/translations/{STALE}/text", body, LUC, desk.etag(STALE))
    assert (found.status_code, found.json()["code"]) == (422, "translation-refused")
    assert found.json()["findings"][0]["code"] == "translation-broken-characters"


def test_many_are_previewed_and_approved(desk: Desk) -> None:
    items = [{"id": it, "etag": desk.etag(it)} for it in (STALE, name_of(SLAGER))]
    told = desk.send("POST", "/translations/approvals", {"items": items, "preview": True}).json()
    assert [it.get("refused") for it in told["items"]] == [None, None]
    done = desk.send("POST", "/translations/approvals", {"items": items}).json()
    assert {it["state"] for it in done["items"]} == {"approved"}
    body = {"units": [STALE], "to": "Luc Maes"}
    assert desk.send("POST", "/translations/assignments", body).status_code == 403
    taken = desk.send("POST", "/translations/assignments", body, LUC).json()
    assert taken["items"][0]["assigned_to"] == "Luc Maes"


def test_a_campaign_goes_from_its_beginning_to_its_report(desk: Desk) -> None:
    body = {"title": "French review 3.10", "lang": "fr", "kinds": ["skill"]}
    begun = desk.send("POST", "/campaigns", body)
    assert (begun.status_code, begun.json()["name"]) == (200, "french-review-3.10")
    assert desk.send("POST", "/campaigns", body).status_code == 409
    query = "/translations?lang=fr&campaign=french-review-3.10&left=true"
    assert desk.get(query).json()["total"] == 3
    desk.send("POST", f"/translations/{STALE}/acts", {"act": "approve"}, FIEN, desk.etag(STALE))
    assert desk.get(query).json()["total"] == 2
    report = desk.get("/campaigns/french-review-3.10").json()
    assert (report["total"], report["done"], report["left"]) == (3, 1, 2)
    assert report["people"]["Fien"]["approved"] == 1
    assert report["days"][-1]["left"] == 2
    table = desk.get("/campaigns/french-review-3.10/burn-down.csv").text.splitlines()
    assert (table[0], table[-1].split(",")[1:]) == ("\ufeffday,left,done", ["2", "1"])
    lines = desk.get("/campaigns/french-review-3.10/report.csv").text.splitlines()
    assert lines[0].startswith("\ufeffcode,kind,field,label,source,text,state,outcome")
    assert sorted(it.split(",")[7] for it in lines[1:]) == ["done", "left", "left"]
    path = "/campaigns/french-review-3.10"
    closed = desk.send("PATCH", path, {"state": "closed"}, FIEN, "*")
    assert (closed.status_code, desk.get(path).json()["done"]) == (200, 1)


def test_a_frozen_campaign_keeps_its_texts_until_it_is_opened(desk: Desk) -> None:
    desk.send("POST", "/campaigns", {"title": "Fige", "lang": "fr"})
    path, text = "/campaigns/fige", f"/translations/{STALE}/text"
    frozen = desk.send("PATCH", path, {"state": "frozen"}, FIEN, desk.get(path).headers["etag"])
    assert frozen.json()["state"] == "frozen"
    refused = desk.send("PUT", text, {"text": "Désosser"}, LUC, desk.etag(STALE))
    assert (refused.status_code, refused.json()["code"]) == (409, "campaign-frozen")
    old = desk.send("PATCH", path, {"state": "open"}, FIEN, '"campaign-fige-1"')
    assert old.status_code == 412
    assert desk.send("PATCH", path, {"state": "open"}, FIEN, "*").status_code == 200
    assert desk.send("PUT", text, {"text": "Désosser"}, LUC, desk.etag(STALE)).status_code == 200


def test_terms_are_kept_used_and_forgotten(desk: Desk) -> None:
    term = {"lang": "fr", "source": "vlees", "target": "viande", "forbidden": ["barbaque"]}
    assert desk.send("PUT", "/terms", term).status_code == 200
    assert desk.send("PUT", "/terms", term, LUC).status_code == 403
    assert desk.get(f"/translations/{STALE}").json()["helps"]["terms"][0]["target"] == "viande"
    body = {"text": "Couper la barbaque", "step": "submit"}
    path = f"/translations/{STALE}/text"
    found = desk.send("PUT", path, body, LUC, desk.etag(STALE)).json()
    assert [it["code"] for it in found["findings"]] == [
        "translation-forbidden-term",
        "translation-term",
    ]
    assert desk.send("DELETE", "/terms?lang=fr&source=vlees", None).json() == {"items": []}
    assert desk.send("PUT", path, body, LUC, desk.etag(STALE)).status_code == 200
    assert desk.send("PUT", "/terms", {"lang": "fr", "source": "x"}).status_code == 422


def test_a_package_goes_out_and_comes_back(desk: Desk) -> None:
    out = desk.get("/translations/packages/1.2.xlf?lang=fr&state=stale")
    assert out.headers["content-disposition"] == 'attachment; filename="competent-3.9-fr.1.2.xlf"'
    data = out.content.replace(b"Couper de la viande", "Désosser la viande".encode())
    path = f"{AT}/translations/packages?name=fr.xlf"
    headers = {
        "authorization": f"Bearer {desk.keys[LUC.name]}",
        "content_type": "application/xliff+xml",
    }
    told = desk.client.ask("POST", f"{path}&dry_run=true", content=data, **headers).json()
    assert [it["becomes"] for it in told["changes"]] == ["Désosser la viande"]
    assert desk.get(f"/translations/{STALE}").json()["state"] == "stale"
    assert desk.client.ask("POST", path, content=data, **headers).status_code == 200
    assert desk.get(f"/translations/{STALE}").json()["state"] == "draft"
    broken = desk.client.ask("POST", path, content=data[:-20], **headers)
    assert (broken.status_code, broken.json()["code"]) == (422, "source-unreadable")
    assert "line" in broken.json()["detail"]


def test_an_approval_is_taken_back_and_what_is_known_filled_in(desk: Desk) -> None:
    path = f"/translations/{STALE}"
    desk.send("POST", f"{path}/acts", {"act": "approve"}, FIEN, desk.etag(STALE))
    refused = desk.send("POST", f"{path}/acts", {"act": "undo"}, LUC, desk.etag(STALE))
    assert refused.json()["code"] == "role-required"
    undone = desk.send("POST", f"{path}/acts", {"act": "undo"}, FIEN, desk.etag(STALE))
    assert (undone.status_code, undone.json()["state"]) == (200, "stale")
    items = [{"id": STALE, "etag": desk.etag(STALE)}]
    many = desk.send("POST", "/translations/approvals/undoing", {"items": items})
    assert (many.status_code, many.json()["code"]) == (409, "step-refused")
    body = {"units": [STALE, name_of("sk-10")], "preview": True}
    assert desk.send("POST", "/translations/prefills", body, LUC).json() == {"items": []}
