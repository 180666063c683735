from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from app.importing import Delivery, import_reading
from app.publishing import publish, publish_candidate
from app.verifying import verify
from app.withdrawing import abandon, withdraw
from taxonomy.errors import ArchiveCorruptError, ConflictError
from taxonomy.vocabulary import ReleaseStatus
from tests.app.serving import serving
from tests.build import concept
from tests.moments import EVENING, NOON

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
NEXT = ("competent", "3.9")


def drafted(context: Context, version: str, *concepts: Concept) -> None:
    delivery = Delivery(scheme="competent", version=version, replace_draft=True)
    import_reading(context.engine, delivery, concepts)


@pytest.fixture
def standing(context: Context) -> Context:
    """3.8 is published, 3.9 a draft."""
    drafted(context, "3.8", BUTCHER)
    publish(context, ("competent", "3.8"), at=NOON)
    drafted(context, "3.9", BUTCHER, BAKER)
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
    released = publish(standing, NEXT, at=EVENING)
    assert (released.status, released.planned_for) == (ReleaseStatus.PUBLISHED, None)
    assert (released.published_at, released.current_since) == (
        NOON,
        EVENING.replace(microsecond=0),
    )
    assert {name: standing.archive.find(name) for name in standing.archive.names()} == files
    assert list(verify(standing.engine, standing.archive)) == []


def test_the_day_a_candidate_is_planned_for_can_be_moved(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON, planned_for=date(2026, 4, 20))
    publish_candidate(standing, NEXT, at=EVENING, planned_for=date(2026, 5, 4))
    assert [it.planned_for for it in standing.catalogue()] == [None, date(2026, 5, 4)]


def test_a_candidate_that_was_given_up_can_be_corrected(standing: Context) -> None:
    publish_candidate(standing, NEXT, at=NOON)
    abandon(standing, NEXT)
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
    abandon(standing, NEXT)
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
