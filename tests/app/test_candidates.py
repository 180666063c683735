from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from app.context import Context
from app.importing import Delivery, import_reading
from app.publishing import publish, publish_candidate
from app.rebuilding import rebuild
from app.verifying import verify
from app.withdrawing import abandon, withdraw
from taxonomy.errors import ArchiveCorruptError, ConflictError, InvalidQueryError
from taxonomy.vocabulary import ReleaseStatus
from tests.app.serving import serving
from tests.build import concept
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from taxonomy.model import Concept
    from tests.app.kept import Kept

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
NEXT = ("competent", "3.9")


def drafted(context: Context, version: str, *concepts: Concept) -> None:
    delivery = Delivery(scheme="competent", version=version, replace_draft=True)
    import_reading(context.engine, delivery, concepts)


def begun(context: Context) -> None:
    drafted(context, "3.8", BUTCHER)
    publish(context, ("competent", "3.8"), at=NOON)
    drafted(context, "3.9", BUTCHER, BAKER)


@pytest.fixture
def standing(context: Context, kept: Kept) -> Context:
    """3.8 is published, 3.9 a draft."""
    kept.fill(context, begun)
    return context


def test_a_candidate_is_served_beside_the_current_release(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON, planned_for=date(2026, 4, 20))
    with serving(standing) as client:
        schemes = "/v1/schemes/competent/releases"
        assert client.get(f"{schemes}/current").json()["version"] == "3.8"
        candidate = client.get(f"{schemes}/candidate/concepts/OP-11")
        assert candidate.headers["x-release"] == "competent/3.9"
        assert candidate.headers["x-release-status"] == "candidate"
        pinned = client.get(f"{schemes}/3.9/concepts/OP-11")
        assert "immutable" not in pinned.headers["cache-control"]


def test_publishing_a_candidate_changes_none_of_its_files(standing: Context) -> None:
    candidate = publish_candidate(standing, NEXT, at=NOON, planned_for=date(2026, 4, 20))
    files = {name: standing.archive.find(name) for name in standing.archive.names()}
    assert candidate.status is ReleaseStatus.CANDIDATE
    released = publish(standing, NEXT, at=EVENING, why="De VDAB heeft hem nodig.")
    assert (released.status, released.planned_for) == (ReleaseStatus.PUBLISHED, None)
    assert (released.published_at, released.current_since) == (
        NOON,
        EVENING.replace(microsecond=0),
    )
    after = {name: standing.archive.find(name) for name in standing.archive.names()}
    assert {name: after[name] for name in files} == files
    assert after.keys() - files.keys() == {"competent/3.9/promoted.json"}
    assert list(verify(standing.engine, standing.archive)) == []


def test_a_candidate_says_when_it_becomes_current(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON, planned_for=date(2026, 4, 20))
    with serving(standing) as client:
        current, candidate = client.get("/v1/schemes/competent/releases").json()["items"]
        assert candidate["planned_for"] == "2026-04-20"
        assert "planned_for" not in current
        told = client.get("/v1/schemes/competent/releases/candidate").json()
        assert told["planned_for"] == "2026-04-20"


def test_a_withdrawn_release_follows_none(standing: Context) -> None:
    publish(standing, NEXT, at=NOON)
    with serving(standing) as client:
        page, address = "/archive/competent/3.8/", "/v1/schemes/competent/releases/3.8"
        assert client.get(address).json()["next"] == "3.9"
        assert "Followed by" in client.get(page, accept="text/html").text
        withdraw(standing, NEXT, reason="Codes verwisseld.", at=EVENING)
        client.refresh()
        assert client.get(address).json()["next"] is None
        assert "Followed by" not in client.get(page, accept="text/html").text


def test_a_candidate_is_not_planned_for_a_day_that_is_over(standing: Context) -> None:
    with pytest.raises(InvalidQueryError, match="is over"):
        publish_candidate(standing, NEXT, at=NOON, planned_for=NOON.date() - timedelta(days=1))
    assert [it.version for it in standing.catalogue()] == ["3.8"]
    today = publish_candidate(standing, NEXT, at=NOON, planned_for=NOON.date())
    assert today.planned_for == NOON.date()


def test_a_candidate_that_was_given_up_can_be_corrected(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    abandon(standing, NEXT, at=EVENING, reason="Codes verwisseld.")
    assert [it.name for it in standing.catalogue()] == ["competent/3.8"]
    assert standing.archive.names("competent/3.9") == []
    drafted(standing, "3.9", BUTCHER)
    assert publish(standing, NEXT, at=EVENING).counts == {"profile": 1}
    assert list(verify(standing.engine, standing.archive)) == []


def test_a_candidate_is_not_published_over_a_release_that_came_meanwhile(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    withdraw(standing, ("competent", "3.8"), reason="wrong", at=EVENING)
    with pytest.raises(ConflictError, match="give its publication up"):
        publish(standing, NEXT, at=EVENING)
    abandon(standing, NEXT, at=EVENING, reason="Codes verwisseld.")
    assert publish(standing, NEXT, at=EVENING).previous is None


def test_a_release_never_becomes_a_candidate_again(standing: Context) -> None:
    with pytest.raises(ConflictError, match="never becomes a candidate again"):
        publish_candidate(standing, ("competent", "3.8"), at=NOON)


def test_a_candidate_is_not_withdrawn(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    with pytest.raises(ConflictError, match="only a release is withdrawn"):
        withdraw(standing, NEXT, reason="wrong", at=EVENING)


def test_a_candidate_whose_file_was_altered_does_not_become_current(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    standing.archive.remove("competent/3.9/csv.zip")
    with pytest.raises(ArchiveCorruptError, match=r"competent/3\.9/csv\.zip"):
        publish(standing, NEXT, at=EVENING)
    assert standing.catalogue()[-1].status is ReleaseStatus.CANDIDATE


def test_a_candidate_is_previous_to_nothing(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    drafted(standing, "3.10", BUTCHER)
    assert publish(standing, ("competent", "3.10"), at=EVENING).previous == "3.8"


class CutShortError(Exception):
    pass


@pytest.fixture
def emptied(standing: Context, tmp_path: Path) -> Iterator[Context]:
    """The same archive beside an empty record."""
    home = {"home": tmp_path / "other", "archive_url": standing.settings.archive_address}
    settings = standing.settings.model_copy(update=home)
    opened = Context.open(settings.model_copy(update={"database_url": SecretStr("")}))
    yield opened
    opened.engine.dispose()


def test_a_candidate_is_a_candidate_in_a_record_made_again_from_the_archive(
    standing: Context, emptied: Context
) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    rebuild(emptied.engine, emptied.archive)
    assert emptied.catalogue() == standing.catalogue()
    assert emptied.catalogue()[-1].status is ReleaseStatus.CANDIDATE
    assert publish(emptied, NEXT, at=EVENING).status is ReleaseStatus.PUBLISHED
    assert list(verify(emptied.engine, emptied.archive)) == []


def test_since_when_a_candidate_is_current_stands_in_the_archive(
    standing: Context, emptied: Context
) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    publish(standing, NEXT, at=EVENING)
    rebuild(emptied.engine, emptied.archive)
    assert emptied.catalogue() == standing.catalogue()
    withdraw(standing, NEXT, reason="wrong", at=EVENING)
    assert list(verify(standing.engine, standing.archive)) == []


@pytest.mark.parametrize("step", ["build", "taxonomy.jsonl", "archive", "read back"])
def test_what_was_to_be_a_candidate_and_is_published_keeps_no_plan(
    standing: Context, emptied: Context, step: str
) -> None:
    def fail(name: str) -> None:
        if name == step:
            raise CutShortError

    with pytest.raises(CutShortError):
        publish_candidate(standing, NEXT, at=NOON, planned_for=date(2026, 4, 20), on_step=fail)
    released = publish(standing, NEXT, at=EVENING)
    assert (released.status, released.planned_for) == (ReleaseStatus.PUBLISHED, None)
    assert standing.catalogue()[-1].planned_for is None
    assert list(verify(standing.engine, standing.archive)) == []
    rebuild(emptied.engine, emptied.archive)
    assert [it.status for it in emptied.catalogue()] == ["published", "published"]


def test_a_promotion_whose_marker_is_missing_is_finished_by_the_next(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    publish(standing, NEXT, at=EVENING)
    standing.archive.remove("competent/3.9/promoted.json")
    assert [it.code for it in verify(standing.engine, standing.archive)] == ["file-missing"]
    publish(standing, NEXT, at=EVENING)
    assert list(verify(standing.engine, standing.archive)) == []


@pytest.mark.parametrize(
    "marker",
    [
        b"",
        b"{}",
        b"null",
        b'{"promoted_at": 1}',
        b'{"promoted_at": "2026-03-16T12:00:00"}',
        b"[" * 9999,
    ],
)
def test_a_marker_that_tells_nothing_keeps_a_release_out(
    standing: Context, emptied: Context, marker: bytes
) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    standing.archive.add("competent/3.9/promoted.json", marker)
    with pytest.raises(ArchiveCorruptError, match="does not tell"):
        rebuild(emptied.engine, emptied.archive)
    assert [it.version for it in emptied.catalogue()] == ["3.8"]


def test_the_markers_of_a_candidate_are_served(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    with serving(standing) as client:
        found = client.get("/archive/competent/3.9/candidate.json")
        assert found.json() == {"candidate_since": "2026-03-16T12:00:00Z"}
        assert client.get("/archive/competent/3.9/promoted.json").status_code == 404
        assert client.get("/archive/competent/3.8/candidate.json").status_code == 404


@pytest.mark.parametrize("shown", [False, True])
def test_a_release_that_came_before_the_flip_is_never_passed_over(
    standing: Context, *, shown: bool
) -> None:
    drafted(standing, "3.10", BUTCHER)
    if shown:
        for version in ("3.9", "3.10"):
            publish_candidate(standing, ("competent", version), at=NOON)

    def on_step(step: str) -> None:
        if step == "read back":
            publish(standing, NEXT, at=EVENING)

    with pytest.raises(ConflictError, match="give its publication up"):
        publish(standing, ("competent", "3.10"), at=EVENING, on_step=on_step)
    abandon(standing, ("competent", "3.10"), at=EVENING, reason="Codes verwisseld.")
    drafted(standing, "3.10", BUTCHER)  # it carries on what 3.9 brought
    assert publish(standing, ("competent", "3.10"), at=EVENING).previous == "3.9"
    assert list(verify(standing.engine, standing.archive)) == []


def test_files_that_a_publisher_left_in_a_draft_given_up_are_told_and_can_be_removed(
    standing: Context,
) -> None:
    def give_up(name: str) -> None:
        if name == "csv.zip":
            abandon(standing, NEXT, at=EVENING, reason="Codes verwisseld.")

    with pytest.raises(ArchiveCorruptError, match="is missing"):
        publish(standing, NEXT, at=NOON, on_step=give_up)
    left = [it.code for it in verify(standing.engine, standing.archive)]
    assert set(left) == {"unfinished"}
    abandon(standing, NEXT, at=EVENING, reason="Codes verwisseld.")
    assert publish(standing, NEXT, at=EVENING).published_at == EVENING.replace(microsecond=0)
    assert list(verify(standing.engine, standing.archive)) == []
