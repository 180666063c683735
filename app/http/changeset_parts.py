"""What routes of drafts and changesets share: names in paths, filters of lists, who acts when."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Query

from app.db.changesets import Wanted
from app.editing.records import By, Origin
from app.refusals import PreconditionFailedError

if TYPE_CHECKING:
    from app.auth.roles import Actor

__all__ = ["AskedChangesets", "ChangesetNumber", "ConceptId", "DraftScheme", "now_by", "seen_of"]

ChangesetNumber = Annotated[
    int, Path(description="The number of a changeset.", examples=[1], ge=1, le=2**31 - 1)
]
ConceptId = Annotated[str, Path(description="The id of a concept.", examples=["s12"])]
DraftScheme = Annotated[
    str,
    Path(
        description="A scheme that is edited here.",
        examples=["competent"],
        json_schema_extra={"pattern": "^competent$"},
    ),
]


class ChangesetStanding(StrEnum):
    """Where a changeset stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    SENT_BACK = "sent-back"
    ACCEPTED = "accepted"
    DISCARDED = "discarded"


async def wanted(
    state: Annotated[ChangesetStanding | None, Query(description="Only in this state.")] = None,
    author: Annotated[str, Query(description="Only of this author.", max_length=200)] = "",
    organisation: Annotated[
        str, Query(description="Only of authors of this organisation.", max_length=200)
    ] = "",
    origin: Annotated[Origin | None, Query(description="Only those that come from there.")] = None,
    accepted_in: Annotated[
        str, Query(description="Only those that this version took.", max_length=64)
    ] = "",
    text: Annotated[str, Query(description="A part of title or reason.", max_length=200)] = "",
) -> Wanted:
    """The changesets that the query asks for."""
    return Wanted(
        states=(state.value,) if state else (),
        author=author,
        organisation=organisation,
        origin=origin.value if origin else "",
        accepted_in=accepted_in,
        text=text,
    )


AskedChangesets = Annotated[Wanted, Depends(wanted)]


def now_by(actor: Actor) -> By:
    """The actor, now."""
    return By(actor, datetime.now(UTC).replace(microsecond=0))


def seen_of(etags: tuple[str, ...]) -> str:
    """The revision that If-Match names, `*` for any; PreconditionFailedError where it names several."""
    if len(etags) != 1 or etags[0].startswith("W/"):
        message = "If-Match: the one revision that was read, as a strong entity tag"
        raise PreconditionFailedError(message)
    return etags[0].strip('"')
