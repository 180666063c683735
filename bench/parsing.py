"""The baseline of a start: the archive's files by the standard library alone; prints as bench.start."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

__all__ = ["highest_kibibytes", "parse"]


def parse(home: Path) -> list[dict[str, object]]:
    """Every release of the archive as a dict from id to document."""
    return [
        {concept["id"]: concept for concept in map(json.loads, file.read_bytes().splitlines())}
        for file in sorted((home / "archive").glob("*/*/taxonomy.jsonl"))
    ]


def highest_kibibytes() -> str:
    """The highest resident size of this process; ru_maxrss would be the parent's where larger."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return status.partition("VmHWM:")[2].split()[0]


if __name__ == "__main__":
    kept = parse(Path(sys.argv[1]))
    print(time.time(), highest_kibibytes(), flush=True)
    os._exit(0)  # nobody waits until a million objects are freed
