"""The cards of what waits for the person: translations, changesets, mappings, questions."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from app.auth.roles import Scope
from app.db import changesets, mapping_reviews, upgrades
from app.db.changesets import OPEN, SENT_BACK, SUBMITTED, Wanted
from app.db.session import reading
from app.db.upgrades import ItemFilter
from app.mapping_review.uses import sets_here
from app.mentioning import mentions_of
from app.rendering.workbench.cards import Card, Place
from taxonomy.errors import ReleaseNotFoundError
from taxonomy.reviewing.states import OPEN as UNDONE
from taxonomy.reviewing.states import State
from taxonomy.reviewing.units import TARGETS
from taxonomy.vocabulary import MappingState

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.db.mapping_sets import SetRecord
    from app.db.upgrade_tables import UpgradeRow
    from app.rendering.workbench.cards import Visit
    from app.reviewing.board import Board

__all__ = [
    "Left",
    "Question",
    "Tongue",
    "my_changesets",
    "my_mappings",
    "my_mentions",
    "my_questions",
    "my_translations",
    "waiting_changesets",
]

MOST = 5


class Tongue(NamedTuple):
    """What a language has for the person: units that are open, assigned to them, to be reviewed."""

    lang: str
    open: int
    assigned: int
    review: int


class Left(NamedTuple):
    """What a mapping set leaves to be judged: how many mappings are stale, how many suggested."""

    mapping_set: str
    sides: str
    stale: int
    suggested: int

    @property
    def total(self) -> int:
        """Both."""
        return self.stale + self.suggested


class Question(NamedTuple):
    """A question about the mappings of a concept; `who` asks the person, or is asked by them."""

    mapping_set: str
    concept_id: str
    who: str
    text: str


def my_translations(visit: Visit) -> Card | None:
    """The languages in which the person writes, with their queues."""
    langs = visit.actor.languages(Scope.TRANSLATE)
    try:
        board = visit.review.now() if langs else None
    except ReleaseNotFoundError:
        return None
    if board is None:
        return None
    tongues = [_tongue(board, it, visit) for it in langs if it in TARGETS]
    shown = [it for it in tongues if it.open]
    return Card("translations", Place.MINE, {"tongues": shown}) if shown else None


def my_mentions(visit: Visit) -> Card | None:
    """What others said to the person and they have not seen yet."""
    found, unseen = mentions_of(visit.engine, visit.actor, new=True, limit=MOST)
    return Card("mentions", Place.MINE, {"mentions": found, "unseen": unseen}) if found else None


def my_changesets(visit: Visit) -> Card | None:
    """The changesets that wait for the person: to be reviewed, sent back to them, begun by them."""
    name, reviews = visit.actor.name, visit.actor.may(Scope.REVIEW)
    with reading(visit.engine) as session:
        wanted = Wanted(states=(SUBMITTED,), not_by=name)
        to_review = changesets.listed(session, wanted, limit=MOST) if reviews else []
        values: dict[str, Any] = {
            "review": [(it.key, it.title, it.author) for it in to_review],
            "review_total": changesets.total(session, wanted) if reviews else 0,
            "sent_back": _titles(changesets.listed(session, _own(name, SENT_BACK), limit=MOST)),
            "open": _titles(changesets.listed(session, _own(name, OPEN), limit=MOST)),
        }
    return Card("changesets", Place.MINE, values) if any(values.values()) else None


def waiting_changesets(visit: Visit) -> Card | None:
    """What the person submitted and others have to decide: changesets, and translations by language."""
    name = visit.actor.name
    with reading(visit.engine) as session:
        titles = _titles(changesets.listed(session, _own(name, SUBMITTED), limit=MOST))
    texts: list[tuple[str, int]] = []
    if visit.actor.languages(Scope.TRANSLATE):
        with suppress(ReleaseNotFoundError):
            waiting = visit.review.now().waiting
            texts = [(lang, of[name]) for lang, of in waiting.items() if of[name]]
    values = {"changesets": titles, "texts": texts}
    return Card("submitted", Place.WAITING, values) if titles or texts else None


def my_mappings(visit: Visit) -> Card | None:
    """The sets with mappings to judge, the upgrades with open items of the person, the questions to them."""
    name = visit.actor.name
    if not visit.actor.may(Scope.MAP):
        return None
    with reading(visit.engine) as session:
        found = [(it.name, _owned(session, it, name)) for it in upgrades.every(session)]
        asked = [
            Question(of, it.subject_id, it.asked_by, it.text)
            for of, it in mapping_reviews.asked_of(session, name, most=MOST)
        ]
    rows = [it for it in found if it[1]]
    left = [it for record in sets_here(visit.engine) if (it := _left(record)).total]
    values = {"sets": left[:MOST], "upgrades": rows, "questions": asked}
    return Card("mappings", Place.MINE, values) if any(values.values()) else None


def my_questions(visit: Visit) -> Card | None:
    """What the person asked about mappings and nobody has answered."""
    with reading(visit.engine) as session:
        found = mapping_reviews.asked_by(session, visit.actor.name, most=MOST)
        asked = [Question(of, it.subject_id, it.asked_of, it.text) for of, it in found]
    return Card("questions", Place.WAITING, {"questions": asked}) if asked else None


def _owned(session: Session, upgrade: UpgradeRow, name: str) -> int:
    """How many open items of an open upgrade the person has."""
    if upgrade.status != upgrades.OPEN:
        return 0
    done = ItemFilter(owner=name, state=upgrades.DONE)
    return upgrades.counted(session, upgrade, ItemFilter(owner=name)) - upgrades.counted(
        session, upgrade, done
    )


def _left(record: SetRecord) -> Left:
    stale, suggested = (
        sum(record.counts.get(it, {}).values())
        for it in (MappingState.STALE, MappingState.SUGGESTED)
    )
    return Left(record.name, f"{record.subject.name} → {record.object.name}", stale, suggested)


def _own(author: str, state: str) -> Wanted:
    return Wanted(author=author, states=(state,))


def _titles(rows: list[Any]) -> list[tuple[int, str]]:
    return [(it.key, it.title) for it in rows]


def _tongue(board: Board, lang: str, visit: Visit) -> Tongue:
    told = board.tallies[lang]
    name = visit.actor.name
    open_ = sum(count for (state, _), count in told.items() if state in UNDONE)
    mine = sum(count for (state, who), count in told.items() if state in UNDONE and who == name)
    review = sum(count for (state, _), count in told.items() if state == State.REVIEW)
    return Tongue(lang, open_, mine, review if visit.actor.may(Scope.REVIEW, lang) else 0)
