"""How often one address may send something: counted in memory, by a keyed hash and nothing else."""

from __future__ import annotations

import hashlib
import math
import os
import time
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Pace"]

SECONDS = 3600
MOST_KEPT = 20_000
"""Addresses that are remembered; the one that was silent longest is forgotten first."""
_NETWORK_BITS = 64
"""Of an address of IPv6 the part that one household has (RFC 6177)."""


@dataclass(slots=True)
class Pace:
    """Lets each address pass `most` times an hour. The key of the hashes is the process's own."""

    most: int
    clock: Callable[[], float] = time.monotonic
    _key: bytes = field(default_factory=lambda: os.urandom(32))
    _passed: OrderedDict[bytes, deque[float]] = field(default_factory=OrderedDict)

    def wait(self, address: str) -> int:
        """0, and the address has passed once more; else the seconds until it may again."""
        now, name = self.clock(), self._name(address)
        passed = self._passed.setdefault(name, deque())
        self._passed.move_to_end(name)
        while passed and passed[0] <= now - SECONDS:
            passed.popleft()
        if len(passed) >= self.most:
            return max(1, math.ceil(passed[0] + SECONDS - now))
        passed.append(now)
        while len(self._passed) > MOST_KEPT:
            self._passed.popitem(last=False)
        return 0

    def _name(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address).encode(), key=self._key, digest_size=16).digest()


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, _NETWORK_BITS), strict=False)) if known.version == 6 else address
