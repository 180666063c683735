"""Bulk over a release's profiles answers what the single call answers: the same profiles, ranks and scores."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

from app.bulk import demands
from app.bulk.jobs import schema_of
from app.bulk.matching import COLUMNS, match_block
from app.bulk.profiles import Profiles
from taxonomy.matching.asking import Question, answer
from taxonomy.matching.demands import Demands, counted_kinds
from taxonomy.matching.matcher import Matcher, Share
from taxonomy.matching.scoring import Direction, Formula
from taxonomy.vocabulary import Kind
from tests.app import butchers

ASKED = {
    "a set, a technical competence and one that nobody asks for": ["CS-7", "CP-2", "SK-99"],
    "an id, a notation and a URI": ["s1", "SK-12", "https://example.org/id/competent/SK-12"],
    "a URI that is escaped": ["http://x/id/competent/SK%2D1"],
    "retired": ["SK-9", "SK-1"],
    "not a competence": ["OP-10", "SE-1"],
    "unknown": ["nothing", "http://data.europa.eu/esco/skill/1", "ftp://x/id/competent/SK-1"],
    "several times": ["SK-1", "SK-12", "s1", "CP-2"],
    "of other kinds": ["KN-8", "SO-3", "DS-1", "GE-1", "SK-1"],
    "nothing": [],
}


@pytest.mark.parametrize("kinds", [None, [Kind.SKILL, Kind.KNOWLEDGE, Kind.DIGITAL_SKILL]])
@pytest.mark.parametrize(
    "formula",
    [
        Formula(),
        Formula(direction=Direction.COVERAGE, essential_weight=3.5),
        Formula(rarity=0.0),
    ],
)
def test_bulk_answers_as_the_single_call_does(kinds: Any, formula: Formula) -> None:
    shelf = butchers.shelf()
    index = shelf.load(next(it for it in shelf.releases if it.name == "competent/3.10"))
    counted = counted_kinds("competent", kinds)
    profiles = Profiles.of(demands.of_release(index, counted), formula)
    rows: list[dict[str, Any]] = [
        {
            "id": name,
            "competences": ids,
            "weights": [1.0 + place / 3 for place in range(len(ids))],
        }
        for name, ids in ASKED.items()
    ]
    batch = pa.RecordBatch.from_pylist(rows, schema=schema_of(COLUMNS))
    found = match_block(batch, profiles, formula, 10).to_pylist()
    matcher = Matcher(Demands.of(index, counted))
    expected = []
    for row in rows:
        shares = [Share(it) for it in row["weights"]]
        question = Question(ids=row["competences"], shares=shares, formula=formula)
        matches = answer(index, matcher, counted, question, {}).matches
        for rank, it in enumerate(matches, start=1):
            name = index.name(matcher.demands.profiles[it.row])
            expected.append({"id": row["id"], "rank": rank, "profile": name, "score": it.score})
    assert found == expected
    assert {it["id"] for it in found} >= {"retired", "several times", "of other kinds"}
