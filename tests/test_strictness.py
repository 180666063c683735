from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SUITE = """
import pytest

def test_that_passes():
    assert "a" in "abc"

{skipping}
"""
SKIPPING = """
def test_that_skips():
    pytest.skip("the moon is full")
"""
FAILING_AS_EXPECTED = """
@pytest.mark.xfail(reason="known")
def test_that_fails():
    assert 1 == 2
"""


def finished(folder: Path, suite: str, *options: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_suite.py").write_text(suite)
    plugins = ["-p", "tests.strictness", "-p", "xdist"]
    command = [sys.executable, "-m", "pytest", *plugins, "--rootdir", str(folder)]
    return subprocess.run(
        [*command, "-c", str(folder / "none.ini"), *options, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.parametrize("workers", [(), ("-n", "2")])
def test_a_skip_fails_the_run_and_is_listed_with_its_reason(
    tmp_path: Path, workers: tuple[str, ...]
) -> None:
    (tmp_path / "none.ini").touch()
    run = finished(tmp_path, SUITE.format(skipping=SKIPPING), "--no-skips", *workers)
    assert run.returncode == pytest.ExitCode.TESTS_FAILED, run.stdout + run.stderr
    assert "test_that_skips: Skipped: the moon is full" in run.stdout


@pytest.mark.slow
def test_an_expected_failure_is_no_skip(tmp_path: Path) -> None:
    (tmp_path / "none.ini").touch()
    run = finished(tmp_path, SUITE.format(skipping=FAILING_AS_EXPECTED), "--no-skips")
    assert run.returncode == pytest.ExitCode.OK, run.stdout + run.stderr


@pytest.mark.slow
def test_skips_are_allowed_without_the_option(tmp_path: Path) -> None:
    (tmp_path / "none.ini").touch()
    run = finished(tmp_path, SUITE.format(skipping=SKIPPING))
    assert run.returncode == pytest.ExitCode.OK, run.stdout + run.stderr
