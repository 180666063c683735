"""Two releases are compared from the record, each pair once, and drafts are never shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from app import withdrawing
from app.comparing import Changes, Comparisons, Wanted, compare, past
from taxonomy.changes import ChangeClass, ChangeType
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.vocabulary import Kind, Predicate
from tests.app import changing
from tests.moments import NOON
from tests.statements import noted

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Release
    from tests.app.kept import Kept


@pytest.fixture
def filled(context: Context, kept: Kept) -> Context:
    kept.fill(context, changing.fill)
    return context


def release(context: Context, version: str) -> Release:
    return next(it for it in context.catalogue() if it.name == f"competent/{version}")


def compared(context: Context, before: str, after: str) -> Changes:
    both = release(context, before), release(context, after)
    return Comparisons().get(context.engine, *both)


@pytest.mark.parametrize(("before", "after"), [("3.9", "3.10"), ("3.8", "3.11"), ("3.11", "3.8")])
def test_memory_tells_the_changes_of_the_record_and_asks_it_nothing(
    filled: Context, before: str, after: str
) -> None:
    told = compared(filled, before, after)
    both = [filled.load(release(filled, it)) for it in (before, after)]
    with noted(filled.engine) as asked:
        assert Comparisons().between(both[0], both[1]) == told
    assert asked == []


def test_the_archive_tells_the_changes_of_the_record(filled: Context) -> None:
    before, after = release(filled, "3.9"), release(filled, "3.10")
    told = compared(filled, "3.9", "3.10")
    with noted(filled.engine) as asked:
        assert Comparisons().published(filled.archive, before, after) == told
    assert asked == []


def test_the_archive_is_believed_only_where_it_tells_what_was_published(filled: Context) -> None:
    first, before, after = (release(filled, it) for it in ("3.8", "3.9", "3.10"))
    assert Comparisons().published(filled.archive, first, after) is None  # not its previous one
    assert Comparisons().published(filled.archive, before, replace(after, distributions=())) is None
    altered = [it._replace(sha256="0" * 64) for it in after.distributions]
    other = replace(after, distributions=tuple(altered))
    assert Comparisons().published(filled.archive, before, other) is None


@pytest.mark.parametrize("after", ["3.9", "3.10", "3.11"])
def test_the_stored_changes_are_those_of_a_comparison(filled: Context, after: str) -> None:
    previous = release(filled, after).previous
    assert previous is not None
    rows = compare(filled.engine, "competent", previous, after).rows()
    assert [orjson.loads(it) for it in compared(filled, previous, after).rows] == rows


def test_neighbours_are_answered_from_stored_rows(filled: Context) -> None:
    both = release(filled, "3.9"), release(filled, "3.10")
    with noted(filled.engine) as asked:
        Comparisons().get(filled.engine, *both)
    assert len(asked) == 3
    assert "FROM changes" in asked[-1]


def test_the_same_two_releases_are_compared_once(filled: Context) -> None:
    comparisons = Comparisons()
    both = release(filled, "3.8"), release(filled, "3.10")
    first = comparisons.get(filled.engine, *both)
    with noted(filled.engine) as asked:
        assert comparisons.get(filled.engine, *both) is first
    assert asked == []


def test_what_is_kept_has_a_bound(filled: Context) -> None:
    comparisons = Comparisons(bound=1)
    one = release(filled, "3.8"), release(filled, "3.10")
    first = comparisons.get(filled.engine, *one)
    comparisons.get(filled.engine, *reversed(one))
    assert comparisons.get(filled.engine, *one) is not first


def test_a_draft_is_never_compared(filled: Context) -> None:
    candidate = release(filled, "3.11")
    withdrawing.abandon(filled, ("competent", "3.11"), at=NOON, reason="Codes verwisseld.")
    with pytest.raises(ReleaseNotFoundError, match=r"competent/3\.11 is not public any more"):
        Comparisons().get(filled.engine, release(filled, "3.10"), candidate)


def test_a_withdrawn_release_is_compared_as_before(filled: Context) -> None:
    before = compared(filled, "3.9", "3.10")
    withdrawing.withdraw(filled, ("competent", "3.10"), reason="wrong", at=NOON)
    assert compared(filled, "3.9", "3.10").rows == before.rows


def test_a_release_and_itself_have_no_changes(filled: Context) -> None:
    found = compared(filled, "3.9", "3.9")
    assert (list(found.rows), sum(found.summary.values())) == ([], 0)


WISHES: dict[str, tuple[Wanted, set[str]]] = {
    "a kind": (Wanted(kind=Kind.COMPETENCE_SET), {"link-added"}),
    "a type": (Wanted(change=ChangeType.RETIRED), {"retired"}),
    "a class": (Wanted(change_class=ChangeClass.MEANING), {"note-changed"}),
    "a predicate": (Wanted(predicate=Predicate.MEMBER), {"link-added"}),
    "where a link came from": (Wanted(predicate=Predicate.ESSENTIAL_COMPETENCE), {"link-moved"}),
    "where a link went": (Wanted(predicate=Predicate.OPTIONAL_COMPETENCE), {"link-moved"}),
    "a code": (Wanted(concept="SK-9"), {"retired"}),
    "an id": (Wanted(concept="s9"), {"retired"}),
    "nothing that is there": (Wanted(concept="OP-99"), set()),
    "both of two": (Wanted(Kind.PROFILE, ChangeType.RETIRED), set()),
}


@pytest.mark.parametrize("wish", WISHES)
def test_only_what_is_wanted_is_given(filled: Context, wish: str) -> None:
    wanted, types = WISHES[wish]
    found = compared(filled, "3.8", "3.10")
    assert {orjson.loads(it)["change"] for it in found.select(wanted)} == types
    assert found.select(Wanted()) == found.rows


def test_the_past_of_a_concept_takes_the_same_few_questions_for_any_number_of_releases(
    filled: Context,
) -> None:
    with noted(filled.engine) as asked:
        found = past(filled.engine, "competent", "s9", "3.8")
    assert len(asked) == 3
    assert [it["change"] for it in found.changes["3.9"]] == ["retired"]
    assert {version: it.active for version, it in found.states.items()} == {
        "3.8": True,
        "3.9": False,
        "3.10": False,
        "3.11": False,
        "3.12": False,
    }
    assert found.last_active is not None
    assert orjson.loads(found.last_active)["status"] == "active"


def test_a_concept_without_a_last_active_state_has_no_document(filled: Context) -> None:
    assert past(filled.engine, "competent", "s9", None).last_active is None
    assert past(filled.engine, "competent", "nobody", "3.8").states == {}
