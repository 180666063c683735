"""What a command prints: tables for people, JSON lines for scripts, and exit codes they can trust.

0 done · 1 failed · 2 wrong usage · 3 refused, with findings · 4 conflict · 5 try again later
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import orjson
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Table

from taxonomy.errors import (
    ConflictError,
    InvalidError,
    InvalidQueryError,
    InvalidVersionError,
    ReleaseInvalidError,
    SourceRefusedError,
    TaxonomyError,
    UnavailableError,
)
from taxonomy.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["ExitCode", "Output", "exit_code", "failing_clearly"]

_EXAMPLES = {Severity.ERROR: 20, Severity.WARNING: 3, Severity.INFO: 0}
_WIDE = 240  # columns where no terminal tells how wide it is: nothing is cut in a file or pipe
_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "dim"}


class ExitCode(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    REFUSED = 3
    CONFLICT = 4
    UNAVAILABLE = 5


def exit_code(error: TaxonomyError) -> ExitCode:
    """The exit code that an error ends a command with."""
    table: tuple[tuple[type[TaxonomyError], ExitCode], ...] = (
        (SourceRefusedError, ExitCode.REFUSED),
        (ReleaseInvalidError, ExitCode.REFUSED),
        (ConflictError, ExitCode.CONFLICT),
        (UnavailableError, ExitCode.UNAVAILABLE),
        (InvalidVersionError, ExitCode.USAGE),
        (InvalidQueryError, ExitCode.USAGE),
    )
    return next((code for kind, code in table if isinstance(error, kind)), ExitCode.FAILED)


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command writes: results on standard output, progress and errors beside it."""

    json: bool = False

    @property
    def _console(self) -> Console:
        console = Console(soft_wrap=True, highlight=False)
        return console if console.is_terminal else Console(width=_WIDE, highlight=False)

    @property
    def _aside(self) -> Console:
        return Console(stderr=True, soft_wrap=True, highlight=False)

    def line(self, text: str, **values: Any) -> None:
        """A line for people, or the values as one JSON line for scripts."""
        if self.json:
            self.record(values)
        else:
            sys.stdout.write(text + "\n")

    def record(self, values: dict[str, Any]) -> None:
        """One JSON line, whoever reads."""
        sys.stdout.write(orjson.dumps(values, option=orjson.OPT_NON_STR_KEYS).decode() + "\n")

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Rows as a table for people, as one JSON object a row for scripts."""
        if self.json:
            for row in rows:
                self.record(dict(zip(columns, row, strict=True)))
            return
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*("" if cell is None else str(cell) for cell in row))
        self._console.print(table)

    def findings(self, findings: Sequence[Finding], *, everything: str = "") -> None:
        """The worst findings for people, with counts per code; every one for scripts."""
        if self.json:
            for finding in findings:
                self.record({"type": "finding", **finding.as_dict()})
            return
        by_code: dict[tuple[Severity, str], list[Finding]] = {}
        for finding in findings:
            by_code.setdefault((finding.severity, finding.code), []).append(finding)
        order = list(Severity)
        groups = sorted(by_code.items(), key=lambda it: (-order.index(it[0][0]), len(it[1])))
        for (severity, code), group in groups:
            self._aside.print(f"[{_COLOURS[severity]}]{len(group):>7,}  {severity}  {code}[/]")
            for finding in group[: _EXAMPLES[severity]]:
                self._aside.print(f"         {_told(finding)}", markup=False)
        if findings and everything:
            self._aside.print(f"All {len(findings):,} findings: {everything}", markup=False)

    def fail(self, error: TaxonomyError) -> None:
        """The error, on standard error; as a JSON line on standard output for scripts."""
        if self.json:
            self.record({"type": "error", "code": error.code, "detail": error.detail})
        self._aside.print(f"[red]{error.code}[/]: ", end="")
        self._aside.print(error.detail, markup=False)

    @contextmanager
    def progress(self, what: str, total: int | None = None) -> Iterator[Callable[[str, int], None]]:
        """A progress line on a terminal; call what it gives with (what is done now, how many)."""
        if self.json or not self._aside.is_terminal:
            yield lambda _what, _done: None
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
        )
        with Progress(*columns, console=self._aside, transient=True) as bar:
            task = bar.add_task(what, total=total)

            def step(now: str, done: int) -> None:
                bar.update(task, description=f"{what}: {now}", completed=done)

            yield step


def _told(finding: Finding) -> str:
    named = finding.concept and finding.concept not in finding.message
    where = f"  [{finding.place}]" if finding.place else ""
    return f"{finding.concept + ' ' if named else ''}{finding.message}{where}"


@contextmanager
def failing_clearly(output: Output) -> Iterator[None]:
    """Turn every error of ours into its message and its exit code; others stay what they are."""
    try:
        yield
    except TaxonomyError as error:
        if isinstance(error, InvalidError) and error.findings:
            output.findings(error.findings)
        output.fail(error)
        raise typer.Exit(exit_code(error)) from error
