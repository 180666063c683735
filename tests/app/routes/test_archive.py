from __future__ import annotations

import hashlib
import os
from base64 import b64encode
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from app import signing
from app.importing import Delivery, import_reading
from app.publishing import publish
from app.withdrawing import withdraw
from taxonomy.vocabulary import ReleaseStatus
from tests.app.serving import Client, serving
from tests.app.stock import Stock, stocked
from tests.build import concept
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.context import Context

DATA = bytes(range(256)) * 8192  # four pieces
TURTLE = "/archive/competent/3.8/taxonomy.ttl"
PAGE = b"<!doctype html><style>p{margin:0}</style><p>Slager"
IMMUTABLE = "public, max-age=31536000, immutable"
SHORT = "public, max-age=60"


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    made = stocked(tmp_path_factory.mktemp("archive"))
    files = {
        "taxonomy.ttl": DATA,
        "competent-3.8.xlsx": b"PK",
        "csv.zip": b"PK" * 2000,
        "changes.html": PAGE,
        "manifest.json": b"{}",
        "SHA256SUMS": b"00  taxonomy.ttl\n",
        "empty.ttl": b"",
    }
    made.put("3.8", files)
    made.put("3.9", {"taxonomy.ttl": b"new"})
    made.put("3.10", {"taxonomy.ttl": b"newer"}, ReleaseStatus.CANDIDATE)
    made.put("3.7", {"taxonomy.ttl": b"bad"}, ReleaseStatus.WITHDRAWN)
    made.put("3.11", {"taxonomy.ttl": b"unborn"}, ReleaseStatus.DRAFT)
    made.archive.add("competent/3.8/unlisted.ttl", b"of nobody")
    made.archive.add("competent/3.12/taxonomy.ttl", b"of a publication that was cut short")
    return made


@pytest.fixture(scope="module")
def client(stock: Stock) -> Iterator[Client]:
    with serving(stock) as running:
        yield running


def test_a_file_comes_with_all_that_proves_it(client: Client) -> None:
    answer = client.get(TURTLE)
    digest = hashlib.sha256(DATA)
    assert answer.status_code == 200
    assert answer.content == DATA
    told = {
        "etag": f'"{digest.hexdigest()}"',
        "content-type": "text/turtle",
        "content-length": str(len(DATA)),
        "accept-ranges": "bytes",
        "cache-control": IMMUTABLE,
        "content-disposition": 'attachment; filename="taxonomy.ttl"',
        "repr-digest": f"sha-256=:{b64encode(digest.digest()).decode()}:",
        "x-release": "competent/3.8",
    }
    assert told.items() <= dict(answer.headers).items()
    assert "x-release-status" not in answer.headers
    assert "Content-Range" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("file", "disposition"),
    [
        ("competent-3.8.xlsx", 'attachment; filename="competent-3.8.xlsx"'),
        ("csv.zip", 'attachment; filename="csv.zip"'),
        ("manifest.json", 'inline; filename="manifest.json"'),
        ("SHA256SUMS", 'inline; filename="SHA256SUMS"'),
        ("changes.html", 'inline; filename="changes.html"'),
    ],
)
def test_the_name_of_a_saved_file_tells_its_release(
    client: Client, file: str, disposition: str
) -> None:
    answer = client.get(f"/archive/competent/3.8/{file}")
    assert answer.headers["content-disposition"] == disposition


def test_a_page_of_the_archive_has_its_style_and_runs_nothing(client: Client) -> None:
    answer = client.get("/archive/competent/3.8/changes.html")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; style-src 'unsafe-inline'" in policy
    assert "script" not in policy


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=1000000-", 1_000_000, len(DATA)),
        ("bytes=-7", len(DATA) - 7, len(DATA)),
        ("bytes=524287-524288", 524_287, 524_289),
    ],
)
def test_a_part_of_a_file_is_that_part(client: Client, asked: str, start: int, stop: int) -> None:
    answer = client.get(TURTLE, range=asked)
    assert answer.status_code == 206
    assert answer.content == DATA[start:stop]
    assert answer.headers["content-range"] == f"bytes {start}-{stop - 1}/{len(DATA)}"
    assert answer.headers["content-length"] == str(stop - start)
    assert answer.headers["etag"] == client.get(TURTLE).headers["etag"]


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-1", "lines=1-2", "bytes=x"])
def test_what_is_no_single_range_gets_the_whole_file(client: Client, asked: str) -> None:
    answer = client.get(TURTLE, range=asked)
    assert (answer.status_code, len(answer.content)) == (200, len(DATA))


def test_a_range_behind_the_end_is_refused_with_the_size(client: Client) -> None:
    answer = client.get(TURTLE, range=f"bytes={len(DATA)}-")
    assert answer.status_code == 416
    assert answer.json()["code"] == "range-not-satisfiable"
    assert answer.headers["content-range"] == f"bytes */{len(DATA)}"


def test_a_part_of_another_state_is_never_joined_to_this_one(client: Client) -> None:
    etag = client.get(TURTLE).headers["etag"]
    assert client.get(TURTLE, range="bytes=5-", if_range=etag).status_code == 206
    assert client.get(TURTLE, range="bytes=5-", if_range='"other"').status_code == 200


def test_head_says_what_get_says(client: Client) -> None:
    head, get = client.ask("HEAD", TURTLE), client.get(TURTLE)
    assert head.status_code == 200
    assert head.content == b""
    unlike = {"x-request-id"}
    assert {k: v for k, v in head.headers.items() if k not in unlike} == {
        k: v for k, v in get.headers.items() if k not in unlike
    }
    assert client.ask("HEAD", TURTLE, range="bytes=0-1").status_code == 200


def test_who_has_the_file_is_told_so(client: Client) -> None:
    etag = client.get(TURTLE).headers["etag"]
    answer = client.get(TURTLE, if_none_match=f'"x", W/{etag}', range="bytes=0-1")
    assert answer.status_code == 304
    assert answer.content == b""
    assert answer.headers["etag"] == etag
    assert answer.headers["x-release"] == "competent/3.8"


def test_a_file_is_never_compressed_on_its_way(client: Client) -> None:
    answer = client.get("/archive/competent/3.8/csv.zip", accept_encoding="gzip, br")
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-length"] == "4000"


def test_an_empty_file_is_a_file(client: Client) -> None:
    answer = client.get("/archive/competent/3.8/empty.ttl")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == "0"


@pytest.mark.parametrize(("version", "status"), [("3.10", "candidate"), ("3.7", "withdrawn")])
def test_a_release_that_is_none_to_build_on_says_so(
    client: Client, version: str, status: str
) -> None:
    answer = client.get(f"/archive/competent/{version}/taxonomy.ttl")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == SHORT
    assert answer.headers["x-release-status"] == status


@pytest.mark.parametrize(("alias", "version"), [("current", "3.9"), ("candidate", "3.10")])
def test_an_alias_leads_to_the_release_it_means_now(
    client: Client, alias: str, version: str
) -> None:
    answer = client.get(f"/archive/competent/{alias}/taxonomy.ttl")
    assert answer.status_code == 307
    assert answer.headers["location"] == f"/archive/competent/{version}/taxonomy.ttl"
    assert answer.headers["cache-control"] == SHORT
    assert answer.headers["x-release"] == f"competent/{version}"


def test_an_alias_leads_nowhere_for_a_file_that_the_release_does_not_have(client: Client) -> None:
    assert client.get("/archive/competent/current/csv.zip").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "competent/3.8/unlisted.ttl",
        "competent/3.8/TAXONOMY.TTL",
        "competent/3.8/taxonomy.ttl.",
        "competent/3.8/taxonomy.ttl/",
        "competent/3.8/taxonomy.ttl%00",
        "competent/3.8/taxonomy.ttl%20",
        "competent/3.8/%00",
        "competent/3.8/..",
        "competent/3.8/%2e%2e",
        "competent/3.8/..%2f3.9%2ftaxonomy.ttl",
        "competent/3.8/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "competent/3.8/..%5c..%5cetc%5cpasswd",
        "competent/3.8/%2fetc%2fpasswd",
        "competent/3.8//taxonomy.ttl",
        "competent/3.8/./taxonomy.ttl",
        "competent/3.8/taxonomy%E2%80%A4ttl",
        "competent/3.8/%EF%BC%8E%EF%BC%8E",
        "competent/3.8/%c0%ae%c0%ae",
        "competent/3.8/" + "a" * 4000,
        "competent/3.8/withdrawn.json",
        "competent/3.8/SHA256SUMS.minisig",
        "competent/3.11/taxonomy.ttl",
        "competent/3.12/taxonomy.ttl",
        "competent/9.9/taxonomy.ttl",
        "competent/3.80/taxonomy.ttl",
        "competent/../competent/3.8/taxonomy.ttl",
        "competent/%2e%2e/taxonomy.ttl",
        "%2e%2e/3.8/taxonomy.ttl",
        "Competent/3.8/taxonomy.ttl",
        "esco/3.8/taxonomy.ttl",
        "competent%00/3.8/taxonomy.ttl",
        "competent/3.8%00/taxonomy.ttl",
        "competent/03.8/taxonomy.ttl",
        "competent/\uff13.8/taxonomy.ttl",
        "keys/E7620F1842B4E81F.pub",
        "keys/..%2f..%2fx.pub",
        "keys/x.pub",
        "minisign.pub",
    ],
)
def test_no_path_leads_out_of_what_a_public_release_lists(client: Client, path: str) -> None:
    status, headers, body = client.portal.call(raw, client, f"/archive/{path}".encode())
    assert status in {404, 422}
    assert headers[b"content-type"] == b"application/problem+json"
    assert b"root:" not in body


async def raw(client: Client, path: bytes) -> tuple[int, dict[bytes, bytes], bytes]:
    """The answer to exactly this path, which no client has made tidy."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "https",
        "path": unquote(path.decode("latin-1")),
        "raw_path": path,
        "query_string": b"",
        "headers": [(b"host", b"competent.test")],
        "server": ("competent.test", 443),
    }
    await client.front(scope, receive, send)
    body = b"".join(it.get("body", b"") for it in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), body


def test_a_path_that_is_too_long_is_refused(client: Client) -> None:
    assert client.get("/archive/competent/3.8/" + "a" * 9000).status_code == 414


def test_only_reading_is_possible(client: Client) -> None:
    for method in ("PUT", "POST", "DELETE", "PATCH"):
        answer = client.ask(method, TURTLE)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda path: path.write_bytes(b"XX"), "archive-file-altered"),
        (lambda path: path.write_bytes(b"XXX"), "archive-file-altered"),
        (lambda path: path.unlink(), "archive-file-missing"),
    ],
    ids=["shorter", "changed", "gone"],
)
def test_an_altered_or_missing_file_is_never_served(
    tmp_path: Path, harm: Callable[[Path], object], code: str
) -> None:
    stock = stocked(tmp_path).put("3.8", {"taxonomy.ttl": b"abc", "csv.zip": b"PK"})
    path = tmp_path / "competent/3.8/taxonomy.ttl"
    with serving(stock) as client:
        assert client.get(TURTLE).content == b"abc"
        before = path.stat().st_mtime_ns
        harm(path)
        if path.exists():
            os.utime(path, ns=(before, before + 10**9))
        for method in ("GET", "HEAD"):
            answer = client.ask(method, TURTLE)
            assert answer.status_code == 503
            assert answer.headers["retry-after"]
            assert answer.headers["cache-control"] == "no-store"
        assert client.get(TURTLE).json()["code"] == code
        assert client.get(TURTLE, range="bytes=0-0").status_code == 503
        assert client.get("/archive/competent/3.8/csv.zip").status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 200
        assert ready.json()["ready"]
        [failure] = ready.json()["failures"]
        assert failure["name"] == "competent/3.8/taxonomy.ttl"
        assert failure["reason"].startswith(f"{code}: ")
        path.unlink(missing_ok=True)
        path.write_bytes(b"abc")
        assert client.get(TURTLE).content == b"abc"
        assert client.get("/readyz").json()["failures"] == []


def test_a_file_that_was_altered_before_anybody_asked_is_found_by_the_watch(
    tmp_path: Path,
) -> None:
    stock = stocked(tmp_path).put("3.8", {"taxonomy.ttl": b"abc"})
    (tmp_path / "competent/3.8/taxonomy.ttl").write_bytes(b"abd")
    with serving(stock) as client:
        services = client.front.app.state.services  # type: ignore[attr-defined]
        services.watch.look()
        [failure] = client.get("/readyz").json()["failures"]
        assert failure["name"] == "competent/3.8/taxonomy.ttl"


def published(context: Context, version: str) -> None:
    delivery = Delivery(scheme="competent", version=version)
    import_reading(context.engine, delivery, [concept("op-10", nl=f"Slager {version}")])
    publish(context, ("competent", version), at=NOON)


def test_every_file_of_a_real_release_is_served_as_its_sums_say(context: Context) -> None:
    published(context, "3.8")
    with serving(context) as client:
        sums = client.get("/archive/competent/3.8/SHA256SUMS").text.splitlines()
        assert len(sums) > 1
        for line in sums:
            digest, name = line.split("  ")
            answer = client.get(f"/archive/competent/3.8/{name}")
            assert hashlib.sha256(answer.content).hexdigest() == digest


def test_a_withdrawal_is_served_as_the_record_tells_it(context: Context) -> None:
    published(context, "3.8")
    withdraw(context, ("competent", "3.8"), reason="wrong codes", at=EVENING)
    path = "/archive/competent/3.8/withdrawn.json"
    with serving(context) as client:
        answer = client.get(path)
        assert answer.json()["reason"] == "wrong codes"
        assert answer.headers["cache-control"] == SHORT
        assert answer.headers["etag"] == f'"{hashlib.sha256(answer.content).hexdigest()}"'
        assert client.get(path, if_none_match=answer.headers["etag"]).status_code == 304
        context.archive.remove("competent/3.8/withdrawn.json")
        context.archive.add("competent/3.8/withdrawn.json", b"{}")
        assert client.get(path).json()["code"] == "archive-file-altered"


@pytest.fixture
def signed(context: Context) -> Context:
    """A context that has a key of its own to sign with."""
    signing.make_key(context.settings.signing_key_file)
    return context


def test_a_signature_is_served_with_the_key_that_proves_it(signed: Context) -> None:
    published(signed, "3.8")
    with serving(signed) as client:
        sums = client.get("/archive/competent/3.8/SHA256SUMS").content
        signature = client.get("/archive/competent/3.8/SHA256SUMS.minisig")
        key = client.get("/archive/minisign.pub")
        assert signing.complaint([key.content], sums, signature.content) == ""
        assert signature.headers["cache-control"] == key.headers["cache-control"] == SHORT
        by_id = client.get(f"/archive/keys/{signing.key_id(key.content)}.pub")
        assert by_id.content == key.content
        assert client.ask("HEAD", "/archive/minisign.pub").headers["etag"] == key.headers["etag"]


def test_a_signature_that_proves_nothing_is_not_served(signed: Context) -> None:
    published(signed, "3.8")
    name = "competent/3.8/SHA256SUMS.minisig"
    signature = signed.archive.find(name) or b""
    signed.archive.remove(name)
    with serving(signed) as client:
        assert client.get(f"/archive/{name}").status_code == 404
        signed.archive.add(name, signature.replace(b"competent", b"incompetent"))
        assert client.get(f"/archive/{name}").json()["code"] == "archive-file-altered"


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("catalog.ttl", "", "text/turtle"),
        ("catalog.ttl", "text/html", "text/turtle"),
        ("catalog.jsonld", "text/turtle", "application/ld+json"),
        ("catalog", "", "application/ld+json"),
        ("catalog", "text/turtle", "text/turtle"),
        ("catalog", "text/turtle;q=0.5, application/ld+json", "application/ld+json"),
    ],
)
def test_the_catalogue_comes_in_the_form_that_was_asked_for(
    client: Client, path: str, accept: str, media_type: str
) -> None:
    answer = client.get(f"/archive/{path}", accept=accept)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["cache-control"] == SHORT
    assert answer.headers["content-location"].endswith(("catalog.ttl", "catalog.jsonld"))
    assert b"/archive/competent/3.8/taxonomy.ttl" in answer.content


def test_the_catalogue_in_a_form_that_is_not_there_is_refused(client: Client) -> None:
    answer = client.get("/archive/catalog", accept="text/csv")
    assert answer.status_code == 406
    assert answer.json()["available"] == ["application/ld+json", "text/turtle"]


def test_the_catalogue_names_public_releases_and_no_others(client: Client) -> None:
    text = client.get("/archive/catalog.ttl").text
    for version, listed_there in (("3.9", True), ("3.10", True), ("3.7", True), ("3.11", False)):
        assert (f"/archive/competent/{version}> a dcat:Dataset" in text) is listed_there
    assert "unlisted" not in text


def test_who_has_the_catalogue_is_told_so_and_gzip_is_another_form(client: Client) -> None:
    plain = client.get("/archive/catalog.ttl")
    packed = client.get("/archive/catalog.ttl", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == plain.text
    assert plain.headers["etag"] != packed.headers["etag"]
    again = client.get("/archive/catalog.ttl", if_none_match=plain.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_catalogue_is_written_anew_when_a_release_appears(tmp_path: Path) -> None:
    stock = stocked(tmp_path).put("3.8", {"taxonomy.ttl": b"a"})
    with serving(stock) as client:
        before = client.get("/archive/catalog.ttl")
        assert client.get("/archive/catalog.ttl").content == before.content
        stock.put("3.9", {"taxonomy.ttl": b"b"})
        client.refresh()
        after = client.get("/archive/catalog.ttl")
        assert b"/archive/competent/3.9/taxonomy.ttl" in after.content
        assert after.headers["etag"] != before.headers["etag"]


def test_the_catalogue_names_whom_to_ask_where_it_is_configured(tmp_path: Path) -> None:
    stock = stocked(tmp_path).put("3.8", {"taxonomy.ttl": b"a"})
    with serving(stock, contact_email="archive@competent.test", contact_name="Synerjob") as client:
        text = client.get("/archive/catalog.ttl").text
    assert "<mailto:archive@competent.test>" in text
    assert '"Synerjob"' in text


def test_a_release_leads_to_its_files(stock: Stock, client: Client) -> None:
    links = client.get("/v1/schemes/competent/releases/3.8").json()["links"]
    assert links["archive"] == "/archive/competent/3.8/"
    assert "delta" not in links


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("competent/3.8/taxonomy.ttl", {}, 200),
        ("competent/3.8/competent-3.8.xlsx", {}, 200),
        ("competent/3.8/changes.html", {}, 200),
        ("competent/3.8/SHA256SUMS", {"range": "bytes=0-3"}, 206),
        ("competent/3.8/SHA256SUMS", {"range": "bytes=99-"}, 416),
        ("competent/3.8/SHA256SUMS", {"if_none_match": "*"}, 304),
        ("competent/current/taxonomy.ttl", {}, 307),
        ("competent/3.8/nothing", {}, 404),
        ("competent/x/taxonomy.ttl", {}, 422),
    ],
)
def test_every_answer_is_one_that_the_reference_describes(
    client: Client, path: str, headers: dict[str, str], status: int
) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/archive/{scheme}/{version}/{file}"]
    answer = client.get(f"/archive/{path}", **headers)
    assert answer.status_code == status
    described = operation["get"]["responses"][str(status)]
    media_type = answer.headers.get("content-type", "").partition(";")[0]
    assert not media_type or media_type in described["content"]


def test_a_client_made_from_the_reference_reads_files_as_bytes(client: Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    answers = paths["/archive/{scheme}/{version}/{file}"]["get"]["responses"]
    described = [it for status in ("200", "206") for it in answers[status]["content"].values()]
    assert len(described) > 20
    assert not any("schema" in it for it in described)


@pytest.mark.parametrize(
    ("path", "forms"),
    [
        ("/archive/catalog", ["application/ld+json", "text/turtle"]),
        ("/archive/catalog.jsonld", ["application/ld+json"]),
        ("/archive/catalog.ttl", ["text/turtle"]),
    ],
)
def test_the_reference_says_in_which_forms_the_catalogue_comes(
    client: Client, path: str, forms: list[str]
) -> None:
    operation = client.get("/openapi.json").json()["paths"][path]["get"]
    assert list(operation["responses"]["200"]["content"]) == forms
