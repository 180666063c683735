from __future__ import annotations

from tests.app import butchers
from tests.app.routes.site.reading import HTML, opened
from tests.app.serving import Client, serving
from tests.build import mapping, mapping_set

BUTCHER = "/competent/current/concepts/OP-10"


def hot(client: Client) -> int:
    """How many answers came from memory without a route."""
    return int(client.front.app.state.services.traffic.hot)  # type: ignore[attr-defined]


def test_a_page_that_was_made_is_answered_from_memory() -> None:
    with serving(butchers.shelf()) as client:
        first, before = opened(client, BUTCHER), hot(client)
        second = opened(client, BUTCHER)
        assert hot(client) == before + 1
        assert second.content == first.content
        different = {"x-request-id"}
        assert {it: value for it, value in second.headers.items() if it not in different} == {
            it: value for it, value in first.headers.items() if it not in different
        }


def test_each_language_has_a_page_of_its_own_in_memory() -> None:
    with serving(butchers.shelf()) as client:
        for _ in range(2):
            for lang in ("nl", "fr", "de", "en"):
                body = opened(client, BUTCHER, accept_language=lang).text
                assert f'<html lang="{lang}">' in body


def test_whoever_takes_no_html_gets_no_page_from_memory() -> None:
    with serving(butchers.shelf()) as client:
        assert client.get(BUTCHER, accept=HTML).status_code == 200
        assert client.get(BUTCHER, accept="application/json").status_code == 406


def test_a_new_edition_of_mappings_is_seen_on_a_page_that_was_kept() -> None:
    shelf = butchers.shelf()
    with serving(shelf) as client:
        assert "halal butcher" in opened(client, BUTCHER).text
        exact = mapping("u10", "exact", butchers.OCCUPATION)
        shelf.add_mappings(
            mapping_set(exact, subject="competent/3.10", object_="esco/1.2.0"), edition=2
        )
        client.front.app.state.services.mappings.refresh()  # type: ignore[attr-defined]
        assert "halal butcher" not in opened(client, BUTCHER).text
