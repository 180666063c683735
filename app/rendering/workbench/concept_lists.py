"""Lists of the draft's concepts: those that were looked for, those of a kind, those that have a gap."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.workbench.editor import Target, target_of
from taxonomy.errors import NotFoundError
from taxonomy.index import natural_key
from taxonomy.vocabulary import KINDS, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.editing.viewing import View
    from taxonomy.completeness import Lacking
    from taxonomy.model import Concept

__all__ = ["ConceptPage", "Found", "found_concepts", "gap_page", "kind_page", "kinds_held"]

PER_PAGE = 50


class Found(NamedTuple):
    """A concept of a list."""

    target: Target
    kind: Kind


class ConceptPage(NamedTuple):
    """A page of a list; `next` is the place of the next page, 0 on the last one. `gap` is what all of it lack."""

    found: Sequence[Found]
    total: int
    next: int
    gap: Lacking | None = None


def kinds_held(view: View) -> dict[Kind, int]:
    """How many active concepts of each kind there are, in the order of the scheme's kinds."""
    counted = Counter(it.kind for it in view.known.values() if it.status is Status.ACTIVE)
    return {kind: counted[kind] for kind in KINDS[view.held.taxonomy.scheme] if counted[kind]}


def kind_page(view: View, kind: Kind, place: int, lang: str) -> ConceptPage:
    """The concepts of a kind, retired ones too, by code, from that place on."""
    return _page(view, (it for it in view.known.values() if it.kind is kind), place, lang)


def gap_page(view: View, name: str, place: int, lang: str) -> ConceptPage:
    """The concepts of the draft that have this gap (`profile.isco`), by code, from that place on; NotFoundError."""
    held = view.held
    gap = next((it for it in held.gaps if f"{it.gap.kind}.{it.gap.code}" == name), None)
    if gap is None:
        message = f"there is no gap {name[:80]!r}: the release desk lists them"
        raise NotFoundError(message)
    concepts = (held.taxonomy.by_id[it] for it in gap.concepts)
    return _page(view, concepts, place, lang)._replace(gap=gap)


def found_concepts(view: View, text: str, kind: Kind | None, place: int, lang: str) -> ConceptPage:
    """The concepts with these words in a name or as the beginning of their code, from that place on.

    That very code comes first, then what is active, then the shortest names.
    """
    wanted = text.strip().casefold()
    found = [
        Found(target_of(it, view, lang), it.kind)
        for it in view.known.values()
        if (kind is None or it.kind is kind) and wanted and _bears(it, wanted)
    ]
    found.sort(key=lambda it: _order(it.target, wanted))
    return ConceptPage(found[place : place + PER_PAGE], len(found), _behind(len(found), place))


def _page(view: View, concepts: Iterable[Concept], place: int, lang: str) -> ConceptPage:
    every = sorted(concepts, key=lambda it: natural_key(it.notation))
    shown = every[place : place + PER_PAGE]
    found = [Found(target_of(it, view, lang), it.kind) for it in shown]
    return ConceptPage(found, len(every), _behind(len(every), place))


def _behind(total: int, place: int) -> int:
    return place + PER_PAGE if total > place + PER_PAGE else 0


def _bears(it: Concept, wanted: str) -> bool:
    return it.notation.casefold().startswith(wanted) or any(
        wanted in label.text.casefold() for label in it.labels
    )


def _order(it: Target, wanted: str) -> tuple[bool, bool, int, str]:
    return it.notation.casefold() != wanted, it.retired, len(it.name), it.name
