"""Rows that are refused: how many, the first of them, and all of them in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from taxonomy.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["KEPT", "Refusal", "Rejects"]

KEPT = 20
"""So many refused rows of a file are kept to be shown."""

Refusal = tuple[int, str, str, str, str]
"""Row, code, message, id and column."""


class Rejects:
    """The refused rows of one file; every one goes to `path` as a JSON line, in the order of the file."""

    def __init__(self, file: str, path: Path) -> None:
        self.count = 0
        self.first: list[Finding] = []
        self._file = file
        self.path = path
        path.write_bytes(b"")

    @classmethod
    def read(cls, file: str, path: Path) -> Rejects:
        """The refused rows as they were written at `path`."""
        lines = path.read_bytes().splitlines()
        made = cls(file, path)
        found = [orjson.loads(line) for line in lines]
        made.add(
            [
                (
                    it["place"]["row"],
                    it["code"],
                    it["message"],
                    it.get("concept", ""),
                    it["place"].get("column", ""),
                )
                for it in found
            ]
        )
        return made

    def add(self, refusals: Sequence[Refusal]) -> None:
        """Refuse rows."""
        if not refusals:
            return
        findings = [self._finding(*it) for it in refusals]
        self.first += findings[: max(0, KEPT - self.count)]
        self.count += len(findings)
        with self.path.open("ab") as file:
            file.writelines(orjson.dumps(it.as_dict()) + b"\n" for it in findings)

    def lines(self) -> Iterator[bytes]:
        """Every refused row as a JSON line."""
        with self.path.open("rb") as file:
            yield from file

    def _finding(self, row: int, code: str, message: str, id_: str, column: str) -> Finding:
        return Finding(
            severity=Severity.ERROR,
            code=code,
            message=message,
            concept=id_.encode("utf-8", "replace").decode()[:200],
            place=Place(file=self._file, row=row, column=column),
        )
