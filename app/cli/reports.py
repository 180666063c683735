"""The findings of an import, kept where whoever imported can read them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.output import Output, json_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.findings import Finding

__all__ = ["written_report"]


def written_report(home: Path, name: str, findings: Iterable[Finding], output: Output) -> str:
    """Where every finding stands; "" where that cannot be written, which stops no import."""
    report = home / "reports" / f"{name}.findings.jsonl"
    unfinished = report.with_suffix(".unfinished")
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_bytes(b"".join(json_line(it.as_dict()) for it in findings))
        unfinished.replace(report)
    except OSError as error:
        output.warn(f"the findings could not be written to {report} ({error.strerror})")
        return ""
    return str(report)
