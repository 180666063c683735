from __future__ import annotations

import csv
import re
from dataclasses import replace
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from taxonomy.mapping import MappingSource
from taxonomy.vocabulary import Kind, MappingState, ReleaseStatus
from tests.app import butchers
from tests.app.serving import PUBLIC_URL, Client, Shelf, percent, serving
from tests.app.web.test_pages import HTML, text
from tests.build import concept, mapping, mapping_set, retired, taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taxonomy.mapping import Mapping

SET = "/mappings/competent-3.10--esco-1.2.0"
SLAGER = f"{SET}/OP-10"
WICKED = '"><script>alert(1)</script>'
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def pages() -> Iterator[Client]:
    """The butchers, and a set whose schemes the service does not hold."""
    foreign = mapping_set(
        mapping("24531012", "exact", "7511", subject_label="CARNICEROS"),
        subject="co-sispe/2011",
        object_="onet/25",
    )
    with serving(butchers.shelf().add_mappings(foreign)) as client:
        yield client


def shelf_of(*mappings: Mapping, label: str = "Slager", others: Sequence[str] = ()) -> Shelf:
    """Profile u1 of Competent 3.8 and occupations e0, e1, … of ESCO 1.0.3 with these labels."""
    occupations = [
        concept(f"e{place}", Kind.OCCUPATION, scheme="esco", notation=f"75.{place}", en=it)
        for place, it in enumerate(others)
    ]
    return (
        Shelf()
        .add(taxonomy(concept("u1", notation="OP-1", nl=label)), "3.8")
        .add(taxonomy(*occupations), "1.0.3")
        .add_mappings(mapping_set(*mappings))
    )


def picture_of(client: Client, path: str) -> ElementTree.Element:
    """The picture that stands alone: whatever is no XML fails here."""
    answer = client.get(f"{path}/picture.svg")
    assert answer.status_code == 200, answer.text
    return ElementTree.fromstring(answer.text)  # noqa: S314


def words_of(picture: ElementTree.Element) -> list[str]:
    return ["".join(it.itertext()).strip() for it in picture.iter(f"{SVG}text")]


# Every set


def test_every_set_stands_in_a_row_with_its_figures(pages: Client) -> None:
    told = text(pages, "/mappings")
    assert "Competent 3.10 → ESCO 1.2.0 edition 1, 28 Nov 2026 4 exact 3 narrower 1" in told
    assert "co-sispe 2011 → onet 25 edition 1, 28 Nov 2026 1 exact 1 – 0" in told


def test_a_row_tells_coverage_and_what_is_stale(pages: Client) -> None:
    assert "Profiles 50% Skills 0% 1" in text(pages, "/mappings")


def test_a_set_is_listed_although_its_releases_cannot_be_loaded() -> None:
    shelf = butchers.shelf()
    shelf.broken.add("esco/1.2.0")
    with serving(shelf) as client:
        assert "exact 3 narrower 1 – 1" in text(client, "/mappings")
        assert client.get(f"{SET}/", accept=HTML).status_code == 503


def test_without_a_set_the_page_says_how_one_gets_here() -> None:
    with serving(Shelf()) as client:
        told = text(client, "/mappings?lang=nl")
    assert "Nog geen koppelingen" in told
    assert "competent import eures FILE.csv --publish" in told


def test_the_site_leads_to_the_mappings(pages: Client) -> None:
    assert '<a href="/mappings?lang=fr">Correspondances</a>' in pages.get("/archive?lang=fr").text
    assert '<a href="/mappings" aria-current="page">' in pages.get("/mappings").text


# One set


def test_a_set_says_what_it_covers_at_both_ends(pages: Client) -> None:
    told = text(pages, f"{SET}/")
    assert "Profiles 50% 1 1 0 0 2" in told
    assert "Occupations 100% 2 0 0 0 2" in told
    assert "1 is not in the release" in told


def test_a_set_says_what_the_checks_find_and_leads_to_it(pages: Client) -> None:
    told = text(pages, f"{SET}/")
    assert "Mapped concepts that the release does not hold 1, error" in told
    assert f'<a class="target" href="{SET}/u99">competent/3.10 holds no u99' in (
        pages.get(f"{SET}/").text
    )


def test_coverage_is_told_by_the_figures_and_not_again_by_a_check(pages: Client) -> None:
    assert "mapping-coverage" not in text(pages, f"{SET}/")


def test_many_findings_are_told_by_examples() -> None:
    unknown = [mapping(f"x{number:02}", "close", "e0") for number in range(8)]
    with serving(shelf_of(*unknown, others=["butcher"])) as client:
        told = text(client, "/mappings/competent-3.8--esco-1.0.3/")
    assert "does not hold 8, error" in told
    assert "and 3 more" in told


def test_a_set_without_findings_says_so() -> None:
    with serving(shelf_of(mapping("u1", "exact", "e0"), others=["butcher"])) as client:
        told = text(client, "/mappings/competent-3.8--esco-1.0.3/")
    assert "The checks find nothing." in told
    assert told.count("This is the newest release.") == 2


def test_a_set_of_releases_that_are_not_held_says_what_nobody_can_tell(pages: Client) -> None:
    told = text(pages, "/mappings/co-sispe-2011--onet-25/")
    assert "This service holds no release of it" in told
    assert "The service does not hold onet 25" in told
    assert "CARNICEROS" in told


def test_a_set_behind_its_schemes_says_by_how_much_and_what_to_do() -> None:
    shelf = shelf_of(mapping("u1", "exact", "e0"), others=["butcher"])
    shelf.add(taxonomy(concept("e1", Kind.OCCUPATION, scheme="esco")), "1.2.0")
    shelf.add(taxonomy(concept("u1", notation="OP-1", nl="Slager")), "3.9", ReleaseStatus.CANDIDATE)
    with serving(shelf) as client:
        told = text(client, "/mappings/competent-3.8--esco-1.0.3/")
    assert "ESCO is at 1.2.0 now; these mappings were made for 1.0.3." in told
    assert "Since then 1 mapped concept was retired or dropped." in told
    assert "Competent is at" not in told


def test_an_older_set_leads_to_the_newest_one() -> None:
    newer = mapping_set(mapping("u1", "exact", "e0"), subject="competent/3.9", object_="esco/1.2.0")
    shelf = shelf_of(mapping("u1", "exact", "e0"), others=["butcher"]).add_mappings(newer)
    with serving(shelf) as client:
        older = client.get("/mappings/competent-3.8--esco-1.0.3/").text
        concept_of_older = client.get("/mappings/competent-3.8--esco-1.0.3/OP-1").text
        newest = text(client, "/mappings/competent-3.9--esco-1.2.0/")
    assert 'Use instead: <a href="/mappings/competent-3.9--esco-1.2.0/">' in older
    assert 'Use instead: <a href="/mappings/competent-3.9--esco-1.2.0/OP-1">' in concept_of_older
    assert "Use instead" not in newest


def test_a_set_names_its_sources_and_the_sentence_that_escos_licence_asks_for() -> None:
    content = mapping_set(mapping("u1", "exact", "e0"))
    source = MappingSource("BE <1>.csv", title="ESCO – BE", author="A & B", date="2021-09-30")
    content = type(content).of(
        content.subject, content.object, content, sources=(source,), comment="A <b>note</b>"
    )
    with serving(Shelf().add_mappings(content, sample=True)) as client:
        told = text(client, "/mappings/competent-3.8--esco-1.0.3/")
        assert "sample" in text(client, "/mappings")
    assert "ESCO – BE BE &lt;1&gt;.csv , A &amp; B, 2021-09-30" in told
    assert "A &lt;b&gt;note&lt;/b&gt;" in told
    assert "This service uses the ESCO classification of the European Commission." in told
    assert f"{PUBLIC_URL}/mappings/competent-3.8--esco-1.0.3/" in told
    assert "This is a sample." in told


def test_every_file_of_a_set_that_is_there_has_a_button(pages: Client) -> None:
    files = re.findall(r'href="(/v1/mapping-sets/[^"]+)" download', pages.get(f"{SET}/").text)
    assert "/v1/mapping-sets/competent-3.10--esco-1.2.0/eures-occupations.csv" in files
    assert {pages.get(it).status_code for it in files} == {200}


# The list of a set


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("", "5 mappings"),
        ("predicate=exact", "3 mappings"),
        ("predicate=close&state=stale", "1 mapping"),
        ("state=accepted&predicate=&text=", "4 mappings"),
        ("text=SLAG", "2 mappings"),
        ("text=halal", "1 mapping"),
        ("text=7511.1.1", "1 mapping"),
        ("text=worst", "1 mapping"),
        ("text=%20halal%20%20butcher", "1 mapping"),
        ("state=suggested", "0 mappings"),
    ],
)
def test_the_list_is_narrowed_down(pages: Client, query: str, total: str) -> None:
    assert f"Show {total}" in text(pages, f"{SET}/?{query}")


def test_a_form_shows_what_was_asked(pages: Client) -> None:
    body = pages.get(f"{SET}/?predicate=close&state=stale&text=%22%3Ex&lang=nl").text
    assert '<option value="close" selected>' in body
    assert '<option value="stale" selected>' in body
    assert 'value="&#34;&gt;x"' in body
    assert '<input type="hidden" name="lang" value="nl">' in body


def test_an_empty_list_says_what_to_do(pages: Client) -> None:
    assert "No mapping is like that." in text(pages, f"{SET}/?text=baker")


def test_a_long_list_has_pages_that_keep_what_was_asked() -> None:
    many = [mapping(f"x{number:03}", "close", "e0") for number in range(120)]
    many.append(mapping("u1", "exact", "e0"))
    with serving(shelf_of(*many, others=["butcher"])) as client:
        base = "/mappings/competent-3.8--esco-1.0.3/"
        first = client.get(base).text
        middle = client.get(f"{base}?page=2&predicate=close&lang=fr").text
        last = text(client, f"{base}?page=999")
    assert first.index("OP-1</code>") < first.index(">x000<")
    assert f'rel="prev" href="{base}?predicate=close&amp;page=1&amp;lang=fr#list"' in middle
    assert f'rel="next" href="{base}?predicate=close&amp;page=3&amp;lang=fr#list"' in middle
    assert "Page 3 of 3" in last
    assert "Next" not in last


# One concept


def test_a_concept_is_shown_with_its_counterparts_closest_first(pages: Client) -> None:
    told = text(pages, SLAGER)
    table = told[told.index("The same as a table") :]
    assert table.index("exact butcher") < table.index("narrower halal butcher")
    assert "reviewed eva · confidence 90%" in table
    assert "/v1/mappings/" in pages.get(SLAGER).text


def test_from_the_other_side_the_predicate_is_turned(pages: Client) -> None:
    path = f"{SET}/{percent(butchers.OTHER_OCCUPATION)}"
    table = text(pages, path)
    assert "broader Slager" in table
    assert "ESCO 1.2.0" in table
    assert text(pages, f"{SET}/7511.1.1") == table


def test_both_directions_name_a_mapping_by_one_id(pages: Client) -> None:
    def ids(path: str) -> set[str]:
        return set(re.findall(r"/v1/mappings/([0-9a-f]{20})", pages.get(path).text))

    assert ids(f"{SET}/7511.1.1") < ids(SLAGER)


def test_a_stale_mapping_says_so_in_picture_and_table(pages: Client) -> None:
    assert "◇ stale" in " ".join(words_of(picture_of(pages, f"{SET}/OP-2")))
    assert "stale" in text(pages, f"{SET}/OP-2")


def test_what_finds_nothing_is_shown(pages: Client) -> None:
    assert "No counterpart" in words_of(picture_of(pages, f"{SET}/SK-1"))


def test_a_concept_without_mappings_says_so(pages: Client) -> None:
    assert "Nothing is mapped." in text(pages, f"{SET}/KN-8")
    assert "Nothing is mapped." in words_of(picture_of(pages, f"{SET}/KN-8"))


def test_a_concept_that_its_release_does_not_hold_has_the_name_that_its_source_gave(
    pages: Client,
) -> None:
    assert "Worst draaien" in text(pages, f"{SET}/u99")
    assert "◇ not in this release" in " ".join(words_of(picture_of(pages, f"{SET}/u99")))


def test_a_name_in_another_language_says_which(pages: Client) -> None:
    body = pages.get(f"{SLAGER}?lang=de").text
    assert '<span dir="auto" lang="nl">Slager</span>' in body
    assert "[nl]" in body
    assert "[en]" in body
    assert 'dir="auto" lang="fr">Boucher' in pages.get(f"{SLAGER}?lang=fr").text


def test_american_english_will_do_for_readers_of_english() -> None:
    american = concept("e0", Kind.OCCUPATION, scheme="esco", **{"en-US": "color mixer", "fr": "x"})
    shelf = shelf_of(mapping("u1", "exact", "e0")).add(taxonomy(american), "1.0.3")
    with serving(shelf) as client:
        body = client.get("/mappings/competent-3.8--esco-1.0.3/OP-1?lang=en").text
    assert '<span lang="en-US" dir="auto">color mixer</span>' in body
    assert "[en-US]" not in body


def test_what_is_retired_is_marked() -> None:
    gone = retired("e0", Kind.OCCUPATION, en="butcher")
    shelf = shelf_of(mapping("u1", "exact", "e0"))
    shelf.add(
        taxonomy(concept("e1", Kind.OCCUPATION, scheme="esco"), replace(gone, scheme="esco")),
        "1.0.3",
    )
    with serving(shelf) as client:
        path = "/mappings/competent-3.8--esco-1.0.3/OP-1"
        assert "× retired" in " ".join(words_of(picture_of(client, path)))
        assert "retired" in text(client, path)


def test_what_is_not_accepted_is_counted_but_not_shown() -> None:
    suggested = mapping("u1", "close", "e0", state=MappingState.SUGGESTED)
    with serving(shelf_of(suggested, others=["butcher"])) as client:
        told = text(client, "/mappings/competent-3.8--esco-1.0.3/OP-1")
    assert "Not shown: 1 suggested" in told
    assert "butcher" not in told


def test_reasons_are_told_in_words_and_others_as_they_are() -> None:
    reasons: tuple[dict[str, object], ...] = (
        {"kind": "changed-label", "version": "1.2.0", "before": "a<", "after": "b"},
        {"kind": "mapped-concept-gone", "proposals": [{"fix": "successor", "id": "e1"}]},
        {"kind": "changed-meaning", "proposals": [{"fix": "look-again", "id": "e0"}]},
        {"type": "label", "text": "“a” is like “b”", "strength": 0.9},
        {"x": 1},
        {},
    )
    stale = mapping("u1", "close", "e0", state=MappingState.STALE, comment="Ask", reasons=reasons)
    with serving(shelf_of(stale, others=["butcher", "meat cutter"])) as client:
        path = "/mappings/competent-3.8--esco-1.0.3/OP-1"
        told, body = text(client, path), client.get(path).text
    assert "name changed (1.2.0): a&lt; b concept gone Proposed instead: e1 meaning" in told
    assert "meaning changed “a” is like “b” x: 1" in told
    assert 'href="/mappings/competent-3.8--esco-1.0.3/e1">e1</a>' in body


def test_a_table_is_to_be_had_as_csv(pages: Client) -> None:
    answer = pages.get(f"{SLAGER}/mappings.csv?lang=fr")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["x-release"] == "competent/3.10, esco/1.2.0"
    rows = list(csv.DictReader(StringIO(answer.text)))
    assert [(it["subject_notation"], it["predicate_id"], it["object_label"]) for it in rows] == [
        ("OP-10", "skos:exactMatch", "butcher"),
        ("OP-10", "skos:narrowMatch", "halal butcher"),
    ]
    nothing = list(csv.DictReader(StringIO(pages.get(f"{SET}/SK-1/mappings.csv").text)))
    assert nothing[0]["object_id"] == "sssom:NoTermFound"


def test_a_cell_of_the_table_is_no_formula() -> None:
    with serving(shelf_of(mapping("u1", "exact", "e0"), label="=1+1", others=["x"])) as client:
        answer = client.get("/mappings/competent-3.8--esco-1.0.3/u1/mappings.csv")
    assert ",'=1+1," in answer.text


# The picture alone


def test_the_picture_alone_may_be_shown_by_others_and_runs_nothing(pages: Client) -> None:
    answer = pages.get(f"{SLAGER}/picture.svg?lang=fr")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"] == (
        "default-src 'none'; style-src 'unsafe-inline'"
    )
    assert answer.headers["content-language"] == "fr"
    picture = ElementTree.fromstring(answer.text)  # noqa: S314
    assert picture.find(f"{SVG}style") is not None
    assert (
        picture.findtext(f"{SVG}title")
        == "Boucher (h/f/x)\N{NO-BREAK SPACE}: de Competent 3.10 vers ESCO 1.2.0"
    )
    assert picture.findtext(f"{SVG}desc") == "exact: butcher; plus étroit: halal butcher"


def test_a_line_tells_by_its_form_how_concepts_correspond(pages: Client) -> None:
    picture = picture_of(pages, SLAGER)
    curves = [it.get("class") for it in picture.iter(f"{SVG}path") if it.get("class")]
    assert curves == ["curve exact", "curve narrow", "inner"]
    assert "exact – means the same" in words_of(picture)


def test_labels_are_data_wherever_they_stand() -> None:
    label = f"{WICKED} & 'x' \x0b\x00"
    with serving(shelf_of(mapping("u1", "exact", "e0"), label=label, others=[WICKED])) as client:
        base = "/mappings/competent-3.8--esco-1.0.3"
        for path in (f"{base}/", f"{base}/OP-1", f"{base}/e0", f"{base}/OP-1/picture.svg"):
            assert "<script>alert" not in client.get(path).text
        assert "\x0b" not in client.get(f"{base}/OP-1/picture.svg").text
        assert "alert(1)" in " ".join(words_of(picture_of(client, f"{base}/OP-1")))


# What is not there


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/mappings/none/", 404, "there is no mapping set &#39;none&#39;"),
        ("/mappings/none", 404, "there is no mapping set &#39;none&#39;"),
        ("/mappings/none/OP-10", 404, "there is no mapping set"),
        (f"{SET}/OP-11", 404, "did you mean OP-10?"),
        (f"{SET}/sssom:NoTermFound", 404, "holds a concept &#39;sssom:NoTermFound&#39;"),
        (f"{SET}/%3Cscript%3E", 404, "&lt;script&gt;"),
        (f"{SET}/%00", 404, "\\x00"),
        (f"{SET}/OP-11/picture.svg", 404, "holds a concept"),
        (f"{SET}/OP-11/mappings.csv", 404, "holds a concept"),
        (f"{SET}/?predicate=same", 422, "is none of: exact, close, broad, narrow, related"),
        (f"{SET}/?state=%3Cb%3E", 422, "&lt;b&gt;"),
        (f"{SET}/?page=x", 422, "page"),
        (f"{SET}/OP-10?lang=xx", 422, "none of the languages of pages"),
        ("/mappings?lang=xx", 422, "none of the languages of pages"),
    ],
)
def test_a_reader_is_told_what_is_wrong_and_led_back(
    pages: Client, path: str, status: int, told: str
) -> None:
    answer = pages.get(path, accept=HTML)
    assert answer.status_code == status
    assert told in text(pages, path)
    assert '<a href="/mappings">To the mappings</a>' in answer.text


def test_a_program_is_told_what_is_wrong_as_a_problem(pages: Client) -> None:
    assert pages.get("/mappings/none/", accept="*/*").json()["code"] == "mapping-set-not-found"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/mappings/?lang=fr", "/mappings?lang=fr"),
        (f"{SET}?lang=fr", f"{SET}/?lang=fr"),
    ],
)
def test_an_address_that_means_another_one_leads_there(
    pages: Client, path: str, location: str
) -> None:
    answer = pages.get(path)
    assert (answer.status_code, answer.headers["location"]) == (308, location)


@pytest.mark.parametrize("path", ["/mappings", f"{SET}/", SLAGER])
def test_a_page_speaks_four_languages_and_writes_no_style_into_itself(
    pages: Client, path: str
) -> None:
    said = {lang: pages.get(f"{path}?lang={lang}") for lang in ("nl", "fr", "de", "en")}
    assert [it.headers["content-language"] for it in said.values()] == ["nl", "fr", "de", "en"]
    assert len({it.text for it in said.values()}) == 4
    assert not any(" style=" in it.text or "<style" in it.text for it in said.values())


def test_an_address_of_a_uri_stays_one_address(pages: Client) -> None:
    body = pages.get(f"{SET}/{percent(butchers.SKILL)}?lang=nl").text
    assert f'rel="canonical" href="{PUBLIC_URL}{SET}/{percent(butchers.SKILL)}?lang=nl"' in body
    assert f'href="{SET}/{percent(butchers.SKILL)}/mappings.csv?lang=nl"' in body
