"""Releases as a command names them, and the mapping set that is meant where none is named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taxonomy.errors import InvalidQueryError, MappingSetNotFoundError
from taxonomy.mapping import Side
from taxonomy.versions import Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.db.mapping_sets import SetRecord

__all__ = ["newest_set", "side_of"]

_SIDE = re.compile(r"([a-z][a-z0-9-]{0,39})/([A-Za-z0-9][A-Za-z0-9._-]{0,63})")


def side_of(text: str, option: str) -> Side:
    """The release that an option names; InvalidQueryError names the option."""
    found = _SIDE.fullmatch(text)
    if found is None:
        message = f"{option} {text[:80]!r} names no release: write it as esco/1.2.0"
        raise InvalidQueryError(message)
    return Side(found[1], found[2])


def newest_set(sets: Sequence[SetRecord], targets: Sequence[Side]) -> str:
    """The name of the newest set of these schemes that is not between these releases already.

    MappingSetNotFoundError where there is none.
    """
    fitting = [
        it
        for it in sets
        if all(target.scheme in (it.subject.scheme, it.object.scheme) for target in targets)
        and not all(target in (it.subject, it.object) for target in targets)
    ]
    if not fitting:
        named = " and ".join(it.name for it in targets)
        message = f"there is no mapping set to carry to {named}: import one first"
        raise MappingSetNotFoundError(message)
    return max(fitting, key=_age).name


def _age(record: SetRecord) -> tuple[object, ...]:
    return not record.sample, *(_key(it.version) for it in (record.subject, record.object))


def _key(version: str) -> str:
    return Version.parse(version).key if version[:1].isdigit() else ""
