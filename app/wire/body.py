"""What every body of the API has in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = [
    "Wire",
]


class Wire(BaseModel):
    """What every body has in common: clients must ignore fields that they do not know."""

    model_config = ConfigDict(extra="allow")
