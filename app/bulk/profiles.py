"""Profiles made ready for matching, in a folder from which every worker maps them into its memory."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from taxonomy.matching.products import Entries, Tiles
from taxonomy.matching.scoring import (
    Rows,
    asking_counts,
    profile_values,
    rarity_weights,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from taxonomy.matching.scoring import Formula

__all__ = ["Demand", "Names", "Profiles", "kept"]

_TOGETHER = 20_000
"""Profiles that are weighed together: each row is by itself, so that nothing depends on it."""


class Names(NamedTuple):
    """What ids mean: text n stands for the columns `columns[starts[n]:starts[n + 1]]`.

    `scheme` is that of a release: there its URIs are understood too, and an id that it does not know
    is left aside, as in the single call. Where it is empty, an unknown id is a competence that no
    profile asks for.
    """

    texts: Any
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    scheme: str = ""


class Demand(NamedTuple):
    """What profiles ask for: their ids, rows of ascending columns, which entries are essential, names of columns."""

    ids: Any
    rows: Rows
    essential: NDArray[np.bool_]
    width: int
    names: Names


@dataclass(frozen=True, slots=True)
class Profiles:
    """Profiles that can be searched: made by `save`, loaded by every worker."""

    ids: Any
    tiles: Tiles
    rarity: NDArray[np.float64]
    names: Names

    @classmethod
    def of(cls, demand: Demand, formula: Formula) -> Profiles:
        """The profiles, weighed by the formula."""
        rows, count = demand.rows, len(demand.ids)
        asking = asking_counts(rows, demand.width)
        rarity = rarity_weights(asking, count, formula.rarity)
        values = np.empty(len(rows.columns), np.float32)
        for first in range(0, count, _TOGETHER):
            starts = rows.starts[first : first + _TOGETHER + 1]
            entries = slice(starts[0], starts[-1])
            some = Rows(starts - starts[0], rows.columns[entries])
            values[entries] = profile_values(some, demand.essential[entries], rarity, formula)
        entries_ = Entries(rows.starts, rows.columns, values)
        return cls(demand.ids, Tiles.of(entries_, demand.width), rarity, demand.names)

    def save(self, folder: Path) -> None:
        """Write the profiles into a folder."""
        tiles, names = self.tiles, self.names
        arrays: dict[str, NDArray[Any]] = {
            "pointers": tiles.pointers,
            "places": tiles.places,
            "values": tiles.values,
            "rarity": self.rarity,
            "starts": names.starts,
            "columns": names.columns,
        }
        for name, array in arrays.items():
            np.save(folder / f"{name}.npy", array)
        for name, texts in (("ids", self.ids), ("texts", names.texts)):
            with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as sink:
                batch = pa.RecordBatch.from_arrays([texts], names=["text"])
                with pa.ipc.new_file(sink, batch.schema) as writer:
                    writer.write_batch(batch)
        told = {"rows": tiles.rows, "size": tiles.size, "scheme": names.scheme}
        (folder / "profiles.json").write_bytes(orjson.dumps(told))

    @classmethod
    def load(cls, folder: Path) -> Profiles:
        """The profiles of a folder; processes of one machine share their memory."""
        told = orjson.loads((folder / "profiles.json").read_bytes())
        # Copied on write, as compiled functions take no arrays that are read-only; nothing writes.
        pointers, places, values, rarity, starts, columns = (
            np.load(folder / f"{name}.npy", mmap_mode="c")
            for name in ("pointers", "places", "values", "rarity", "starts", "columns")
        )
        ids, texts = (_texts(folder / f"{name}.arrow") for name in ("ids", "texts"))
        tiles = Tiles(told["rows"], told["size"], pointers, places, values)
        return cls(ids, tiles, rarity, Names(texts, starts, columns, told["scheme"]))

    def understood(self, asked: Any) -> tuple[NDArray[np.int64], int]:
        """The number of each text among the names, -1 for one that means nothing; how many are only asked.

        Those get numbers behind the names, in the order of their texts: so a row's length does not
        depend on what else is in its block.
        """
        names = self.names
        numbers = _places(asked, names.texts)
        unknown = np.flatnonzero(numbers < 0)
        if not len(unknown):
            return numbers, 0
        strange = asked.take(pa.array(unknown))
        if names.scheme:
            numbers[unknown] = _places(_local(strange, names.scheme), names.texts)
            return numbers, 0
        own = pc.unique(strange).sort()
        numbers[unknown] = len(names.texts) + _places(strange, own)
        return numbers, len(own)

    def columns_of(self, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Every column that a number of `understood` stands for, with the place of that number."""
        names, many = self.names, len(self.names.texts)
        known = (numbers >= 0) & (numbers < many)
        inside = np.where(known, numbers, 0)
        counts = np.where(known, (names.starts[1:] - names.starts[:-1])[inside], numbers >= many)
        entries = np.repeat(np.arange(len(numbers)), counts)
        within = np.arange(len(entries)) - np.repeat(np.cumsum(counts) - counts, counts)
        own = numbers[entries]
        width = len(self.rarity)
        at = np.where(own < many, names.starts[np.minimum(own, many - 1)] + within, 0)
        columns = np.where(own < many, names.columns[at], width + own - many)
        return entries, columns.astype(np.int64)


def _texts(file: Path) -> Any:
    with pa.memory_map(str(file)) as source:
        return pa.ipc.open_file(source).get_batch(0).column(0)


def _places(asked: Any, texts: Any) -> NDArray[np.int64]:
    return np.array(pc.index_in(asked, value_set=texts).fill_null(-1), dtype=np.int64)


def _local(asked: Any, scheme: str) -> Any:
    """What stands behind `…/id/{scheme}/` in each text that is such a URI, as `ReleaseIndex.find` reads it."""
    uri = re.compile(rf"https?://.*?/id/{re.escape(scheme)}/(.*)", re.DOTALL)
    found = (uri.fullmatch(it) for it in asked.to_pylist())
    return pa.array([unquote(it[1]) if it else None for it in found], pa.string())


def kept(folder: Path, digest: str, make: Callable[[Path], None]) -> Path:
    """The folder of what has this digest, made where it is not there yet, whole or not at all.

    What another digest has there is removed.
    """
    there = folder / f"profiles-{digest[:16]}"
    for other in folder.glob("profiles-*"):
        if other != there:
            shutil.rmtree(other)
    if not there.exists():
        unfinished = folder / f"profiles-{digest[:16]}.unfinished"
        unfinished.mkdir()
        make(unfinished)
        for file in unfinished.iterdir():
            with file.open("rb") as held:
                os.fsync(held.fileno())
        unfinished.rename(there)
    return there
