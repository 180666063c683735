"""What routes of upgrades share: names in paths, filters of lists, pages by place, who acts how."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Path, Query

from app.db.upgrades import ItemFilter
from app.http.paging import cursor_of, list_id, place_of
from app.upgrading.deciding import By
from taxonomy.currency import ItemKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.auth.roles import Actor
    from app.http.paging import PageQuery
    from app.http.services import Services
    from app.rendering.concepts import Json

__all__ = ["AskedItems", "ItemId", "Language", "UpgradeName", "acting", "behind", "page_of"]

_MOST = 2**31 - 1
UpgradeName = Annotated[
    str,
    Path(
        description="An upgrade, by the name of its mapping set.",
        examples=["competent-3.11--esco-1.2.0"],
        json_schema_extra={"pattern": "^[a-z0-9.-]{1,220}$"},
    ),
]
ItemId = Annotated[
    str,
    Path(
        description="The id of an item.",
        examples=["0f3a5b7c9d1e2f4a6b8c"],
        json_schema_extra={"pattern": "^[0-9a-f]{20}$"},
    ),
]


class State(StrEnum):
    """Where an item stands."""

    OPEN = "open"
    SEEN = "seen"
    INVESTIGATE = "investigate"
    DONE = "done"


class Language(StrEnum):
    """A language that a changed text is checked in."""

    NL = "nl"
    FR = "fr"
    DE = "de"
    EN = "en"


async def item_filter(
    kind: Annotated[ItemKind | None, Query(description="Only of this kind.")] = None,
    state: Annotated[State | None, Query(description="Only in this state.")] = None,
    owner: Annotated[
        str | None, Query(description="Only of this owner; empty: of nobody.", max_length=200)
    ] = None,
    language: Annotated[
        Language | None, Query(description="Only with an open check of this language.")
    ] = None,
) -> ItemFilter:
    """The items that the query asks for."""
    return ItemFilter(kind=kind, state=state, owner=owner, language=language)


AskedItems = Annotated[ItemFilter, Depends(item_filter)]


def acting(app: Services, actor: Actor) -> By:
    """The actor, now, under the rule of how many people a decision needs."""
    return By(actor, datetime.now(UTC).replace(microsecond=0), app.settings.reviewers)


def behind(page: PageQuery, *name: object) -> int:
    """The place behind which the page begins; InvalidQueryError for a cursor of another list."""
    return place_of(page.cursor, list_id(*name), _MOST) - 1


def page_of(items: list[Json], places: Sequence[int], page: PageQuery, *name: object) -> Json:
    """The page, of which one more than asked for was read, and the cursor of the next one."""
    content: Json = {"items": items[: page.limit]}
    if len(items) > page.limit:
        content["next"] = cursor_of(list_id(*name), places[page.limit])
    return content
