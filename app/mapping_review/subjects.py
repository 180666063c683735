"""The concepts that a mapping set is to map: those of its subject's release, in the order of lists."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, NamedTuple

from app.db import releases
from app.db.session import reading
from app.indexing import index_of
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, Status

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from taxonomy.mapping import Side

__all__ = ["SubjectLine", "subjects_of"]


class SubjectLine(NamedTuple):
    """An active concept as a list shows it; `place` is its place in the list."""

    id: str
    place: int
    kind: Kind
    notation: str
    labels: dict[str, str]


_MOST_HELD = 4
_held: OrderedDict[tuple[str, str], Mapping[str, SubjectLine]] = OrderedDict()
_loading = Lock()


def subjects_of(engine: Engine, side: Side) -> Mapping[str, SubjectLine]:
    """Id → line of every active concept; read once for each content of a release, kept for a few of them.

    ReleaseNotFoundError where the record does not hold the release.
    """
    with reading(engine) as session:
        row = releases.find(session, *side)
        key = (side.name, row.digest) if row else None
    if key is None:
        message = sentence(
            "the record holds no %(release)s: import it, and its concepts can be reviewed",
            release=side.name,
        )
        raise ReleaseNotFoundError(message)
    with _loading:
        if key not in _held:
            _held[key] = _lines(engine, side)
            while len(_held) > _MOST_HELD:
                _held.popitem(last=False)
        _held.move_to_end(key)
        return _held[key]


def _lines(engine: Engine, side: Side) -> dict[str, SubjectLine]:
    index = index_of(engine, *side)
    return {
        it.id: SubjectLine(it.id, place, it.kind, it.notation or "", dict(it.pref_labels()))
        for place, it in enumerate(index.listed(status=Status.ACTIVE))
    }
