from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from taxonomy import schemes
from taxonomy.formats import atom
from taxonomy.model import Release
from taxonomy.vocabulary import ReleaseStatus

URL = "https://competent.test"
FEED = f"{URL}/v1/schemes/competent/feed.atom"
ATOM = "{http://www.w3.org/2005/Atom}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d-\d\d)?:[A-Za-z0-9./-]+")  # RFC 4151, section 2.1
FIRST = Release(
    scheme="competent",
    version="3.9",
    status=ReleaseStatus.PUBLISHED,
    digest="",
    published_at=datetime(2026, 3, 1, 9, 30, tzinfo=UTC),
    counts={"profile": 614, "technical-competence": 4343},
)
SECOND = replace(
    FIRST,
    version="3.10",
    previous="3.9",
    published_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
)


def written(*releases: Release, url: str = URL, **parts: Any) -> Element:
    """The feed, as one that keeps to RFC 4287 throughout."""
    made = atom.Feed(
        scheme=schemes.get("competent"),
        public_url=url,
        releases=releases,
        changes=parts.pop("changes", {}),
        **parts,
    )
    root = ElementTree.fromstring(atom.write(made))  # noqa: S314 # what was written just now
    assert root.tag == f"{ATOM}feed"
    once(root, "id", "title", "updated")
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    entries = root.findall(f"{ATOM}entry")
    for it in entries:
        once(it, "id", "title", "updated", "published", "summary")
        assert [link.get("rel") for link in it.findall(f"{ATOM}link")].count("alternate") == 1
    assert len({text(it, "id") for it in entries}) == len(entries)
    for it in (root, *entries):
        assert TAG.fullmatch(text(it, "id")), text(it, "id")
        for name in ("updated", "published"):
            if it.find(f"{ATOM}{name}") is not None:
                assert DATE.fullmatch(text(it, name))
        for link in it.findall(f"{ATOM}link"):
            assert link.get("href", "").startswith("http")
    return root


def once(parent: Element, *names: str) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: exactly one of each."""
    for name in names:
        assert len(parent.findall(f"{ATOM}{name}")) == 1, name


def text(parent: Element, name: str) -> str:
    return parent.findtext(f"{ATOM}{name}") or ""


def entry(*releases: Release, **parts: Any) -> Element:
    found = written(*releases, **parts).find(f"{ATOM}entry")
    assert found is not None
    return found


def links(parent: Element) -> dict[str, str]:
    """What a link is called, or else its relation → where it leads."""
    found = parent.findall(f"{ATOM}link")
    return {it.get("title", it.get("rel", "")): it.get("href", "") for it in found}


def test_an_entry_leads_to_the_release_its_changes_and_its_files() -> None:
    assert links(entry(SECOND)) == {
        "alternate": f"{URL}/v1/schemes/competent/releases/3.10",
        "What changed since 3.9": f"{URL}/v1/schemes/competent/changes?from=3.9&to=3.10",
        "Files": f"{URL}/archive/competent/3.10/",
    }


def test_a_first_release_has_no_changes_to_lead_to() -> None:
    assert set(links(entry(FIRST))) == {"alternate", "Files"}


def test_the_summary_counts_concepts_and_changes() -> None:
    found = text(entry(SECOND, changes={"3.10": {"added": 6, "label-moved": 1200}}), "summary")
    assert found == (
        "Active concepts: profile 614, technical competence 4,343. "
        "Changes since 3.9: added 6, label moved 1,200."
    )


def test_a_release_that_changed_nothing_says_so() -> None:
    assert "Changes since 3.9: none." in text(entry(SECOND), "summary")


def test_a_withdrawn_release_says_when_and_why_in_its_title_summary_and_category() -> None:
    withdrawn = replace(
        SECOND,
        status=ReleaseStatus.WITHDRAWN,
        withdrawal="the French labels are those of 3.8",
        withdrawn_at=datetime(2026, 3, 5, 8, 0, tzinfo=UTC),
    )
    found = entry(withdrawn)
    assert text(found, "title") == "Competent 3.10 (withdrawn)"
    told = "Withdrawn on 2026-03-05: the French labels are those of 3.8."
    assert text(found, "summary").startswith(told)
    assert [it.get("term") for it in found.findall(f"{ATOM}category")] == ["withdrawn"]
    assert text(found, "published") == "2026-03-02T09:30:00Z"
    assert text(found, "updated") == "2026-03-05T08:00:00Z"
    assert text(found, "id") == text(entry(SECOND), "id")


def test_the_feed_is_as_new_as_its_newest_news() -> None:
    withdrawn = replace(FIRST, withdrawn_at=datetime(2026, 3, 5, 8, 0, tzinfo=UTC))
    assert text(written(SECOND, withdrawn), "updated") == "2026-03-05T08:00:00Z"


def test_a_feed_without_releases_is_one_all_the_same() -> None:
    assert not written().findall(f"{ATOM}entry")


def test_the_id_of_an_entry_outlives_a_move_of_the_service() -> None:
    kept = replace(SECOND, public_url="https://old.test:8443/competent")
    ids = {text(entry(kept, url=url), "id") for url in (URL, "http://127.0.0.1:8000")}
    assert ids == {"tag:old.test,2026-03-02:competent/3.10"}


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://[::1]:8000", "https://A.test"])
def test_an_id_is_a_tag_wherever_the_service_stands(url: str) -> None:
    written(SECOND, FIRST, url=url)


def test_a_sample_says_so() -> None:
    assert text(entry(replace(FIRST, sample=True)), "title") == "Competent 3.9 (sample)"


@pytest.mark.parametrize(
    "note", ["<b>&amp;]]>", "a\x00b\x08c\ufffe\ud800", "Vleeswaren é 🥩\n\ttwee"], ids=repr
)
def test_a_note_of_any_kind_leaves_the_feed_whole(note: str) -> None:
    summary = text(entry(replace(FIRST, note=note)), "summary")
    clean = re.sub("[\x00\x08\ufffe\ud800]", "\ufffd", note)
    assert summary.endswith(clean)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (1, {"self": "", "first": "", "next": "?page=2", "last": "?page=3"}),
        (2, {"self": "?page=2", "first": "", "previous": "", "next": "?page=3", "last": "?page=3"}),
        (3, {"self": "?page=3", "first": "", "previous": "?page=2", "last": "?page=3"}),
    ],
)
def test_pages_lead_to_each_other(page: int, expected: dict[str, str]) -> None:
    found = links(written(SECOND, page=page, of=3))
    found.pop("alternate")
    assert found == {rel: FEED + query for rel, query in expected.items()}


def test_a_feed_of_one_page_has_no_other() -> None:
    assert set(links(written(SECOND))) == {"alternate", "self"}


def test_equal_releases_give_equal_bytes() -> None:
    feed = atom.Feed(
        scheme=schemes.get("esco"), public_url=URL, releases=[SECOND, FIRST], changes={}
    )
    assert atom.write(feed) == atom.write(feed)
