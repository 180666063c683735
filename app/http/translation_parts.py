"""What routes of translations share: names in paths, filters of queues, who acts when."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import anyio.to_thread
from fastapi import Depends, Path, Query

from app.editing.records import By
from app.http.dependencies import ServicesOfApp
from app.reviewing.queues import Wanted
from app.reviewing.scoping import scope_of
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from app.auth.roles import Actor

__all__ = ["AskedUnits", "CampaignName", "TargetLanguage", "UnitId", "acting"]

UnitId = Annotated[
    str,
    Path(
        description="The name of a translation.",
        examples=["0f3a5b7c9d1e2f4a6b8c"],
        json_schema_extra={"pattern": "^[0-9a-f]{20}$"},
    ),
]
CampaignName = Annotated[
    str,
    Path(
        description="A campaign.",
        examples=["french-review-3.12"],
        json_schema_extra={"pattern": "^[a-z0-9][a-z0-9.-]{0,79}$"},
    ),
]


class TargetLanguage(StrEnum):
    """A language that is translated into."""

    FR = "fr"
    DE = "de"
    EN = "en"


class AskedState(StrEnum):
    """A state, or all that are open."""

    OPEN = "open"
    MISSING = "missing"
    MACHINE = "machine"
    DRAFT = "draft"
    REVIEW = "review"
    APPROVED = "approved"
    STALE = "stale"


class AskedField(StrEnum):
    """A field that is translated."""

    PREF_LABEL = "pref_label"
    DEFINITION = "definition"
    DESCRIPTION = "description"
    SCOPE_NOTE = "scope_note"
    WORKING_CONTEXT = "working_context"
    DISAMBIGUATOR = "disambiguator"


_Name = Annotated[str, Query(description="Only of this one; `-` is nobody.", max_length=200)]


async def asked_units(  # noqa: PLR0913 # the filters of a queue
    app: ServicesOfApp,
    lang: Annotated[TargetLanguage, Query(description="The language that is translated into.")],
    state: Annotated[AskedState | None, Query(description="Only in this state.")] = None,
    kind: Annotated[Kind | None, Query(description="Only of concepts of this kind.")] = None,
    field: Annotated[AskedField | None, Query(description="Only this field.")] = None,
    assignee: _Name = "",
    organisation: _Name = "",
    priority: Annotated[int | None, Query(description="Only of this priority.", ge=0, le=3)] = None,
    flagged: Annotated[bool | None, Query(description="Only what is flagged, or is not.")] = None,
    changeset: Annotated[
        int | None,
        Query(
            description="Only what this changeset brought, or of concepts that it changes.",
            ge=1,
            le=2**31 - 1,
        ),
    ] = None,
    text: Annotated[
        str, Query(description="A part of a text, a label or a code.", max_length=200)
    ] = "",
    campaign: Annotated[
        str | None, Query(description="Only of this campaign.", max_length=80)
    ] = None,
    left: Annotated[
        bool | None, Query(description="Of a campaign only what is still to be approved.")
    ] = None,
) -> Wanted:
    """The units that the query asks for; NotFoundError for a campaign that there is not."""
    found, touched = await anyio.to_thread.run_sync(
        scope_of, app.parts.engine, campaign or "", changeset, limiter=app.loading
    )
    return Wanted(
        lang=lang.value,
        state=state.value if state else "",
        kind=kind.value if kind else "",
        field=field.value if field else "",
        assignee=assignee,
        organisation=organisation,
        priority="" if priority is None else str(priority),
        flagged="" if flagged is None else "yes" if flagged else "no",
        changeset=changeset,
        touched=touched,
        text=text,
        campaign=found,
        left=bool(left),
    )


AskedUnits = Annotated[Wanted, Depends(asked_units)]


def acting(actor: Actor) -> By:
    """The actor, now."""
    return By(actor, datetime.now(UTC).replace(microsecond=0))
