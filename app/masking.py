"""The shape of an API key, so that one can be told from other text and never be repeated in any."""

from __future__ import annotations

import re

__all__ = ["MARK", "SHAPE", "masked"]

MARK = "competent_"
SHAPE = re.compile(r"competent_([0-9a-z]{8})_([0-9a-f]{64})")
"""Prefix, which names the key, and secret: 32 random bytes in hexadecimal."""
_LIKE_ONE = re.compile(r"(competent_[0-9A-Za-z]{4,16})_[0-9A-Za-z]{16,}")


def masked(text: str) -> str:
    """The text with the secret of everything that is like a key left out."""
    return _LIKE_ONE.sub(r"\1_…", text) if MARK in text else text
