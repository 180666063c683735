"""The releases to match in, and the questions that are asked of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from taxonomy.formats import jsonl
from taxonomy.index import ReleaseIndex
from taxonomy.matching.demands import Demands, counted_kinds
from taxonomy.matching.matcher import Matcher
from taxonomy.model import Release, Taxonomy
from taxonomy.sources.process_wide import keep_from_search
from taxonomy.vocabulary import ReleaseStatus

if TYPE_CHECKING:
    from pathlib import Path

    from bench.material import Material

__all__ = ["ASKED", "QUESTIONS", "SEED", "Ground", "grounds"]

ASKED = 30
"""Competences of a question."""
QUESTIONS = 50
SEED = 20261128


def grounds(material: Material) -> list[Ground]:
    """Competent and, of real data, ESCO, as they are archived; the largest last."""
    versions = {"competent": material.version, **({"esco": "1.2.0"} if material.is_real else {})}
    return [Ground.of(material.home / "archive" / it / versions[it]) for it in versions]


@dataclass(frozen=True)
class Ground:
    """A release to match in, and the questions that are asked of it."""

    index: ReleaseIndex

    @classmethod
    def of(cls, folder: Path) -> Ground:
        """The release that stands in this folder of the archive."""
        scheme, version = folder.parent.name, folder.name
        held = jsonl.read((folder / "taxonomy.jsonl").read_bytes())
        release = Release(
            scheme=scheme, version=version, status=ReleaseStatus.PUBLISHED, digest="sha256:"
        )
        made = cls(ReleaseIndex.build(release, Taxonomy.of(scheme, held), {}))
        keep_from_search()  # as the service does with what it loads
        return made

    @cached_property
    def matcher(self) -> Matcher:
        return Matcher(Demands.of(self.index, counted_kinds(self.index.release.scheme)))

    @cached_property
    def asked(self) -> list[list[str]]:
        """Thirty competences each: half of them of one profile, where it has as many."""
        demands = self.matcher.demands
        ids = [it.id for it in demands.competences]
        drawn = random.Random(SEED)
        starts, columns = demands.rows.starts, demands.rows.columns
        made = []
        for row in drawn.sample(range(len(demands.profiles)), QUESTIONS):
            own = [ids[it] for it in columns[starts[row] : starts[row + 1]]]
            chosen = dict.fromkeys(drawn.sample(own, min(len(own), ASKED // 2)))
            while len(chosen) < ASKED:
                chosen[ids[int(drawn.choice(columns))]] = None
            made.append(list(chosen))
        return made
