"""Everything that the page of a concept says, whatever its kind and scheme."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.pages.competences import Competences, Shown, competences
from app.rendering.pages.life import Life, life
from app.rendering.pages.links import Asking, Group, asking, incoming, outgoing
from app.rendering.pages.names import Text, read
from taxonomy.formats.skos import concept_uri
from taxonomy.vocabulary import Kind, LabelType, NoteType, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.rendering.pages.mapped import Mapped
    from app.rendering.pages.names import Item, Reader
    from taxonomy.model import Concept, Framework, Release

__all__ = ["Alternatives", "Code", "ConceptPage", "Fate", "concept_page", "titles"]

_IN_COMPETENCES = (
    Predicate.ESSENTIAL_COMPETENCE,
    Predicate.OPTIONAL_COMPETENCE,
    Predicate.COMPETENCE_SET,
)
_TITLES = ("nl", "fr", "de", "en")


class Alternatives(NamedTuple):
    """The other names in one language."""

    lang: str
    names: Sequence[str]


class Code(NamedTuple):
    """The concept's code in another system; `item` where a release that is served explains it."""

    system: str
    value: str
    item: Item | None


class Fate(NamedTuple):
    """How a concept came to be retired, and what stands in its place."""

    since: str | None
    last_active: str | None
    reason: str
    successors: Sequence[Item]


class ConceptPage(NamedTuple):
    """A concept with all that a reader is told of it."""

    concept: Concept
    item: Item
    titles: Sequence[Text]
    alternatives: Sequence[Alternatives]
    lead: Text | None
    notes: Sequence[tuple[NoteType, Text]]
    framework: Framework | None
    codes: Sequence[Code]
    competences: Competences | None
    asking: Asking | None
    links: Sequence[Group]
    users: Sequence[Group]
    mapped: Sequence[Mapped]
    life: Life
    fate: Fate | None
    uri: str
    revision: str


def concept_page(
    reader: Reader,
    concept: Concept,
    *,
    shown: Shown,
    releases: Sequence[Release],
    others: Mapping[str, Reader],
    mapped: Sequence[Mapped],
) -> ConceptPage:
    """The page of a concept. `others` read the releases that explain its codes, by system."""
    index = reader.index
    lead = reader.lead(concept)
    return ConceptPage(
        concept=concept,
        item=reader.item(concept),
        titles=titles(reader, concept),
        alternatives=_alternatives(reader, concept),
        lead=lead,
        notes=[it for it in _notes(reader, concept) if it[1] != lead],
        framework=concept.framework,
        codes=[_code(it.system, it.value, others) for it in concept.notations],
        competences=_competences(reader, concept, shown),
        asking=asking(reader, concept),
        links=outgoing(reader, concept, _IN_COMPETENCES[:2] if _has_competences(concept) else ()),
        users=incoming(reader, concept),
        mapped=mapped,
        life=life(index, concept, releases),
        fate=_fate(reader, concept),
        uri=concept_uri(index, concept, reader.public_url),
        revision=index.revision(concept),
    )


def titles(reader: Reader, concept: Concept) -> list[Text]:
    """The preferred labels in the other languages, the languages of Competent first."""
    own = reader.name(concept)
    labels = [it for it in reader.index.labels(concept) if it.type is LabelType.PREFERRED]
    texts = [Text(it.text, it.lang) for it in labels if it.lang != own.lang]
    return sorted(texts, key=lambda it: (_place(it.lang), it.lang))


def _place(lang: str) -> int:
    return _TITLES.index(lang) if lang in _TITLES else len(_TITLES)


def _alternatives(reader: Reader, concept: Concept) -> list[Alternatives]:
    """The alternative labels, those in the reader's language first."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for label in reader.index.labels(concept):
        if label.type is LabelType.ALTERNATIVE:
            groups[label.lang].append(label.text)
    wanted = reader.asked.lang
    ordered = sorted(groups, key=lambda it: (it != wanted, _place(it), it))
    return [Alternatives(lang, sorted(groups[lang], key=str.casefold)) for lang in ordered]


def _notes(reader: Reader, concept: Concept) -> list[tuple[NoteType, Text]]:
    found = [(kind, read(concept.note(kind), reader.asked)) for kind in NoteType]
    return [(kind, text) for kind, text in found if text]


def _code(system: str, value: str, others: Mapping[str, Reader]) -> Code:
    other = others.get(system)
    concept = other.index.find(value) if other else None
    return Code(system, value, other.item(concept) if other and concept else None)


def _has_competences(concept: Concept) -> bool:
    return concept.kind is Kind.PROFILE


def _competences(reader: Reader, concept: Concept, shown: Shown) -> Competences | None:
    return competences(reader, concept, shown) if _has_competences(concept) else None


def _fate(reader: Reader, concept: Concept) -> Fate | None:
    if concept.status is Status.ACTIVE:
        return None
    span = reader.index.lifespan(concept.id)
    successors = [it for it in map(reader.target, concept.replaced_by) if it]
    reason = concept.retirement or "unknown"
    return Fate(span.retired_since, span.last_active, reason, successors)
