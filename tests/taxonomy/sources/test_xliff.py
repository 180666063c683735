from __future__ import annotations

import pytest

from taxonomy.errors import SourceUnreadableError
from taxonomy.sources.xliff import read_xliff

ONE = "urn:oasis:names:tc:xliff:document:1.2"
TWO = "urn:oasis:names:tc:xliff:document:2.0"


def one(units: str, about: str = f'xmlns="{ONE}"', behind: str = "") -> bytes:
    """An XLIFF 1.2 with these units."""
    file = '<file original="competent/3.9" source-language="nl" target-language="fr">'
    return (
        f'<xliff version="1.2" {about}>{file}<body>{units}</body></file>{behind}</xliff>'.encode()
    )


def two(units: str, namespace: str = TWO) -> bytes:
    """An XLIFF 2 with these units."""
    head = f'<xliff xmlns="{namespace}" version="2.0" srcLang="nl" trgLang="fr">'
    return f'{head}<file id="f" original="competent/3.9">{units}</file></xliff>'.encode()


def segment(source: str, target: str, state: str = "final") -> str:
    return f'<segment state="{state}"><source>{source}</source><target>{target}</target></segment>'


UNIT = '<trans-unit id="u"><source>Vis</source><target state="translated">Poisson</target></trans-unit>'


def test_segments_that_a_tool_made_are_one_text_again() -> None:
    parts = segment("Een. ", "Un. ") + segment("Twee.", "Deux.\n    ")
    (found,) = read_xliff("x.xlf", two(f'<unit id="u">{parts}</unit>')).items
    assert (found.source, found.text.strip(), found.ready) == ("Een. Twee.", "Un. Deux.", True)


@pytest.mark.parametrize("target", ["", "<target> </target>"])
def test_what_stands_between_two_segments_stays_between_them(target: str) -> None:
    between = f"<ignorable><source> </source>{target}</ignorable>"
    parts = segment("Een.", "Un.") + between + segment("Twee.", "Deux.")
    (found,) = read_xliff("x.xlf", two(f'<unit id="u">{parts}</unit>')).items
    assert (found.source, found.text) == ("Een. Twee.", "Un. Deux.")


def test_a_text_is_ready_only_where_all_of_its_segments_are() -> None:
    parts = segment("Een. ", "Un. ") + segment("Twee.", "Deux.", "initial")
    (found,) = read_xliff("x.xlf", two(f'<unit id="u">{parts}</unit>')).items
    assert not found.ready


def test_marks_of_segments_and_what_a_tool_proposes_are_no_text() -> None:
    marked = """<trans-unit id="u"><source>Een. Twee.</source><seg-source><mrk mtype="seg" mid="1">Een.
    </mrk></seg-source><target state="translated"><mrk mtype="seg" mid="1">Un.</mrk> <mrk mtype="seg"
    mid="2">Deux.</mrk></target><alt-trans><source>Een</source><target>Autre</target></alt-trans>
    <sdl:seg-defs><sdl:seg id="1" conf="Translated"/></sdl:seg-defs></trans-unit>"""
    about = f'xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns="{ONE}"'
    (found,) = read_xliff("x.xlf", one(marked, about)).items
    assert (found.source, found.text, found.ready) == ("Een. Twee.", "Un. Deux.", True)


def test_a_file_without_its_namespace_is_read_by_its_version() -> None:
    (found,) = read_xliff("x.xlf", one(UNIT, "")).items
    assert found.text == "Poisson"
    with pytest.raises(SourceUnreadableError, match="no XLIFF"):
        read_xliff("x.xlf", one(UNIT, "").replace(b"1.2", b"0.9"))


@pytest.mark.parametrize("namespace", [TWO, "urn:oasis:names:tc:xliff:document:2.2"])
def test_later_versions_are_read_as_2_0_is(namespace: str) -> None:
    (found,) = read_xliff(
        "x.xlf", two(f'<unit id="u">{segment("Vis", "Poisson")}</unit>', namespace)
    ).items
    assert found.text == "Poisson"


def test_release_and_language_are_those_of_the_first_file() -> None:
    behind = f'<file original="mine.po" target-language="de"><body>{UNIT}</body></file>'
    found = read_xliff("x.xlf", one(UNIT, behind=behind))
    assert (found.release, found.lang, len(found.items)) == ("competent/3.9", "fr", 2)
