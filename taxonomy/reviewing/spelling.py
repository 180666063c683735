"""Spelling by the dictionaries of Hunspell: which words none of them knows, and what may be meant."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from taxonomy.folding import GENDER_CODES

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Lexicon", "Speller", "file_of", "read_dictionary"]

_WORDS = re.compile(r"[^\W_]+(?:['’\-·][^\W_]+)*")
_PARTS = re.compile(r"['’\-·]")
_LEAST = 3
"""Shorter words are abbreviations as often as not."""
_KEPT = 50_000
_SLIPS = 2
"""Letters that are wrong, missing, too many or swapped in a word that is meant."""
_LONGEST = 60
_LOOKED_UP = 120
"""So many slips of one word are looked up: for a long compound each takes up to 10 ms."""
_NEAR = 12
_PREFERRED = {
    "en": ("en_GB",),
    "de": ("de_BE", "de_DE"),
    "fr": ("fr_BE", "fr"),
    "nl": ("nl_BE", "nl"),
}


class Lexicon(NamedTuple):
    """A dictionary: whether it has a word, and which of its words are near one that it has not."""

    knows: Callable[[str], bool]
    near: Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Speller:
    """Tells the words of a text that a language does not have; the lexicon is asked once a word."""

    lexicon: Lexicon
    beside: Collection[str] = frozenset()
    """Words, in lower case, that count as known though no dictionary has them: those of the trade."""

    def corrections(self, word: str, *, most: int = 5) -> list[str]:
        """What may be meant by a word that is not known, the likeliest first; [] where it is known.

        Words of the trade come before others that are as near. Takes up to a second.
        """
        if len(word) > _LONGEST or self._is_fine(word):
            return []
        parts = [it for it in _PARTS.split(word) if len(it) >= _LEAST and not self._is_known(it)]
        if len(parts) == 1 and parts[0] != word:
            before, _, behind = word.partition(parts[0])
            return [f"{before}{it}{behind}" for it in self.corrections(parts[0], most=most)]
        said = word.casefold()
        found = [*_alike(said, self.beside), *self.lexicon.near(word)]
        cased = dict.fromkeys(it.capitalize() if word.istitle() else it for it in found)
        slips = {it: OSA.distance(said, it.casefold()) for it in cased if "-" not in it}
        fitting = [it for it, count in slips.items() if count <= _SLIPS]
        return sorted(fitting, key=lambda it: (slips[it], it.istitle() != word.istitle()))[:most]

    def unknown(self, text: str, source: str = "") -> list[str]:
        """The words that are not known, each once, as they stand; what the source says too is a name.

        Words with digits, in capitals, or of fewer than three letters are never told.
        """
        names = {it.casefold() for it in _WORDS.findall(source)}
        words = dict.fromkeys(_WORDS.findall(GENDER_CODES.sub(" ", text)))
        return [it for it in words if it.casefold() not in names and not self._is_fine(it)]

    def _is_fine(self, word: str) -> bool:
        if len(word) < _LEAST or not word.replace("-", "").replace("’", "").isalpha():
            return len(word) < _LEAST or self._parts_are_fine(word)
        if word.isupper() or word.casefold() in self.beside or self._is_known(word):
            return True
        return self._parts_are_fine(word)

    def _parts_are_fine(self, word: str) -> bool:
        """Whether a word such as `l’abattoir` or `sous-traitance` is made of known ones."""
        parts = _PARTS.split(word)
        return any(it.isdigit() for it in word) or (
            len(parts) > 1 and all(len(it) < _LEAST or self._is_known(it) for it in parts)
        )

    def _is_known(self, word: str) -> bool:
        return (
            word.casefold() in self.beside
            or self.lexicon.knows(word)
            or self.lexicon.knows(word.lower())
        )


def _alike(word: str, known: Collection[str]) -> list[str]:
    """Of these words those that differ by a slip or two, the nearest first; short ones by one."""
    cutoff = 1 if len(word) <= _LEAST + 1 else _SLIPS
    found = process.extract(
        word, known, scorer=OSA.distance, processor=None, score_cutoff=cutoff, limit=_NEAR
    )
    return [text for text, _, _ in found]


def file_of(folder: Path, lang: str) -> Path | None:
    """The dictionary of the language in a folder of Hunspell, Belgium's first; None where there is none."""
    found = sorted(it for it in folder.glob(f"{lang}*.dic") if it.with_suffix(".aff").is_file())
    fitting = [it for it in found if it.stem.partition("_")[0] == lang]
    preferred = [it for name in _PREFERRED.get(lang, ()) for it in fitting if it.stem == name]
    return next(iter(preferred or fitting), None)


def read_dictionary(file: Path) -> Lexicon:
    """What says of a word whether the dictionary has it, in any bent form; takes seconds to read.

    ImportError where the extra `spelling` is not installed, LookupError and ValueError where the files
    are no dictionary.
    """
    from spylls.hunspell import Dictionary  # noqa: PLC0415 - an extra, and slow to load
    from spylls.hunspell.readers import read_aff, read_dic  # noqa: PLC0415
    from spylls.hunspell.readers.file_reader import BaseReader  # noqa: PLC0415

    class Reader(BaseReader):  # type: ignore[misc] # the package has no types
        """Lines of bytes that are in memory: its own readers leave files open."""

        def __init__(self, data: bytes, encoding: str) -> None:
            self.data = data
            super().__init__(self.decoded(encoding))

        def decoded(self, encoding: str) -> io.StringIO:
            return io.StringIO(self.data.decode(encoding, "surrogateescape"))

        def reset_encoding(self, encoding: str) -> None:
            self.reset_io(self.decoded(encoding))

    rules, context = read_aff(Reader(file.with_suffix(".aff").read_bytes(), "cp1252"))
    words = read_dic(Reader(file.read_bytes(), context.encoding), aff=rules, context=context)
    if not words.words:
        message = f"{file} has no words"
        raise ValueError(message)
    dictionary = Dictionary(rules, words)

    @lru_cache(maxsize=_KEPT)
    def knows(word: str) -> bool:
        return bool(dictionary.lookup(word))

    stems = [it.stem for it in words.words if rules.NOSUGGEST not in it.flags]

    @lru_cache(maxsize=_NEAR**3)
    def near(word: str) -> tuple[str, ...]:
        slips = islice(_slips(dictionary.suggester, word), _LOOKED_UP)
        found = [*_alike(word.lower(), stems), *_alike(word, stems), *slips]
        return tuple(dict.fromkeys(it for it in found if dictionary.lookup(it)))

    return Lexicon(knows, near)


def _slips(suggester: Any, word: str) -> Iterator[str]:
    """What the word would be without one slip, the usual ones of the language first; words, no pairs of them."""
    return (it.text for it in suggester.edits(word) if hasattr(it, "text"))
