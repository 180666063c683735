"""Adopting what is new: the decision and the changeset, both or neither."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.auth.roles import Actor, Role
from app.db.changesets import Wanted
from app.editing.changesets import changesets_of
from app.editing.holding import Desk, Drafts
from app.editing.viewing import view_of
from app.importing import Delivery, import_reading
from app.mapping_imports import import_mappings
from app.refusals import PreconditionFailedError, RoleRequiredError
from app.upgrading.adopting import Adoption, adopt
from taxonomy.errors import InvalidQueryError
from taxonomy.model import Link
from taxonomy.sources.mapping_reading import MappingReading
from taxonomy.vocabulary import Kind, Predicate
from tests.app.upgrading.scene import (
    BUTCHER,
    EVA,
    NAME,
    NOW,
    by,
    item,
    items,
    occupation,
    opened,
    with_upgrade,
)
from tests.build import concept, mapping, mapping_set

if TYPE_CHECKING:
    from app.context import Context
    from tests.app.kept import Kept


@pytest.fixture
def desk(context: Context, kept: Kept) -> Desk:
    kept.fill(context, with_upgrade)
    return Desk(context.engine, Drafts())


def test_what_is_new_becomes_a_concept_of_ours(context: Context, desk: Desk) -> None:
    drone = items(context)["new-unmapped drone"]
    done = adopt(desk, NAME, drone.id, Adoption(reason="asked for"), by(), etags=(drone.etag,))
    made = view_of(desk, done.changeset).get(done.notation)
    assert (made.kind, made.pref_label("nl")) == (Kind.PROFILE, "dronepiloot")
    assert done.notation == "OP-13"
    assert done.item.state == "done"
    assert done.item.decision is not None
    assert done.item.decision.reason == f"OP-13, changeset {done.changeset}: asked for"


def test_or_another_name_of_one(context: Context, desk: Desk) -> None:
    meat = items(context)["new-unmapped meat"]
    done = adopt(desk, NAME, meat.id, Adoption(concept="OP-10"), by())
    butcher = view_of(desk, done.changeset).get("OP-10")
    assert "vleesslager" in {it.text for it in butcher.labels}
    assert butcher.pref_label("nl") == "Slager"


def test_where_somebody_was_first_there_is_no_changeset(context: Context, desk: Desk) -> None:
    drone = items(context)["new-unmapped drone"]
    with pytest.raises(PreconditionFailedError):
        adopt(desk, NAME, drone.id, Adoption(), by(), etags=('"old"',))
    assert changesets_of(context.engine, Wanted())[0] == []


def test_only_what_is_new_is_adopted_so_and_by_who_may_edit(context: Context, desk: Desk) -> None:
    with pytest.raises(InvalidQueryError):
        adopt(desk, NAME, item(context, "changed-label").id, Adoption(), by())
    mapper = by(Actor.of("Mia", Role.MAPPER))
    with pytest.raises(RoleRequiredError):
        adopt(desk, NAME, item(context, "new-unmapped").id, Adoption(), mapper)


def with_links(context: Context) -> None:
    """Ours: a butcher who cuts; theirs: butchers who newly cut, weigh, sell and know meat."""
    at = "http://data.europa.eu/esco/skill"
    skills = [
        concept(f"{at}/{it}", Kind.SKILL, scheme="esco", en=it, nl=f"{it} (nl)")
        for it in ("saw", "cut", "weigh", "sell")
    ]
    meat = concept(f"{at}/meat", Kind.KNOWLEDGE, scheme="esco", en="meat")
    for version, told in (("1.0.3", skills[:1]), ("1.1.1", [*skills, meat])):
        asked = [
            Link(Predicate.ESSENTIAL_SKILL if it is skills[1] else Predicate.OPTIONAL_SKILL, it.id)
            for it in told
        ]
        butcher = occupation(BUTCHER, en="butcher", nl="slager")
        concepts = [replace(butcher, links=tuple(asked)), *skills, meat]
        import_reading(context.engine, Delivery(scheme="esco", version=version), concepts)
    held = [
        concept("u10", notation="OP-10", nl="Slager"),
        concept("u11", notation="OP-11", nl="Vleeswaarder"),
        concept("s1", Kind.SKILL, notation="SK-1", nl="Snijden"),
        concept("s2", Kind.SKILL, notation="SK-2", nl="Wegen"),
        replace(
            concept("c1", Kind.TECHNICAL_COMPETENCE, notation="CP-1"),
            links=(Link(Predicate.SKILL, "s1"),),
        ),
    ]
    import_reading(context.engine, Delivery(scheme="competent", version="3.8"), held)
    mapped = mapping_set(
        mapping("u10", "exact", BUTCHER),
        mapping("u11", "narrow", BUTCHER),
        mapping("s1", "exact", skills[1].id),
        mapping("s2", "close", skills[2].id),
    )
    read = MappingReading(mapping_set=mapped, findings=(), rows={}, notations={})
    import_mappings(context.engine, read, by=EVA, at=NOW)
    opened(context)


@pytest.fixture
def linking(context: Context, kept: Kept) -> Desk:
    kept.fill(context, with_links)
    return Desk(context.engine, Drafts())


def asked_for(desk: Desk, changeset: int, code: str) -> dict[str, str]:
    """Name of the skill of each competence that the profile asks for → how."""
    view = view_of(desk, changeset)
    found = {}
    for link in view.get(code).links:
        (skill,) = view.get(link.target).links
        found[view.get(skill.target).pref_label("nl") or ""] = link.predicate.value
    return found


def test_newly_linked_skills_become_competences_of_our_profiles(
    context: Context, linking: Desk
) -> None:
    links = items(context)["newly-linked-skills butcher"]
    done = adopt(linking, NAME, links.id, Adoption(), by(), etags=(links.etag,))
    assert asked_for(linking, done.changeset, "OP-10") == {
        "Snijden": "essentialCompetence",
        "Wegen": "optionalCompetence",
        "sell (nl)": "optionalCompetence",
    }
    view = view_of(linking, done.changeset)
    assert view.get("OP-11").links == ()
    assert [view.get(it).kind for it in ("CP-2", "CP-3", "SK-3", "KN-1")] == [
        *[Kind.TECHNICAL_COMPETENCE] * 2,
        Kind.SKILL,
        Kind.KNOWLEDGE,
    ]
    assert done.item.decision is not None
    assert done.item.decision.reason.startswith("OP-10, ")
    assert done.item.state == "done"


def test_of_newly_linked_skills_those_are_taken_that_were_chosen(
    context: Context, linking: Desk
) -> None:
    links = items(context)["newly-linked-skills butcher"]
    cut = next(it["skill"]["id"] for it in links.detail["links"] if it["mapped"])
    done = adopt(linking, NAME, links.id, Adoption(skills=(cut,)), by())
    assert list(asked_for(linking, done.changeset, "OP-10")) == ["Snijden"]
    with pytest.raises(InvalidQueryError, match="nothing to adopt"):
        adopt(linking, NAME, links.id, Adoption(skills=("none",)), by())
