"""Tests of the settings that a reader holds for the whole process."""

from __future__ import annotations

import gc
import threading
import weakref

import pytest

from taxonomy.sources import process_wide
from taxonomy.sources.process_wide import keep_from_search, without_cycle_search


class Knot:
    """Refers to itself, so that only a search for cycles frees it."""

    def __init__(self) -> None:
        self.itself = self


def test_the_search_for_cycles_rests_within_and_goes_on_after() -> None:
    with without_cycle_search():
        within = gc.isenabled()
    assert (within, gc.isenabled()) == (False, True)


def test_the_search_rests_until_the_last_reader_is_done() -> None:
    with without_cycle_search():
        with without_cycle_search():
            pass
        assert not gc.isenabled()


def test_a_cycle_made_within_is_found_afterwards() -> None:
    with without_cycle_search():
        knot = weakref.ref(Knot())
    gc.collect()
    assert knot() is None


def test_what_is_kept_from_the_search_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_wide, "_KEPT", threading.Event())
    keep_from_search()
    try:
        with without_cycle_search():
            pass
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()


def test_reading_keeps_nothing_from_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_wide, "_KEPT", threading.Event())
    gc.unfreeze()
    with without_cycle_search():
        pass
    assert gc.get_freeze_count() == 0
