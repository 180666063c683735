"""What the groups of an identity provider mean here: a table of the operator's own, from a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from app.auth.roles import BOUND, Grant, Role, granted
from taxonomy.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["Meaning", "meanings", "rights_of"]


class Meaning(NamedTuple):
    """What membership of a group gives: grants, and where the member works."""

    grants: frozenset[Grant]
    organisation: str


def meanings(file: Path) -> dict[str, Meaning]:
    """Group → what it means; InvalidQueryError names the group of the file that cannot be understood.

    The file is a JSON object: `{"forem-fr": {"roles": ["translator"], "languages": ["fr"],
    "organisation": "Forem"}}`.
    """
    try:
        told = orjson.loads(file.read_bytes())
    except (OSError, orjson.JSONDecodeError) as error:
        message = f"COMPETENT_OIDC_GROUPS: {file} cannot be read as JSON ({type(error).__name__})"
        raise InvalidQueryError(message) from error
    if not isinstance(told, dict):
        message = f"COMPETENT_OIDC_GROUPS: {file} holds no object of groups"
        raise InvalidQueryError(message)
    return {group: _meaning(group, it) for group, it in told.items()}


def rights_of(groups: Iterable[Any], table: Mapping[str, Meaning]) -> Meaning:
    """What these groups together give; languages of one role come together, and none means all."""
    found = [table[it] for it in groups if isinstance(it, str) and it in table]
    by_role: dict[Role, set[str] | None] = {}
    for grant in (it for meaning in found for it in meaning.grants):
        known = by_role.get(grant.role, set())
        both = None if known is None or not grant.languages else known | {*grant.languages}
        by_role[grant.role] = both
    grants = {
        it
        for role, languages in by_role.items()
        for it in granted([role], languages or () if role in BOUND else ())
    }
    return Meaning(
        frozenset(grants), next((it.organisation for it in found if it.organisation), "")
    )


def _meaning(group: str, told: Any) -> Meaning:
    try:
        roles = [Role(it) for it in told["roles"]]
        grants = granted(roles, told.get("languages", ()))
        return Meaning(grants, str(told.get("organisation", "")))
    except (TypeError, KeyError, ValueError, AttributeError, InvalidQueryError) as error:
        message = f"COMPETENT_OIDC_GROUPS: the group {group[:80]!r} cannot be understood: {error}"
        raise InvalidQueryError(message) from error
