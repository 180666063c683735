"""Keys in other text."""

from __future__ import annotations

import pytest

from app.masking import masked

KEY = "competent_abcdefgh_" + "0123456789abcdef" * 4


@pytest.mark.parametrize("text", [KEY, f"/v1/{KEY}/x", f"{KEY} {KEY}", KEY[:-20]])
def test_the_secret_of_a_key_is_left_out_of_a_text(text: str) -> None:
    assert "0123456789abcdef" not in masked(text)
    assert "competent_abcdefgh_…" in masked(text)


@pytest.mark.parametrize(
    "text", ["", "competent_changes", "/v1/schemes/competent", "competent_http_requests_total"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert masked(text) == text
