"""Vacancies and profiles in files, and the profiles of a release: what the single call answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest

from app.bulk import demands
from app.bulk.jobs import schema_of
from app.bulk.matching import ANSWERS, COLUMNS, match_block
from app.bulk.profiles import Profiles
from app.bulk.rejects import Rejects
from taxonomy.errors import SourceUnreadableError
from taxonomy.matching.scoring import Direction, Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[3]
PROFILES: list[dict[str, Any]] = [
    {"id": "baker", "essential": ["dough", "oven"], "optional": ["sale", "oven"]},
    {"id": "seller", "essential": ["sale"], "optional": None},
    {"id": "nobody", "essential": [], "optional": []},
    {"id": "other baker", "essential": ["oven", "dough", "oven"], "optional": ["sale"]},
]


def searchable(folder: Path, rows: Sequence[dict[str, Any]], formula: Formula) -> Profiles:
    path = folder / "profiles.ndjson"
    path.write_text("".join(json.dumps(it) + "\n" for it in rows))
    demand = demands.of_file(demands.opened(path), Rejects(path.name, folder / "rejects"))
    Profiles.of(demand, formula).save(folder)
    return Profiles.load(folder)


def asked(rows: Sequence[tuple[str, list[str], list[float] | None]]) -> Any:
    names = [it.name for it in COLUMNS]
    return pa.RecordBatch.from_pylist(
        [dict(zip(names, it, strict=True)) for it in rows], schema=schema_of(COLUMNS)
    )


def matched(
    profiles: Profiles, formula: Formula, *rows: Any, top: int = 10
) -> list[tuple[Any, ...]]:
    found = match_block(asked(rows), profiles, formula, top)
    assert found.schema.equals(ANSWERS)
    return [tuple(it.values()) for it in found.to_pylist()]


def rarities(asking: dict[str, int], many: int) -> dict[str, float]:
    return {it: 1 + float(np.log(many / max(count, 1))) for it, count in asking.items()}


def test_scores_are_those_of_the_formula(tmp_path: Path) -> None:
    formula = Formula(direction=Direction.COVERAGE)
    profiles = searchable(tmp_path, PROFILES, formula)
    of = rarities({"dough": 2, "oven": 2, "sale": 3}, 4)
    whole = 2 * of["dough"] + 2 * of["oven"] + of["sale"]
    found = matched(profiles, formula, ("v", ["oven", "unknown"], None), ("w", ["sale"], [9.0]))
    part, rest = 100 * 2 * of["oven"] / whole, 100 * of["sale"] / whole
    assert [it[:3] for it in found] == [
        ("v", 1, "baker"),
        ("v", 2, "other baker"),
        ("w", 1, "seller"),
        ("w", 2, "baker"),
        ("w", 3, "other baker"),
    ]
    assert [it[3] for it in found] == pytest.approx([part, part, 100, rest, rest], abs=1e-4)


def test_what_no_profile_asks_for_makes_a_vacancy_less_alike(tmp_path: Path) -> None:
    formula = Formula()
    profiles = searchable(tmp_path, PROFILES, formula)
    known, more = matched(
        profiles, formula, ("v", ["sale"], None), ("w", ["sale", "?"], None), top=1
    )
    of = rarities({"sale": 3, "?": 1}, 4)
    assert known[3] == pytest.approx(100)
    length = np.hypot(of["sale"], of["?"])
    assert more[3] == pytest.approx(100 * of["sale"] / length, abs=1e-4)


def test_a_competence_asked_twice_counts_once_with_its_greatest_weight(tmp_path: Path) -> None:
    formula = Formula()
    profiles = searchable(tmp_path, PROFILES, formula)
    twice, once = (
        ("v", ["sale", "oven", "sale"], [1.0, 3.0, 2.0]),
        ("v", ["oven", "sale"], [3.0, 2.0]),
    )
    assert matched(profiles, formula, twice) == matched(profiles, formula, once)


def test_answers_do_not_depend_on_the_block(tmp_path: Path) -> None:
    formula = Formula()
    profiles = searchable(tmp_path, PROFILES, formula)
    rows: list[Any] = [
        ("a", ["zz", "sale", "?", "oven"], None),
        ("b", [], None),
        ("c", ["?", "dough", "zz", "!"], [0.1, 0.7, 0.3, 0.9]),
    ]
    apart = [row for it in rows for row in matched(profiles, formula, it)]
    assert matched(profiles, formula, *rows) == apart


def test_competences_alone_may_be_a_profile(tmp_path: Path) -> None:
    rows = [{"id": "a", "competences": ["x", "y"]}]
    found = matched(searchable(tmp_path, rows, Formula()), Formula(), ("v", ["y", "x"], None))
    assert found == [("v", 1, "a", 100.0)]


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "a"}, "a profile has essential and optional, or competences"),
        ({"id": "a", "essential": []}, "no profile that asks for a competence"),
    ],
)
def test_a_file_without_competences_is_told(tmp_path: Path, row: Any, told: str) -> None:
    with pytest.raises(SourceUnreadableError, match=told):
        searchable(tmp_path, [row], Formula())


class Frame:
    """What stands for Spark's DataFrame: it hands batches to the function, as `mapInArrow` does."""

    def __init__(self, batches: Sequence[Any]) -> None:
        self._batches = batches

    def select(self, *names: str) -> Frame:
        return Frame([it.select(list(names)) for it in self._batches])

    def mapInArrow(self, function: Any, schema: str) -> list[Any]:  # noqa: N802 - Spark's name
        found = list(function(iter(self._batches)))
        told = ", ".join(f"{it.name} {SPARK[str(it.type)]}" for it in found[0].schema)
        assert told == schema
        return found


SPARK = {"string": "string", "int32": "int", "double": "double"}


def test_the_recipe_for_spark_runs_over_plain_batches(tmp_path: Path) -> None:
    page = (ROOT / "docs/bulk.md").read_text()
    recipe = page.partition("```python\n")[2].partition("```")[0]
    assert "/shared/profiles.parquet" in recipe
    recipe = recipe.replace("/shared/profiles.parquet", "/shared/profiles.ndjson")
    recipe = recipe.replace("/shared", str(tmp_path))
    profiles = searchable(tmp_path, PROFILES, Formula())
    batches = [asked([("v", ["sale"], None)]), asked([("w", ["oven"], None), ("x", ["?"], None)])]
    scope: dict[str, Any] = {"vacancies": Frame(batches)}
    exec(recipe, scope)  # noqa: S102 - the page's own words
    assert [it.to_pylist() for it in scope["matches"]] == [
        match_block(it, profiles, Formula(), 100).to_pylist() for it in batches
    ]
