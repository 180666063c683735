"""The fields of a concept: what an editor sees, changes and chooses one by one, and the way back."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from typing_extensions import override

from taxonomy.errors import InvalidQueryError
from taxonomy.model import Concept, Framework, Label, Link, Notation, Note
from taxonomy.sentences import sentence
from taxonomy.vocabulary import LANGUAGES, Kind, LabelType, NoteType, Predicate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taxonomy.vocabulary import RetirementReason, Status

__all__ = ["LIFE", "Field", "Life", "Value", "concept_of", "fields_of"]

Value = tuple[Any, ...]
"""What stands in a field: never empty, sorted; labels, notes, links, notations or texts."""

_NAMED = {"attribute": 1, "label": 2, "link": 1, "note": 2}
"""Group → how many names tell its fields apart."""
_GROUPS = (
    *("kind", "notation", "life", "label", "note", "framework", "link", "notations"),
    *("collections", "attribute"),
)
_ORDERS = {
    "label": [it.value for it in LabelType],
    "note": [it.value for it in NoteType],
    "link": [it.value for it in Predicate],
}


class Field(NamedTuple):
    """The name of a field: `label.preferred.nl`, `link.member`, `attribute.modified`, `life`."""

    group: str
    name: str = ""
    lang: str = ""

    @override
    def __str__(self) -> str:
        return ".".join((self.group, self.name, self.lang)[: 1 + _NAMED.get(self.group, 0)])

    @classmethod
    def parse(cls, text: str) -> Field:
        """The field of that name; InvalidQueryError where no concept can have it."""
        group, _, rest = text.partition(".")
        if group in _GROUPS:
            if _NAMED.get(group) == 2:
                name, mark, lang = rest.partition(".")
                if name in _ORDERS[group] and mark and lang:
                    return cls(group, name, lang)
            elif group == "attribute" or (group == "link" and rest in _ORDERS["link"]):
                return cls(group, rest)
            elif not rest and group not in _NAMED:
                return cls(group)
        message = sentence(
            "%(words)r is no field of a concept, such as label.preferred.nl or link.member",
            words=text[:80],
        )
        raise InvalidQueryError(message)

    @property
    def order(self) -> tuple[int, int, str, int, str]:
        """What sorts the fields as editors read them: names, texts, links, the rest."""
        return _order(self)


@lru_cache(maxsize=10_000)
def _order(field: Field) -> tuple[int, int, str, int, str]:
    names, tags = _ORDERS.get(field.group, []), [*LANGUAGES]
    return (
        _GROUPS.index(field.group),
        names.index(field.name) if field.name in names else len(names),
        field.name,
        tags.index(field.lang) if field.lang in tags else len(tags),
        field.lang,
    )


class Life(NamedTuple):
    """Whether a concept is active and, where it is not, why and by what it was replaced."""

    status: Status
    retirement: RetirementReason | None = None
    replaced_by: tuple[str, ...] = ()


LIFE = Field("life")
_KIND, _NOTATION, _FRAMEWORK = Field("kind"), Field("notation"), Field("framework")
_NOTATIONS, _COLLECTIONS = Field("notations"), Field("collections")


def fields_of(concept: Concept) -> dict[Field, Value]:
    """Field → what stands in it, in the order of `Field.order`; a field without content is left out."""
    found: defaultdict[Field, list[Any]] = defaultdict(list)
    found[_KIND] = [concept.kind]
    found[LIFE] = [Life(concept.status, concept.retirement, concept.replaced_by)]
    for label in concept.labels:
        found[_field("label", label.type, label.lang)].append(label)
    for note in concept.notes:
        found[_field("note", note.type, note.lang)].append(note)
    for predicate, links in groupby(concept.links, key=_predicate):
        found[_field("link", predicate)] += links
    for name, text in concept.attributes:
        found[Field("attribute", name)].append(text)
    found[_NOTATION] = [concept.notation] if concept.notation else []
    found[_FRAMEWORK] = [concept.framework] if concept.framework else []
    found[_NOTATIONS] = [*concept.notations]
    found[_COLLECTIONS] = [*concept.collections]
    return {it: tuple(found[it]) for it in sorted(found, key=_order) if found[it]}


_predicate = attrgetter("predicate")


@lru_cache(maxsize=10_000)
def _field(group: str, name: LabelType | NoteType | Predicate, lang: str = "") -> Field:
    return Field(group, name.value, lang)


def concept_of(scheme: str, id: str, fields: Mapping[Field, Value]) -> Concept:
    """The concept with these fields: `concept_of(c.scheme, c.id, fields_of(c)) == c`."""
    grouped: defaultdict[str, list[Any]] = defaultdict(list)
    attributes: list[tuple[str, str]] = []
    for field, value in fields.items():
        if field.group == "attribute":
            attributes += [(field.name, text) for text in value]
        else:
            grouped[field.group] += value
    life: Life = grouped["life"][0]
    kind: Kind = grouped["kind"][0]
    labels: list[Label] = grouped["label"]
    notes: list[Note] = grouped["note"]
    links: list[Link] = grouped["link"]
    notations: list[Notation] = grouped["notations"]
    framework: Framework | None = next(iter(grouped["framework"]), None)
    return Concept(
        scheme=scheme,
        id=id,
        kind=kind,
        notation=next(iter(grouped["notation"]), ""),
        status=life.status,
        labels=tuple(labels),
        notes=tuple(notes),
        links=tuple(links),
        notations=tuple(notations),
        collections=tuple(grouped["collections"]),
        attributes=tuple(attributes),
        framework=framework,
        retirement=life.retirement,
        replaced_by=life.replaced_by,
    )
