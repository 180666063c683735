"""The gold files: national concepts, and what people mapped them to in ESCO."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from taxonomy.suggesting.values import Name, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["LANGUAGES", "Gold", "fold", "is_fitted", "read", "spoken"]

LANGUAGES = ("nl", "fr", "de", "en")
_NONE = "sssom:NoTermFound"


@dataclass(frozen=True)
class Gold:
    """One file: its subjects, and for each id the objects with their predicates ({} = no match)."""

    name: str
    subjects: Sequence[Subject]
    objects: Mapping[str, Mapping[str, str]]

    @property
    def source(self) -> str:
        """Who mapped: `competent`, `rome`, …"""
        return self.name.partition("_")[0]

    @property
    def side(self) -> str:
        """On which side of the object scheme the gold stands."""
        return "work" if "_occ__" in self.name or "appellation" in self.name else "other"

    @property
    def languages(self) -> list[str]:
        """The languages its subjects are named in."""
        return list(dict.fromkeys(it.lang for subject in self.subjects for it in subject.names))

    def only(self, kept: Iterable[Subject]) -> Gold:
        """The same for some of the subjects."""
        return Gold(self.name, list(kept), self.objects)


def read(data: Path) -> list[Gold]:
    """Every development file, in the order of the names."""
    return [_read(path) for path in sorted((data / "gold").glob("*.dev.tsv"))]


def is_fitted(subject: Subject) -> bool:
    """Whether the weights may be fitted on this subject; figures are told of the others."""
    return sha256(subject.id.encode()).digest()[0] % 2 == 0


def fold(subject: Subject) -> int:
    """In which half (0 or 1) of those that weights may be fitted on a subject is, by another part of the hash."""
    return sha256(subject.id.encode()).digest()[1] % 2


def spoken(subjects: Iterable[Subject], languages: Sequence[str]) -> Iterator[Subject]:
    """The subjects with their labels in these languages alone; those without any are left out."""
    for it in subjects:
        names = tuple(name for name in it.names if name.lang in languages)
        if names:
            yield Subject(id=it.id, names=names)


def _read(path: Path) -> Gold:
    names: dict[str, tuple[Name, ...]] = {}
    objects: defaultdict[str, dict[str, str]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            labels = [(it, row.get(f"subject_label_{it}") or "") for it in LANGUAGES]
            names[row["subject_id"]] = tuple(Name(lang, text) for lang, text in labels if text)
            objects[row["subject_id"]].update(
                {row["object_id"]: row["predicate_id"]} if row["predicate_id"] != _NONE else {}
            )
    subjects = [Subject(id=it, names=held) for it, held in names.items()]
    return Gold(path.name.partition(".")[0], subjects, dict(objects))
