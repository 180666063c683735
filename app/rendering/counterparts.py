"""A concept with everything it is mapped to, as one reader sees it in their language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.languages import Asked, reading
from taxonomy.errors import ConceptNotFoundError
from taxonomy.formats.skos import concept_uri
from taxonomy.mapping import NO_TERM_FOUND
from taxonomy.vocabulary import LabelType, MappingState

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.rendering.mappings import MappingView
    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.mapping import MappingSet, Side
    from taxonomy.vocabulary import Kind, MappingPredicate

__all__ = ["SHOWN", "Counterpart", "Group", "Named", "Spread", "located", "named", "spread"]

SHOWN = (MappingState.ACCEPTED, MappingState.STALE)
"""The states of what a picture shows: what holds, and what held when somebody last looked."""
UNKNOWN = "unknown"


class Named(NamedTuple):
    """A concept by its name in the language asked for, or in the one that `lang` tells.

    `lang` is "" for the name that a mapping's source gave it, and `text` the id where there is no
    name at all. `status` is active, retired, `unknown` where its release does not hold it, and ""
    where that release is not served. `reference` is what addresses call it.
    """

    id: str
    reference: str
    text: str
    lang: str = ""
    strays: bool = False
    notation: str = ""
    uri: str = ""
    kind: Kind | None = None
    status: str = ""


class Counterpart(NamedTuple):
    """A mapping by its id, and the concept at its other end; None where it finds nothing."""

    id: str
    mapping: ConceptMapping
    concept: Named | None


class Group(NamedTuple):
    """The counterparts by one predicate."""

    predicate: MappingPredicate
    counterparts: Sequence[Counterpart]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """A concept and its counterparts, closest first; `left_out` counts by state what is not shown."""

    concept: Named
    own: Side
    other: Side
    groups: Sequence[Group]
    left_out: Mapping[str, int]

    @property
    def counterparts(self) -> Sequence[Counterpart]:
        """Those of all groups, in order."""
        return [it for group in self.groups for it in group.counterparts]


def located(
    content: MappingSet, ends: Sequence[ReleaseIndex | None], reference: str
) -> tuple[str, bool]:
    """The id that an id, notation or URI stands for, and whether the concept is at the object's end.

    The subject's end is looked at first. ConceptNotFoundError where neither has it.
    """
    mapped = (content.by_subject, content.by_object)
    for turned, (by_end, index) in enumerate(zip(mapped, ends, strict=True)):
        found = index.find(reference) if index else None
        if found is not None:
            return found.id, bool(turned)
        if reference in by_end and reference != NO_TERM_FOUND:
            return reference, bool(turned)
    near = tuple(it for index in ends if index for it in index.near(reference))
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    message = (
        f"neither {content.subject.name} nor {content.object.name} holds a concept "
        f"{reference[:200]!r}{hint}"
    )
    raise ConceptNotFoundError(message, suggestions=near)


def spread(view: MappingView, concept_id: str, asked: Asked) -> Spread:
    """The subject of this id, in the direction of the view, with what it is mapped to."""
    content = view.content
    mappings = content.by_subject.get(concept_id, ())
    shown = [it for it in mappings if it.state in SHOWN]
    label = next((it.subject_label for it in mappings if it.subject_label), "")
    return Spread(
        concept=named(view.subject, concept_id, label, asked, view.public_url),
        own=content.subject,
        other=content.object,
        groups=[
            Group(predicate, _ordered(view, found, asked))
            for predicate, found in groupby(shown, attrgetter("predicate"))
        ],
        left_out=Counter(it.state.value for it in mappings if it.state not in SHOWN),
    )


def _ordered(
    view: MappingView, mappings: Iterable[ConceptMapping], asked: Asked
) -> Sequence[Counterpart]:
    """What holds before what is stale, then by name."""
    found = [_counterpart(view, it, asked) for it in mappings]
    return sorted(found, key=lambda it: (SHOWN.index(it.mapping.state), _name(it), it.id))


def _name(counterpart: Counterpart) -> str:
    return counterpart.concept.text.casefold() if counterpart.concept else ""


def _counterpart(view: MappingView, mapping: ConceptMapping, asked: Asked) -> Counterpart:
    concept = None
    if not mapping.finds_nothing:
        given, id = mapping.object_label, mapping.object_id
        concept = named(view.object, id, given, asked, view.public_url)
    return Counterpart(view.id_of(mapping), mapping, concept)


def named(
    index: ReleaseIndex | None, concept_id: str, given: str, asked: Asked, public_url: str
) -> Named:
    """A concept as the reader calls it; `given` is what the source of a mapping called it."""
    concept = index.taxonomy.by_id.get(concept_id) if index else None
    if index is None or concept is None:
        status = UNKNOWN if index else ""
        return Named(concept_id, concept_id, given or concept_id, status=status)
    labels = index.labels(concept)
    texts = {it.lang: it.text for it in labels if it.type is LabelType.PREFERRED}
    read = reading(texts, _with_variants(asked, texts))
    return Named(
        concept.id,
        index.name(concept).strip() or concept.id,
        read["text"] if read else given or concept.notation or concept.id,
        read["lang"] if read else "",
        bool(read and _plain(read["lang"]) != _plain(asked.lang)),
        concept.notation.strip(),
        concept_uri(index, concept, public_url),
        concept.kind,
        concept.status.value,
    )


def _with_variants(asked: Asked, texts: Iterable[str]) -> Asked:
    """For readers of pages `en-US` is nearer to `en` than any other language is."""
    variants = sorted(it for it in texts if _plain(it) == _plain(asked.lang))
    return Asked(asked.lang, (*variants, *asked.fallback))


def _plain(tag: str) -> str:
    """`en` of `en-US`."""
    return tag.partition("-")[0].lower()
