"""What keeps a mapping set current: its ends, what touched a mapping, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from taxonomy.index import ReleaseIndex
    from taxonomy.mapping import Mapping as ConceptMapping
    from taxonomy.mapping import MappingSet

__all__ = ["End", "Fix", "Move", "Proposal", "Sides", "Touch", "TouchKind", "moves", "touch_of"]


class End(StrEnum):
    """One of the two ends of a mapping."""

    SUBJECT = "subject"
    OBJECT = "object"

    def of(self, mapping: ConceptMapping) -> str:
        """The id that the mapping has at this end."""
        return mapping.subject_id if self is End.SUBJECT else mapping.object_id


class Sides(NamedTuple):
    """The releases at both ends; None where the service holds none, or the end does not move."""

    subject: ReleaseIndex | None = None
    object: ReleaseIndex | None = None


class Move(NamedTuple):
    """An end that goes from one release to another."""

    end: End
    before: ReleaseIndex
    after: ReleaseIndex


class TouchKind(StrEnum):
    """What happened to a mapped concept, the gravest first."""

    GONE = "mapped-concept-gone"
    SPLIT = "split"
    MEANING = "changed-meaning"
    LABEL = "changed-label"


class Fix(StrEnum):
    """What a proposal is: the successor that the scheme names, one that is alike, or the same again."""

    SUCCESSOR = "successor"
    SIBLING = "sibling"
    LOOK_AGAIN = "look-again"


class Proposal(NamedTuple):
    """A concept to map to instead; `score` 0–100 (100: the scheme itself says so), and why.

    `signs` are the same reasons as data, each its code, then its values.
    """

    fix: Fix
    concept_id: str
    score: float = 100.0
    why: tuple[str, ...] = ()
    signs: tuple[tuple[str, ...], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The proposal as plain JSON values."""
        return {
            "fix": self.fix.value,
            "id": self.concept_id,
            "score": self.score,
            "why": list(self.why),
            **({"signs": [list(it) for it in self.signs]} if self.signs else {}),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """One change of a mapped concept that re-opens its mappings.

    `version` is the release it changed in, `since` the one before. `change` and `change_class` are
    those of `taxonomy.changes`; `alike` says how much of the words of a text stayed (0–1), None where
    the change is no text.
    """

    kind: TouchKind
    end: End
    scheme: str
    concept_id: str
    since: str
    version: str
    change: str
    change_class: str = ""
    field: str = ""
    lang: str = ""
    before: str = ""
    after: str = ""
    alike: float | None = None
    proposals: tuple[Proposal, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The touch as plain JSON values without what is empty: a reason of a stale mapping."""
        plain = {it.name: getattr(self, it.name) for it in fields(self) if it.name != "proposals"}
        plain = {key: str(it) if isinstance(it, StrEnum) else it for key, it in plain.items()}
        plain = {key: it for key, it in plain.items() if it not in ("", None)}
        if self.proposals:
            plain["proposals"] = [it.as_dict() for it in self.proposals]
        return plain


def touch_of(reason: Mapping[str, object]) -> Touch | None:
    """The touch that a reason of a stale mapping tells, None where it was written by somebody else."""
    plain: dict[str, Any] = {it.name: reason[it.name] for it in fields(Touch) if it.name in reason}
    try:
        plain["kind"], plain["end"] = TouchKind(plain["kind"]), End(plain["end"])
        plain["proposals"] = tuple(
            Proposal(
                *(Fix(it["fix"]), it["id"], it["score"], tuple(it["why"])),
                tuple(map(tuple, it.get("signs", ()))),
            )
            for it in plain.get("proposals", ())
        )
        return Touch(**plain)
    except (KeyError, TypeError, ValueError):
        return None


def moves(mapping_set: MappingSet, before: Sides, after: Sides) -> Iterator[Move]:
    """The ends that go to another release; ValueError where a release is not the set's, or scheme."""
    for end in End:
        side = mapping_set.subject if end is End.SUBJECT else mapping_set.object
        old, new = getattr(before, end), getattr(after, end)
        if old is None or new is None or old is new:
            continue
        if (old.release.scheme, old.release.version) != tuple(side):
            message = f"the {end} of {mapping_set.name} is {side.name}, not {old.release.name}"
            raise ValueError(message)
        if new.release.scheme != side.scheme:
            message = f"{side.name} stays within its scheme, and {new.release.name} is another"
            raise ValueError(message)
        yield Move(end, old, new)
