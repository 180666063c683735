"""The audit: added to with the act itself, read from the newest on, and never changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.auth.roles import About, Actor
from app.db import audit
from app.db.audit import Sought
from app.db.session import reading, writing
from app.editing.accepting import accept
from app.importing import Delivery, import_reading
from app.publishing import publish
from tests.app.editing import scene
from tests.build import alternative
from tests.moments import NOON

if TYPE_CHECKING:
    from app.context import Context

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ALL = Sought()
EVA, LUC = Actor("Eva", "VDAB"), Actor("Luc", "Forem")
BUTCHER, BAKER = About("concept", "u10", "competent"), About("concept", "u11", "competent")


def with_acts(context: Context) -> None:
    with writing(context.engine) as session:
        audit.record(
            session,
            EVA.act("label-changed", BUTCHER, NOW, change=("Slager", "Beenhouwer"), why="use"),
            LUC.act("label-changed", BAKER, NOW, change=(None, {"fr": "<b>Boulanger"})),
            EVA.act("concept-retired", BAKER, NOW),
        )


def found(context: Context, sought: Sought = ALL, **page: int) -> list[str]:
    with reading(context.engine) as session:
        entries = audit.entries(session, sought, **{"limit": 9, **page})
    return [f"{it.number} {it.act.actor} {it.act.act} {it.act.about_id}" for it in entries]


def test_the_newest_acts_come_first_and_pages_follow_each_other(context: Context) -> None:
    with_acts(context)
    first = found(context, limit=2)
    assert first == ["3 Eva concept-retired u11", "2 Luc label-changed u11"]
    assert found(context, before=2) == ["1 Eva label-changed u10"]


@pytest.mark.parametrize(
    ("sought", "numbers"),
    [
        (Sought(actor="Eva"), "31"),
        (Sought(organisation="Forem"), "2"),
        (Sought(act="label-changed"), "21"),
        (Sought(scheme="competent", about="concept", about_id="u11"), "32"),
        (Sought(actor="Eva", act="label-changed"), "1"),
        (Sought(since=NOW.replace(hour=13)), ""),
        (Sought(actor="' or 1=1 --"), ""),
    ],
)
def test_entries_are_chosen_by_all_that_is_asked(
    context: Context, sought: Sought, numbers: str
) -> None:
    with_acts(context)
    assert "".join(it[0] for it in found(context, sought)) == numbers


def test_an_entry_keeps_what_was_there_before_and_after(context: Context) -> None:
    with_acts(context)
    with reading(context.engine) as session:
        entries = audit.entries(session, Sought(), limit=3)
        assert audit.known(session) == {
            "actor": ["Eva", "Luc"],
            "organisation": ["Forem", "VDAB"],
            "act": ["concept-retired", "label-changed"],
        }
    last, second, first = (it.act for it in entries)
    assert (first.before, first.after, first.why, first.at) == ("Slager", "Beenhouwer", "use", NOW)
    assert (second.before, second.after) == (None, {"fr": "<b>Boulanger"})
    assert (last.before, last.after) == (None, None)


def test_an_act_that_fails_leaves_no_entry(context: Context) -> None:
    def fail() -> None:
        with writing(context.engine) as session:
            audit.record(session, EVA.act("label-changed", BUTCHER, NOW))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert found(context) == []


@pytest.mark.parametrize("statement", ["update audit set actor = 'nobody'", "delete from audit"])
def test_no_statement_changes_what_stands_there(context: Context, statement: str) -> None:
    with_acts(context)
    with pytest.raises(DBAPIError, match="only ever added to"), context.engine.begin() as record:
        record.execute(text(statement))
    assert len(found(context)) == 3


def test_the_story_of_a_concept_leads_from_its_source_to_its_release(context: Context) -> None:
    """Its changesets and the releases of its scheme are told with it, and nothing of others."""
    delivery = Delivery(scheme="competent", version="3.11")
    import_reading(
        context.engine, delivery, [scene.BUTCHER, scene.SAW, scene.COMPETENCE], by=(EVA, NOW)
    )
    publish(context, ("competent", "3.11"), at=NOON)
    renamed = replace(
        scene.BUTCHER, labels=(*scene.BUTCHER.labels, alternative("en", "meat cutter"))
    )
    key = scene.changed(context, (scene.BUTCHER, renamed))
    scene.changed(context, (scene.SAW, replace(scene.SAW, notation="SK-7")))
    accept(scene.desk(context), key, scene.by())
    import_reading(context.engine, Delivery(scheme="esco", version="1"), [], by=(EVA, NOW))
    told = found(context, Sought(about_id=scene.BUTCHER.id, story=True))
    assert [it.split(" ", 1)[1] for it in told] == [
        "Eva changeset-accepted 1",
        "Eva concept-accepted u10",
        "Eva draft-opened 3.12",
        "Eva concept-edited u10",
        "Eva changeset-begun 1",
        "competent release-published 3.11",
        "Eva release-imported 3.11",
    ]
