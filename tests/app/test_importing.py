from __future__ import annotations

import signal
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app.context import Context
from app.db import releases, revisions
from app.db.lifespans import lifespans
from app.db.session import reading
from app.importing import Delivery, Imported, Outcome, import_reading, known_ids
from app.publishing import publish
from taxonomy import canonical
from taxonomy.errors import (
    InvalidQueryError,
    InvalidVersionError,
    ReleaseExistsError,
    ReleaseInvalidError,
    SchemeNotFoundError,
)
from taxonomy.model import PLACEHOLDER
from taxonomy.text import LONGEST_NOTE
from taxonomy.vocabulary import Kind, RetirementReason, Status
from tests.build import concept
from tests.moments import NOON
from tests.processes import die, ended

if TYPE_CHECKING:
    from app.config import Settings
    from taxonomy.model import Concept

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
SAWING = concept("sk-1", Kind.SKILL, nl="Zagen", fr="Scier")


def imported(context: Context, version: str, *concepts: Concept, sample: bool = False) -> Imported:
    delivery = Delivery(scheme="competent", version=version, sample=sample)
    return import_reading(context.engine, delivery, concepts)


def released(context: Context, version: str, *concepts: Concept, sample: bool = False) -> None:
    imported(context, version, *concepts, sample=sample)
    publish(context, ("competent", version), at=NOON)


def held(context: Context, version: str) -> dict[str, Concept]:
    with reading(context.engine) as session:
        row = releases.get(session, "competent", version)
        found = revisions.documents(session, row.key)
        return {key: canonical.read(document) for key, document in found}


def test_an_import_makes_a_draft_that_holds_the_concepts_as_they_are(context: Context) -> None:
    result = imported(context, "3.8", BUTCHER, SAWING)
    assert (result.outcome, result.release.status) == (Outcome.CREATED, "draft")
    assert held(context, "3.8") == {"op-10": BUTCHER, "sk-1": SAWING}
    assert result.release.counts == {"profile": 1, "skill": 1}


def test_the_same_import_again_changes_nothing(context: Context) -> None:
    first = imported(context, "3.8", BUTCHER, SAWING)
    again = imported(context, "3.8", SAWING, BUTCHER)
    assert again.outcome is Outcome.UNCHANGED
    assert again.release == first.release


def test_a_published_release_imported_again_changes_nothing(context: Context) -> None:
    released(context, "3.8", BUTCHER, BAKER)
    released(context, "3.9", BUTCHER)
    assert imported(context, "3.9", BUTCHER).outcome is Outcome.UNCHANGED


def test_a_published_release_never_takes_other_content(context: Context) -> None:
    released(context, "3.8", BUTCHER)
    with pytest.raises(ReleaseExistsError, match=r"competent/3\.8 is published"):
        imported(context, "3.8", BUTCHER, BAKER)
    assert held(context, "3.8") == {"op-10": BUTCHER}


def test_a_draft_with_other_content_is_overwritten_only_on_demand(context: Context) -> None:
    imported(context, "3.8", BUTCHER)
    with pytest.raises(ReleaseExistsError, match="--replace"):
        imported(context, "3.8", BAKER)
    delivery = Delivery(scheme="competent", version="3.8", replace_draft=True)
    assert import_reading(context.engine, delivery, [BAKER]).outcome is Outcome.REPLACED
    assert held(context, "3.8") == {"op-11": BAKER}


def test_a_day_of_release_is_content_too_and_stays_where_none_is_named(context: Context) -> None:
    first, second = date(2026, 6, 25), date(2026, 6, 26)
    delivery = Delivery(scheme="competent", version="3.8", released_at=first)
    import_reading(context.engine, delivery, [BUTCHER])
    assert imported(context, "3.8", BUTCHER).release.released_at == first
    other = replace(delivery, released_at=second)
    with pytest.raises(ReleaseExistsError, match="another day"):
        import_reading(context.engine, other, [BUTCHER])
    changed = import_reading(context.engine, replace(other, replace_draft=True), [BUTCHER])
    assert (changed.outcome, changed.release.released_at) == (Outcome.REPLACED, second)
    unsaid = replace(delivery, released_at=None, replace_draft=True)
    assert import_reading(context.engine, unsaid, [BAKER]).release.released_at == second


def test_a_draft_imported_before_its_predecessor_was_public_catches_up_on_import(
    context: Context,
) -> None:
    imported(context, "3.8", BUTCHER, BAKER)
    imported(context, "3.9", BUTCHER)
    publish(context, ("competent", "3.8"), at=NOON)
    with pytest.raises(ReleaseInvalidError):
        publish(context, ("competent", "3.9"), at=NOON)
    again = imported(context, "3.9", BUTCHER)
    assert (again.outcome, again.carried_on) == (Outcome.REPLACED, 1)
    publish(context, ("competent", "3.9"), at=NOON)
    assert held(context, "3.9")["op-11"].status is Status.RETIRED


def test_a_concept_that_is_no_longer_listed_is_carried_on_as_retired(context: Context) -> None:
    released(context, "3.8", BUTCHER, BAKER)
    result = imported(context, "3.9", BUTCHER)
    assert result.carried_on == 1
    baker = held(context, "3.9")["op-11"]
    assert (baker.status, baker.retirement) == (Status.RETIRED, RetirementReason.UNKNOWN)
    assert baker.labels == BAKER.labels


def test_a_retired_concept_stays_in_every_later_release(context: Context) -> None:
    released(context, "3.8", BUTCHER, BAKER)
    released(context, "3.9", BUTCHER)
    released(context, "3.10", BUTCHER, SAWING)
    assert held(context, "3.10")["op-11"].status is Status.RETIRED


def test_a_concept_may_come_back(context: Context) -> None:
    released(context, "3.8", BUTCHER, BAKER)
    released(context, "3.9", BUTCHER)
    released(context, "3.10", BUTCHER, BAKER)
    assert held(context, "3.10")["op-11"] == BAKER


def test_an_older_release_imported_late_feeds_only_the_releases_after_it(
    context: Context,
) -> None:
    released(context, "3.9", BUTCHER)
    released(context, "3.8", BUTCHER, BAKER)
    released(context, "3.10", BUTCHER)
    assert set(held(context, "3.9")) == {"op-10"}
    assert held(context, "3.10")["op-11"].status is Status.RETIRED
    assert imported(context, "3.9", BUTCHER).outcome is Outcome.UNCHANGED


def test_samples_never_precede_real_releases(context: Context) -> None:
    released(context, "1.9", BAKER, sample=True)
    released(context, "3.8", BUTCHER)
    assert set(held(context, "3.8")) == {"op-10"}
    assert known_ids(context.engine, "competent", "3.9") == {"OP-10": "op-10"}


def test_ten_comes_after_nine(context: Context) -> None:
    for version in ("3.10", "3.9", "3.8"):
        released(context, version, BUTCHER)
    assert [release.version for release in context.catalogue()] == ["3.8", "3.9", "3.10"]


def test_content_that_repeats_is_stored_once(context: Context) -> None:
    released(context, "3.8", BUTCHER, BAKER)
    released(context, "3.9", BUTCHER, BAKER)
    with reading(context.engine) as session:
        keys = [releases.get(session, "competent", it).key for it in ("3.8", "3.9")]
        first, second = (revisions.pointers(session, key) for key in keys)
    assert first == second


@pytest.mark.parametrize("version", [3.1, "3.1b", "", "v3.8", "3..8"])
def test_what_is_no_version_is_refused(context: Context, version: str) -> None:
    with pytest.raises(InvalidVersionError):
        imported(context, version, BUTCHER)
    assert context.catalogue() == []


def test_an_unknown_scheme_is_refused(context: Context) -> None:
    with pytest.raises(SchemeNotFoundError, match="there are competent, esco"):
        import_reading(context.engine, Delivery(scheme="onet", version="1.0"), [])


def test_lifespans_tell_when_a_concept_came_and_went(context: Context) -> None:
    released(context, "3.8", BUTCHER, BAKER)
    released(context, "3.9", BUTCHER)
    released(context, "3.10", BUTCHER, SAWING)
    with reading(context.engine) as session:
        spans = lifespans(session, "competent", "3.10")
        earlier = lifespans(session, "competent", "3.8")
    assert spans["op-10"] == ("3.8", None, None)
    assert spans["op-11"] == ("3.8", "3.8", "3.9")
    assert spans["sk-1"] == ("3.10", None, None)
    assert earlier["op-11"] == ("3.8", None, None)


def test_a_concept_named_by_its_code_alone_is_replaced_when_its_own_id_is_known(
    context: Context,
) -> None:
    nameless = replace(SAWING, id="made", attributes=(PLACEHOLDER,))
    released(context, "3.8", BUTCHER, nameless)
    released(context, "3.9", BUTCHER, SAWING)
    was = held(context, "3.9")["made"]
    assert (was.retirement, was.replaced_by) == (RetirementReason.REPLACED, (SAWING.id,))


def killed_at(step: str, settings: Settings) -> None:
    """Import two concepts, and die at the first statement that begins so, or at the commit."""
    context = Context.open(settings)

    def after(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith(step):
            die()

    event.listen(context.engine, "after_cursor_execute", after)
    if step == "commit":
        event.listen(context.engine, "commit", lambda _connection: die())
    imported(context, "3.8", BUTCHER, BAKER)


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        "INSERT INTO releases",
        "INSERT INTO concepts",
        "INSERT INTO revisions",
        "INSERT INTO pointers",
        "commit",
    ],
)
def test_an_import_killed_at_a_step_leaves_nothing_and_the_next_one_works(
    context: Context, settings: Settings, step: str
) -> None:
    assert ended(killed_at, step, settings) == -signal.SIGKILL
    with reading(context.engine) as session:
        assert releases.every(session) == []
        assert revisions.concept_keys(session, "competent") == {}
    assert imported(context, "3.8", BUTCHER, BAKER).outcome is Outcome.CREATED
    assert held(context, "3.8") == {"op-10": BUTCHER, "op-11": BAKER}


@pytest.mark.parametrize(
    ("note", "kept"), [("a\0b", "ab"), ("a\x1b[31m\u202eb\r\n", "a[31mb"), ("x", "x")]
)
def test_a_remark_on_a_release_is_kept_without_what_is_invisible(
    context: Context, note: str, kept: str
) -> None:
    delivery = Delivery(scheme="competent", version="3.8", note=note)
    assert import_reading(context.engine, delivery, [BUTCHER]).release.note == kept


def test_a_remark_that_nobody_reads_to_its_end_is_refused(context: Context) -> None:
    delivery = Delivery(scheme="competent", version="3.8", note="x" * (LONGEST_NOTE + 1))
    with pytest.raises(InvalidQueryError, match="shorten it"):
        import_reading(context.engine, delivery, [BUTCHER])
