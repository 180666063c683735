"""The concepts that the examples of the API are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taxonomy.model import Concept, Label
from taxonomy.vocabulary import LabelType

if TYPE_CHECKING:
    from taxonomy.model import Link
    from taxonomy.vocabulary import Kind

__all__ = ["named"]


def named(id: str, kind: Kind, notation: str, *links: Link, **labels: str) -> Concept:
    """A concept of Competent with these preferred labels."""
    return Concept(
        scheme="competent",
        id=id,
        kind=kind,
        notation=notation,
        labels=tuple(Label(lang, LabelType.PREFERRED, text) for lang, text in labels.items()),
        links=links,
    )
