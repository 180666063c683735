"""An annotator over concepts that a test writes down, and what it finds in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taxonomy.annotating.engine import Annotator
from taxonomy.annotating.values import Question
from taxonomy.index import ReleaseIndex
from taxonomy.model import Release
from taxonomy.vocabulary import Kind, ReleaseStatus
from tests.build import concept, taxonomy

if TYPE_CHECKING:
    from taxonomy.model import Concept

__all__ = ["annotator", "found", "skills"]


def annotator(*concepts: Concept) -> Annotator:
    held = taxonomy(*concepts)
    release = Release(
        scheme="competent", version="3.10", status=ReleaseStatus.PUBLISHED, digest="sha256:0"
    )
    return Annotator.build(ReleaseIndex.build(release, held, {}))


def skills(lang: str, *labels: str) -> Annotator:
    """An annotator over skills s0, s1, … with these labels."""
    return annotator(*(concept(f"s{n}", Kind.SKILL, **{lang: it}) for n, it in enumerate(labels)))


def found(over: Annotator, text: str, **question: Any) -> list[str]:
    """The spans of the text that are annotated, in their order."""
    made = over.annotate(text, Question(**{"min_score": 0.0, **question}))
    return [text[it.start : it.end] for it in made.annotations]
