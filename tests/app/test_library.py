from __future__ import annotations

import gc
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.library import RETRY_SECONDS, Library
from taxonomy.errors import (
    ArchiveUnavailableError,
    InvalidVersionError,
    ReleaseNotFoundError,
    SchemeNotFoundError,
)
from taxonomy.index import ReleaseIndex
from taxonomy.model import Lifespan, Release, Taxonomy
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.app.serving import Shelf
from tests.build import concept, taxonomy


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def content(text: str = "Zagen") -> Taxonomy:
    return taxonomy(concept("s1", Kind.SKILL, nl=text))


def library(shelf: Shelf, pinned: int = 8, clock: Clock | None = None) -> Library:
    made = Library(shelf.catalogue, shelf.load, pinned, clock or Clock())
    made.refresh()
    return made


def current(served: Library) -> str | None:
    found = served.current("competent")
    return found.version if found else None


def test_current_is_the_newest_by_version_not_by_text() -> None:
    shelf = Shelf().add(content(), "3.9").add(content("a"), "3.10").add(content("b"), "3.8")
    assert current(library(shelf)) == "3.10"


def test_a_real_release_comes_before_a_newer_sample() -> None:
    shelf = Shelf().add(content(), "3.8").add(content("a"), "3.9", sample="yes")
    assert current(library(shelf)) == "3.8"


def test_a_sample_serves_where_there_is_nothing_else() -> None:
    shelf = Shelf().add(content(), "3.8", sample="yes").add(content("a"), "3.9", sample="yes")
    assert current(library(shelf)) == "3.9"


@pytest.mark.parametrize("status", [ReleaseStatus.CANDIDATE, ReleaseStatus.WITHDRAWN])
def test_neither_candidate_nor_withdrawn_is_current_and_both_are_served(
    status: ReleaseStatus,
) -> None:
    served = library(Shelf().add(content(), "3.8").add(content("a"), "3.9", status))
    assert current(served) == "3.8"
    assert served.get("competent", "3.9").release.version == "3.9"


def test_a_draft_is_not_public() -> None:
    served = library(Shelf().add(content(), "3.9", ReleaseStatus.DRAFT))
    with pytest.raises(ReleaseNotFoundError):
        served.get("competent", "3.9")


def test_candidate_is_the_newest_candidate() -> None:
    shelf = Shelf().add(content(), "3.9", ReleaseStatus.CANDIDATE)
    shelf.add(content("a"), "3.10", ReleaseStatus.CANDIDATE)
    assert library(shelf).get("competent", "candidate").release.version == "3.10"


def test_an_unknown_release_names_the_newest() -> None:
    served = library(Shelf().add(content(), "3.9").add(content("a"), "3.10"))
    with pytest.raises(ReleaseNotFoundError) as raised:
        served.get("competent", "9.9")
    assert raised.value.detail == "competent has no release 9.9; the newest is 3.10"


def test_an_unknown_scheme_and_a_bad_version_are_told_apart() -> None:
    served = library(Shelf().add(content(), "3.9"))
    with pytest.raises(SchemeNotFoundError):
        served.get("nothing", "current")
    with pytest.raises(InvalidVersionError):
        served.get("competent", "3.9 ")


def test_a_new_release_is_noticed_and_an_unchanged_one_is_not_loaded_again() -> None:
    shelf = Shelf().add(content(), "3.8")
    served = library(shelf)
    served.refresh()
    shelf.add(content("a"), "3.9")
    served.refresh()
    assert current(served) == "3.9"
    assert shelf.loaded == ["competent/3.8", "competent/3.9"]


def test_a_withdrawn_release_gives_way_to_the_one_before() -> None:
    shelf = Shelf().add(content(), "3.8").add(content("a"), "3.9")
    served = library(shelf)
    shelf.add(content("a"), "3.9", ReleaseStatus.WITHDRAWN)
    served.refresh()
    assert current(served) == "3.8"


def test_a_candidate_with_other_content_is_loaded_anew() -> None:
    shelf = Shelf().add(content(), "3.9", ReleaseStatus.CANDIDATE)
    served = library(shelf)
    served.get("competent", "3.9")
    shelf.add(content("Boren"), "3.9", ReleaseStatus.CANDIDATE)
    served.refresh()
    assert served.get("competent", "3.9").get("s1").pref_label("nl") == "Boren"


def test_the_generation_changes_exactly_when_something_served_does() -> None:
    shelf = Shelf().add(content(), "3.8")
    served = library(shelf)
    before = served.generation
    served.refresh()
    assert served.generation == before
    shelf.add(content(), "3.8", ReleaseStatus.WITHDRAWN)
    served.refresh()
    assert served.generation == before + 1


def test_a_release_that_fails_leaves_the_old_one_and_is_tried_again_later() -> None:
    clock = Clock()
    shelf = Shelf().add(content(), "3.8")
    served = library(shelf, clock=clock)
    shelf.add(content("a"), "3.9")
    shelf.broken.add("competent/3.9")
    for _ in range(3):
        served.refresh()
    assert current(served) == "3.8"
    assert [it.release for it in served.status().failures] == ["competent/3.9"]
    assert shelf.loaded.count("competent/3.9") == 1
    shelf.broken.clear()
    clock.seconds = RETRY_SECONDS + 1
    served.refresh()
    assert current(served) == "3.9"
    assert served.status().failures == []


def test_a_withdrawn_release_is_not_current_even_where_the_next_one_fails() -> None:
    shelf = Shelf().add(content("old"), "3.7").add(content(), "3.8")
    served = library(shelf)
    shelf.add(content(), "3.8", ReleaseStatus.WITHDRAWN).add(content("a"), "3.9")
    shelf.broken.add("competent/3.9")
    served.refresh()
    assert current(served) == "3.7"


def test_a_catalogue_that_is_away_changes_nothing_and_is_reported() -> None:
    shelf = Shelf().add(content(), "3.8")
    answers = [shelf.catalogue()]
    served = Library(lambda: answers.pop(), shelf.load, 8, Clock())
    served.refresh()
    served.refresh()
    assert current(served) == "3.8"
    assert [it.release for it in served.status().failures] == ["catalogue"]


def test_the_least_recently_used_release_goes_first() -> None:
    shelf = Shelf().add(content(), "3.9")
    for version in ("3.1", "3.2", "3.3"):
        shelf.add(content(version), version)
    served = library(shelf, pinned=2)
    for version in ("3.1", "3.2", "3.1", "3.3"):
        served.get("competent", version)
    held = [it.release.version for it in served.held("competent")]
    assert held == ["3.9", "3.3", "3.1"]
    assert served.find("competent", "3.2") is None


def test_many_that_ask_at_once_load_a_release_once() -> None:
    shelf = Shelf().add(content(), "3.9").add(content("a"), "3.8")
    served = library(shelf)
    barrier = threading.Barrier(8)

    def ask(_: int) -> ReleaseIndex:
        barrier.wait()
        return served.get("competent", "3.8")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(ask, range(8)))
    assert len(found) == 1
    assert shelf.loaded.count("competent/3.8") == 1


def test_a_pinned_release_that_fails_is_unavailable_and_not_tried_at_every_request() -> None:
    shelf = Shelf().add(content(), "3.9").add(content("a"), "3.8")
    shelf.broken.add("competent/3.8")
    served = library(shelf)
    for _ in range(3):
        with pytest.raises(ArchiveUnavailableError):
            served.get("competent", "3.8")
    assert shelf.loaded.count("competent/3.8") == 1


def test_garbage_is_collected_again_after_a_release_failed() -> None:
    shelf = Shelf().add(content(), "3.9")
    shelf.broken.add("competent/3.9")
    library(shelf)
    assert gc.isenabled()


def test_a_release_keeps_its_status_of_today() -> None:
    shelf = Shelf().add(content(), "3.9").add(content("a"), "3.8")
    served = library(shelf)
    served.get("competent", "3.8")
    shelf.add(content("a"), "3.8", ReleaseStatus.WITHDRAWN)
    served.refresh()
    found: Release = served.release("competent", "3.8")
    assert found.status is ReleaseStatus.WITHDRAWN


def first_release(served: Library, version: str) -> str:
    return served.get("competent", version).lifespan("s1").first


def test_an_older_release_that_comes_late_is_told_by_those_after_it() -> None:
    shelf = Shelf().add(content(), "3.9", lifespans={"s1": Lifespan("3.9")})
    shelf.add(content("b"), "3.10", lifespans={"s1": Lifespan("3.9")})
    served = library(shelf)
    assert (first_release(served, "3.9"), first_release(served, "3.10")) == ("3.9", "3.9")
    before = served.generation
    for version in ("3.9", "3.10"):
        shelf.lifespans[f"competent/{version}"] = {"s1": Lifespan("3.8")}
    shelf.add(content("a"), "3.8")
    served.refresh()
    assert (first_release(served, "3.9"), first_release(served, "3.10")) == ("3.8", "3.8")
    assert served.generation > before


def test_a_newer_release_leaves_the_older_ones_in_memory() -> None:
    shelf = Shelf().add(content(), "3.8").add(content("a"), "3.9")
    served = library(shelf)
    served.get("competent", "3.8")
    shelf.add(content("b"), "3.10")
    served.refresh()
    served.get("competent", "3.8")
    assert shelf.loaded.count("competent/3.8") == 1


def test_the_current_release_stays_where_its_new_past_cannot_be_loaded() -> None:
    shelf = Shelf().add(content(), "3.9")
    served = library(shelf)
    shelf.broken.add("competent/3.9")
    shelf.add(content("a"), "3.8")
    served.refresh()
    assert current(served) == "3.9"
    assert [it.release for it in served.status().failures] == ["competent/3.9"]
