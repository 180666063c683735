"""Two profiles side by side, as people read them."""

from __future__ import annotations

import pytest

from taxonomy.model import Concept, Link
from taxonomy.vocabulary import Kind
from tests.app import butchers
from tests.app.routes.site.reading import links, opened, text
from tests.app.serving import Client, Shelf, serving
from tests.build import concept, link, mapping, mapping_set, taxonomy

COMPARE = "/competent/current/compare"


def test_two_profiles_share_what_both_ask_for(client: Client) -> None:
    told = text(client, f"{COMPARE}?a=OP-10&b=OP-2&content=nl")
    assert "Slager and Visser" in told
    assert "1 of 5 competences are asked for on both sides." in told
    assert "20% in common" in told
    assert "Visser: 1 of its 1 (100%)" in told
    only, both = told.index("Only Slager 4"), told.index("Both 1")
    assert only < told.index("Worsten maken") < both < told.index("Snijden")
    assert "Slager: optional. Visser: essential. Snijden" in told
    assert told.endswith("Only Visser 0 None")


def test_what_is_essential_stands_first() -> None:
    asks = [link("optionalCompetence", "s1"), link("essentialCompetence", "s2")]
    skills = [
        concept("s1", Kind.SKILL, notation="SK-1", nl="Aanbieden"),
        concept("s2", Kind.SKILL, notation="SK-2", nl="Zouten"),
    ]
    profiles = [
        concept("u1", Kind.PROFILE, *asks, notation="OP-1", nl="Een"),
        concept("u2", Kind.PROFILE, notation="OP-2", nl="Twee"),
    ]
    with serving(Shelf().add(taxonomy(*skills, *profiles), "1.0")) as client:
        told = text(client, f"{COMPARE}?a=OP-1&b=OP-2")
    assert told.index("Zouten") < told.index("Aanbieden")


def test_a_profile_is_compared_with_itself_in_another_release() -> None:
    skill = concept("s1", Kind.SKILL, notation="SK-1", nl="Snijden")
    new = concept("s2", Kind.SKILL, notation="SK-2", nl="Wegen")

    def profile(*asks: Link) -> Concept:
        return concept("u1", Kind.PROFILE, *asks, notation="OP-1", nl="Slager")

    before = taxonomy(profile(link("essentialCompetence", "s1")), skill)
    asks = link("optionalCompetence", "s1"), link("essentialCompetence", "s2")
    after = taxonomy(profile(*asks), skill, new)
    with serving(Shelf().add(before, "3.9").add(after, "3.10")) as client:
        told = text(client, f"{COMPARE}?a=OP-1&from=3.9")
        assert "Slager in 3.9 and 3.10" in told
        assert "3.9: essential. 3.10: optional. Snijden" in told
        assert told.index("Only in 3.10 1") < told.index("Wegen")
        led = links(client, f"{COMPARE}?a=OP-1&from=3.9")
        assert "/competent/current/changes?concept=OP-1&from=3.9" in led


def mapped() -> Shelf:
    """The butchers, one competence of which corresponds to one that the occupation asks for."""
    content = mapping_set(
        mapping("u10", "exact", butchers.OCCUPATION),
        mapping("u10", "narrow", butchers.OTHER_OCCUPATION),
        mapping("s1", "close", butchers.SKILL),
        subject="competent/3.10",
        object_="esco/1.2.0",
    )
    return butchers.shelf().add_mappings(content, edition=2)


def test_a_profile_is_compared_with_an_occupation_through_a_mapping() -> None:
    with serving(mapped()) as client:
        path = f"{COMPARE}?a=OP-10&with=esco&content=nl"
        told = text(client, path)
        assert "2 of 7 competences are asked for on both sides." in told
        assert "Slager: optional. butcher: essential. Snijden ↔ vlees snijden" in told
        assert "Only butcher 1 Knowledge 1 optional. meat" in told
        other = next(it for it in links(client, path) if "b=7511.1.1" in it)
        assert "Slager and halal butcher" in text(client, other)


def test_a_profile_without_a_counterpart_is_told_to_have_none() -> None:
    with serving(mapped()) as client:
        assert "No counterpart" in text(client, f"{COMPARE}?a=OP-2&with=esco")


def test_names_do_where_one_profile_bears_them(client: Client) -> None:
    assert "Slager and Visser" in text(client, f"{COMPARE}?a=SLAGER&b=visser&content=nl")


def test_whoever_is_not_sure_is_asked_which_one_is_meant(client: Client) -> None:
    path = f"{COMPARE}?a=OP-10&b=viss&content=nl"
    assert "Which one do you mean by “viss”?" in text(client, path)
    assert f"{COMPARE}?a=OP-10&content=nl&b=OP-2" in links(client, path)


def test_what_nobody_is_called_is_said(client: Client) -> None:
    assert "Nothing is called “qqqq <b>”." in text(client, f"{COMPARE}?a=qqqq%20%3Cb%3E&b=OP-2")


def test_the_page_of_a_profile_leads_to_its_comparison(client: Client) -> None:
    assert f"{COMPARE}?a=OP-10" in links(client, "/competent/current/concepts/OP-10")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/isco/current/compare", 404),
        ("/esco/current/compare", 200),
        (f"{COMPARE}?a=OP-10&from=9.9", 404),
        (f"{COMPARE}?a=OP-10&from=%00", 422),
        (f"{COMPARE}?a=OP-10&with=nothing", 404),
        (f"{COMPARE}?a=OP-10&with=esco&b=none", 200),
        (f"{COMPARE}?a={'x' * 301}", 422),
        (f"{COMPARE}?a=SK-1", 200),
        (f"{COMPARE}?a=&b=", 200),
        (f"{COMPARE}?a=%00&b=%ff", 200),
    ],
)
def test_whatever_is_asked_has_a_page(path: str, status: int) -> None:
    with serving(mapped()) as client:
        answer = opened(client, path)
    assert answer.status_code == status
    assert "<h1>" in answer.text


@pytest.mark.parametrize(("query", "for_ever"), [("b=OP-2", True), ("with=esco", False)])
def test_what_a_mapping_says_is_not_kept_for_ever(
    client: Client, query: str, for_ever: bool
) -> None:
    answer = opened(client, f"/competent/3.10/compare?a=OP-10&{query}")
    assert ("immutable" in answer.headers["cache-control"]) is for_ever
    assert answer.headers.get_list("cache-control") == [answer.headers["cache-control"]]
