"""What is asked of the record meanwhile."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

__all__ = ["noted"]

_ASKING = ("select", "insert", "update", "delete", "with")
_BESIDE = "deliveries"
"""A service looks into the outbox of its webhooks by itself, whatever else goes on."""


@contextmanager
def noted(engine: Engine) -> Iterator[list[str]]:
    """The statements that read or write meanwhile, without those of the outbox of webhooks."""
    statements: list[str] = []

    def note(*asked: object) -> None:
        statement = str(asked[2])
        if statement.lstrip().lower().startswith(_ASKING) and _BESIDE not in statement:
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
