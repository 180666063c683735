"""What a file says of concepts meets the draft: taken field by field, nothing overwritten unseen."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from taxonomy.editing.fields import LIFE, Field, Value, concept_of, fields_of
from taxonomy.editing.merging import changed_fields, merge
from taxonomy.findings import Finding, Severity
from taxonomy.sentences import Quote, Sentence, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from taxonomy.findings import Place
    from taxonomy.model import Concept

__all__ = ["Incoming", "Left", "incoming"]

_IDENTITY = (Field("kind"), Field("notation"), LIFE)
"""What a file never changes of a concept that is there."""
_CODES = Field("notations")


class Left(NamedTuple):
    """A field that stays as the draft has it, though the file says otherwise, and why."""

    concept: Concept
    field: Field
    code: str
    held: Value
    told: Value


@dataclass(frozen=True, slots=True)
class Incoming:
    """What a file leads to: concepts before (None: new) and after, and what was left as it is."""

    pairs: tuple[tuple[Concept | None, Concept], ...]
    left: tuple[Left, ...]
    unchanged: int

    def findings(self, places: Mapping[str, Place] = MappingProxyType({})) -> list[Finding]:
        """What was left as it is, each as a finding; `places` says where the file tells of a concept."""
        return [
            Finding(
                severity=Severity.WARNING,
                code=it.code,
                message=sentence(
                    "%(concept)s: %(field)s stays %(held)s; the file says %(told)s",
                    concept=it.concept.notation or it.concept.id,
                    field=str(it.field),
                    held=_shown(it.held, it.field.lang),
                    told=_shown(it.told, it.field.lang),
                ),
                concept=it.concept.id,
                field=str(it.field),
                lang=it.field.lang,
                place=places.get(it.concept.id),
            )
            for it in self.left
        ]


def incoming(
    given: Iterable[Concept],
    base: Mapping[str, Concept],
    held: Mapping[str, Concept],
    keeps: Callable[[Concept, Field], bool],
    cleared: Mapping[str, Collection[Field]] = MappingProxyType({}),
) -> Incoming:
    """What the given concepts lead to, where a file was made from `base` and the draft holds `held`.

    A field that a file does not mention stays, and so do codes of systems that it does not mention.
    `cleared` is concept id → the fields in which nothing is to stand any more, as if the file said
    so; of codes the name of such a field is their system. What the draft changed since stays too: where the file
    says a third thing, that is `changed-meanwhile`. A text that `keeps` protects is left as
    `approved-text`, and a concept's kind, code and life as `identity-kept`.
    """
    pairs: list[tuple[Concept | None, Concept]] = []
    left: list[Left] = []
    unchanged = 0
    for told in given:
        now = held.get(told.id)
        if now is None:
            pairs.append((None, told))
            continue
        was = base.get(told.id) or now
        said = _said(told, was, cleared.get(told.id, ()))
        after, kept = _met(said, was, now, keeps)
        left += kept
        if after == now:
            unchanged += 1
        else:
            pairs.append((now, after))
    return Incoming(tuple(pairs), tuple(left), unchanged)


def _said(told: Concept, base: Concept, cleared: Collection[Field]) -> dict[Field, Value]:
    """Field → what the file says, () where it clears it."""
    said = fields_of(told)
    gone = {it.name for it in cleared if it.group == _CODES.group}
    if gone or _CODES in said:
        mentioned = gone | {it.system for it in told.notations}
        kept = {it for it in base.notations if it.system not in mentioned}
        said[_CODES] = tuple(sorted(kept | {*told.notations}))
    return said | {it: () for it in cleared if it.group != _CODES.group}


def _met(
    said: Mapping[Field, Value],
    base: Concept,
    now: Concept,
    keeps: Callable[[Concept, Field], bool],
) -> tuple[Concept, list[Left]]:
    """What becomes of a concept, and which of its fields stay although the file says otherwise."""
    was = fields_of(base)
    odd = [it for it in _IDENTITY if it in said and said[it] != was.get(it)]
    left = [Left(now, it, "identity-kept", was.get(it, ()), said[it]) for it in odd]
    mine = {**was, **{it: value for it, value in said.items() if it not in _IDENTITY}}
    if base == now:  # nobody else changed it, so what the file says meets nothing
        fields, standing = mine, was
        changed = [it for it in said if it not in _IDENTITY and said[it] != was.get(it, ())]
    else:
        found = merge(base, now, concept_of(now.scheme, now.id, mine))
        left += [
            Left(now, it.field, "changed-meanwhile", it.theirs, it.mine) for it in found.conflicts
        ]
        fields, standing = fields_of(found.concept), fields_of(now)
        changed = changed_fields(now, found.concept)
    for field in changed:
        if field.group in ("label", "note") and field in standing and keeps(now, field):
            left.append(Left(now, field, "approved-text", standing[field], fields.get(field, ())))
            fields[field] = standing[field]
    return (concept_of(now.scheme, now.id, fields) if changed else now), left


def _shown(value: Value, lang: str) -> Sentence:
    texts = [getattr(it, "text", None) or getattr(it, "target", None) or str(it) for it in value]
    if not texts:
        return sentence("empty")
    return sentence("%(words)r", words=Quote(", ".join(texts)[:80], lang))
