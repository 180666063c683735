"""Search and suggestion: what was found, of which label, and how."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.wire.body import Wire
from app.wire.concepts import Brief
from taxonomy.forms import Gender
from taxonomy.searching.explaining import How
from taxonomy.vocabulary import LabelType

__all__ = ["Found", "FoundConcept", "FoundLabel", "LabelForm", "ReadForm"]


class LabelForm(Wire):
    """A form of a label: for everybody, for women or for men."""

    text: str
    gender: Gender


class ReadForm(LabelForm):
    """A form and the language it is in."""

    lang: str


class FoundLabel(Wire):
    """The label, or the code, that answers the question; spans are offsets in its text."""

    text: str
    lang: str | None = None
    type: LabelType | None = None
    system: str | None = None
    spans: list[Annotated[list[int], Field(min_length=2, max_length=2)]]
    how: How
    form: LabelForm | None = None


class FoundConcept(Wire):
    """A concept, how well it answers (0–100), and its label that does."""

    score: Annotated[float, Field(ge=0, le=100)]
    concept: Brief
    matched: FoundLabel
    form: ReadForm | None = None


class Found(Wire):
    """What was found, best first; nothing good is an empty list."""

    query: str
    lang: str | None = None
    release: str
    items: list[FoundConcept]
