"""Figures of pairs that are drawn from single words, in each language of the subject and each of the labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from taxonomy.folding import words
from taxonomy.suggesting.covering import COVERS, covered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taxonomy.suggesting.covering import Covered, Lexicon
    from taxonomy.suggesting.evidence import Floats, Pairs, Tables, Texts
    from taxonomy.suggesting.labels import Side
    from taxonomy.suggesting.spaces import Matrix

__all__ = ["agreements"]

_KINDS = ("cover", "turned_cover")
_MEAN = "both_mean"


def agreements(
    pairs: Pairs, texts: Mapping[str, Texts], side: Side, tables: Tables, own: Sequence[str]
) -> dict[str, Floats]:
    """`cover_*` in the `own` languages, `turned_cover_*` by translated words; 0 where there are none.

    A subject without any own language is held against all others letter by letter. Of several languages
    the one that agrees best tells; `*_both_mean` is the mean of all. `label` is the number of the label
    that agrees best with one of the subject's in a language of its own, `label_lang` the number of that
    language, `label_text` of the subject's label in it; −1 where there is none.
    """
    found: dict[str, list[Floats]] = {kind: [] for kind in _KINDS}
    named = _Named(len(pairs.subjects))
    sought = (pairs.subjects, side.members[pairs.members])
    for lang, held in texts.items():
        taken, several, rarity = _taken(lang, held, tables)
        for other in side.languages:
            lexicon = tables.lexicon(other)
            table = tables.translation(lang, other) if other != lang else None
            likeness: dict[str, Matrix] = {}
            if lang in own if other == lang else not own:
                likeness["cover"] = lexicon.alike(several)
            if table is not None:
                likeness["turned_cover"] = lexicon.translated(several, table)
            for kind, alike in likeness.items():
                row = covered(taken, held.subjects, (several, alike, rarity), lexicon, sought)
                found[kind].append(row.shares)
                if other == lang:
                    named.note(row, list(tables.labels).index(lang), held)
    return named.figures | {
        name: it for kind, rows in found.items() for name, it in _told(kind, rows, pairs).items()
    }


class _Named:
    """Which label of each concept agrees best."""

    def __init__(self, pairs: int) -> None:
        self._best = np.zeros(pairs, np.float32)
        self.figures = {it: np.full(pairs, -1.0) for it in ("label", "label_lang", "label_text")}

    def note(self, row: Covered, lang: int, held: Texts) -> None:
        """Keep those of a language that agree better than the ones before."""
        better = row.shares[:, 0] > self._best
        self._best[better] = row.shares[better, 0]
        first = np.searchsorted(held.subjects, held.subjects)
        text = np.arange(len(held.subjects)) - first
        self.figures["label"][better] = row.label[better]
        self.figures["label_lang"][better] = lang
        self.figures["label_text"][better] = text[row.text[better]]


def _taken(lang: str, held: Texts, tables: Tables) -> tuple[list[list[str]], list[str], Floats]:
    """The words of each text, all of them, and how rare each is in its own language."""
    if lang not in tables.labels:
        taken = [words(it) for it in held.folded]
        several = list(dict.fromkeys(word for it in taken for word in it))
        return taken, several, np.ones(len(several), np.float32)
    lexicon: Lexicon = tables.lexicon(lang)
    taken = [lexicon.labels.words.telling(it) for it in held.folded]
    several = list(dict.fromkeys(word for it in taken for word in it))
    return taken, several, lexicon.rarities(several)


def _told(kind: str, rows: Sequence[Floats], pairs: Pairs) -> dict[str, Floats]:
    many = len(pairs.subjects)
    whole = np.stack(rows) if rows else np.zeros((1, many, len(COVERS)), np.float32)
    best = whole[whole[:, :, 0].argmax(axis=0), np.arange(many)]
    told = {f"{kind}_{name}": best[:, place] for place, name in enumerate(COVERS)}
    told[f"{kind}_{_MEAN}"] = whole[:, :, 0].mean(axis=0)
    highest = np.maximum(pairs.highest(best[:, 0]), 1e-6)
    told[f"{kind}_relative"] = best[:, 0] / highest
    return told
