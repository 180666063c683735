"""The option `--no-skips`: a skipped test is a failure of the run, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

__all__ = ["pytest_addoption", "pytest_sessionfinish", "pytest_terminal_summary"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option to pytest's own."""
    parser.addoption(
        "--no-skips", action="store_true", help="fail the run when any test is skipped, saying why"
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Turn a success with skips into a failure."""
    if _skipped(session.config) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Say which tests were skipped although none may be."""
    skipped = _skipped(config)
    if skipped:
        terminalreporter.section("skipped, although --no-skips was given", red=True)
        for report in skipped:
            terminalreporter.line(f"{report.nodeid}: {_reason(report)}")


def _skipped(config: pytest.Config) -> list[pytest.TestReport]:
    reporter: TerminalReporter | None = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not config.getoption("--no-skips"):
        return []
    return list(reporter.stats.get("skipped", []))


def _reason(report: pytest.TestReport) -> str:
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2]
    return str(report.longrepr)
