"""Files through their screens and the API: sent, looked at, taken; the worst that can be sent."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from app.auth.people import set_rights
from app.auth.roles import Grant, Role
from app.db.changesets import Wanted
from app.editing.changesets import changes_of, changesets_of
from app.http.bounds import LARGER_BODY_BYTES
from tests.app.editing.scene import by, with_release
from tests.app.routes.workbench.desk import ROOT, Desk, person, workbench

if TYPE_CHECKING:
    import httpx

    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client

AT = "/workbench/changesets/imports"
API = "/v1/editorial/changesets/imports"
TABLE = "notation,en,nl\nSK-1,Saw <b>&,Verzagen\nSK-2,Cut,\n"


class Eva(Desk):
    """Eva's browser, which sends files too."""

    def upload(self, name: str, data: bytes, at: str = AT, **fields: str) -> httpx.Response:
        """The answer to the form with this file."""
        parts = [
            f'--b\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{it}\r\n'.encode()
            for key, it in {"csrf": self.csrf, **fields}.items()
        ]
        head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        return self.service.ask(
            "POST",
            at,
            content=b"".join(parts) + head.encode() + data + b"\r\n--b--\r\n",
            cookie=self.cookie,
            accept="text/html",
            content_type="multipart/form-data; boundary=b",
        )

    def settle(self) -> None:
        self.service.front.app.state.services.files.settle()  # type: ignore[attr-defined]

    def sent(self, name: str, data: bytes | str) -> tuple[str, str]:
        """Where the file is, and its page once it was read."""
        body = data.encode() if isinstance(data, str) else data
        answer = self.upload(name, body)
        assert answer.status_code == 303, answer.text[:2000]
        self.settle()
        at = str(answer.headers["location"])
        return at, self.get(at).text


@pytest.fixture
def eva(context: Context, client: Client, kept: Kept) -> Eva:
    kept.fill(context, with_release)
    service = workbench(context, client)
    return Eva.of(context, service, person(context, "Eva", Grant(Role.EDITOR)))  # type: ignore[return-value]


def etag_of(page: str) -> str:
    found = re.search(r'name="etag" value="([^"]*)"', page)
    assert found
    return unescape(found[1])


def book(rows: list[list[Any]], *, title: str = "skill") -> bytes:
    """A workbook with these rows, in which a cell LONG holds ten megabytes."""
    made = openpyxl.Workbook()
    assert made.active
    made.active.title = title
    for row in rows:
        made.active.append(row)
    out, long = io.BytesIO(), io.BytesIO()
    made.save(out)
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(long, "w", zipfile.ZIP_DEFLATED) as new:
        for it in old.namelist():
            new.writestr(it, old.read(it).replace(b"LONG", b"x" * 10_000_000))
    return long.getvalue()


@pytest.mark.parametrize(
    ("lang", "told", "place"),
    [
        ("nl", "geen kolom", "rij 1, foo"),
        ("fr", "pas une colonne", "ligne 1, foo"),
        ("de", "keine Spalte", "Zeile 1, foo"),
    ],
)
def test_what_is_odd_in_a_file_is_told_in_the_language_of_the_reader(
    eva: Eva, lang: str, told: str, place: str
) -> None:
    at, _ = eva.sent("wörter.csv", "notation,nl,foo\nSK-1,Zagen,x\n")
    page = eva.service.get(
        f"{at}?show=findings", cookie=eva.cookie, accept="text/html", accept_language=lang
    )
    assert told in page.text
    assert f'<span class="soft small">{place}</span>' in page.text


def test_a_file_is_sent_looked_at_and_taken(context: Context, eva: Eva) -> None:
    at, page = eva.sent("wörter.csv", TABLE)
    assert "wörter.csv" in page
    assert "<ins>Saw &lt;b&gt;&amp;</ins>" in page
    assert "row 2" in page
    left = eva.get(f"{at}?show=left").text
    assert "This text is approved" in left
    assert "<del>Zagen</del>" in left
    assert "Fields that stay" not in eva.get(f"{at}?overwrite=1&show=left").text.split("tabs")[1]
    told = {"etag": etag_of(page), "title": "Words <i>"}
    for _ in range(2):  # the button was pressed twice
        assert eva.post(f"{at}/changeset", **told).status_code == 303
    eva.settle()
    assert "/workbench/changesets/1" in eva.get(at).text
    (made,), _ = changesets_of(context.engine, Wanted())
    assert (made.title, made.size, made.origin) == ("Words <i>", 2, "import")
    assert changes_of(context.engine, 1, limit=9)[1] == 2
    assert "wörter.csv" in eva.get(AT).text
    assert eva.post(f"{at}/discarding").status_code == 303
    assert eva.get(at).status_code == 404


def test_a_long_diff_stands_on_pages(eva: Eva) -> None:
    rows = [f"m{it},SK-{it},skill,Nieuw {it}" for it in range(100, 221)]
    at, page = eva.sent("new.csv", "id,notation,kind,nl\n" + "\n".join(rows))
    assert page.count("<article") == 50
    assert eva.get(f"{at}?show=new&page=3").text.count("<article") == 21
    assert eva.get(f"{at}?show=new&page=999").text.count("<article") == 21


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "is no zip archive (nor .xlsx)"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old binary Office file"),
        ("x.csv", b"\x89PNG\r\n\x1a\n\0\0", "not UTF-8"),
        ("x.csv", b"naam;waarde\nSK-1;2\n", "no sheet has a first row"),
        ("x.xlsx", b"PK\x03\x04 cut off", "cut off or damaged"),
        ("x.csv", b'notation,nl\nSK-1,"open\n', "row 2: not CSV"),
    ],
)
def test_what_is_no_file_of_concepts_is_told(eva: Eva, name: str, data: bytes, told: str) -> None:
    _, page = eva.sent(name, data)
    assert told in unescape(page)
    assert "Take into a new changeset" not in page


def test_bombs_odd_sheets_and_odd_cells_are_told(eva: Eva) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (32 * 1024**2))
    assert "as only zip bombs do" in eva.sent("bomb.xlsx", bomb.getvalue())[1]
    assert "neither a workbook nor csv.zip" in unescape(eva.sent("x.zip", packed("a.txt"))[1])
    sheet: list[list[Any]] = [
        ["notation", "en", "nl"],
        ["SK-1", 3.1, "LONG"],
        ["SK-2", "=1+1", True],
    ]
    _, page = eva.sent("odd.xlsx", book(sheet, title="Blad1"))
    assert "2 rows were refused" not in page
    page = unescape(page)
    assert all(it in page for it in ("10,000,000 characters", "the number 3.1", "TRUE"))
    _, page = eva.sent("strange.xlsx", book([["wat", "is"], ["dit", "?"]]))
    assert "there is 'skill'" in unescape(page)


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for it in names:
            archive.writestr(it, b"x")
    return out.getvalue()


def test_a_table_of_a_belgian_spreadsheet_is_read(eva: Eva) -> None:
    data = 'Code;fr;Opmerking\r\nOP-10;"Bouchère; charcutière (h/f/x)";x\r\n'.encode("cp1252")
    at, _ = eva.sent("profielen.csv", data)
    assert "Bouchère; charcutière" in eva.get(f"{at}?overwrite=1").text
    assert "read as Windows-1252" in eva.get(f"{at}?show=findings").text


def test_nothing_is_sent_without_a_file_or_beyond_the_bound(eva: Eva) -> None:
    for data in ("", "no file"):
        answer = eva.upload("" if data else "empty.csv", data.encode())
        assert answer.status_code == 422
        assert "multipart/form-data" in answer.text
    large = eva.upload("large.csv", b"x" * LARGER_BODY_BYTES[AT])
    assert large.status_code == 413
    assert "<h1>This is too much at once</h1>" in large.text
    assert f"{LARGER_BODY_BYTES[AT]:,} bytes" in large.text
    brackets = eva.upload("brackets.csv", b"notation,en\nSK-1,Saw\n" + b"[{" * 60_000)
    assert brackets.status_code == 303
    eva.settle()


def test_a_role_that_was_taken_away_ends_it(context: Context, eva: Eva) -> None:
    at, page = eva.sent("skill.csv", TABLE)
    told = {"etag": etag_of(page), "title": "Words", "csrf": eva.csrf}
    set_rights(
        context.engine, eva.person.key, [Grant(Role.VIEWER)], organisation="", by=(ROOT, by().at)
    )
    assert eva.post(f"{at}/changeset", **told).status_code == 403
    assert eva.upload("skill.csv", b"x").status_code == 403
    assert changesets_of(context.engine, Wanted())[0] == []


def test_the_api_does_the_same(eva: Eva) -> None:
    asked = {"cookie": eva.cookie, "x_csrf_token": eva.csrf}
    sent = eva.service.ask(
        "POST", f"{API}?name=skill.csv", content=TABLE, content_type="text/csv", **asked
    )
    assert sent.json()["name"] == "skill.csv"
    eva.settle()
    at = f"{API}/{sent.json()['id']}"
    file = eva.service.get(at, **asked).json()
    assert (file["state"], file["concepts"]) == ("read", 2)
    first = eva.service.get(f"{at}/changes?limit=1", **asked).json()
    assert (first["changed"], first["left"], first["kinds"]) == (2, 1, {"label-en": 2})
    second = eva.service.get(f"{at}/changes?limit=1&cursor={first['next']}", **asked).json()
    names = [it["concept"]["notation"] for page in (first, second) for it in page["items"]]
    assert (names, "next" in second) == (["SK-1", "SK-2"], False)
    left = eva.service.get(f"{at}/left", **asked).json()
    assert left["codes"] == {"approved-text": 1}
    assert left["items"][0]["place"] == {"file": "skill.csv", "row": 2}
    take = {"if_match": file["etag"], **asked}
    old = eva.service.ask(
        "POST", f"{at}/changeset", json={"title": "W"}, **{**take, "if_match": '"x"'}
    )
    assert old.status_code == 412
    assert (
        eva.service.ask("POST", f"{at}/changeset", json={"title": "W"}, **take).json()["state"]
        == "taking"
    )
    eva.settle()
    assert eva.service.get(at, **asked).json()["changeset"] == 1
    assert eva.service.ask("DELETE", at, if_match="*", **asked).json() == {"items": []}


def test_the_path_of_files_is_no_changeset_of_that_name(eva: Eva) -> None:
    asked = {"cookie": eva.cookie, "x_csrf_token": eva.csrf, "if_match": "*"}
    refused = eva.service.ask("PATCH", API, json={"title": "X"}, **asked)
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, POST")
    told = eva.service.ask("OPTIONS", API, **asked)
    assert (told.status_code, told.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")
