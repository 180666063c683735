"""The dictionaries of a worker: read beside other work, and missed by nobody where they cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reviewing.acting import save
from app.reviewing.looking import checked, corrections
from app.reviewing.review import Review
from app.reviewing.spelling import Dictionaries, Spelling
from tests.app.reviewing.scene import CUT, LUC, by, name_of, with_releases

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from app.context import Context
    from tests.app.kept import Kept


def written(folder: Path, lang: str, words: bytes) -> None:
    (folder / f"{lang}.aff").write_bytes(b"SET UTF-8\n")
    (folder / f"{lang}.dic").write_bytes(words)


def test_words_are_looked_up_as_soon_as_the_dictionary_is_read(
    context: Context, kept: Kept, tmp_path: Path
) -> None:
    kept.fill(context, with_releases)
    written(tmp_path, "fr", b"2\ncouper\nviande\n")
    review = Review(context.engine, dictionaries=tmp_path)
    save(review, name_of(CUT), "Couper viannde", by(LUC))
    assert review.dictionaries.wait("fr") is Spelling.CHECKED
    found = checked(review, name_of(CUT), "Couper viannde")
    assert [it.message for it in found] == ["not in the dictionary: viannde"]
    assert corrections(review, "fr", "viannde") == (Spelling.CHECKED, ["viande"])
    assert review.dictionaries.state("de") is Spelling.ABSENT
    assert corrections(review, "de", "Fleischr") == (Spelling.ABSENT, [])


def test_what_cannot_be_read_is_said_to_be_absent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    written(tmp_path, "fr", b"0\n")
    assert Dictionaries(tmp_path).wait("fr") is Spelling.ABSENT
    assert "the spelling of fr is not checked" in caplog.text
    assert Dictionaries(None).wait("fr") is Spelling.ABSENT
    assert Dictionaries(tmp_path / "nowhere").wait("fr") is Spelling.ABSENT
