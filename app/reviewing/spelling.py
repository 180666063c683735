"""The dictionaries of a worker: each is read when its language is first looked at, beside other work."""

from __future__ import annotations

import logging
import threading
from enum import StrEnum
from typing import TYPE_CHECKING

from taxonomy.reviewing.spelling import file_of, read_dictionary

if TYPE_CHECKING:
    from pathlib import Path

    from taxonomy.reviewing.spelling import Lexicon

__all__ = ["Dictionaries", "Spelling"]

_log = logging.getLogger(__name__)


class Spelling(StrEnum):
    """Whether the spelling of a language is checked here."""

    CHECKED = "checked"
    LOADING = "loading"
    ABSENT = "absent"


class Dictionaries:
    """Hunspell's dictionaries in a folder; what is not there, or cannot be read, is not checked."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._read: dict[str, Lexicon | None] = {}
        self._loading: dict[str, threading.Thread] = {}
        self._lock = threading.Lock()

    def state(self, lang: str) -> Spelling:
        """Whether words of the language can be looked up now; where they could, reading begins."""
        with self._lock:
            if lang in self._read:
                return Spelling.CHECKED if self._read[lang] else Spelling.ABSENT
            file = file_of(self._folder, lang) if self._folder and self._folder.is_dir() else None
            if file is None:
                self._read[lang] = None
                return Spelling.ABSENT
            if lang not in self._loading:
                thread = threading.Thread(target=self._load, args=(lang, file), daemon=True)
                self._loading[lang] = thread
                thread.start()
            return Spelling.LOADING

    def find(self, lang: str) -> Lexicon | None:
        """What knows the words of the language, None where nothing does, or not yet."""
        return self._read.get(lang) if self.state(lang) is Spelling.CHECKED else None

    def wait(self, lang: str) -> Spelling:
        """As `state`, once the dictionary was read."""
        if self.state(lang) is Spelling.LOADING:
            self._loading[lang].join()
        return self.state(lang)

    def _load(self, lang: str, file: Path) -> None:
        found = None
        try:
            found = read_dictionary(file)
        except ImportError:
            _log.warning("%s is not used: competent[spelling] is not installed", file)
        except Exception:
            _log.exception("%s cannot be read: the spelling of %s is not checked", file, lang)
        with self._lock:
            self._read[lang] = found
