"""`python -m app.mapping_runs NUMBER`: a run, in a process that ends with the one that began it."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

from app.config import Settings
from app.db.session import opened
from app.mapping_runs.working import work

_NICE = 5
"""Requests come first."""


def _follow(parent: int) -> None:
    """End when the process that began this one is gone: what is written is gone on with later."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)


def main(number: str) -> None:
    """Do the run of that number."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the service, which is followed
    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    os.nice(_NICE)
    settings = Settings()
    work(opened(settings.record_url, settings.busy_seconds), int(number))


if __name__ == "__main__":
    main(sys.argv[1])
