"""The newcomer's first run: the service starts on nothing, shows its samples, takes a release."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def environment(home: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COMPETENT_")}
    return kept | {"COMPETENT_HOME": str(home), "COMPETENT_POLL_SECONDS": "0.2"}


def command(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *(str(it) for it in arguments)],
        env=environment(home),
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )


@contextmanager
def running(home: Path, *options: str) -> Iterator[httpx.Client]:
    """A client of `competent up` in a process group of its own; both are stopped at the end."""
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "up", "--port", str(port), *options],
        env=environment(home),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            eventually(lambda: alive(client), "the service answers", seconds=90)
            yield client
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=30)


def alive(client: httpx.Client) -> bool:
    try:
        return client.get("/livez").status_code == 200
    except httpx.TransportError:
        return False


def eventually(condition: Callable[[], bool], what: str, *, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        time.sleep(0.1)


def current(client: httpx.Client) -> str:
    return client.get("/v1/schemes/competent/releases/current").headers["x-release"]


def get(client: httpx.Client, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_service_starts_on_nothing_and_shows_its_samples(tmp_path: Path) -> None:
    with running(tmp_path) as client:
        assert get(client, "/readyz")["ready"] is True
        releases = get(client, "/v1/schemes/competent/releases")["items"]
        assert [it["version"] for it in releases] == ["1.9", "1.10", "1.11"]
        assert {it["sample"] for it in releases} == {True}
        profile = get(client, "/v1/schemes/competent/releases/1.11/profiles/OP-1")
        assert profile["pref_label"]["nl"] == "Slager"
        assert profile["essential_competences"]
        assert profile["uri"].startswith(str(client.base_url).rstrip("/"))
        (mapping,) = get(client, "/v1/mappings?subject=competent/current&subject_id=OP-1")["items"]
        assert mapping["object"]["pref_label"]["en"] == "meat cutter and butcher"


def test_every_worker_swaps_to_a_new_release_by_itself(tmp_path: Path) -> None:
    book = workbook.write(tmp_path / "book.xlsx", workbook.sheets())
    with running(tmp_path / "home", "--workers", "2", "--no-samples") as client:
        assert client.get("/readyz").status_code == 503
        assert client.get("/v1/schemes/competent/releases/current").status_code == 404
        command(tmp_path / "home", "import", "competent", book, "--version", "3.10", "--publish")

        def everywhere() -> bool:
            # A connection of its own each time, so that the answers come from both workers.
            answers = [
                httpx.get(f"{client.base_url}/v1/schemes/competent/releases/current")
                for _ in range(20)
            ]
            return {it.headers.get("x-release") for it in answers} == {"competent/3.10"}

        eventually(everywhere, "both workers serve 3.10")


def test_a_real_release_takes_the_place_of_the_samples(tmp_path: Path) -> None:
    book = workbook.write(tmp_path / "book.xlsx", workbook.sheets())
    with running(tmp_path / "home") as client:
        assert current(client) == "competent/1.11"
        # Its number is lower, yet it is real.
        command(tmp_path / "home", "import", "competent", book, "--version", "1.2", "--publish")
        eventually(lambda: current(client) == "competent/1.2", "1.2 is current")
        profile = get(client, "/v1/schemes/competent/releases/current/profiles/OP-1")
        assert profile["id"] == workbook.uid("OP-1")
        command(tmp_path / "home", "withdraw", "competent", "1.2", "--reason", "wrong titles")
        eventually(lambda: current(client) == "competent/1.11", "1.2 is withdrawn")
        withdrawn = get(client, "/v1/schemes/competent/releases/1.2")
        assert withdrawn["status"] == "withdrawn"
