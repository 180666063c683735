"""The JSON Schemas (draft 2020-12) of what is archived: the lines of `taxonomy.jsonl`, the manifest."""

from __future__ import annotations

from pathlib import Path

__all__ = ["files"]


def files() -> dict[str, bytes]:
    """File name → bytes of every schema."""
    return {it.name: it.read_bytes() for it in sorted(Path(__file__).parent.glob("*.schema.json"))}
