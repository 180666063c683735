from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog

from app.web import catalogues
from app.web.languages import Language
from app.web.words import FORMATS, KINDS, PURPOSES, SCHEMES, STATES
from taxonomy import schemes
from taxonomy.formats import distributions
from taxonomy.vocabulary import Kind, ReleaseStatus

TAGS = catalogues.TRANSLATED


def ids(catalogue: Catalog) -> set[str]:
    return {str(it.id) for it in catalogue if it.id}


@pytest.mark.parametrize("tag", TAGS)
def test_every_text_is_translated_and_no_other_is_kept(tag: str) -> None:
    known = catalogues.read(tag)
    assert ids(known) == ids(catalogues.template())
    assert [it.id for it in known if it.id and not catalogues.is_translated(it)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_a_translation_has_the_places_of_its_text(tag: str) -> None:
    entries = [it for it in catalogues.read(tag) if it.id]
    wrong = [it.id for it in entries if places(it.id) != places(it.string)]
    assert wrong == []


def places(texts: object) -> set[frozenset[str]]:
    """The names that are filled in, of each form of the text."""
    forms = texts if isinstance(texts, tuple | list) else [texts]
    return {frozenset(re.findall(r"%\((\w+)\)[srd]", str(it))) for it in forms}


def test_french_signs_stand_behind_a_space_that_does_not_break() -> None:
    texts = [str(it.string) for it in catalogues.read("fr") if it.id]
    assert [it for it in texts if re.search(r"[^\u00a0\u202f\d][:;!?»](\s|$)", it)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_bringing_a_catalogue_up_to_date_changes_none_that_is(tag: str) -> None:
    assert catalogues.updated(tag) == (catalogues.path(tag).read_bytes(), 0)


def test_every_term_of_the_library_has_its_word() -> None:
    assert set(KINDS) == set(Kind)
    assert set(STATES) == set(ReleaseStatus) - {ReleaseStatus.DRAFT}
    assert set(PURPOSES) == set(distributions.Purpose)
    assert set(SCHEMES) == set(schemes.SCHEMES)
    assert set(distributions.FORMATS) <= set(FORMATS)


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (0, "0 byte"),
        (1, "1 byte"),
        (999, "999 byte"),
        (1000, "1 kB"),
        (1005, "1 kB"),
        (52_340, "52.3 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (5_234_567, "5.23 MB"),
        (2 * 10**15, "2,000 TB"),
    ],
)
def test_a_size_is_told_to_three_digits_in_units_of_1000(size: int, told: str) -> None:
    assert Language.of("en").size(size) == told


@pytest.mark.parametrize(
    ("share", "told"), [(1, "100%"), (0.9999, "99%"), (0.29, "29%"), (0, "0%")]
)
def test_only_what_is_whole_is_told_as_a_hundred_per_cent(share: float, told: str) -> None:
    assert Language.of("en").share(share) == told
