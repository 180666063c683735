"""A published release that four people edit: small enough to be read as a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app import publishing
from app.auth.roles import Actor, Grant, Role
from app.editing.changesets import Purpose, begin, save
from app.editing.changing import ANYTHING, Edit
from app.editing.holding import Desk, Drafts
from app.editing.records import By
from app.editing.viewing import view_of
from app.importing import Delivery, import_reading
from taxonomy import canonical
from taxonomy.vocabulary import Kind
from tests.build import alternative, concept, description, link
from tests.moments import NOON

if TYPE_CHECKING:
    from app.context import Context
    from taxonomy.model import Concept

__all__ = [
    "ADA",
    "BUTCHER",
    "EVA",
    "FRED",
    "OTTO",
    "PAULA",
    "SAW",
    "SET",
    "by",
    "changed",
    "desk",
    "with_changeset",
    "with_release",
]

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
EVA = Actor.of("Eva", Role.EDITOR, organisation="VDAB")
OTTO = Actor.of("Otto", Role.REVIEWER, organisation="Actiris")
PAULA = Actor.of("Paula", Role.PUBLISHER)
ADA = Actor.of("Ada", Role.ADMIN)
FRED = Actor("Fred", "Forem", frozenset({Grant(Role.TRANSLATOR, ("fr",))}))

BUTCHER = concept(
    "u10",
    Kind.PROFILE,
    link("essentialCompetence", "c1"),
    alternative("nl", "Beenhouwer"),
    description("nl", "Verkoopt vlees."),
    notation="OP-10",
    nl="Slager",
    fr="Boucher (h/f/x)",
)
SAW = concept("s1", Kind.SKILL, notation="SK-1", nl="Zagen", fr="Scier")
CUT = concept("s2", Kind.SKILL, notation="SK-2", nl="Snijden", fr="Couper")
FILE = concept("s3", Kind.SKILL, notation="SK-3", nl="Vijlen", fr="Limer")
SET = concept(
    "cs1", Kind.COMPETENCE_SET, link("member", "s1"), notation="CS-1", nl="Hout", fr="Bois"
)
COMPETENCE = concept("c1", Kind.TECHNICAL_COMPETENCE, link("skill", "s1"), notation="CP-1")


def with_release(context: Context) -> None:
    """Competent 3.11, published."""
    told = (BUTCHER, SAW, CUT, FILE, SET, COMPETENCE)
    import_reading(context.engine, Delivery(scheme="competent", version="3.11"), told)
    publishing.publish(context, ("competent", "3.11"), at=NOON)


def with_changeset(context: Context) -> None:
    """A changeset that renames OP-10 in the draft or release that there is."""
    made = begin(context.engine, "competent", Purpose("Words"), by())
    view = view_of(desk(context), made.key)
    before = view.get("u10")
    after = replace(before, labels=(*before.labels, alternative("nl", "Vleesbewerker")))
    edit = Edit(concept_id="u10", after=after, seen=ANYTHING)
    save(context.engine, made.key, [edit], by())


def by(actor: Actor = EVA, at: datetime = NOW) -> By:
    return By(actor, at)


def desk(context: Context) -> Desk:
    """A desk at which nothing is held yet."""
    return Desk(context.engine, Drafts())


def changed(context: Context, *pairs: tuple[Concept | None, Concept], actor: Actor = EVA) -> int:
    """The number of a changeset in which these concepts (as seen, as they are to be) are changed."""
    made = begin(context.engine, "competent", Purpose("Words", "They are better."), by(actor))
    edits = [
        Edit(
            concept_id=after.id,
            after=after,
            seen=canonical.revision(canonical.write(before)).hex() if before else "",
            act="edit" if before else "create",
        )
        for before, after in pairs
    ]
    save(context.engine, made.key, edits, by(actor))
    return made.key
