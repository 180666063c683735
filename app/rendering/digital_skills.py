"""Digital skills by profile as JSON: the matrix, and one profile with every reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.assigning.showing import revision_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.assigning.material import Assigner
    from app.assigning.showing import Matrix
    from app.rendering.concepts import Json
    from taxonomy.assigning.columns import Column
    from taxonomy.assigning.evidence import Reason
    from taxonomy.assigning.matrix import Cell, Row
    from taxonomy.model import Concept

__all__ = ["matrix_document", "profile_document"]


def matrix_document(matrix: Matrix, profiles: Sequence[Concept]) -> Json:
    """These profiles as rows, below the digital skills; `fitting` of `total` profiles were asked for."""
    return {
        **_sources(matrix.assigner),
        "columns": [_column(it) for it in matrix.assigner.columns],
        "fitting": len(matrix.profiles),
        "total": matrix.total,
        "rows": [_row(matrix.row(it)) for it in profiles],
    }


def profile_document(matrix: Matrix, profile: Concept) -> Json:
    """One profile: its row, what speaks for each digital skill, and its neighbours."""
    found = matrix.assigner.found(profile)
    return {
        **_sources(matrix.assigner),
        "columns": [_column(it) for it in matrix.assigner.columns],
        **_row(matrix.row(profile)),
        "reasons": [
            {"digital_skill": key, **_reason(it)}
            for key, reasons in sorted(found.reasons.items())
            for it in reasons
        ],
        "others": [_reason(it) for it in found.others],
        "neighbours": [
            {**_named(it), "likeness": round(near.likeness, 3)}
            for it, near in matrix.neighbours(profile)
        ],
    }


def _sources(assigner: Assigner) -> Json:
    told = assigner.sources
    return {
        "release": assigner.index.release.name,
        "sources": {
            **({"framework": told.framework.release.name} if told.framework else {}),
            **({"esco": told.esco.release.name} if told.esco else {}),
            **({"mapping_set": told.record.full_name} if told.record else {}),
        },
    }


def _column(it: Column) -> Json:
    known = it.skill.framework
    return {
        **_named(it.skill),
        **({"framework": known._asdict()} if known else {}),
        "number": it.number,
        "presumed": it.presumed,
        "covers": [
            {"id": one.concept.id, "ground": one.ground.value, "likeness": round(one.likeness, 3)}
            for one in it.covered
        ],
    }


def _row(row: Row) -> Json:
    return {
        "profile": {**_named(row.profile), "revision": revision_of(row.profile)},
        "cells": [_cell(it) for it in row.cells],
        "neighbours_asked": row.of,
    }


def _cell(it: Cell) -> Json:
    return {
        "digital_skill": it.skill_id,
        "assigned": it.assigned,
        "evidence": it.evidence,
        "neighbours": it.neighbours,
        "occupations": it.occupations,
    }


def _reason(it: Reason) -> Json:
    covered = it.covered
    return {
        "competence": _named(it.competence),
        "essential": it.essential,
        "predicate": it.mapping.predicate.value,
        **(
            {"occupation": {"id": it.occupation.id, "pref_label": it.occupation.pref_labels()}}
            if it.occupation
            else {}
        ),
        "esco": {"id": it.digital.id, "pref_label": it.digital.pref_labels()},
        **(
            {"covered_by": {"id": covered.concept.id, "pref_label": covered.concept.pref_labels()}}
            if covered
            else {}
        ),
        **({"ground": covered.ground.value} if covered else {}),
    }


def _named(concept: Concept) -> Json:
    return {
        "id": concept.id,
        "notation": concept.notation,
        "kind": concept.kind.value,
        "pref_label": concept.pref_labels(),
    }
