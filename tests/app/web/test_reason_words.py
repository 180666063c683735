"""Why a concept is a candidate, as readers of each language are told."""

from __future__ import annotations

import pytest

from app.web.languages import NAMES, Language
from app.web.reason_words import SENTENCES, told
from taxonomy.suggesting.values import Accepted
from tests.taxonomy.suggesting.releases import subject, suggester


@pytest.mark.parametrize("lang", NAMES)
def test_every_sentence_can_be_said(lang: str) -> None:
    for code, it in SENTENCES.items():
        sign = (code, *("0.5" if name == "share" else f"<{name}>" for name in it.names))
        said = told(sign, Language.of(lang), {"<near>": "Bakker"})
        assert said
        assert "%(" not in said
        assert ("Bakker" in said) == (code == "mapping")


def test_what_a_suggester_finds_is_told_in_dutch() -> None:
    asked = [subject(nl="slagers", fr="boulanger"), subject(nl="bakker")]
    accepted = [Accepted(it.id, "skos:exactMatch", "o2") for it in asked]
    found = suggester().suggest(asked, accepted=accepted)
    reasons = [why for it in found for one in it.candidates for why in one.reasons]
    assert len({it.sign[0] for it in reasons}) > 2
    assert [it for it in reasons if not told(it.sign, Language.of("nl"), {})] == []


@pytest.mark.parametrize("sign", [(), ("unknown",), ("isco",), ("isco", "7", "8")])
def test_what_nobody_knows_how_to_say_is_left_to_others(sign: tuple[str, ...]) -> None:
    assert told(sign, Language.of("nl"), {}) == ""
