from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.db import releases, revisions
from app.db.session import reading, writing
from app.importing import Delivery, Outcome, import_reading
from app.publishing import publish, publish_candidate
from app.succession import Recorded, record_decisions
from app.withdrawing import abandon
from taxonomy import canonical
from taxonomy.errors import ReleaseExistsError, ReleaseNotFoundError, SourceRefusedError
from taxonomy.sources.decisions import Decision
from taxonomy.vocabulary import RetirementReason, Status
from tests.build import concept
from tests.moments import NOON

if TYPE_CHECKING:
    from app.context import Context
    from app.importing import Imported
    from taxonomy.model import Concept
    from tests.app.kept import Kept

BUTCHER = concept("op-10", nl="Slager", fr="Boucher (h/f/x)")
BAKER = concept("op-11", nl="Bakker", fr="Boulanger (h/f/x)")
FISHER = concept("op-12", nl="Visser", fr="Pêcheur (h/f/x)")
TRAWLER = concept("op-13", nl="Zeevisser", fr="Pêcheur en mer (h/f/x)")
ANGLER = concept("op-14", nl="Riviervisser", fr="Pêcheur en rivière (h/f/x)")
OTHERS = (BUTCHER, TRAWLER, ANGLER)


def imported(context: Context, version: str, *concepts: Concept) -> Imported:
    delivery = Delivery(scheme="competent", version=version)
    return import_reading(context.engine, delivery, concepts)


def published(context: Context, version: str) -> None:
    publish(context, ("competent", version), at=NOON)


def held(context: Context, version: str) -> dict[str, Concept]:
    with reading(context.engine) as session:
        row = releases.get(session, "competent", version)
        found = revisions.documents(session, row.key)
        return {key: canonical.read(document) for key, document in found}


def decided(row: int, retired: str, decision: str, successor: str = "") -> Decision:
    return Decision(row, decision, retired=retired, successor=successor)


def recorded(context: Context, *decisions: Decision, version: str = "3.9") -> Recorded:
    return record_decisions(context.engine, ("competent", version), decisions, "s.csv")


def begun(context: Context) -> None:
    imported(context, "3.8", BUTCHER, BAKER, FISHER)
    published(context, "3.8")
    imported(context, "3.9", *OTHERS)


@pytest.fixture
def draft(context: Context, kept: Kept) -> Context:
    """Baker and fisher of 3.8 are retired in the draft 3.9."""
    kept.fill(context, begun)
    return context


SPLIT = (decided(2, "OP-12", "split", "OP-13"), decided(3, "OP-12", "split", "op-14"))


def test_decisions_set_reason_and_successors_of_retired_concepts(draft: Context) -> None:
    done = recorded(draft, *SPLIT, decided(4, "op-11", "None"))
    assert (done.changed, done.unchanged) == (2, 0)
    fisher, baker = held(draft, "3.9")["op-12"], held(draft, "3.9")["op-11"]
    assert (fisher.retirement, fisher.replaced_by) == (RetirementReason.SPLIT, ("op-13", "op-14"))
    assert (baker.retirement, baker.replaced_by) == (RetirementReason.NONE, ())
    assert fisher.labels == FISHER.labels


def test_the_digest_of_the_draft_is_that_of_what_it_holds(draft: Context) -> None:
    done = recorded(draft, *SPLIT)
    pointers = {
        key: canonical.revision(canonical.write(it)) for key, it in held(draft, "3.9").items()
    }
    assert done.release.digest == canonical.release_digest(pointers)
    published(draft, "3.9")
    release = next(it for it in draft.catalogue() if it.version == "3.9")
    assert release.digest == done.release.digest
    assert draft.load(release).get("OP-12").replaced_by == ("op-13", "op-14")


def test_the_same_decisions_again_change_nothing(draft: Context) -> None:
    first = recorded(draft, *SPLIT)
    again = recorded(draft, *SPLIT)
    assert (again.changed, again.unchanged) == (0, 1)
    assert again.release == first.release


def test_a_decision_may_be_changed_while_the_draft_is_open(draft: Context) -> None:
    recorded(draft, *SPLIT)
    recorded(draft, decided(2, "OP-12", "replaced", "OP-13"))
    assert held(draft, "3.9")["op-12"].replaced_by == ("op-13",)


def test_rows_that_a_reviewer_declined_are_passed_over(draft: Context) -> None:
    rows = (decided(2, "OP-12", "no", "OP-13"), decided(3, "OP-12", "merged", "OP-14"))
    recorded(draft, *rows)
    assert held(draft, "3.9")["op-12"].replaced_by == ("op-14",)
    assert recorded(draft, decided(2, "nothing", "no")).changed == 0


def test_a_decision_survives_the_next_imports(draft: Context) -> None:
    recorded(draft, *SPLIT)
    assert imported(draft, "3.9", *OTHERS).outcome is Outcome.UNCHANGED
    published(draft, "3.9")
    imported(draft, "3.10", *OTHERS)
    published(draft, "3.10")
    imported(draft, "3.11", BUTCHER, TRAWLER)
    for version in ("3.9", "3.10", "3.11"):
        assert held(draft, version)["op-12"].replaced_by == ("op-13", "op-14")


def test_a_decision_survives_an_import_over_its_draft(draft: Context) -> None:
    recorded(draft, *SPLIT)
    delivery = Delivery(scheme="competent", version="3.9", replace_draft=True)
    other = (*OTHERS, concept("op-15", nl="Kok"))
    assert import_reading(draft.engine, delivery, other).outcome is Outcome.REPLACED
    assert held(draft, "3.9")["op-12"].retirement is RetirementReason.SPLIT
    assert held(draft, "3.9")["op-11"].retirement is RetirementReason.UNKNOWN


def test_a_concept_that_came_back_loses_its_decision(draft: Context) -> None:
    recorded(draft, *SPLIT)
    delivery = Delivery(scheme="competent", version="3.9", replace_draft=True)
    import_reading(draft.engine, delivery, (*OTHERS, FISHER))
    assert held(draft, "3.9")["op-12"] == FISHER


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([decided(2, "OP-99", "none")], "unknown-id"),
        ([decided(2, "", "none")], "unknown-id"),
        ([decided(2, "OP-12", "replaced", "OP-99")], "unknown-id"),
        ([decided(2, "OP-12", "maybe")], "decision-unknown"),
        ([decided(2, "OP-10", "replaced", "OP-13")], "not-retired"),
        ([decided(2, "OP-12", "replaced", "OP-12")], "successor-itself"),
        ([decided(2, "OP-12", "replaced", "OP-11")], "successor-not-active"),
        (
            [decided(2, "OP-12", "replaced", "OP-11"), decided(3, "OP-11", "replaced", "OP-12")],
            "successor-circle",
        ),
        (
            [decided(2, "OP-12", "replaced", "OP-13"), decided(3, "OP-12", "merged", "OP-14")],
            "decisions-disagree",
        ),
        ([decided(2, "OP-12", "replaced")], "successor-count"),
        ([decided(2, "OP-12", "split", "OP-13")], "successor-count"),
        (
            [decided(2, "OP-12", "replaced", "OP-13"), decided(3, "OP-12", "replaced", "OP-14")],
            "successor-count",
        ),
        ([Decision(2, "none", retired="OP-11", retired_id="op-12")], "id-disagrees"),
    ],
)
def test_a_refused_row_is_told_and_nothing_is_written(
    draft: Context, rows: list[Decision], code: str
) -> None:
    before = held(draft, "3.9")
    fine = decided(9, "OP-11", "merged", "OP-10") if len(rows) == 1 else decided(9, "x", "no")
    with pytest.raises(SourceRefusedError, match="nothing was recorded") as refused:
        recorded(draft, *rows, fine)
    assert {it.code for it in refused.value.findings} == {code}
    assert all(it.place and it.place.row in (2, 3) for it in refused.value.findings)
    assert held(draft, "3.9") == before


def test_every_refused_row_is_told(draft: Context) -> None:
    with pytest.raises(SourceRefusedError) as refused:
        recorded(
            draft,
            decided(5, "OP-99", "none"),
            decided(3, "OP-12", "maybe"),
            decided(2, "OP-11", "replaced", "OP-11"),
        )
    assert [it.place.row for it in refused.value.findings if it.place] == [2, 3, 5]


def test_a_code_that_two_share_means_the_retired_one_and_its_heir_the_active_one(
    context: Context,
) -> None:
    imported(context, "3.8", BUTCHER, concept("old", notation="OP-12", nl="Visser"))
    published(context, "3.8")
    imported(context, "3.9", BUTCHER, concept("new", notation="OP-12", nl="Visser"))
    recorded(context, decided(2, "OP-12", "replaced", "OP-12"))
    old = held(context, "3.9")["old"]
    assert (old.status, old.replaced_by) == (Status.RETIRED, ("new",))


def test_a_published_release_takes_no_decision(draft: Context) -> None:
    with pytest.raises(ReleaseExistsError, match="never changes"):
        recorded(draft, *SPLIT, version="3.8")


def test_a_draft_whose_publication_has_begun_takes_no_decision(draft: Context) -> None:
    with writing(draft.engine) as session:
        releases.get_to_change(session, "competent", "3.9").published_at = NOON
    with pytest.raises(ReleaseExistsError, match="--abandon"):
        recorded(draft, *SPLIT)


def test_a_candidate_takes_no_decision_until_it_is_given_up(draft: Context) -> None:
    publish_candidate(draft, ("competent", "3.9"), at=NOON)
    with pytest.raises(ReleaseExistsError, match=r"competent 3\.9 --abandon"):
        recorded(draft, *SPLIT)
    abandon(draft, ("competent", "3.9"), at=NOON, reason="Codes verwisseld.")
    assert recorded(draft, *SPLIT).changed


def test_a_release_that_is_not_there_takes_no_decision(draft: Context) -> None:
    with pytest.raises(ReleaseNotFoundError):
        recorded(draft, *SPLIT, version="3.99")
