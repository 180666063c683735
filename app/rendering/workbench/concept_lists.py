"""Lists of the draft's concepts: those that were looked for, those of a kind, those that have a gap."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from app.rendering.workbench.editor import Target, target_of
from app.rendering.workbench.naming import name_of
from taxonomy.errors import NotFoundError
from taxonomy.index import natural_key
from taxonomy.sentences import sentence
from taxonomy.vocabulary import KINDS, Kind, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.editing.viewing import View
    from taxonomy.completeness import Lacking
    from taxonomy.model import Concept

__all__ = ["ConceptPage", "Found", "Seeking", "concept_page", "kinds_held", "sought"]

PER_PAGE = 50


class Seeking(NamedTuple):
    """What is looked for: words in names or the beginning of a code, a kind, a gap such as `profile.isco`."""

    text: str = ""
    kind: Kind | None = None
    gap: str = ""


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


def sought(view: View, seeking: Seeking, lang: str) -> list[Concept]:
    """The concepts that are looked for, retired ones too, by code; everything where nothing is asked.

    Of those with words the one of that very code comes first, then what is active, then the
    shortest names in this language. NotFoundError where no such gap is known.
    """
    wanted = seeking.text.strip().casefold()
    known = view.known
    among = _lacking(view, seeking.gap).concepts if seeking.gap else known
    found = [
        it
        for id in among
        if (it := known.get(id))
        and (seeking.kind is None or it.kind is seeking.kind)
        and (not wanted or _bears(it, wanted))
    ]
    found.sort(key=lambda it: natural_key(it.notation))
    if wanted:
        found.sort(key=lambda it: _order(it, wanted, view, lang))
    return found


def concept_page(view: View, seeking: Seeking, place: int, lang: str) -> ConceptPage:
    """A page of what is looked for, from that place on, named in this language or the next best; as `sought`."""
    every = sought(view, seeking, lang)
    shown = every[place : place + PER_PAGE]
    return ConceptPage(
        [Found(target_of(it, view, lang), it.kind) for it in shown],
        len(every),
        place + PER_PAGE if len(every) > place + PER_PAGE else 0,
        _lacking(view, seeking.gap) if seeking.gap else None,
    )


def _lacking(view: View, name: str) -> Lacking:
    for it in view.held.gaps:
        if f"{it.gap.kind}.{it.gap.code}" == name:
            return it
    message = sentence("there is no gap %(word)r: the release desk lists them", word=name[:80])
    raise NotFoundError(message)


def _bears(it: Concept, wanted: str) -> bool:
    return it.notation.casefold().startswith(wanted) or any(
        wanted in label.text.casefold() for label in it.labels
    )


def _order(it: Concept, wanted: str, view: View, lang: str) -> tuple[bool, bool, int, str]:
    name = name_of(it, lang, view.find)
    retired = it.status is Status.RETIRED
    return it.notation.casefold() != wanted, retired, len(name), name
