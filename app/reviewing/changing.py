"""Changing what is said of units: one transaction, in which nobody else changes the scheme."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.auth.roles import About
from app.db import audit, releases, translation_campaigns, translations
from app.db.session import writing
from app.db.translation_tables import TranslationRow
from app.db.translations import Event
from app.mentioning import Spot, mention
from app.refusals import PreconditionFailedError
from app.reviewing.campaigns import as_campaign
from taxonomy.reviewing.errors import CampaignFrozenError
from taxonomy.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from sqlalchemy.orm import Session

    from app.db.audit import Act
    from app.editing.records import By
    from app.reviewing.board import Board
    from app.reviewing.campaigns import Campaign
    from app.reviewing.records import Entry
    from app.reviewing.review import Review

__all__ = ["SAID", "Opened", "changing", "require_seen"]

SAID = ("translation-commented", "translation-flagged", "translation-sent-back")
"""The acts whose text is what somebody says, and may call others by name."""


class Opened:
    """The board within a transaction, and what is about to be said of some of its units."""

    def __init__(
        self, review: Review, session: Session, board: Board, unit_ids: Collection[str], by: By
    ) -> None:
        self.session = session
        self.board = board
        self.by = by
        self._review = review
        self._rows = translations.of_units(session, unit_ids)
        self._events: list[Event] = []
        self._acts: list[Act] = []
        self._frozen: list[Campaign] | None = None

    def entry(self, unit_id: str) -> Entry:
        """The unit as it stood when the transaction began; NotFoundError."""
        return self.board.get(unit_id)

    def row(self, entry: Entry) -> TranslationRow:
        """What the record says of the unit, to be changed; a new row where it said nothing."""
        unit = entry.unit
        row = self._rows.get(unit.id)
        if row is None:
            row = TranslationRow(
                scheme=self.board.scheme,
                unit_id=unit.id,
                concept_id=unit.place.concept_id,
                field=unit.place.field,
                lang=unit.place.lang,
                **dict.fromkeys(("state", "text", "source", "written_by", "decided_by"), ""),
                **dict.fromkeys(("assigned_to", "organisation", "flagged_by"), ""),
                **dict.fromkeys(("priority", "comments", "revision"), 0),
            )
            self._rows[unit.id] = row
        row.changed_at, row.changed_by = self.by.at, self.by.actor.name
        return row

    def tell(  # noqa: PLR0913 # all that a story tells
        self,
        entry: Entry,
        act: str,
        *,
        text: str = "",
        to: Collection[str] = (),
        before: Any = None,
        after: Any = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """Say what happened to the unit: in its story, in the audit, and to whom its words call or `to` names.

        `more` is what only the story keeps.
        """
        unit, actor = entry.unit, self.by.actor
        self._rows[unit.id].revision += 1
        detail = ({"before": before} if before not in (None, text) else {}) | dict(more or {})
        told = (unit.id, self.by.at, actor.name, actor.organisation, act, text, detail)
        self._events.append(Event(*told))
        if act in SAID:
            path = f"/workbench/translations/{unit.place.lang}?unit={unit.id}"
            mention(self.session, text, Spot("translation", unit.id, path), self.by, also=to)
        where = {"field": unit.place.field, "lang": unit.place.lang, "unit": unit.id}
        about = About("concept", unit.place.concept_id, self.board.scheme)
        became = after if isinstance(after, dict) else {"text": text if after is None else after}
        change = ({**where, "text": before}, {**where, **became})
        self._acts.append(actor.act(act, about, self.by.at, change=change))

    def require_thawed(self, entry: Entry) -> None:
        """Return where no frozen campaign covers the unit; CampaignFrozenError."""
        if self._frozen is None:
            rows = translation_campaigns.frozen(self.session, self.board.scheme)
            self._frozen = [as_campaign(it) for it in rows]
        for campaign in self._frozen:
            if campaign.covers(entry):
                message = sentence(
                    "the campaign %(title)r was frozen by %(name)s: its texts stay as they are until it is opened again",
                    title=campaign.title,
                    name=campaign.changed_by,
                )
                raise CampaignFrozenError(message)

    def keep(self) -> None:
        """Write down all that was said."""
        self.session.add_all(self._rows.values())
        self.session.flush()
        translations.tell(self.session, self.board.scheme, self._events)
        audit.record(self.session, *self._acts)

    def after(self, unit_id: str) -> Entry:
        """The unit as it stands after the transaction."""
        return self._review.now().get(unit_id)


@contextmanager
def changing(
    review: Review, by: By, unit_ids: Collection[str], *, etags: tuple[str, ...] = ()
) -> Iterator[Opened]:
    """The units, held; what is said of them is written down when this is left normally.

    NotFoundError for a unit that is not there, PreconditionFailedError where the first one is not
    what was seen.
    """
    with writing(review.engine) as session:
        releases.hold(session, review.scheme)
        board = review.boards.within(session, review.scheme)
        opened = Opened(review, session, board, unit_ids, by)
        for unit_id in unit_ids:
            require_seen(opened.entry(unit_id), etags)
        yield opened
        opened.keep()


def require_seen(entry: Entry, etags: tuple[str, ...]) -> None:
    """Return where the unit is what was seen; PreconditionFailedError names who changed it."""
    if etags and not {entry.etag, "*"} & set(etags):
        who = entry.touch.changed_by or sentence("somebody")
        message = sentence(
            "%(notation)s (%(lang)s) was changed meanwhile, last by %(name)s: read it again",
            notation=entry.unit.notation,
            lang=entry.unit.place.lang,
            name=who,
        )
        raise PreconditionFailedError(message, {"ETag": entry.etag})
