"""What a check looks at, and what it says where its rule is broken."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.schemes import SCHEMES
from taxonomy.vocabulary import Status

if TYPE_CHECKING:
    from taxonomy.model import Concept, Taxonomy

__all__ = ["Case", "Flaw", "name"]


class Flaw(NamedTuple):
    """A rule that a concept breaks, in words that name it, and the field and language at fault."""

    concept: Concept
    message: str
    field: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Case:
    """A taxonomy that is to be published, and the release before it."""

    taxonomy: Taxonomy
    previous: Taxonomy | None = None

    @cached_property
    def active(self) -> tuple[Concept, ...]:
        """The active concepts, sorted by id."""
        return tuple(it for it in self.taxonomy if it.status is Status.ACTIVE)

    @cached_property
    def one_code_space(self) -> bool:
        """Whether a notation names one concept whatever its kind, as in Competent.

        In ESCO, groups of ISCO and of ISCED-F both use `01`.
        """
        scheme = SCHEMES.get(self.taxonomy.scheme)
        return scheme is not None and scheme.editable


def name(concept: Concept) -> str:
    """Its notation, or its id where it has none."""
    return concept.notation or concept.id
