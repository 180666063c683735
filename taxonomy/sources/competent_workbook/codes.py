"""Codes as a workbook tells them: the names of other systems, and ids made from codes alone."""

from __future__ import annotations

from uuid import UUID, uuid5

__all__ = ["derived_id", "system_name"]

_DERIVED_IDS = UUID("8a3c1c55-7a0e-5d0b-9f1c-6f1f0b3f2f4d")
"""The namespace (RFC 9562 §5.5) of ids made from the code of a block that no release gives a UUID."""


def derived_id(code: str) -> str:
    """The id of a block that is known by its code alone; the same for the same code."""
    return str(uuid5(_DERIVED_IDS, code))


def system_name(text: str) -> str:
    """The name of another system lowered and dashed, `isco-08`; "" where it has neither letter nor digit."""
    return "-".join("".join(it if it.isalnum() else " " for it in text.lower()).split())
