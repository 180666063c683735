"""Fixed moments: time is an argument, in tests as in the product."""

from datetime import UTC, datetime

__all__ = ["EVENING", "NOON"]

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
EVENING = datetime(2026, 3, 16, 20, 30, 15, 123456, tzinfo=UTC)
