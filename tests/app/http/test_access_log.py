from __future__ import annotations

import asyncio
import io
from contextlib import suppress

import orjson
import pytest

from app.http.access_log import MOST_WAITING, AccessLog
from tests.app import butchers
from tests.app.serving import serving

LINE = (0.0, "GET", "/a\nb\ud800", 200, 5, 0.0123456, b"id-1")


def test_a_line_says_what_was_asked_and_answered() -> None:
    stream = io.StringIO()
    log = AccessLog(stream)
    log.add(LINE)
    log.flush()
    assert orjson.loads(stream.getvalue()) == {
        "time": "1970-01-01T00:00:00.000Z",
        "method": "GET",
        "path": "/a\nb?",
        "status": 200,
        "bytes": 5,
        "ms": 12.346,
        "request_id": "id-1",
    }


def test_a_line_stays_one_line_whatever_its_path() -> None:
    stream = io.StringIO()
    log = AccessLog(stream)
    for _ in range(3):
        log.add(LINE)
    log.flush()
    assert stream.getvalue().count("\n") == 3


def test_lines_are_written_once() -> None:
    stream = io.StringIO()
    log = AccessLog(stream)
    log.add(LINE)
    log.flush()
    log.flush()
    assert stream.getvalue().count("\n") == 1


def test_lines_beyond_the_bound_are_counted() -> None:
    stream = io.StringIO()
    log = AccessLog(stream)
    for _ in range(MOST_WAITING + 2):
        log.add(LINE)
    log.flush()
    assert orjson.loads(stream.getvalue().splitlines()[-1]) == {"dropped_lines": 2}


def test_lines_are_written_in_the_background() -> None:
    stream = io.StringIO()
    log = AccessLog(stream)
    log.add(LINE)

    async def run() -> None:
        writing = asyncio.create_task(log.run())
        while not stream.getvalue():  # noqa: ASYNC110 # a stream tells nobody
            await asyncio.sleep(0.01)
        writing.cancel()
        with suppress(asyncio.CancelledError):
            await writing

    asyncio.run(run())
    assert stream.getvalue().count("\n") == 1


@pytest.mark.parametrize("path", ["concepts/OP-10", "concepts"])
def test_every_request_is_logged_without_its_query(
    capsys: pytest.CaptureFixture[str], path: str
) -> None:
    with serving(butchers.shelf(), access_log=True) as client:
        for _ in range(2):
            client.get(f"{path}?lang=nl&key=secret")
    lines = [orjson.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [it["status"] for it in lines] == [200, 200]
    assert {it["path"] for it in lines} == {f"{client.at}/{path}"}
    assert "secret" not in str(lines)
