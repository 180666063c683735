"""What newly linked skills make of profiles: links to competences of ours, and competences that we lack."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from app.auth.roles import LANGUAGES
from app.db import changesets, mapping_sets
from app.editing.changing import ANYTHING, Edit
from app.editing.viewing import viewed
from app.upgrading.showing import concepts_of
from taxonomy import canonical
from taxonomy.currency import End
from taxonomy.editing.beginning import created, next_notation
from taxonomy.errors import InvalidQueryError
from taxonomy.mapping import Side
from taxonomy.model import Label, Link
from taxonomy.sentences import sentence
from taxonomy.vocabulary import Kind, LabelType, MappingPredicate, MappingState, Predicate, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy.orm import Session

    from app.db.changeset_tables import ChangesetRow
    from app.db.upgrade_tables import UpgradeItemRow, UpgradeRow
    from app.editing.holding import Drafts
    from app.editing.viewing import View
    from taxonomy.mapping import MappingSet
    from taxonomy.model import Concept, Taxonomy

__all__ = ["Codes", "Linked", "linked", "names_of"]

_NEAR = (MappingPredicate.EXACT, MappingPredicate.CLOSE)
_OURS = {
    Predicate.ESSENTIAL_SKILL: Predicate.ESSENTIAL_COMPETENCE,
    Predicate.OPTIONAL_SKILL: Predicate.OPTIONAL_COMPETENCE,
}


class Linked(NamedTuple):
    """The edits of a changeset, and the codes of the profiles and of the new competences in it."""

    edits: Sequence[Edit]
    profiles: Sequence[str]
    begun: Sequence[str]


@dataclass(slots=True)
class Codes:
    """Hands out codes that no concept of the taxonomy has, nor any that a changeset promises."""

    taxonomy: Taxonomy
    promised: list[str]

    @classmethod
    def of(cls, session: Session, scheme: str, view: View) -> Codes:
        """The codes of what is seen, those of all open changesets taken."""
        promised = [canonical.read(it).notation for it in changesets.promised(session, scheme)]
        return cls(view.held.taxonomy, promised)

    def next(self, kind: Kind) -> str:
        """The next code of that kind, taken from now on."""
        self.promised.append(next_notation(kind, self.taxonomy, self.promised))
        return self.promised[-1]


def names_of(concept: Concept) -> tuple[Label, ...]:
    """What a new concept of ours is called: the preferred labels of the incoming one."""
    return tuple(
        Label(lang, LabelType.PREFERRED, text)
        for lang, text in concept.pref_labels().items()
        if lang in LANGUAGES
    )


def linked(
    session: Session,
    drafts: Drafts,
    upgrade: UpgradeRow,
    item: UpgradeItemRow,
    row: ChangesetRow,
    chosen: Sequence[str],
) -> Linked:
    """What the changeset is to hold, so that our profiles ask for what the occupation newly asks for.

    Of `chosen` skills, all of them where none is. The profiles are those that the set accepts as
    exact or close to the occupation. Each gets, as essential or optional as there, the technical
    competence of our skill that is exact or close to the linked one; where there is none, a new one,
    with a new skill of those names where we lack that too. Knowledge is begun where we lack it, and
    left for an editor to put into a competence: which one, nothing tells. InvalidQueryError where
    there is nothing to do.
    """
    if item.end != End.OBJECT.value:
        message = sentence(
            "%(concept)s is a concept of ours: nothing of another scheme asks for more",
            concept=item.concept_id,
        )
        raise InvalidQueryError(message)
    links = [it for it in item.detail["links"] if not chosen or it["skill"]["id"] in chosen]
    draft = mapping_sets.of_number(session, upgrade.set_key)
    view = viewed(session, drafts, row)
    side = Side(upgrade.scheme, upgrade.to_version)
    making = _Making(
        view=view,
        content=mapping_sets.load(session, draft),
        codes=Codes.of(session, row.scheme, view),
        scheme=row.scheme,
    )
    incoming = concepts_of(session, side, [it["skill"]["id"] for it in links])
    added = [
        Link(_OURS[Predicate(it["predicate"])], competence)
        for it in links
        if (skill := incoming.get(it["skill"]["id"])) and (competence := making.competence(skill))
    ]
    profiles = [
        changed
        for it in making.counterparts(item.concept_id, Kind.PROFILE)
        if (changed := _asking_for(it, added)) is not it
    ]
    if not profiles and not making.begun:
        message = sentence("our profiles ask for all of it already, so there is nothing to adopt")
        raise InvalidQueryError(message)
    why = f"{side.name}: {item.concept_id}"
    edits = [
        *(Edit(concept_id=it.id, after=it, act="create", why=why) for it in making.begun),
        *(Edit(concept_id=it.id, after=it, seen=ANYTHING, why=why) for it in profiles),
    ]
    return Linked(edits, [it.notation for it in profiles], [it.notation for it in making.begun])


@dataclass(slots=True)
class _Making:
    """Finds what is ours, and begins what we lack."""

    view: View
    content: MappingSet
    codes: Codes
    scheme: str
    begun: list[Concept] = field(default_factory=list)

    def counterparts(self, concept_id: str, *kinds: Kind) -> list[Concept]:
        """Ours of these kinds that the set accepts as exact or close to it, exact ones first."""
        return [
            found
            for predicate in _NEAR
            for it in self.content
            if (it.object_id, it.predicate) == (concept_id, predicate)
            and it.state is MappingState.ACCEPTED
            and (found := self.view.find(it.subject_id))
            and found.kind in kinds
            and found.status is Status.ACTIVE
        ]

    def competence(self, incoming: Concept) -> str:
        """The technical competence for a skill of the other scheme; "" for knowledge, which has none."""
        kind = Kind.KNOWLEDGE if incoming.kind is Kind.KNOWLEDGE else Kind.SKILL
        ours = self.counterparts(incoming.id, kind) or [self._begin(kind, names_of(incoming))]
        if kind is Kind.KNOWLEDGE:
            return ""
        known = next((it for skill in ours for it in self._of_skill(skill.id)), None)
        if known is None:
            link = Link(Predicate.SKILL, ours[0].id)
            known = self._begin(Kind.TECHNICAL_COMPETENCE, (), (link,))
        return known.id

    def _of_skill(self, skill_id: str) -> Iterator[Concept]:
        """The technical competences with that skill, by their codes."""
        for it in sorted(
            self.view.linking(skill_id), key=lambda it: (len(it.notation), it.notation)
        ):
            if it.kind is Kind.TECHNICAL_COMPETENCE and it.status is Status.ACTIVE:
                yield it

    def _begin(
        self, kind: Kind, labels: tuple[Label, ...], links: tuple[Link, ...] = ()
    ) -> Concept:
        made = created(self.scheme, kind, str(uuid4()), self.codes.next(kind))
        self.begun.append(replace(made, labels=labels, links=links))
        return self.begun[-1]


def _asking_for(profile: Concept, added: Sequence[Link]) -> Concept:
    """The profile with these links; itself where it asks for all of it, however."""
    asked = {it.target for it in profile.links if it.predicate in _OURS.values()}
    fresh = {it.target: it for it in reversed(added) if it.target not in asked}
    if not fresh:
        return profile
    return replace(profile, links=(*profile.links, *fresh.values()))
