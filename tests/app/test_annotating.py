"""Annotators come and go with the releases in memory."""

from __future__ import annotations

from app.annotating import Annotators
from app.library import Library
from tests.app import butchers


def test_an_annotator_is_made_once_and_goes_with_its_release() -> None:
    shelf = butchers.shelf()
    library = Library(shelf.catalogue, shelf.load, pinned=1)
    library.refresh()
    annotators = Annotators(library)
    current = annotators.get(library.get("competent", "current"))
    pinned = annotators.get(library.get("competent", "3.9"))
    assert annotators.get(library.get("competent", "3.10")) is current
    library.get("competent", "3.11")  # takes the place of 3.9
    annotators.prune()
    assert annotators.get(library.get("competent", "current")) is current
    assert annotators.get(library.get("competent", "3.9")) is not pinned


def test_other_content_under_the_same_name_has_an_annotator_of_its_own() -> None:
    shelf = butchers.shelf()
    library = Library(shelf.catalogue, shelf.load, pinned=1)
    library.refresh()
    annotators = Annotators(library)
    before = annotators.get(library.get("competent", "current"))
    shelf.add(butchers.FIRST, "3.10")
    library.refresh()
    after = annotators.get(library.get("competent", "current"))
    assert after is not before
    assert after.index is library.get("competent", "current")
