from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given
from hypothesis import strategies as st

from taxonomy import schemes
from taxonomy.formats.citation import bibtex, cff, citation
from taxonomy.model import Release
from taxonomy.vocabulary import ReleaseStatus

COMPETENT = schemes.get("competent")
RELEASE = Release(
    scheme="competent",
    version="3.10",
    status=ReleaseStatus.PUBLISHED,
    digest="sha256:" + "0" * 64,
    released_at=date(2021, 12, 14),
    published_at=datetime(2026, 3, 16, 12, tzinfo=UTC),
    imprint=COMPETENT.imprint,
    public_url="https://competent.test",
)


def read(data: bytes) -> dict[str, Any]:
    return dict(yaml.safe_load(data.decode()))


def test_a_citation_names_title_version_year_and_publisher() -> None:
    told = "Competent 3.10 (2021). VDAB, Forem, Actiris, ADG and Bruxelles Formation (Synerjob)."
    assert citation(RELEASE, COMPETENT) == told


def test_a_release_without_a_day_of_its_own_bears_that_of_its_publication() -> None:
    assert "(2026)" in citation(replace(RELEASE, released_at=None), COMPETENT)
    nothing = replace(RELEASE, released_at=None, published_at=None)
    assert citation(nothing, COMPETENT).startswith("Competent 3.10. VDAB")
    assert "date-released" not in read(cff(nothing, COMPETENT))


def test_a_release_is_cited_in_the_words_it_was_published_with() -> None:
    later = replace(COMPETENT, publisher="Somebody else")
    assert citation(RELEASE, later) == citation(RELEASE, COMPETENT)
    assert cff(RELEASE, later) == cff(RELEASE, COMPETENT)


def test_a_citation_file_says_what_the_format_asks_for() -> None:
    told = read(cff(RELEASE, COMPETENT))
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert told["cff-version"] == "1.2.0"
    assert told["type"] == "dataset"
    assert told["version"] == "3.10"
    assert told["date-released"] == date(2021, 12, 14)
    assert told["url"] == "https://competent.test/archive/competent/3.10/"
    assert told["identifiers"][0]["value"] == RELEASE.digest


def test_a_licence_is_named_only_where_it_has_an_identifier() -> None:
    assert "license" not in read(cff(RELEASE, COMPETENT))
    digcomp = schemes.get("digcomp")
    release = replace(RELEASE, scheme="digcomp", imprint=digcomp.imprint)
    assert read(cff(release, digcomp))["license"] == "CC-BY-4.0"


def test_a_release_without_digest_or_address_is_cited_without_them() -> None:
    told = read(cff(replace(RELEASE, digest="", public_url=""), COMPETENT))
    assert told.keys() & {"identifiers", "url"} == set()


def test_a_sample_says_that_it_is_one() -> None:
    assert "sample" in read(cff(replace(RELEASE, sample=True), COMPETENT))["message"]


@given(st.text())
def test_any_name_of_a_publisher_comes_back_from_the_citation_file(name: str) -> None:
    data = cff(replace(RELEASE, imprint={**COMPETENT.imprint, "publisher": name}), COMPETENT)
    assert read(data)["authors"][0]["name"] == name


@given(st.text())
def test_words_of_rights_stay_in_their_comment(words: str) -> None:
    imprint = {**COMPETENT.imprint, "licence": words, "attribution": words}
    told = read(cff(replace(RELEASE, imprint=imprint), COMPETENT))
    assert told.keys() == read(cff(RELEASE, COMPETENT)).keys()


def test_an_entry_of_bibtex_keeps_what_latex_would_take_for_commands() -> None:
    imprint = {**COMPETENT.imprint, "publisher": r"A & B {50 %} \LaTeX"}
    told = bibtex(replace(RELEASE, imprint=imprint), COMPETENT, "https://competent.test/a_b")
    assert r"author = {{A \& B \{50 \%\} \textbackslash{}LaTeX}}" in told
    assert "url = {https://competent.test/a_b}" in told
    assert told.startswith("@misc{competent-3.10,")
    assert told.endswith("\n}")


def test_the_software_has_a_citation_file_of_its_own() -> None:
    told = read((Path(__file__).parents[3] / "CITATION.cff").read_bytes())
    assert {"cff-version", "message", "title", "authors"} <= told.keys()
    assert told["type"] == "software"
