"""What a command prints: tables for people, JSON lines for scripts, and exit codes they can trust.

0 done · 1 failed · 2 wrong usage · 3 refused, with findings · 4 conflict · 5 try again later ·
130 interrupted · 143 stopped
"""

from __future__ import annotations

import json
import re
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
from rich.text import Text

from app.cli.terminal import INTERRUPTED, STOPPED, StoppedError
from taxonomy.errors import (
    ConflictError,
    InvalidError,
    InvalidQueryError,
    InvalidVersionError,
    MappingSetInvalidError,
    ReleaseInvalidError,
    SourceRefusedError,
    TaxonomyError,
    UnavailableError,
)
from taxonomy.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["ExitCode", "Output", "exit_code", "failing_clearly", "json_line"]

_EXAMPLES = {Severity.ERROR: 20, Severity.WARNING: 3, Severity.INFO: 0}
_WIDE = 240  # columns where no terminal tells how wide it is: nothing is cut in a file or pipe
_UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What would move the cursor, colour, or turn the direction of a terminal."""
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
        (MappingSetInvalidError, ExitCode.REFUSED),
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
            sys.stdout.write(_shown(text) + "\n")

    def record(self, values: dict[str, Any]) -> None:
        """One JSON line in UTF-8 (RFC 8259 §8.1), whoever reads and whatever the terminal speaks."""
        self._write(json_line(values))

    def _write(self, lines: bytes) -> None:
        sys.stdout.flush()
        sys.stdout.buffer.write(lines)
        sys.stdout.buffer.flush()

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
            table.add_row(*(Text("" if cell is None else _shown(str(cell))) for cell in row))
        console = self._console
        with console.capture() as printed:
            console.print(table)
        sys.stdout.writelines(line.rstrip() + "\n" for line in printed.get().splitlines())

    def findings(self, findings: Sequence[Finding], *, everything: str = "") -> None:
        """The worst findings for people, with counts per code; every one for scripts."""
        if self.json:
            self._write(b"".join(json_line({"type": "finding", **it.as_dict()}) for it in findings))
            return
        by_code: dict[tuple[Severity, str], list[Finding]] = {}
        for finding in findings:
            by_code.setdefault((finding.severity, finding.code), []).append(finding)
        order = list(Severity)
        groups = sorted(by_code.items(), key=lambda it: (-order.index(it[0][0]), len(it[1])))
        for (severity, code), group in groups:
            self._aside.print(f"[{_COLOURS[severity]}]{len(group):>7,}  {severity}  {code}[/]")
            for finding in group[: _EXAMPLES[severity]]:
                self._aside.print(f"         {_shown(_told(finding))}", markup=False)
        if findings and everything:
            self._aside.print(f"Every finding ({len(findings):,}): {everything}", markup=False)

    def fail(self, error: TaxonomyError) -> None:
        """The error, on standard error; as a JSON line on standard output for scripts."""
        if self.json:
            self.record({"type": "error", "code": error.code, "detail": error.detail})
        self._aside.print(f"[red]{error.code}[/]: ", end="")
        self._aside.print(_shown(error.detail), markup=False)

    def warn(self, text: str) -> None:
        """A line beside the results, whoever reads them."""
        self._aside.print(_shown(text), markup=False)

    def end(self, reason: KeyboardInterrupt) -> None:
        """That the user or the system ended the command."""
        how = "stopped" if isinstance(reason, StoppedError) else "interrupted"
        detail = "nothing is half-written; run the command again to finish it"
        if self.json:
            self.record({"type": "error", "code": how, "detail": detail})
        self._aside.print(f"[red]{how}[/]: {detail}")

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


def json_line(values: dict[str, Any]) -> bytes:
    """The values as one line of JSON; lone surrogates, which UTF-8 cannot hold, are replaced."""
    try:
        return orjson.dumps(values, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_APPEND_NEWLINE)
    except orjson.JSONEncodeError:
        return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _shown(text: str) -> str:
    """The text with every control character as its escape."""
    return _UNPRINTABLE.sub(lambda it: repr(it[0])[1:-1], text)


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
    except KeyboardInterrupt as reason:
        output.end(reason)
        code = STOPPED if isinstance(reason, StoppedError) else INTERRUPTED
        raise typer.Exit(code) from reason
