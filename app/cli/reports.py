"""The findings of an import, kept where whoever imported can read them again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.output import Output, json_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from taxonomy.findings import Finding
    from taxonomy.sources.mapping_reading import MappingReading
    from taxonomy.sources.reading import Reading

__all__ = ["tell_of_reading", "written_report"]


def tell_of_reading(home: Path, name: str, found: Reading | MappingReading, output: Output) -> None:
    """Say how many rows were read, and what was found in them."""
    if not output.json:
        output.table(
            ("read from", "rows"), [(file, f"{rows:,}") for file, rows in found.rows.items()]
        )
    report = written_report(home, name, found.findings, output)
    output.findings(found.findings, everything=report)


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
