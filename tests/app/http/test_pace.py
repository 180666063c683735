from __future__ import annotations

from dataclasses import dataclass

from app.http import pace
from app.http.pace import Pace


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_address_passes_so_often_an_hour_and_then_waits() -> None:
    clock = Clock()
    made = Pace(2, clock)
    assert [made.wait("192.0.2.1") for _ in range(3)] == [0, 0, 3600]
    assert made.wait("192.0.2.2") == 0
    clock.now = 3599.5
    assert made.wait("192.0.2.1") == 1
    clock.now = 3600.0
    assert [made.wait("192.0.2.1") for _ in range(3)] == [0, 0, 3600]


def test_a_household_of_ipv6_counts_as_one() -> None:
    made = Pace(1, Clock())
    assert made.wait("2001:db8:1:2::1") == 0
    assert made.wait("2001:db8:1:2:ffff::9") > 0
    assert made.wait("2001:db8:1:3::1") == 0


def test_no_address_is_kept_and_not_for_ever() -> None:
    made = Pace(1, Clock())
    for it in range(pace.MOST_KEPT + 5):
        made.wait(f"address {it}")
    assert len(made._passed) == pace.MOST_KEPT
    assert not any(b"address" in it for it in made._passed)
    assert made.wait("address 0") == 0
