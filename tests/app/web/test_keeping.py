"""Pages of the archive and of mappings stay in memory until what they show is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.importing import Delivery, import_reading
from app.mapping_review.opening import open_draft
from app.mapping_sets import publish_set
from app.publishing import publish
from tests.app.mapping_review.scene import EVA, NAME, NOW, OURS, by, with_draft
from tests.app.routes.workbench.desk import workbench
from tests.statements import noted

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept
    from tests.app.serving import Client


@pytest.fixture
def site(context: Context, kept: Kept, client: Client) -> Client:
    kept.fill(context, with_draft)
    publish_set(context.engine, NAME, at=NOW)
    made = workbench(context, client)
    refresh(made)
    return made


def refresh(site: Client) -> None:
    services = site.front.app.state.services  # type: ignore[attr-defined]
    services.library.refresh()
    services.mappings.refresh()


@pytest.mark.parametrize("path", ["/archive", "/archive/esco/", "/mappings", f"/mappings/{NAME}/"])
def test_a_page_is_made_once(context: Context, site: Client, path: str) -> None:
    first = site.get(path, accept="text/html", accept_language="nl")
    with noted(context.engine) as said:
        again = site.get(path, accept="text/html", accept_language="nl")
        french = site.get(path, accept="text/html", accept_language="fr")
    assert said == []
    assert (first.status_code, again.text, dict(again.headers)["etag"]) == (
        200,
        first.text,
        first.headers["etag"],
    )
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    assert (french.headers["content-language"], french.text != first.text) == ("fr", True)
    kept = site.front.app.state.services.answers  # type: ignore[attr-defined]
    assert len(kept) == 2


def test_a_new_edition_and_a_new_release_are_seen_at_once(context: Context, site: Client) -> None:
    before = {it: site.get(it, accept="text/html").text for it in ("/mappings", "/archive")}
    open_draft(context.engine, NAME, by(EVA))
    publish_set(context.engine, NAME, at=NOW)
    refresh(site)
    assert site.get("/mappings", accept="text/html").text != before["/mappings"]
    import_reading(context.engine, Delivery(scheme="competent", version="3.9"), OURS)
    publish(context, ("competent", "3.9"), at=NOW)
    refresh(site)
    assert "3.9" not in before["/archive"]
    assert "3.9" in site.get("/archive", accept="text/html").text


def test_texts_that_people_think_of_are_not_kept(site: Client) -> None:
    kept = site.front.app.state.services.answers  # type: ignore[attr-defined]
    before = len(kept)
    for it in ("a", "b", "c"):
        site.get(f"/mappings/{NAME}/?text={it}", accept="text/html")
    assert len(kept) == before
