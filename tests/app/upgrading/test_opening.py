"""Opening, continuing and superseding an upgrade."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app.db import upgrades
from app.db.session import reading
from app.mapping_runs.starting import start_upgrade
from app.mapping_sets import publish_set, stored_set
from app.upgrading.deciding import Change, Wish, decide, move
from app.upgrading.finishing import sign_off, upgrades_of
from app.upgrading.listing import findings_of, newest_open, upgrade_of
from app.upgrading.opening import Asked, open_upgrade
from taxonomy.errors import (
    ConflictError,
    InvalidVersionError,
    MappingSetNotFoundError,
    NotFoundError,
    ReleaseNotFoundError,
)
from taxonomy.mapping import Side
from tests.app.upgrading.scene import (
    EVA,
    MEAT,
    NAME,
    NOW,
    THIRD,
    by,
    decision,
    item,
    items,
    opened,
    with_releases,
)

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept


@pytest.fixture(autouse=True)
def _releases(context: Context, kept: Kept) -> None:
    kept.fill(context, with_releases)


def test_the_worklist_holds_what_a_change_touched(context: Context) -> None:
    found = opened(context)
    assert found.record.name == NAME
    assert sorted(items(context)) == [
        "changed-label baker",
        "mapped-concept-gone butcher",
        "new-unmapped drone",
        "new-unmapped meat",
    ]
    assert (found.record.items, found.record.open, found.added) == (4, 4, 4)


def test_what_is_untouched_stays_accepted_in_the_draft(context: Context) -> None:
    opened(context)
    record, content = stored_set(context.engine, NAME)
    assert record.status == "draft"
    states = {(it.subject_id, it.object_id.rpartition("/")[2]): it.state.value for it in content}
    assert states == {
        ("u10", "butcher"): "stale",
        ("u11", "butcher"): "stale",
        ("u10", "halal"): "accepted",
        ("u11", "baker"): "stale",
        ("u12", "sawyer"): "accepted",
    }


def test_an_item_shows_codes_labels_and_proposals(context: Context) -> None:
    opened(context)
    gone = items(context)["mapped-concept-gone butcher"]
    subjects = [it["subject"] for it in gone.detail["mappings"]]
    assert {it["notation"] for it in subjects} == {"OP-10", "OP-11"}
    assert subjects[0]["labels"]["nl"] == "Slager"
    assert gone.detail["reason"].startswith("gone from 1.1.1")
    assert [it["id"] for it in gone.detail["proposals"]][:1] in ([MEAT], [])


def test_a_changed_text_is_checked_in_its_language_only(context: Context) -> None:
    opened(context)
    baker = items(context)["changed-label baker"]
    assert baker.languages == {
        "nl": "open",
        "fr": "not-needed",
        "de": "not-needed",
        "en": "not-needed",
    }
    assert set(items(context)["new-unmapped drone"].languages.values()) == {"not-needed"}


def test_the_same_again_changes_nothing(context: Context) -> None:
    opened(context)
    before, draft = items(context), stored_set(context.engine, NAME)
    again = opened(context)
    assert (again.added, again.inherited, again.record.items) == (0, 0, 4)
    assert items(context) == before
    assert stored_set(context.engine, NAME) == draft


def test_continuing_keeps_every_decision(context: Context) -> None:
    opened(context)
    keep = Wish(id=item(context, "changed-label").id, decision=decision("keep"))
    decide(context.engine, NAME, [keep], by())
    before = items(context)
    again = opened(context)
    assert again.record.done == 1
    assert items(context) == before
    assert stored_set(context.engine, NAME)[0].counts["accepted"] == {
        "skos:exactMatch": 1,
        "skos:closeMatch": 1,
        "skos:narrowMatch": 1,
    }


def test_a_newer_release_supersedes_and_takes_over_what_was_decided(context: Context) -> None:
    opened(context)
    held = items(context)
    wishes = [
        Wish(id=held["changed-label baker"].id, decision=decision("keep")),
        Wish(id=held["new-unmapped drone"].id, decision=decision("dismiss", reason="no jobs here")),
    ]
    decide(context.engine, NAME, wishes, by())
    move(context.engine, NAME, held["new-unmapped meat"].id, Change(owner="Eva"), by())
    found = opened(context, "1.2.0")
    assert (found.superseded, found.record.name) == (NAME, THIRD)
    now = items(context, THIRD)
    assert {key: it.state for key, it in now.items()} == {
        "mapped-concept-gone butcher": "open",
        "changed-label halal": "open",
        "changed-label baker": "done",
        "new-unmapped drone": "done",
        "new-unmapped meat": "open",
    }
    assert now["new-unmapped meat"].owner == "Eva"
    assert now["mapped-concept-gone butcher"].id == held["mapped-concept-gone butcher"].id
    assert now["new-unmapped drone"].decision == decision("dismiss", reason="no jobs here")
    assert upgrade_of(context.engine, NAME).superseded_by == THIRD
    assert newest_open(context.engine) == THIRD
    assert [it.name for it in upgrades_of(context.engine)] == [THIRD, NAME]


def test_superseding_again_takes_nothing_twice(context: Context) -> None:
    opened(context)
    opened(context, "1.2.0")
    before = items(context, THIRD)
    assert opened(context, "1.2.0").record.items == len(before)
    assert items(context, THIRD) == before


def test_in_a_superseded_upgrade_nothing_moves(context: Context) -> None:
    opened(context)
    opened(context, "1.2.0")
    label = item(context, "changed-label")
    with pytest.raises(ConflictError, match=f"superseded by {THIRD}"):
        move(context.engine, NAME, label.id, Change(state="seen"), by())
    with pytest.raises(ConflictError):
        decide(context.engine, NAME, [Wish(id=label.id, decision=decision("keep"))], by())


def test_a_named_release_is_gone_on_from(context: Context) -> None:
    found = opened(context, "1.2.0", from_version="1.0.3")
    assert (found.record.name, found.record.from_version) == (THIRD, "1.0.3")
    assert "changed-label halal" in items(context, THIRD)


def test_an_upgrade_that_is_published_is_over(context: Context) -> None:
    opened(context)
    sign_off(context.engine, NAME, "a first edition", by())
    publish_set(context.engine, NAME, at=NOW)
    assert upgrade_of(context.engine, NAME).status == "published"
    with pytest.raises(ConflictError, match="its upgrade is done"):
        opened(context)
    with pytest.raises(ConflictError, match="its upgrade is done"):
        start_upgrade(context.engine, Asked(scheme="esco", version="1.1.1"), EVA, NOW)


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (Asked(scheme="esco", version="1.0.3"), MappingSetNotFoundError),
        (Asked(scheme="rome", version="4.60"), MappingSetNotFoundError),
        (Asked(scheme="esco", version="1.9"), ReleaseNotFoundError),
        (Asked(scheme="esco", version="1,2"), InvalidVersionError),
        (Asked(scheme="esco", version="1.2.0", from_version="1.1.1"), MappingSetNotFoundError),
        (
            Asked(scheme="esco", version="1.2.0", subject=Side("competent", "3.99")),
            ReleaseNotFoundError,
        ),
    ],
)
def test_what_cannot_be_opened_leaves_nothing_behind(
    context: Context, asked: Asked, error: type[Exception]
) -> None:
    with pytest.raises(error):
        open_upgrade(context.engine, asked, by=EVA, at=NOW)
    assert upgrades_of(context.engine) == []
    with pytest.raises(NotFoundError, match="no upgrade is open"):
        newest_open(context.engine)


@pytest.mark.parametrize("table", ["upgrades", "upgrade_items", "upgrade_texts", "upgrade_events"])
def test_an_upgrade_that_is_killed_half_way_is_opened_by_the_next_attempt(
    context: Context, table: str
) -> None:
    def dying(*given: object) -> None:
        if str(given[2]).startswith(f"INSERT INTO {table} "):
            message = "the power is gone"
            raise KeyboardInterrupt(message)

    event.listen(context.engine, "before_cursor_execute", dying)
    with pytest.raises(KeyboardInterrupt):
        opened(context)
    event.remove(context.engine, "before_cursor_execute", dying)
    assert upgrades_of(context.engine) == []
    assert opened(context).added == 4
    assert len(items(context)) == 4


def test_findings_of_the_incoming_release_come_page_by_page(context: Context) -> None:
    opened(context)
    everything = findings_of(context.engine, NAME, limit=1000)
    assert [place for place, _ in everything] == list(range(len(everything)))
    assert findings_of(context.engine, NAME, after=0, limit=1) == everything[1:2]
    assert findings_of(context.engine, NAME, code="no-such-code", limit=5) == []


def test_opening_is_an_event(context: Context) -> None:
    opened(context)
    with reading(context.engine) as session:
        told = upgrades.events(session, upgrades.get(session, NAME), "")
    assert [(it.action, it.actor, it.detail) for it in told] == [("opened", "Eva", {"items": 4})]


def test_an_upgrade_that_there_is_not_is_told_with_those_that_there_are(context: Context) -> None:
    opened(context)
    with pytest.raises(NotFoundError, match=NAME):
        upgrade_of(context.engine, "competent-1--esco-2")


def test_a_new_concept_comes_with_candidates_of_ours(context: Context) -> None:
    opened(context)
    found = item(context, "new-unmapped").detail["candidates"]
    assert found == sorted(found, key=lambda it: -it["score"])
    assert {it["notation"] for it in found} <= {"OP-10", "OP-11", "OP-12"}
    first = items(context)["new-unmapped meat"].detail["candidates"][0]
    assert (first["notation"], first["labels"]["nl"]) == ("OP-10", "Slager")
    assert first["reasons"]
    assert first["predicate"] in {"skos:narrowMatch", "skos:closeMatch", "skos:exactMatch"}
