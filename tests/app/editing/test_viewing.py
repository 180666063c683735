"""Tests of what editors of changesets see: reckoned once, read again only where something moved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.db import changesets
from app.db.session import reading, writing
from app.editing import accepting
from app.editing.changesets import leave, save
from app.editing.changing import ANYTHING, Edit, put
from app.editing.outlooks import outlook_of
from app.editing.viewing import view_of, viewed
from app.rendering.workbench.changesets import MOST_CHANGES, changeset_page
from taxonomy import canonical
from taxonomy.model import Lifespan
from taxonomy.vocabulary import Kind
from tests.app.editing.scene import BUTCHER, FILE, OTTO, SAW, SET, by, changed, desk, with_release
from tests.build import alternative, concept, description, link
from tests.statements import noted

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.context import Context
    from app.editing.holding import Desk
    from taxonomy.model import Concept
    from tests.app.kept import Kept

LINKED = replace(SET, links=(*SET.links, link("member", "s2")))
TOLD = replace(BUTCHER, labels=(*BUTCHER.labels, alternative("nl", "Vleesbewerker")))
FILED = replace(FILE, notes=(description("nl", "Met een vijl."),))


class BrokenError(Exception):
    """What goes wrong in the middle."""


@pytest.fixture(autouse=True)
def release(context: Context, kept: Kept) -> None:
    kept.fill(context, with_release)


def test_whoever_looks_again_reads_and_checks_nothing_anew(context: Context) -> None:
    here, key = desk(context), changed(context, (BUTCHER, TOLD), (SET, LINKED))
    first = view_of(here, key)
    assert view_of(here, key) is first
    assert view_of(here, key).findings is first.findings
    with noted(context.engine) as asked:
        outlook_of(here, key)
    assert not [it for it in asked if "document" in it]
    outlook = outlook_of(here, key)
    accepting.submit(here, key, by())
    assert view_of(here, key) is first  # what it says stayed as it was
    assert outlook_of(here, key) == outlook == outlook_of(desk(context), key)


def test_a_page_of_a_changeset_asks_as_much_whatever_the_changeset_holds(context: Context) -> None:
    here = desk(context)
    many = [
        concept(f"m{it}", Kind.SKILL, notation=f"SK-{it}", nl=f"M {it}") for it in range(9, 300)
    ]
    asked = []
    for told in (many[:1], many):
        key = changed(context, *((None, it) for it in told))
        changeset_page(here, key, OTTO, "nl", 0)
        with noted(context.engine) as statements:
            page = changeset_page(here, key, OTTO, "nl", 0)
        assert len(page.changes) == min(len(told), MOST_CHANGES)
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 16


def test_only_what_moved_is_read_again(context: Context) -> None:
    here, key = desk(context), changed(context, (BUTCHER, TOLD), (SET, LINKED))
    before = view_of(here, key)
    save(context.engine, key, [Edit(concept_id="s3", after=FILED, seen=ANYTHING)], by())
    after = view_of(here, key)
    assert {id for id, it in after.proposals.items() if before.proposals.get(id) is not it} == {
        "s3"
    }
    assert (before.find("SK-3"), after.find("SK-3")) == (FILE, FILED)


def test_what_is_held_of_a_changeset_is_what_the_record_says_however_it_moved(
    context: Context,
) -> None:
    here, engine = desk(context), context.engine
    key = changed(context, (BUTCHER, TOLD), (SET, LINKED))
    as_fresh(context, here, key)
    save(engine, key, [Edit(concept_id="s3", after=FILED, seen=ANYTHING)], by())
    as_fresh(context, here, key)
    leave(engine, key, ["u10"], by())
    as_fresh(context, here, key)
    meeting = changed(context, (SET, replace(SET, labels=concept("", nl="Houtwerk").labels)))
    accepting.accept(here, changed(context, (SAW, replace(SAW, collections=("a",)))), by())
    as_fresh(context, here, key)
    accepting.submit(here, meeting, by())
    accepting.accept(here, meeting, by(OTTO))
    as_fresh(context, here, key)
    (met,) = outlook_of(here, key).conflicts
    accepting.resolve(engine, key, ("cs1", met["revision"]), {}, by())
    as_fresh(context, here, key)
    accepting.accept(here, key, by())
    as_fresh(context, here, key)


def as_fresh(context: Context, here: Desk, key: int) -> None:
    """Fails unless whoever looked before sees what somebody sees who looks for the first time."""
    mine, fresh = view_of(here, key), view_of(desk(context), key)
    assert mine.changes == fresh.changes
    assert mine.proposals == fresh.proposals
    assert mine.findings == fresh.findings
    assert outlook_of(here, key) == outlook_of(desk(context), key)


def test_who_links_to_a_concept_is_told_as_the_changeset_has_it(context: Context) -> None:
    here, bare = desk(context), replace(SET, links=(link("member", "s2"),))
    view = view_of(here, changed(context, (SET, bare)))
    assert [it.id for it in view_of(here, None).linking("s1")] == ["c1", "cs1"]
    assert [it.id for it in view.linking("s1")] == ["c1"]
    assert view.linking("s2") == [bare]


def test_a_revision_is_told_of_what_is_held_and_of_any_other_state(context: Context) -> None:
    view = view_of(desk(context), changed(context, (SET, LINKED)))
    for it in (view.get("cs1"), view.get("s1"), LINKED, SET, FILED):
        assert view.revision(it) == canonical.revision(canonical.write(it)).hex()


def test_an_unsaved_state_is_checked_with_all_that_is_saved(context: Context) -> None:
    view = view_of(desk(context), changed(context, (SET, LINKED)))
    assert view.with_change(view.get("cs1")) is view.with_change(FILE) is view
    broken = replace(LINKED, links=(link("member", "nothing"),))
    assert [it.code for it in view.with_change(broken).findings] == ["link-to-nothing"]


def test_a_release_to_come_is_indexed_once(context: Context) -> None:
    view = view_of(desk(context), changed(context, (SET, LINKED)))
    lives = {"cs1": Lifespan("3.11", "3.11")}
    first = view.indexed(lives)
    assert first.get("CS-1") == LINKED
    assert view.indexed(lives) is first
    assert view.indexed({}) is not first


def test_a_save_that_failed_is_seen_by_nobody(context: Context) -> None:
    here, key = desk(context), changed(context, (BUTCHER, TOLD))
    view_of(here, key)
    with pytest.raises(BrokenError):
        broken(context.engine, here, key, FILED)
    save(context.engine, key, [Edit(concept_id="cs1", after=LINKED, seen=ANYTHING)], by())
    assert {*view_of(here, key).changes} == {"u10", "cs1"}


def broken(engine: Engine, here: Desk, key: int, after: Concept) -> None:
    """A save that sees what it did, and then comes to nothing."""
    with writing(engine) as session:
        row = changesets.hold(session, key)
        put(session, row, [Edit(concept_id=after.id, after=after, seen=ANYTHING)], by())
        assert viewed(session, here.drafts, row).find(after.id) == after
        raise BrokenError


def test_a_choice_of_what_the_draft_holds_already_is_seen(context: Context) -> None:
    here = desk(context)
    words = replace(BUTCHER, notes=(description("nl", "Snijdt vlees."),))
    theirs = replace(BUTCHER, notes=(description("nl", "Hakt vlees."),))
    key = changed(context, (BUTCHER, words))
    accepting.accept(here, changed(context, (BUTCHER, theirs)), by())
    (met,) = outlook_of(here, key).conflicts
    accepting.resolve(
        context.engine, key, ("u10", met["revision"]), {"note.description.nl": False}, by()
    )
    assert view_of(here, key).changes == {}
    assert outlook_of(here, key).size == 0
    with reading(context.engine) as session:
        assert changesets.changes(session, key) == []
