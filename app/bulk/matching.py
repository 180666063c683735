"""Vacancies to profiles as a job: each vacancy's best profiles, by the formula of `taxonomy.matching`."""

from __future__ import annotations

from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from app.bulk.jobs import ID, Column, Job, Type
from app.bulk.profiles import Profiles
from taxonomy.matching.products import Entries, top_products
from taxonomy.matching.scoring import (
    Direction,
    Formula,
    Rows,
    question_values,
    rarity_weights,
    scores,
    shares,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from app.bulk.jobs import Work

__all__ = ["ANSWERS", "COLUMNS", "match_block", "matching_job", "questions", "set_up"]

COLUMNS = (
    ID,
    Column("competences", Type.TEXTS),
    Column("weights", Type.NUMBERS, required=False, as_long_as="competences"),
)
"""A vacancy: the ids of its competences, and how much each counts against the others."""

ANSWERS = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("rank", pa.int32()),
        pa.field("profile", pa.string()),
        pa.field("score", pa.float64()),
    ]
)
"""One row a vacancy and profile: ranks from 1, scores 0–100; no row where nothing is in common."""


def matching_job(profiles: Path, digest: str, formula: Formula, top: int) -> Job:
    """The job that finds each vacancy's `top` profiles; `profiles` is the folder that holds them prepared.

    `digest` is that of the profiles and the formula they were prepared with.
    """
    options = {"profiles": str(profiles), "formula": asdict(formula), "top": top}
    said = orjson.dumps([digest, asdict(formula), top])
    return Job(
        name="match",
        columns=COLUMNS,
        answers=ANSWERS,
        options=options,
        digest=sha256(said).hexdigest(),
        set_up=set_up,
    )


def set_up(options: Mapping[str, Any]) -> Work:
    """What matches blocks of vacancies in this process; the profiles are mapped into its memory."""
    formula = Formula(
        **options["formula"] | {"direction": Direction(options["formula"]["direction"])}
    )
    profiles = Profiles.load(Path(options["profiles"]))
    top = int(options["top"])
    return lambda batch: match_block(batch, profiles, formula, top)


def match_block(batch: Any, profiles: Profiles, formula: Formula, top: int) -> Any:
    """The best profiles of each vacancy of a batch, in its order, as a batch of ANSWERS."""
    asked, strange = questions(batch, profiles, formula)
    found = top_products(asked, profiles.tiles, top)
    held = np.arange(found.rows.shape[1]) < found.counts[:, None]
    places = np.repeat(np.arange(batch.num_rows), found.counts)
    return pa.RecordBatch.from_arrays(
        [
            batch.column("id").take(pa.array(places)),
            pa.array(np.nonzero(held)[1] + 1, pa.int32()),
            profiles.ids.take(pa.array(found.rows[held])),
            pa.array(scores(found.products[held])),
        ],
        schema=ANSWERS.with_metadata({"competences_unknown": str(strange)}),
    )


def questions(batch: Any, profiles: Profiles, formula: Formula) -> tuple[Entries, int]:
    """The vacancies of a batch as rows whose products with the profiles are the scores.

    Beside them how many of their competences, each time that one is named, the profiles do not know.
    """
    columns, owners, weights, unknown, strange = _asked(batch, profiles)
    starts = np.searchsorted(owners, np.arange(batch.num_rows + 1)).astype(np.int64)
    rows = Rows(starts, columns)
    alone = rarity_weights(np.zeros(unknown, np.int64), profiles.tiles.rows, formula.rarity)
    rarity = np.concatenate([profiles.rarity, alone])
    share = shares(rows, weights, np.ones(len(weights)))
    return Entries(starts, columns, question_values(rows, share, rarity, formula)), strange


class _Asked(NamedTuple):
    """Column, row and weight of each entry, by row and then column; how many columns only questions hold.

    `strange`: how many times a competence is named that the profiles do not know.
    """

    columns: NDArray[np.int32]
    owners: NDArray[np.int64]
    weights: NDArray[np.float64]
    unknown: int
    strange: int


def _asked(batch: Any, profiles: Profiles) -> _Asked:
    """What is asked more than once counts with its greatest weight, as in the single call."""
    lists = batch.column("competences")
    texts, rows = lists.flatten(), np.asarray(pc.list_parent_indices(lists), dtype=np.int64)
    numbers, unknown = profiles.understood(texts)
    entries, columns = profiles.columns_of(numbers)
    known = np.unique(entries[columns < len(profiles.rarity)])
    strange = len(texts) - len(known)
    owners, weights = rows[entries], _weights(batch, len(texts))[entries]
    order = np.lexsort((columns, owners))
    owners, columns, weights = owners[order], columns[order], weights[order]
    changed = (np.diff(owners, prepend=-1) != 0) | (np.diff(columns, prepend=-1) != 0)
    first = np.flatnonzero(changed)
    if len(first):
        weights = np.maximum.reduceat(weights, first)
    return _Asked(columns[first].astype(np.int32), owners[first], weights, unknown, strange)


def _weights(batch: Any, many: int) -> NDArray[np.float64]:
    """The weight of each competence of the batch; 1 in rows without any."""
    if "weights" not in batch.schema.names:
        return np.ones(many)
    lists = batch.column("weights")
    if lists.null_count == len(lists):
        return np.ones(many)
    held = np.asarray(pc.list_value_length(lists).fill_null(-1))
    lengths = np.asarray(pc.list_value_length(batch.column("competences")))
    weights = np.ones(many)
    weights[np.repeat(held >= 0, lengths)] = np.asarray(lists.flatten())
    return weights
