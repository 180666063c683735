"""What the lines of a streamed list hold, as a query asks for it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query

from app.rendering.lines import Include, LineShape
from app.wire import concepts as wire
from taxonomy.errors import InvalidQueryError

__all__ = ["AskedShape", "refuse_shape"]

FIELDS = frozenset(
    name
    for model in (wire.Profile, wire.Occupation, wire.CompetenceSet)
    for name in model.model_fields
)
"""Every field that a line may hold."""
_SHOWN = 12


async def line_shape(
    include: Annotated[
        str | None,
        Query(
            description=(
                "Only as NDJSON; with commas: `parts` embeds what profiles, occupations and sets link "
                "to, `mappings` those fixed with the release."
            ),
            examples=["parts"],
            json_schema_extra={"pattern": f"^({'|'.join(Include)})(,({'|'.join(Include)}))*$"},
        ),
    ] = None,
    fields: Annotated[
        str | None,
        Query(
            description="Only as NDJSON: the fields that a line is to hold, with commas; `id` always.",
            examples=["notation,pref_label"],
            json_schema_extra={"pattern": "^[a-z_]+(,[a-z_]+)*$"},
        ),
    ] = None,
) -> LineShape:
    """The lines that the query asks for; InvalidQueryError names what nobody can include or choose."""
    wanted = frozenset((include or "").split(",")) - {""}
    unknown = sorted(wanted - set(Include))
    if unknown or include == "":
        message = (
            f"include: {', '.join(unknown)[:80]!r} is not known; there are {', '.join(Include)}"
        )
        raise InvalidQueryError(message)
    chosen = frozenset((fields or "").split(",")) - {""}
    strange = sorted(chosen - FIELDS)
    if strange or fields == "":
        message = f"fields: {', '.join(strange)[:80]!r} is no field; such are {', '.join(sorted(FIELDS)[:_SHOWN])}, …"
        raise InvalidQueryError(message)
    return LineShape(frozenset(map(Include, wanted)), chosen)


AskedShape = Annotated[LineShape, Depends(line_shape)]


def refuse_shape(shape: LineShape) -> None:
    """InvalidQueryError where pages of JSON are asked for in a shape that only lines have."""
    if shape != LineShape():
        message = "include and fields are for lines: send Accept: application/x-ndjson"
        raise InvalidQueryError(message)
