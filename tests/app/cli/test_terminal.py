"""Where a command writes may be closed, full, or speak another encoding; how it ends is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import workbook

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow

COMPETENT = [sys.executable, "-m", "app.cli"]


@pytest.fixture
def started(home: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Starts the command as a process of its own, in the home of the test."""

    def start(
        *arguments: object, stdout: Any = subprocess.PIPE, **env: str
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [*COMPETENT, *map(str, arguments)],
            env=os.environ | {"COMPETENT_HOME": str(home)} | env,
            stdout=stdout,
            stderr=subprocess.PIPE,
        )

    return start


@pytest.fixture
def book(tmp_path: Path) -> Path:
    content = workbook.sheets()
    content[workbook.PROFILES][1][8] = "Werkt\u200b met 日本 🥖."
    return workbook.write(tmp_path / "competent-3.8.xlsx", content)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_terminal_that_cannot_show_a_letter_shows_its_escape(
    started: Callable[..., subprocess.Popen[bytes]], book: Path, home: Path, encoding: str
) -> None:
    command = started(
        *("import", "competent", book, "--version", "3.8"),
        PYTHONIOENCODING=encoding,
        COMPETENT_HOME=str(home.with_name("日本")),
    )
    _, err = command.communicate()
    assert (command.returncode, b"Traceback" in err) == (0, False)
    assert rb"\u65e5\u672c/reports" in err


def test_json_lines_are_utf_8_in_every_locale(
    started: Callable[..., subprocess.Popen[bytes]], book: Path
) -> None:
    command = started(
        *("import", "competent", book, "--version", "3.8", "--json"),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
    )
    out, _ = command.communicate()
    lines = [json.loads(line) for line in out.decode("utf-8").splitlines()]
    assert command.returncode == 0
    assert "日本" in lines[0]["message"]


def test_a_file_whose_name_is_no_text_is_named_all_the_same(
    started: Callable[..., subprocess.Popen[bytes]], book: Path
) -> None:
    odd = book.rename(os.fsdecode(os.fsencode(book.parent) + b"/caf\xe9.xlsx"))
    command = started("import", "competent", odd, "--version", "3.8", "--json")
    out, _ = command.communicate()
    assert command.returncode == 0
    assert json.loads(out.splitlines()[0])["place"]["file"] == "caf?.xlsx"


def test_a_reader_that_leaves_stops_no_publication(
    started: Callable[..., subprocess.Popen[bytes]], book: Path
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = started("import", "competent", book, "--version", "3.8", "--publish", stdout=writing)
    os.close(writing)
    _, err = command.communicate()
    assert (command.returncode, b"Traceback" in err) == (0, False)
    out, _ = started("show", "competent", "3.8", "--json").communicate()
    assert json.loads(out)["status"] == "published"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_an_output_without_room_is_told_and_stops_no_publication(
    started: Callable[..., subprocess.Popen[bytes]], book: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        command = started("import", "competent", book, "--version", "3.8", "--publish", stdout=full)
        _, err = command.communicate()
    assert command.returncode == 1
    assert b"standard output could not be written" in err
    assert b"Traceback" not in err
    out, _ = started("show", "competent", "3.8", "--json").communicate()
    assert json.loads(out)["status"] == "published"


def test_closed_streams_are_no_place_for_the_record(
    started: Callable[..., subprocess.Popen[bytes]], book: Path, home: Path
) -> None:
    command = [*COMPETENT, "import", "competent", str(book), "--version", "3.8"]
    closed = subprocess.run(
        ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", *command],
        env=os.environ | {"COMPETENT_HOME": str(home)},
        check=False,
    )
    assert closed.returncode == 0
    out, _ = started("show", "competent", "3.8", "--json").communicate()
    assert json.loads(out)["status"] == "draft"


@pytest.mark.parametrize(
    ("sent", "code", "told"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "stopped")],
)
def test_a_command_that_is_ended_says_so(
    started: Callable[..., subprocess.Popen[bytes]],
    tmp_path: Path,
    sent: signal.Signals,
    code: int,
    told: str,
) -> None:
    waiting = tmp_path / "occupations_en.csv"
    os.mkfifo(waiting)  # the command waits here until somebody writes
    command = started("import", "esco", waiting, "--version", "1.2.0", "--json")
    with waiting.open("wb"):
        command.send_signal(sent)
        out, err = command.communicate(timeout=60)
    assert command.returncode == code
    assert (json.loads(out)["code"], err.startswith(told.encode())) == (told, True)


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_command_that_is_ended_while_it_starts_shows_no_trace(
    home: Path, sent: signal.Signals, code: int
) -> None:
    begun = "import os, sys; sys.meta_path.insert(0, type('', (), {'find_spec': find})); main()"
    ending = f"find = lambda name, *_: os.kill(os.getpid(), {sent}) if name == 'typer' else None"
    ended = subprocess.run(
        [sys.executable, "-c", f"import os\nfrom app.cli import main\n{ending}\n{begun}"],
        env=os.environ | {"COMPETENT_HOME": str(home)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, b"Traceback" in ended.stderr) == (code, False)
