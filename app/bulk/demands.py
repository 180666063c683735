"""What profiles ask for, from a file of profiles or from a release, as rows that can be matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from app.bulk.jobs import ID, Column, Type
from app.bulk.profiles import Demand, Names
from app.bulk.reading import Table
from taxonomy.errors import SourceUnreadableError
from taxonomy.matching.demands import Demands
from taxonomy.matching.scoring import Rows
from taxonomy.matching.understanding import competences_of, understand

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    from app.bulk.rejects import Rejects
    from taxonomy.index import ReleaseIndex
    from taxonomy.vocabulary import Kind

__all__ = ["of_file", "of_release", "opened"]

_APART = (
    ID,
    Column("essential", Type.TEXTS, may_be_null=True),
    Column("optional", Type.TEXTS, required=False),
)
_TOGETHER = (ID, Column("competences", Type.TEXTS))
_ROWS = 20_000
"""Profiles that are read together."""


class _Some(NamedTuple):
    """Some profiles as they were read: how many competences each has, their numbers, which are essential."""

    lengths: NDArray[np.int64]
    numbers: NDArray[np.int32]
    essential: NDArray[np.bool_]


def opened(path: Path) -> Table:
    """The file of profiles: `id`, and `essential` and `optional` or else `competences`.

    SourceUnreadableError where it has neither.
    """
    try:
        return Table.opened(path, _APART, "--profiles")
    except SourceUnreadableError as error:
        try:
            return Table.opened(path, _TOGETHER, "--profiles")
        except SourceUnreadableError:
            message = f"{error.detail} (a profile has essential and optional, or competences)"
            raise SourceUnreadableError(message) from error


def of_file(table: Table, rejects: Rejects) -> Demand:
    """The profiles of a file in its order; columns are all that they ask for, in the order of the texts.

    What a profile asks for twice counts once, as essential where one of them is.
    """
    numbers: dict[str, int] = {}
    ids, some = [], []
    for batch in table.blocks(_ROWS, rejects):
        ids.append(batch.column("id"))
        some.append(_read(batch, numbers))
    if not numbers:
        message = f"{table.path.name} holds no profile that asks for a competence"
        raise SourceUnreadableError(message)
    texts = sorted(numbers)
    ranks = np.empty(len(texts), np.int64)
    ranks[[numbers[it] for it in texts]] = np.arange(len(texts))
    rows, essential = _joined(some, ranks)
    names = Names(
        pa.array(texts, pa.string()),
        np.arange(len(texts) + 1, dtype=np.int64),
        np.arange(len(texts), dtype=np.int32),
    )
    return Demand(pa.concat_arrays(ids), rows, essential, len(texts), names)


def _read(batch: Any, numbers: dict[str, int]) -> _Some:
    """The profiles of a batch; new competences get the next numbers."""
    parts = []
    for name in batch.schema.names[1:]:
        lists = batch.column(name)
        coded = lists.flatten().dictionary_encode()
        known = [numbers.setdefault(it, len(numbers)) for it in coded.dictionary.to_pylist()]
        own = np.array(known, np.int32)[np.asarray(coded.indices)]
        owners = np.asarray(pc.list_parent_indices(lists), dtype=np.int64)
        parts.append((owners, own, np.full(len(own), name != "optional")))
    owners, own, essential = (np.concatenate(it) for it in zip(*parts, strict=True))
    order = np.argsort(owners, kind="stable")
    lengths = np.bincount(owners, minlength=batch.num_rows)
    return _Some(lengths, own[order], essential[order])


def _joined(some: list[_Some], ranks: NDArray[np.int64]) -> tuple[Rows, NDArray[np.bool_]]:
    """All profiles as rows whose columns ascend and stand once."""
    starts, columns, essential = (
        [np.zeros(1, np.int64)],
        [np.zeros(0, np.int32)],
        [np.zeros(0, np.bool_)],
    )
    while some:  # what is joined is let go, so that all of it is never there twice
        lengths, numbers, own = some.pop(0)
        owners = np.repeat(np.arange(len(lengths)), lengths)
        keys = (owners * len(ranks) + ranks[numbers]) * 2 + ~own
        keys.sort()
        kept = np.ones(len(keys), np.bool_)
        kept[1:] = keys[1:] >> 1 != keys[:-1] >> 1
        keys = keys[kept]
        owners, within = np.divmod(keys >> 1, len(ranks))
        counts = np.bincount(owners, minlength=len(lengths))
        starts.append(np.cumsum(counts) + starts[-1][-1])
        columns.append(within.astype(np.int32))
        essential.append(keys & 1 == 0)
    rows = Rows(np.concatenate(starts).astype(np.int64), np.concatenate(columns))
    return rows, np.concatenate(essential)


def of_release(index: ReleaseIndex, kinds: Collection[Kind]) -> Demand:
    """The active profiles and occupations of a release, as the single call matches them.

    A competence is understood by its id, notation or URI; ids of other schemes mean nothing here.
    NothingToMatchError where the release has no profiles.
    """
    demands = Demands.of(index, kinds)
    parts = competences_of(index, kinds)
    # An id goes before a notation that reads the same, as where one concept is asked for.
    known = {it.notation: it for it in index.taxonomy if it.notation}
    known |= {it.id: it for it in index.taxonomy}
    texts = sorted(it for it in known if index.find(it) is not None)
    starts, columns = [0], []
    for text in texts:
        found = understand([text], index, {}, parts).understood
        columns += sorted({demands.columns[it.competence] for it in found})
        starts.append(len(columns))
    names = Names(
        pa.array(texts, pa.string()),
        np.array(starts, np.int64),
        np.array(columns, np.int32),
        index.release.scheme,
    )
    ids = pa.array([index.name(it) for it in demands.profiles], pa.string())
    return Demand(ids, demands.rows, demands.essential, len(demands.competences), names)
