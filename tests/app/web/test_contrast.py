"""WCAG 2.2 §1.4.3 and §1.4.11: every colour is told apart from what it stands on."""

from __future__ import annotations

import re

import pytest

from app.web.static import FILES

STYLE = FILES["site.css"].body.decode()
PICTURES = FILES["picture.css"].body.decode()
PAGES = FILES["pages.css"].body.decode()
LIGHT = STYLE[: STYLE.index("@media (prefers-color-scheme: dark)")]
DARK = STYLE[len(LIGHT) : STYLE.index("*,\n*::before")]
TEXTS = ("ink", "ink-soft", "accent", "accent-deep", "ok", "wait", "stale", "bad", "info")
PAIRS = [
    *((text, ground, 4.5) for text in TEXTS for ground in ("paper", "canvas")),
    ("on-accent", "accent", 4.5),
    ("ink-soft", "paper", 3.0),  # borders of controls
    ("ink", "focus", 3.0),  # the ring of light: its two colours
]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", block))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize(("text", "ground", "least"), PAIRS)
def test_a_colour_is_told_apart_in_light(text: str, ground: str, least: float) -> None:
    light = tokens(LIGHT)
    assert contrast(light[text], light[ground]) >= least


@pytest.mark.parametrize(
    ("text", "ground", "least"), [it for it in PAIRS if it[:2] != ("ink", "focus")]
)
def test_a_colour_is_told_apart_in_the_dark(text: str, ground: str, least: float) -> None:
    dark = tokens(DARK)
    assert contrast(dark[text], dark[ground]) >= least


@pytest.mark.parametrize("ground", ["paper", "canvas"])
def test_the_ring_of_focus_is_seen(ground: str) -> None:
    # It has two colours, so that one of them stands out from any ground.
    for found in (tokens(LIGHT), tokens(DARK)):
        ring = (found["focus"], found["ink"])
        assert max(contrast(it, found[ground]) for it in ring) >= 3


def test_light_and_dark_have_the_same_tokens() -> None:
    assert set(tokens(LIGHT)) == set(tokens(DARK))


def test_a_colour_is_only_ever_named_by_its_token() -> None:
    rules = STYLE[len(LIGHT) + len(DARK) : STYLE.index("@media print")] + PICTURES + PAGES
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules) == []
