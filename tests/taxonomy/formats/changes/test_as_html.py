"""`changes.html` is read by people: everything is there, told apart, and nothing comes from elsewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from typing_extensions import override

from taxonomy.changes import ChangeType
from taxonomy.formats.changes import as_html
from taxonomy.formats.changes.words import marked
from taxonomy.model import Taxonomy
from taxonomy.vocabulary import Kind
from tests.build import concept, taxonomy
from tests.strategies import same_scheme
from tests.taxonomy.changing_releases import material

MATERIAL = material()
PAGE = as_html.write(MATERIAL).decode()
_VOID = {"meta", "br"}


class Reader(HTMLParser):
    """Reads a page as a browser would, and knows where it is."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        self.text.append(data)


def section(change: str) -> str:
    """The part of the page on one type of change."""
    found = re.search(rf'<section id="{change}">.+?</section>', PAGE, re.DOTALL)
    assert found
    return found[0]


def told(change: str, code: str) -> str:
    """What stands beside this code in the part on one type of change."""
    found = re.search(
        rf"<code>{code}</code></th><td[^>]*>[^<]*</td><td>(.*?)</td></tr>",
        section(change),
        re.DOTALL,
    )
    assert found
    return found[1]


def test_the_page_is_whole_and_has_one_heading() -> None:
    read = Reader(PAGE)
    assert read.open == []
    assert [tag for tag, _ in read.tags].count("h1") == 1
    assert ("html", {"lang": "en"}) in read.tags


def test_nothing_runs_and_nothing_comes_from_elsewhere() -> None:
    read = Reader(PAGE)
    assert not {"script", "img", "link", "iframe", "object"} & {tag for tag, _ in read.tags}
    assert not [it for _, it in read.tags if {"src", "onclick", "style"} & it.keys()]
    assert {it["href"] for _, it in read.tags if "href" in it} <= {
        f"#{it}" for it in (*ChangeType, "changes")
    }
    assert "url(" not in PAGE
    assert "@import" not in PAGE


@settings(max_examples=40)
@given(same_scheme())
def test_no_text_breaks_the_page_and_none_is_left_out(both: tuple[Taxonomy, Taxonomy]) -> None:
    it = material(*both)
    page = as_html.write(it).decode()
    assert Reader(page).open == []
    assert as_html.write(it).decode() == page
    shown = unescape(page)
    for change in it.changes:
        for key in ("before", "after"):
            assert all(word in shown for word in change.get(key, "").split())


def test_it_names_both_releases_with_their_dates() -> None:
    assert "<title>Competent 3.9 → 3.10: what changed</title>" in PAGE
    for date in ("2025-12-16", "2025-12-20", "2026-03-16"):
        assert f"<td>{date}</td>" in PAGE
    assert MATERIAL.release.digest in PAGE
    assert "Met &lt;vis&gt;" in PAGE
    assert "P &amp; co" in PAGE


def test_its_title_stands_there_in_four_languages() -> None:
    assert '<span lang="nl">Wat er veranderde van 3.9 naar 3.10</span>' in PAGE
    assert '<span lang="fr">Ce qui a changé de 3.9 à 3.10</span>' in PAGE
    assert '<span lang="de">Was sich von 3.9 zu 3.10 geändert hat</span>' in PAGE


def test_every_type_of_change_has_its_part_and_its_count() -> None:
    for change in ChangeType:
        assert f'<a href="#{change}">' in PAGE
        assert section(change)
    assert f'<b class="count">{len(MATERIAL.changes)}</b> changes' in PAGE


def test_a_retired_concept_names_its_successors() -> None:
    assert told("retired", "OP-10") == (
        'split → <code>OP-9</code> <bdi lang="nl">Slager / winkelier</bdi>, '
        '<code>OP-11</code> <bdi lang="nl">Vis&quot;handelaar&quot; &amp; co</bdi>'
    )


def test_an_added_concept_shows_its_names_in_every_language() -> None:
    assert told("added", "OP-11") == '<bdi lang="ar">سمّاك</bdi>'


def test_renames_tell_words_and_depth() -> None:
    assert '<bdi lang="nl">Slager <ins>/ winkelier</ins></bdi> <span class="wording">' in PAGE
    assert '<bdi lang="fr">Boucher <ins>(h/f/x)</ins></bdi> <span class="cosmetic">' in PAGE


def test_a_text_tells_which_words_went_and_came() -> None:
    note = told("note-changed", "OP-9")
    assert "description: " in note
    assert "Snijdt <del>vlees</del> <ins>vis</ins> " in note
    assert "&lt;b&gt;het&lt;/b&gt;." in note
    assert '<span class="meaning">meaning</span>' in note


def test_a_set_tells_what_it_gained_and_a_profile_its_digital_skill() -> None:
    assert told("link-added", "CS-1") == (
        'member: <code>SK-1</code> <bdi lang="nl">Vlees snijden</bdi>'
    )
    assert told("link-added", "OP-9") == 'digitalSkill: <code>D1</code> <bdi lang="nl">Zoeken</bdi>'


def test_a_moved_competence_tells_from_where_to_where() -> None:
    assert told("link-moved", "OP-9").startswith(
        "<del>essentialCompetence</del> → <ins>optionalCompetence</ins>: <code>CP-1</code>"
    )


def test_a_long_part_is_folded_and_whole() -> None:
    many = taxonomy(
        *(concept(f"s{n}", Kind.SKILL, nl="Snijden") for n in range(as_html.OPEN_ROWS + 1)),
        concept("p1", nl="Slager"),
    )
    page = as_html.write(material(taxonomy(), many)).decode()
    assert page.count("<details>") == 1
    assert page.count("<details open>") == 1
    assert page.count("<td lang=") == len(many)


def test_what_did_not_change_is_told() -> None:
    same = Taxonomy.of("competent", [])
    page = as_html.write(material(same, same)).decode()
    assert '<b class="count">0</b> changes' in page
    assert Reader(page).open == []


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "Vis", "<ins>Vis</ins>"),
        ("Vis", "", "<del>Vis</del>"),
        ("vlees snijden", "vlees versnijden", "vlees <del>snijden</del> <ins>versnijden</ins>"),
        ("a b c", "b c d", "<del>a</del> b c <ins>d</ins>"),
        ("a  b", "a b", "<del>a  b</del> <ins>a b</ins>"),
        ("<i>", "&", "<del>&lt;i&gt;</del> <ins>&amp;</ins>"),
    ],
)
def test_words_that_went_and_came_are_marked(before: str, after: str, expected: str) -> None:
    assert marked(before, after) == expected


def test_a_sample_says_so() -> None:
    sample = replace(MATERIAL, release=replace(MATERIAL.release, sample=True))
    assert "This release is a sample" in as_html.write(sample).decode()
