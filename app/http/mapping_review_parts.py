"""What routes of mapping reviews share: names in paths, the filter of a list, who acts how."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Query

from app.mapping_review.holding import By
from app.mapping_review.queue import Queue, Wanted
from taxonomy.vocabulary import Kind

if TYPE_CHECKING:
    from app.auth.roles import Actor
    from app.http.services import Services

__all__ = ["AskedConcepts", "ConceptId", "SetName", "by_now"]

SetName = Annotated[
    str,
    Path(
        description="A mapping set.",
        examples=["competent-3.11--esco-1.2.0"],
        json_schema_extra={"pattern": "^[a-z0-9.-]{1,220}$"},
    ),
]
ConceptId = Annotated[
    str,
    Path(description="The id of a concept of the set's subject.", examples=["6b1f0a52"]),
]


async def wanted(
    *,
    queue: Annotated[Queue | None, Query(description="Only of this queue.")] = None,
    kind: Annotated[Kind | None, Query(description="Only of this kind.")] = None,
    at_least: Annotated[
        float, Query(ge=0, le=1, description="Only with a candidate that is at least so likely.")
    ] = 0.0,
    asked: Annotated[bool, Query(description="Only with an open question.")] = False,
    differs: Annotated[bool, Query(description="Only what people differ about.")] = False,
    put_off: Annotated[bool, Query(description="Also what you put off or proposed.")] = False,
) -> Wanted:
    """The concepts that the query asks for."""
    return Wanted(
        queue=queue, kind=kind, at_least=at_least, asked=asked, differs=differs, skipped=put_off
    )


AskedConcepts = Annotated[Wanted, Depends(wanted)]


def by_now(app: Services, actor: Actor) -> By:
    """The actor, now, under the rule of how many people a mapping needs."""
    return By(actor, datetime.now(UTC).replace(microsecond=0), app.settings.reviewers)
