"""Which predicate may stand between which kinds."""

from __future__ import annotations

from taxonomy.vocabulary import KINDS, Kind, Predicate

__all__ = ["fits"]

_Kinds = frozenset[Kind]

_CONTENT = frozenset({Kind.SKILL, Kind.KNOWLEDGE, Kind.BEHAVIOUR})
_COMPETENCES = _CONTENT | {Kind.TECHNICAL_COMPETENCE, Kind.SOFT_SKILL, Kind.DIGITAL_SKILL}
_ESCO_SKILLS = frozenset({Kind.SKILL, Kind.KNOWLEDGE})
_PROFILE = frozenset({Kind.PROFILE})
_COMPETENCE = frozenset({Kind.TECHNICAL_COMPETENCE})
_METIER = frozenset({Kind.OCCUPATION})
_METIERS = frozenset({Kind.OCCUPATION, Kind.APPELLATION})
_SAVOIRS = frozenset({Kind.SKILL, Kind.SOFT_SKILL, Kind.KNOWLEDGE})
_STATEMENTS = frozenset({Kind.COMPETENCE_STATEMENT, Kind.LEARNING_OUTCOME})

_FITTING: dict[Predicate, tuple[tuple[_Kinds, _Kinds], ...]] = {
    Predicate.ESSENTIAL_COMPETENCE: ((_PROFILE, _COMPETENCES),),
    Predicate.OPTIONAL_COMPETENCE: ((_PROFILE, _COMPETENCES),),
    Predicate.SKILL: ((_COMPETENCE, frozenset({Kind.SKILL})),),
    Predicate.KNOWLEDGE: ((_COMPETENCE, frozenset({Kind.KNOWLEDGE})),),
    Predicate.BEHAVIOUR: ((_COMPETENCE, frozenset({Kind.BEHAVIOUR})),),
    Predicate.SOFT_SKILL: ((_PROFILE, frozenset({Kind.SOFT_SKILL})),),
    Predicate.DIGITAL_SKILL: ((_PROFILE, frozenset({Kind.DIGITAL_SKILL})),),
    Predicate.COMPETENCE_SET: ((_PROFILE, frozenset({Kind.COMPETENCE_SET})),),
    Predicate.MEMBER: ((frozenset({Kind.COMPETENCE_SET}), _COMPETENCES),),
    Predicate.SECTOR: ((_PROFILE, frozenset({Kind.SECTOR})),),
    Predicate.AREA_OF_INTEREST: ((_PROFILE, frozenset({Kind.AREA_OF_INTEREST})),),
    Predicate.PROOF_OF_LEARNING: ((_PROFILE, frozenset({Kind.PROOF_OF_LEARNING})),),
    Predicate.ESSENTIAL_SKILL: ((_ESCO_SKILLS | {Kind.OCCUPATION}, _ESCO_SKILLS),),
    Predicate.OPTIONAL_SKILL: ((_ESCO_SKILLS | {Kind.OCCUPATION}, _ESCO_SKILLS),),
    Predicate.RELATED_SKILL: ((_ESCO_SKILLS, _ESCO_SKILLS),),
    Predicate.LEVEL: (
        (_STATEMENTS | {Kind.PROFICIENCY_LEVEL}, frozenset({Kind.PROFICIENCY_LEVEL})),
    ),
    Predicate.CORE_COMPETENCE: ((_METIER, _SAVOIRS),),
    Predicate.SPECIFIC_COMPETENCE: ((_METIER, _SAVOIRS),),
    Predicate.WORK_CONTEXT: ((_METIER, frozenset({Kind.WORK_CONTEXT})),),
    Predicate.CLOSE_OCCUPATION: ((_METIERS, _METIERS),),
    Predicate.EVOLUTION: ((_METIERS, _METIERS),),
    Predicate.PARENT_OCCUPATION: ((_METIERS, _METIER),),
    Predicate.BROADER: (
        (frozenset({Kind.APPELLATION}), _METIER),
        (_METIER, frozenset({Kind.PROFESSIONAL_DOMAIN})),
        (frozenset({Kind.PROFESSIONAL_DOMAIN}), frozenset({Kind.MAJOR_DOMAIN})),
        (frozenset({Kind.SKILL}), frozenset({Kind.SOFT_SKILL})),
        *((frozenset({kind}), frozenset({kind})) for kind in Kind),
        (_ESCO_SKILLS, _ESCO_SKILLS | {Kind.SKILL_GROUP}),
        (frozenset({Kind.OCCUPATION}), frozenset({Kind.ISCO_GROUP})),
        (frozenset({Kind.DIGITAL_COMPETENCE}), frozenset({Kind.COMPETENCE_AREA})),
        (_STATEMENTS, frozenset({Kind.DIGITAL_COMPETENCE, Kind.COMPETENCE_STATEMENT})),
    ),
    Predicate.RELATED: tuple((frozenset(kinds), frozenset(kinds)) for kinds in KINDS.values()),
}

_TRIPLES = frozenset(
    (subject, predicate, target)
    for predicate, pairs in _FITTING.items()
    for subjects, targets in pairs
    for subject in subjects
    for target in targets
)


def fits(subject: Kind, predicate: Predicate, target: Kind) -> bool:
    """Whether the predicate may lead from a concept of the one kind to one of the other."""
    return (subject, predicate, target) in _TRIPLES
