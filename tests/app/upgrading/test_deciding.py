"""Deciding items: what comes true in the draft, who may, who was first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app.auth.roles import Actor, Role
from app.db import mapping_history
from app.db.session import reading
from app.db.upgrades import ItemFilter
from app.mapping_sets import stored_set
from app.refusals import PreconditionFailedError, RoleRequiredError
from app.upgrading.deciding import Change, Wish, decide, move
from app.upgrading.listing import items_of, story_of
from taxonomy.deciding import Choice, Decision, Target, Verb
from taxonomy.errors import ConflictError, InvalidQueryError, NotFoundError, SourceRefusedError
from taxonomy.vocabulary import Justification, MappingState
from tests.app.upgrading.scene import (
    BUTCHER,
    DRONE,
    EVA,
    HALAL,
    LATER,
    MEAT,
    NAME,
    PETER,
    by,
    decision,
    item,
    items,
    with_upgrade,
)

if TYPE_CHECKING:
    from app.context import Context
    from app.upgrading.records import ItemRecord
    from taxonomy.mapping import Mapping
    from tests.app.kept import Kept

READER = Actor.of("Rita", Role.VIEWER)
ANNA = Actor.of("Anna", Role.REVIEWER)


@pytest.fixture(autouse=True)
def _upgrade(context: Context, kept: Kept) -> None:
    kept.fill(context, with_upgrade)


def decided(context: Context, kind: str, of: Decision, actor: Actor = EVA) -> ItemRecord:
    wish = Wish(id=item(context, kind).id, decision=of)
    return decide(context.engine, NAME, [wish], by(actor))[0]


def held(context: Context) -> dict[tuple[str, str, str], Mapping]:
    """(subject, predicate, the object's last word) → mapping of the draft."""
    content = stored_set(context.engine, NAME)[1]
    return {
        (it.subject_id, it.predicate.value[5:-5], it.object_id.rpartition("/")[2]): it
        for it in content
    }


def test_what_is_kept_is_accepted_anew(context: Context) -> None:
    before = held(context)[("u11", "close", "baker")]
    found = decided(context, "changed-label", decision("keep"))
    now = held(context)[("u11", "close", "baker")]
    assert (found.state, found.decided_by, found.decided_at) == ("done", "Eva", LATER)
    assert (now.state, now.reviewer, now.review_date) == ("accepted", "Eva", LATER.date())
    assert now.reasons == ()
    assert now.object_revision.startswith("sha256:")
    assert now.object_revision != before.object_revision


def test_a_remapped_mapping_is_rejected_and_the_new_one_accepted(context: Context) -> None:
    decided(context, "mapped-concept-gone", decision("remap", MEAT, reason="the successor"))
    now = held(context)
    assert now[("u10", "exact", "butcher")].state is MappingState.REJECTED
    made = now[("u10", "exact", "meat")]
    assert (made.state, made.author, made.reviewer) == ("accepted", "Eva", "Eva")
    assert made.justification is Justification.MANUAL
    assert now[("u11", "broad", "meat")].state is MappingState.ACCEPTED


def test_every_mapping_that_moves_has_an_event(context: Context) -> None:
    decided(context, "mapped-concept-gone", decision("remap", MEAT))
    content = stored_set(context.engine, NAME)[1]
    ids = {it.object_id: content.id_of(it) for it in content if it.subject_id == "u10"}
    with reading(context.engine) as session:
        old = mapping_history.events(session, ids[BUTCHER])
        new = mapping_history.events(session, ids[MEAT])
    assert [it.action for it in old] == ["imported", "went-stale", "rejected"]
    assert [(it.action, it.actor) for it in new] == [("accepted", "Eva")]


def test_a_new_concept_is_mapped_from_ours(context: Context) -> None:
    decided(context, "new-unmapped", decision("map", "u12", predicate="broad"))
    assert held(context)[("u12", "broad", "drone")].state is MappingState.ACCEPTED


def test_a_target_may_be_named_by_its_code(context: Context) -> None:
    found = decided(context, "new-unmapped", decision("map", "OP-12", predicate="broad"))
    assert found.decision == decision("map", "u12", predicate="broad")
    assert held(context)[("u12", "broad", "drone")].state is MappingState.ACCEPTED
    again = decided(context, "new-unmapped", decision("map", "OP-12", predicate="broad"))
    assert again.revision == found.revision
    with pytest.raises(SourceRefusedError):
        decided(context, "new-unmapped", decision("map", "OP-99", predicate="broad"))


def test_what_is_adopted_is_to_be_written_in_every_language(context: Context) -> None:
    found = decided(context, "new-unmapped", decision("adopt"))
    assert set(found.languages.values()) == {"open"}


def test_mappings_of_an_item_may_be_decided_one_by_one(context: Context) -> None:
    gone = item(context, "mapped-concept-gone")
    of = {it["subject"]["id"]: it["id"] for it in gone.detail["mappings"]}
    mixed = Decision(
        verb=Verb.REMAP,
        targets=(Target(MEAT),),
        reason="bakers do not",
        choices=(Choice(of["u11"], Verb.REJECT),),
    )
    decided(context, "mapped-concept-gone", mixed)
    now = held(context)
    assert now[("u10", "exact", "meat")].state is MappingState.ACCEPTED
    assert ("u11", "broad", "meat") not in now
    assert now[("u11", "broad", "butcher")].state is MappingState.REJECTED


def test_a_mind_that_changes_leaves_nothing_of_the_first_decision(context: Context) -> None:
    decided(context, "changed-label", decision("remap", DRONE))
    found = decided(context, "changed-label", decision("keep", reason="sorry"))
    now = held(context)
    assert now[("u11", "close", "baker")].state is MappingState.ACCEPTED
    assert now[("u11", "close", "drone")].state is MappingState.REJECTED
    _, events = story_of(context.engine, NAME, found.id)
    assert [it.action for it in events] == ["decided", "decided"]
    again = decided(context, "changed-label", decision("remap", DRONE))
    assert held(context)[("u11", "close", "drone")].state is MappingState.ACCEPTED
    assert again.revision == found.revision + 1


def test_the_same_decision_again_is_no_event(context: Context) -> None:
    first = decided(context, "changed-label", decision("keep"))
    digest = stored_set(context.engine, NAME)[0].digest
    assert decided(context, "changed-label", decision("keep")) == first
    assert stored_set(context.engine, NAME)[0].digest == digest


@pytest.mark.parametrize(
    ("kind", "of", "told"),
    [
        ("mapped-concept-gone", decision("keep"), "keep does not fit"),
        ("mapped-concept-gone", decision("reject"), "reject needs a reason"),
        ("mapped-concept-gone", decision("remap"), "remap needs a target"),
        ("mapped-concept-gone", decision("remap", BUTCHER), "no active concept of esco/1.1.1"),
        ("mapped-concept-gone", decision("remap", "u12"), "no active concept of esco/1.1.1"),
        ("mapped-concept-gone", decision("remap", MEAT, MEAT), "a target stands there twice"),
        ("changed-label", decision("keep", MEAT), "keep takes no target"),
        ("changed-label", decision("dismiss", reason="no"), "dismiss does not fit"),
        ("new-unmapped", decision("dismiss"), "dismiss needs a reason"),
        ("new-unmapped", decision("map", "u12"), "map needs a predicate"),
        (
            "new-unmapped",
            decision("map", MEAT, predicate="exact"),
            "no active concept of competent",
        ),
        ("new-unmapped", decision("dismiss", reason="x" * 4001), "characters"),
        (
            "changed-label",
            Decision(verb=Verb.KEEP, choices=(Choice("0" * 20, Verb.KEEP),) * 2),
            "is none of its mappings",
        ),
    ],
)
def test_a_decision_that_does_not_fit_is_refused_with_the_reason(
    context: Context, kind: str, of: Decision, told: str
) -> None:
    before = held(context)
    with pytest.raises(SourceRefusedError) as refused:
        decided(context, kind, of)
    assert any(told in it.message for it in refused.value.findings)
    assert held(context) == before
    assert item(context, kind).state == "open"


def test_many_decisions_come_true_together_or_not_at_all(context: Context) -> None:
    keys = items(context)
    good = Wish(id=keys["changed-label baker"].id, decision=decision("keep"))
    bad = Wish(id=keys["mapped-concept-gone butcher"].id, decision=decision("keep"))
    with pytest.raises(SourceRefusedError) as refused:
        decide(context.engine, NAME, [good, bad, Wish(id="0" * 20, decision=good.decision)], by())
    assert {it.concept for it in refused.value.findings} == {bad.id, "0" * 20}
    with pytest.raises(SourceRefusedError, match="1 decisions"):
        decide(context.engine, NAME, [good, good], by())
    assert item(context, "changed-label").state == "open"


def test_who_was_second_is_told_who_was_first(context: Context) -> None:
    label = item(context, "changed-label")
    tags = (label.etag,)
    decide(context.engine, NAME, [Wish(id=label.id, decision=decision("keep"), etags=tags)], by())
    with pytest.raises(PreconditionFailedError, match="changed by Eva") as refused:
        move(context.engine, NAME, label.id, Change(owner="Peter"), by(PETER), etags=tags)
    assert refused.value.headers["ETag"] == item(context, "changed-label").etag


def test_of_twenty_editors_at_once_one_is_first(context: Context) -> None:
    label = item(context, "changed-label")

    def tried(number: int) -> bool:
        actor = Actor.of(f"editor {number}", Role.REVIEWER)
        wish = Wish(id=label.id, decision=decision("keep"), etags=(label.etag,))
        try:
            decide(context.engine, NAME, [wish], by(actor))
        except PreconditionFailedError:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        won = list(pool.map(tried, range(20)))
    assert won.count(True) == 1
    _, events = story_of(context.engine, NAME, label.id)
    assert len(events) == 1


def test_a_decision_that_is_killed_half_way_leaves_draft_and_item_as_they_were(
    context: Context,
) -> None:
    before, draft = items(context), held(context)

    def dying(*given: object) -> None:
        if str(given[2]).startswith("INSERT INTO upgrade_events "):
            message = "the power is gone"
            raise KeyboardInterrupt(message)

    event.listen(context.engine, "before_cursor_execute", dying)
    with pytest.raises(KeyboardInterrupt):
        decided(context, "mapped-concept-gone", decision("remap", MEAT))
    event.remove(context.engine, "before_cursor_execute", dying)
    assert (items(context), held(context)) == (before, draft)


def test_of_an_editor_a_decision_is_a_proposal(context: Context) -> None:
    before = held(context)
    found = decided(context, "changed-label", decision("keep"), PETER)
    assert (found.state, found.proposed_by, found.decided_by) == ("investigate", "Peter", "")
    assert held(context) == before
    done = decided(context, "changed-label", decision("keep"), ANNA)
    assert (done.state, done.proposed_by, done.decided_by) == ("done", "Peter", "Anna")
    with pytest.raises(ConflictError, match="a reviewer may decide it anew"):
        decided(context, "changed-label", decision("reject", reason="no"), PETER)


def test_where_two_are_asked_for_the_second_is_another_one(context: Context) -> None:
    label = item(context, "changed-label")
    wish = [Wish(id=label.id, decision=decision("keep"))]
    for _ in range(2):
        (found,) = decide(context.engine, NAME, wish, by(EVA, 2))
        assert (found.state, found.proposed_by) == ("investigate", "Eva")
    other = [Wish(id=label.id, decision=decision("reject", reason="no"))]
    (found,) = decide(context.engine, NAME, other, by(ANNA, 2))
    assert (found.state, found.proposed_by) == ("investigate", "Anna")
    (found,) = decide(context.engine, NAME, other, by(EVA, 2))
    assert (found.state, found.proposed_by, found.decided_by) == ("done", "Anna", "Eva")
    assert held(context)[("u11", "close", "baker")].state is MappingState.REJECTED


def test_a_reader_moves_nothing(context: Context) -> None:
    with pytest.raises(RoleRequiredError):
        decided(context, "changed-label", decision("keep"), READER)
    label = item(context, "changed-label")
    with pytest.raises(RoleRequiredError):
        move(context.engine, NAME, label.id, Change(state="seen"), by(READER))


def test_state_owner_and_checks_move_and_are_events(context: Context) -> None:
    label = item(context, "changed-label")
    changes = (
        Change(state="seen"),
        Change(owner=" Peter "),
        Change(languages={"nl": "done"}),
        Change(state="seen"),
    )
    found = [move(context.engine, NAME, label.id, it, by()) for it in changes][-1]
    assert (found.state, found.owner, found.languages["nl"]) == ("seen", "Peter", "done")
    assert found.revision == 4
    _, events = story_of(context.engine, NAME, label.id)
    assert [(it.action, it.detail) for it in events] == [
        ("moved", {"state": "seen"}),
        ("assigned", {"owner": "Peter"}),
        ("checked", {"languages": {"nl": "done"}}),
    ]


@pytest.mark.parametrize(
    "change",
    [
        Change(state="done"),
        Change(state="lost"),
        Change(owner="x" * 201),
        Change(languages={"it": "open"}),
        Change(languages={"nl": "perhaps"}),
    ],
)
def test_a_change_that_cannot_be_is_refused(context: Context, change: Change) -> None:
    label = item(context, "changed-label")
    with pytest.raises(InvalidQueryError):
        move(context.engine, NAME, label.id, change, by())
    assert item(context, "changed-label") == label


def test_a_decided_item_is_not_moved_back(context: Context) -> None:
    found = decided(context, "changed-label", decision("keep"))
    with pytest.raises(ConflictError, match="decide it anew"):
        move(context.engine, NAME, found.id, Change(state="open"), by())


def test_unknown_items_and_upgrades_are_not_found(context: Context) -> None:
    with pytest.raises(NotFoundError):
        move(context.engine, NAME, "0" * 20, Change(state="seen"), by())
    with pytest.raises(NotFoundError):
        decide(context.engine, "nothing", [Wish(id="0" * 20, decision=decision("keep"))], by())
    with pytest.raises(InvalidQueryError):
        decide(context.engine, NAME, [], by())


def test_items_are_chosen_by_what_they_are(context: Context) -> None:
    label = item(context, "changed-label")
    move(context.engine, NAME, label.id, Change(owner="Peter"), by())
    for wanted, count in (
        (ItemFilter(kind="new-unmapped"), 2),
        (ItemFilter(owner="Peter"), 1),
        (ItemFilter(owner=""), 3),
        (ItemFilter(language="nl"), 1),
        (ItemFilter(state="done"), 0),
    ):
        found, total = items_of(context.engine, NAME, wanted)
        assert (len(found), total) == (count, count)


def test_a_mapping_that_is_there_already_is_accepted_where_it_stands(context: Context) -> None:
    decided(context, "mapped-concept-gone", decision("remap", HALAL))
    now = held(context)
    assert now[("u10", "exact", "halal")].state is MappingState.ACCEPTED
    assert now[("u10", "narrow", "halal")].state is MappingState.ACCEPTED
