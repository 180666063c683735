"""What the routes stand on, made once per worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from prometheus_client import CollectorRegistry

if TYPE_CHECKING:
    from app.config import Settings
    from app.http.hot import AnswerCache
    from app.http.traffic import Traffic
    from app.library import Library

__all__ = ["Services"]


@dataclass(frozen=True, kw_only=True)
class Services:
    """The parts of one worker; `ping` raises UnavailableError where record or archive are away."""

    settings: Settings
    library: Library
    answers: AnswerCache
    traffic: Traffic
    metrics: CollectorRegistry
    ping: Callable[[], None]
    loading: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(4))
    """Threads that may wait for a release to be loaded; the others stay free for other work."""
