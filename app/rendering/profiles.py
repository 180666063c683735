"""A whole profile, occupation, set or skill in one answer: everything it links to, embedded."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from taxonomy.vocabulary import Kind, MappingState, NoteType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.rendering.concepts import Json, View
    from taxonomy.model import Concept

__all__ = ["competence", "competence_set", "fixed_mappings", "occupation", "profile", "used"]

_PROFILE_LISTS = {
    "soft_skills": Predicate.SOFT_SKILL,
    "digital_skills": Predicate.DIGITAL_SKILL,
    "sectors": Predicate.SECTOR,
    "areas_of_interest": Predicate.AREA_OF_INTEREST,
    "proofs_of_learning": Predicate.PROOF_OF_LEARNING,
}


def profile(view: View, concept: Concept) -> Json:
    """A profile with its competences, skills, sets, sectors; `links` keeps only what is not embedded."""
    essential = Predicate.ESSENTIAL_COMPETENCE
    optional = Predicate.OPTIONAL_COMPETENCE
    embedded = {essential, optional, Predicate.COMPETENCE_SET, *_PROFILE_LISTS.values()}
    return {
        **_rest(view, concept, embedded),
        "essential_competences": _each(view, concept, essential, competence),
        "optional_competences": _each(view, concept, optional, competence),
        **{
            name: _each(view, concept, predicate, _part)
            for name, predicate in _PROFILE_LISTS.items()
        },
        "competence_sets": _each(view, concept, Predicate.COMPETENCE_SET, _set_in_profile),
        "mappings": fixed_mappings(view, concept),
    }


def occupation(view: View, concept: Concept) -> Json:
    """An occupation with its skills (`kind` tells knowledge apart), ISCO group, broader and narrower."""
    essential, optional = Predicate.ESSENTIAL_SKILL, Predicate.OPTIONAL_SKILL
    group = _isco_group(view, concept)
    return {
        **_rest(view, concept, {essential, optional, Predicate.BROADER}),
        "essential_skills": _each(view, concept, essential, _asked_for),
        "optional_skills": _each(view, concept, optional, _asked_for),
        "broader": _each(view, concept, Predicate.BROADER, _part),
        "narrower": [view.brief(it) for it in _subjects(view, concept, Predicate.BROADER)],
        **({"isco_group": _part(view, group)} if group else {}),
        "mappings": fixed_mappings(view, concept),
    }


def competence_set(view: View, concept: Concept) -> Json:
    """A competence set with its members and the active profiles that use it."""
    return {
        **_rest(view, concept, {Predicate.MEMBER}),
        "members": _each(view, concept, Predicate.MEMBER, _part),
        "profiles": _profiles(view, concept),
    }


def used(view: View, concept: Concept) -> Json:
    """A soft or digital skill with the active profiles that use it."""
    return {**view.concept(concept), "profiles": _profiles(view, concept)}


def competence(view: View, concept: Concept) -> Json:
    """A technical competence inside a profile: its skill, knowledge, behaviours, sets and rarity."""
    skills = _each(view, concept, Predicate.SKILL, _part)
    return {
        **_asked_for(view, concept),
        **({"skill": skills[0]} if skills else {}),
        "knowledge": _each(view, concept, Predicate.KNOWLEDGE, _part),
        "behaviours": _each(view, concept, Predicate.BEHAVIOUR, _part),
        "sets": [view.index.name(it) for it in view.index.sets(concept.id)],
    }


def fixed_mappings(view: View, concept: Concept) -> list[Json]:
    """The accepted mappings that are fixed with the release, closest first, named as they name themselves.

    Nothing of the other release is looked up, so that the document never changes.
    """
    return [
        {
            "id": content.id_of(it),
            "predicate": it.predicate,
            "object": {
                "id": it.object_id,
                **({"given_label": it.object_label} if it.object_label else {}),
            },
            "release": content.object.name,
        }
        for content in view.mapped
        for it in content.by_subject.get(concept.id, ())
        if it.state is MappingState.ACCEPTED
    ]


def _asked_for(view: View, concept: Concept) -> Json:
    rarity = view.index.rarity(concept.id)
    return {**view.brief(concept), **({} if rarity is None else {"rarity": round(rarity, 4)})}


def _part(view: View, concept: Concept) -> Json:
    framework = {"framework": concept.framework._asdict()} if concept.framework else {}
    return {**view.brief(concept), **framework}


def _set_in_profile(view: View, concept: Concept) -> Json:
    disambiguator = concept.note(NoteType.DISAMBIGUATOR)
    members = _each(view, concept, Predicate.MEMBER, _part)
    return {
        **view.brief(concept),
        **({"disambiguator": disambiguator} if disambiguator else {}),
        "members": [it.get("notation", it["id"]) for it in members],
    }


def _rest(view: View, concept: Concept, embedded: Iterable[Predicate]) -> Json:
    """The concept with those of its links that are not embedded by name."""
    document = view.concept(concept)
    hidden = set(embedded)
    document["links"] = view.links(it for it in concept.links if it.predicate not in hidden)
    return document


def _each(
    view: View,
    concept: Concept,
    predicate: Predicate,
    show: Callable[[View, Concept], Json],
) -> list[Json]:
    """The targets by this predicate, by rank and then in natural order, each as `show` shows it."""
    by_id, place = view.index.taxonomy.by_id, view.index.rank
    links = [it for it in concept.links if it.predicate is predicate]
    links.sort(key=lambda it: (it.rank, place(it.target) if it.target in by_id else -1))
    found = ((it.target, by_id.get(it.target)) for it in links)
    return [show(view, it) if it else {"id": target} for target, it in found]


def _profiles(view: View, concept: Concept) -> list[Json]:
    subjects = {it.subject.id: it.subject for it in view.index.linked_to(concept.id)}
    return [
        view.brief(it)
        for it in subjects.values()
        if it.kind is Kind.PROFILE and it.status is Status.ACTIVE
    ]


def _subjects(view: View, concept: Concept, predicate: Predicate) -> list[Concept]:
    usages = view.index.linked_to(concept.id, predicate)
    return [it.subject for it in usages if it.subject.status is Status.ACTIVE]


def _isco_group(view: View, concept: Concept) -> Concept | None:
    """The nearest ISCO group above an occupation."""
    waiting, seen = deque(concept.targets(Predicate.BROADER)), {concept.id}
    while waiting:
        concept_id = waiting.popleft()
        above = view.index.taxonomy.by_id.get(concept_id)
        if above is None or concept_id in seen:
            continue
        if above.kind is Kind.ISCO_GROUP:
            return above
        seen.add(concept_id)
        waiting.extend(above.targets(Predicate.BROADER))
    return None
