"""The screens of the review of translations."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app.auth.roles import Grant, Role
from app.db import translations
from app.db.session import reading
from app.reviewing.acting import save
from app.reviewing.review import Review
from app.reviewing.spelling import Dictionaries
from taxonomy.reviewing.states import State
from tests.app.reviewing.scene import CUT, LUC, RITA, by, name_of, with_releases
from tests.app.routes.workbench.desk import Desk, person, workbench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

AT = "/workbench/translations"
STALE, MISSING = name_of(CUT), name_of("sk-10")


@pytest.fixture
def held(context: Context, kept: Kept) -> Context:
    kept.fill(context, with_releases)
    return context


@pytest.fixture
def service(held: Context, client: Client) -> Client:
    return workbench(held, client)


@pytest.fixture
def luc(held: Context, service: Client) -> Desk:
    who = person(held, "Luc Maes", Grant(Role.TRANSLATOR, ("fr",)), place="Forem")
    return Desk.of(held, service, who)


@pytest.fixture
def fien(held: Context, service: Client) -> Desk:
    who = person(held, "Fien", Grant(Role.REVIEWER), place="Actiris")
    return Desk.of(held, service, who)


def test_a_word_of_no_dictionary_is_corrected_without_scripts(
    held: Context, luc: Desk, service: Client, tmp_path: Path
) -> None:
    (tmp_path / "fr.aff").write_bytes(b"SET UTF-8\n")
    (tmp_path / "fr.dic").write_bytes(b"2\ncouper\nviande\n")
    app = service.front.app.state.services  # type: ignore[attr-defined]
    app.review.dictionaries = Dictionaries(tmp_path)
    save(app.review, STALE, "Couper viannde", by(LUC))
    plain = luc.get(f"{AT}/fr?unit={STALE}").text
    assert "spell=viannde" not in plain  # the dictionary is being read
    app.review.dictionaries.wait("fr")
    page = luc.get(f"{AT}/fr?unit={STALE}").text
    assert (f"unit={STALE}&amp;spell=viannde" in page, ">viande<" in page) == (True, False)
    asked = luc.get(f"{AT}/fr?unit={STALE}&spell=viannde").text
    assert re.search(r"spell=viannde&amp;by=viande[^>]*>viande<", asked)
    put = luc.get(f"{AT}/fr?unit={STALE}&spell=viannde&by=viande").text
    assert re.search(r"<textarea id=\"new-text\"[^>]*>Couper viande<", put)
    told = luc.get("/v1/editorial/translations/spelling?lang=fr&word=viannde").json()
    assert (told["spelling"], told["corrections"]) == ("checked", ["viande"])


def hidden(page: str, name: str) -> str:
    """What the first hidden field of this name holds."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


def state(context: Context, unit: str) -> State:
    return Review(context.engine).now().get(unit).state


def test_the_overview_leads_to_the_queues(luc: Desk) -> None:
    page = luc.get(AT).text
    assert f'href="{AT}/fr?state=stale"' in page
    assert "nl → de" in page
    assert luc.get(f"{AT}/nl").status_code == 404
    assert luc.get(f"{AT}/fr?state=nonsense").status_code == 422


def test_a_stale_text_shows_what_changed_in_its_source(luc: Desk) -> None:
    page = luc.get(f"{AT}/fr?state=stale").text
    assert "Vlees <ins>uitbenen en</ins> snijden" in page
    assert "Couper de la viande" in page
    assert 'data-key="a"' not in page  # a translator does not approve


def test_a_text_is_submitted_and_the_next_one_opens(held: Context, luc: Desk, fien: Desk) -> None:
    path = f"{AT}/fr/{STALE}?state=open"
    page = luc.get(f"{AT}/fr?state=open&unit={STALE}").text
    sent = luc.post(path, act="submit", text="Désosser et couper", etag=hidden(page, "etag"))
    assert sent.status_code == 303
    assert sent.headers["location"] == f"{AT}/fr?state=open&unit={MISSING}&done=submit&was={STALE}"
    page = fien.get(f"{AT}/fr?state=review").text
    assert "<ins>Désosser et couper</ins>" in page
    fien.post(f"{AT}/fr/{STALE}", act="approve", etag=hidden(page, "etag"))
    assert state(held, STALE) is State.APPROVED


def test_nothing_typed_is_lost_where_others_were_first(held: Context, luc: Desk) -> None:
    etag = hidden(luc.get(f"{AT}/fr?unit={STALE}").text, "etag")
    save(Review(held.engine), STALE, "Trancher", by(RITA))
    answer = luc.post(f"{AT}/fr/{STALE}", act="save", text="Désosser <b>", etag=etag)
    assert answer.status_code == 412
    assert ">Désosser &lt;b&gt;</textarea>" in answer.text
    assert '<blockquote lang="fr">Trancher</blockquote>' in answer.text
    again = hidden(answer.text, "etag")
    assert luc.post(f"{AT}/fr/{STALE}", act="save", text="Désosser", etag=again).status_code == 303


def test_a_form_that_is_sent_twice_does_it_once(held: Context, luc: Desk, fien: Desk) -> None:
    etag = hidden(luc.get(f"{AT}/fr?unit={STALE}").text, "etag")
    path = f"{AT}/fr/{STALE}?state=open"
    answers = [luc.post(path, act="submit", text="Désosser ", etag=etag) for _ in range(2)]
    assert {it.status_code for it in answers} == {303}
    for _ in range(2):
        luc.post(path, act="comment", why="Et couper ? @Fien")
    etag = hidden(fien.get(f"{AT}/fr?unit={STALE}").text, "etag")
    answers = [fien.post(path, act="approve", etag=etag) for _ in range(2)]
    assert {it.status_code for it in answers} == {303}
    with reading(held.engine) as session:
        acts = [it.act for it in translations.story(session, STALE)]
    assert acts == ["translation-submitted", "translation-commented", "translation-approved"]
    late = luc.post(path, act="submit", text="Désosser", etag=etag)
    assert late.status_code == 412  # another did something else since


def test_what_checks_refuse_stays_in_the_field(luc: Desk) -> None:
    answer = luc.post(f"{AT}/fr/{STALE}", act="submit", text="GrefferÃ©", etag="*")
    assert (answer.status_code, "GrefferÃ©</textarea>" in answer.text) == (422, True)
    assert "Characters are broken" in answer.text


def test_who_wrote_a_text_is_told_that_others_approve_it(fien: Desk) -> None:
    fien.post(f"{AT}/fr/{STALE}", act="submit", text="Désosser", etag="*")
    answer = fien.post(f"{AT}/fr/{STALE}", act="approve", etag="*")
    assert (answer.status_code, "Four eyes: Fien wrote" in answer.text) == (409, True)


def test_help_is_taken_over_without_a_script(held: Context, luc: Desk, fien: Desk) -> None:
    fien.post(f"{AT}/terms", target="fr", source="vis", text="poisson", forbidden="poiscaille")
    page = luc.get(f"{AT}/fr?unit={MISSING}").text
    assert '<strong lang="fr">poisson</strong>' in page
    save(Review(held.engine), STALE, "Désosser", by(RITA))
    page = luc.get(f"{AT}/fr?unit={MISSING}&take=1").text
    assert "</textarea>" in page


def test_comments_flags_and_assignments_are_made_on_the_page(luc: Desk) -> None:
    path = f"{AT}/fr/{STALE}?state=stale"
    for act, more in (
        ("comment", {"why": "<script>alert(1)</script> @Fien"}),
        ("flag", {"why": ""}),
        ("assign", {"to": "Luc Maes"}),
    ):
        assert luc.post(path, act=act, etag="*", **more).status_code == 303
    page = luc.get(f"{AT}/fr?unit={STALE}").text
    assert "&lt;script&gt;alert(1)" in page
    assert "flagged by Luc Maes" in page
    assert luc.get(f"{AT}/fr?assignee=Luc+Maes").text.count('class="mark-only"') == 1
    assert luc.post(path, act="nonsense").status_code == 422


def test_a_campaign_is_begun_frozen_and_shown(fien: Desk, luc: Desk) -> None:
    late = fien.post(f"{AT}/campaigns", title="Revue 3.10", target="fr", deadline="2020-01-31")
    assert (late.status_code, "January 2020 is over" in late.text) == (422, True)
    begun = fien.post(f"{AT}/campaigns", title="Revue 3.10", target="fr", deadline="2199-12-20")
    assert begun.headers["location"] == f"{AT}/campaigns/revue-3.10"
    fien.post(f"{AT}/fr/{STALE}?campaign=revue-3.10&left=yes", act="approve", etag="*")
    page = fien.get(begun.headers["location"]).text
    assert "1 of 5 texts approved" in page
    assert "<polyline" in page
    assert f'href="{AT}/fr?campaign=revue-3.10&amp;left=yes"' in page
    etag = hidden(page, "etag")
    assert fien.post(begun.headers["location"], state="frozen", etag=etag).status_code == 303
    refused = luc.post(f"{AT}/fr/{STALE}", act="save", text="Désosser", etag="*")
    assert (refused.status_code, "frozen by Fien" in refused.text) == (409, True)
    assert luc.post(f"{AT}/campaigns/revue-3.10", state="open", etag="*").status_code == 403


def test_a_file_goes_out_and_comes_back_through_its_form(held: Context, luc: Desk) -> None:
    out = luc.get(f"{AT}/fr/package.2.0.xlf?state=stale")
    data = out.text.replace("Couper de la viande", "Désosser <la> viande".replace("<", "&lt;"))
    data = data.replace('state="initial"', 'state="translated"')
    looked = luc.send_file(f"{AT}/package", ("fr.xlf", data.encode()), {"try": "yes"})
    assert "1 text would be proposed" in looked.text
    assert "<ins>" in looked.text
    assert "<la>" not in looked.text
    assert state(held, STALE) is State.STALE
    told = {it: hidden(looked.text, it) for it in ("carried", "name")}
    assert "1 text was proposed" in luc.send_file(f"{AT}/package", ("", b""), told).text
    assert state(held, STALE) is State.REVIEW
    again = luc.send_file(f"{AT}/package", ("fr.xlf", data.encode()))
    assert "0 texts were proposed" in again.text
    assert "1 is the same" in again.text


FAULTS: dict[str, tuple[Callable[[str], str], int, str]] = {
    "another release": (lambda it: it.replace("competent/3.9", "competent/3.8"), 200, "The file is of competent/3.8"),
    "an edited id": (lambda it: it.replace(STALE, "f" * 20), 422, "is no unit of competent 3.9"),
    "an id of another language": (lambda it: it.replace(STALE, name_of(CUT, "de")), 422, "is a unit of German"),
    "a broken tag": (lambda it: it.replace("</target>", "</targ"), 422, "line"),
    "another language": (lambda it: it.replace('"fr"', '"es"'), 422, "is in “es”"),
    "a tag in a text": (lambda it: it.replace("Couper", '<g id="1">Couper</g>'), 422, "tag"),
    "a document type": (lambda it: it.replace("<xliff", "<!DOCTYPE x [<!ENTITY a 'b'>]><xliff", 1), 422, "document type"),
    "no file at all": (lambda _: "", 422, "keep the first row as it came"),
}  # fmt: skip


def test_what_is_wrong_with_a_file_is_told_and_changes_nothing(held: Context, luc: Desk) -> None:
    text = luc.get(f"{AT}/fr/package.1.2.xlf?state=stale").text
    mended = text.replace("Couper de la viande", "Couper")
    for fault, (spoil, status, told) in FAULTS.items():
        file = "<b>fr</b>.xlf", spoil(mended).encode()
        answer = luc.send_file(f"{AT}/package", file, {"try": "yes"} if status == 200 else {})
        assert (fault, answer.status_code, told in answer.text) == (fault, status, True)
        assert 'type="file"' in answer.text
        assert "<b>fr</b>" not in answer.text
        assert Review(held.engine).now().get(STALE).touch.work is None


def test_a_queue_takes_as_many_queries_however_long_it_is(held: Context, luc: Desk) -> None:
    luc.get(f"{AT}/fr")
    asked: list[str] = []
    event.listen(held.engine, "before_cursor_execute", lambda *it: asked.append(it[2]))

    def queries(path: str) -> int:
        asked.clear()
        assert luc.get(path).status_code == 200
        return sum(it.startswith("SELECT") for it in asked)

    assert queries(f"{AT}/fr?state=stale") == queries(f"{AT}/fr") == 12
    assert queries(f"{AT}/fr/list?state=stale") == queries(f"{AT}/fr/list") == 10


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("competent/3.9", "competent/3.8", "The file is of competent/3.8"),
        (STALE, "edited", "its id was edited, or its concept retired"),
        ("Couper", '<g id="1">Couper</g>', "<g>"),
        ("</file>", "", "line"),
        ('target-language="fr"', 'target-language="es"', "is in “es”"),
        ("<xliff", "<!DOCTYPE a [<!ENTITY b 'c'>]><xliff", "declares a document type"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_on_the_page(
    luc: Desk, old: str, new: str, told: str
) -> None:
    data = luc.get(f"{AT}/fr/package.1.2.xlf").text
    assert old in data
    sent = data.replace(old, new).encode()
    answer = luc.send_file(f"{AT}/package", ("fr.xlf", sent), {"try": "yes"})
    assert answer.status_code in (200, 422)
    assert told in unescape(answer.text)
