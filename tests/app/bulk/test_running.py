"""One process, many or a cluster, killed or not: the output is the same, and nothing is done twice."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from distributed import LocalCluster
from typing_extensions import override

from app.bulk.cluster import Cluster
from app.bulk.manifest import Manifest
from app.bulk.reading import Table
from app.bulk.running import Way, refuse_where_strict, run
from app.bulk.workers import Alone, Pool
from app.bulk.workplace import opened
from taxonomy.errors import (
    ConflictError,
    SourceRefusedError,
    WorkUnfinishedError,
)
from tests.app.bulk.work import COLUMNS, counting
from tests.processes import die, ended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.bulk.jobs import Job
    from app.bulk.running import Summary
    from app.bulk.workers import Workers

MANY = 10


def rows(folder: Path, ids: Sequence[object] = (*range(MANY - 1), "deadly")) -> Path:
    path = folder / "rows.ndjson"
    lines = [{"id": str(it), "values": ["x"] * (place % 4)} for place, it in enumerate(ids)]
    path.write_text("".join(json.dumps(it) + "\n" for it in lines))
    return path


def result(ids: Sequence[object] = (*range(MANY - 1), "deadly")) -> str:
    return "id,many\n" + "".join(f'"{it}",{place % 4}\n' for place, it in enumerate(ids))


def done(
    path: Path, out: Path, job: Job | None = None, workers: Workers | None = None, block: int = 3
) -> Summary:
    table = Table.opened(path, COLUMNS, "--rows")
    with opened(out) as place:
        return run(job or counting(), table, place, Way(workers or Alone(), block))


def test_the_output_does_not_depend_on_the_size_of_blocks(tmp_path: Path) -> None:
    path, out = rows(tmp_path), tmp_path / "out.csv"
    for block in (1, 3, 100):
        summary = done(path, out, block=block)
        assert out.read_text() == result()
        assert (summary.read, summary.written, summary.answered) == (MANY, MANY, MANY)
    assert sorted(it.name for it in tmp_path.iterdir()) == ["out.csv", "rows.ndjson"]


@pytest.mark.parametrize("name", ["out.parquet", "out.ndjson"])
def test_every_form_of_output_is_the_same_bytes_for_any_block(tmp_path: Path, name: str) -> None:
    path, out = rows(tmp_path), tmp_path / name
    found = set()
    for block in (2, 7):
        done(path, out, block=block)
        found.add(out.read_bytes())
    assert len(found) == 1


def test_work_is_set_up_once_a_process_and_a_killed_worker_loses_nothing(tmp_path: Path) -> None:
    kill, count = tmp_path / "kill", tmp_path / "count"
    kill.touch()
    job = counting(kill=str(kill), count=str(count))
    summary = done(rows(tmp_path), tmp_path / "out.csv", job, Pool(1), block=2)
    assert (tmp_path / "out.csv").read_text() == result()
    assert (summary.blocks, kill.exists()) == (5, False)
    assert count.read_text() == "set up\n" * 2  # once in the one that was killed, once in the next


def test_workers_that_are_always_killed_end_the_run_and_keep_what_is_done(tmp_path: Path) -> None:
    path, out = rows(tmp_path), tmp_path / "out.csv"
    with pytest.raises(WorkUnfinishedError, match="smaller --block"):
        done(path, out, counting(always=True), Pool(1))
    assert not out.exists()
    summary = done(path, out)
    assert summary.taken_over >= 1
    assert out.read_text() == result()


def test_a_full_disk_ends_the_run_and_the_same_command_goes_on(tmp_path: Path) -> None:
    path, out = rows(tmp_path), tmp_path / "out.csv"
    full = tmp_path / "out.csv.parts" / "000003.csv"
    full.mkdir(parents=True)  # nothing can be written in its place, as on a full disk
    (full / "something").touch()
    with pytest.raises(WorkUnfinishedError, match="make room"):
        done(path, out)
    assert not out.exists()
    (full / "something").unlink()
    full.rmdir()
    assert done(path, out).taken_over == 3
    assert out.read_text() == result()


def test_an_output_that_cannot_be_put_in_place_keeps_every_block(tmp_path: Path) -> None:
    path, out = rows(tmp_path), tmp_path / "out.csv"
    (out / "in the way").mkdir(parents=True)
    with pytest.raises(WorkUnfinishedError, match=r"kept in .*out.csv.parts"):
        done(path, out)
    (out / "in the way").rmdir()
    out.rmdir()
    assert done(path, out).taken_over == 4


def interrupted(path: Path, out: Path, job: Job) -> Path:
    """The folder of a run that was ended after its second block."""

    class Ending(Alone):
        @override
        def finish(self, tasks: Any) -> Any:
            parts = super().finish(tasks)
            yield from (next(parts), next(parts))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        done(path, out, job, Ending())
    return out.with_name(f"{out.name}.parts")


def test_only_blocks_of_the_same_rows_options_and_bytes_are_taken_over(tmp_path: Path) -> None:
    path, out = rows(tmp_path), tmp_path / "out.csv"
    folder = interrupted(path, out, counting())
    (folder / "000000.csv").write_text("altered")
    with (folder / "manifest.jsonl").open("ab") as file:
        file.write(b'{"block": 3, "inp')  # torn by a crash
    assert done(path, out).taken_over == 1
    assert out.read_text() == result()

    interrupted(path, out, counting())
    rows(tmp_path, ["other", *range(MANY - 1)])
    assert done(path, out).taken_over == 0
    assert out.read_text() == result(["other", *range(MANY - 1)])

    interrupted(path, out, counting())
    job = counting()
    assert done(path, out, type(job)(**{**fields(job), "digest": "2"})).taken_over == 0


def fields(job: Job) -> dict[str, Any]:
    return {it: getattr(job, it) for it in ("name", "columns", "answers", "options", "set_up")}


def test_the_manifest_names_each_finished_block(tmp_path: Path) -> None:
    folder = interrupted(rows(tmp_path), tmp_path / "out.csv", counting())
    told = [json.loads(it) for it in (folder / "manifest.jsonl").read_text().splitlines()]
    assert [(it["block"], it["file"], it["rows"]) for it in told] == [
        (0, "000000.csv", 3),
        (1, "000001.csv", 3),
    ]
    assert {len(it[name]) for it in told for name in ("input", "options", "sha256")} == {64}
    (folder / "000001.csv").unlink()
    assert Manifest(folder).find(1, told[1]["input"], told[1]["options"]) is None


def test_refused_rows_are_counted_shown_and_written_and_strict_refuses(tmp_path: Path) -> None:
    path, out = rows(tmp_path, ["a", "b", "a", "c", ""]), tmp_path / "out.csv"
    summary = done(path, out)
    assert out.read_text() == 'id,many\n"a",0\n"b",1\n"c",3\n'
    assert (summary.read, summary.refused) == (3, 2)
    assert [str(it.place) for it in summary.first_refused] == [
        "rows.ndjson, row 3, id",
        "rows.ndjson, row 5, id",
    ]
    beside = tmp_path / "out.csv.rejects.jsonl"
    assert [json.loads(it)["code"] for it in beside.read_text().splitlines()] == [
        "id-repeated",
        "id-missing",
    ]
    table = Table.opened(path, COLUMNS, "--rows")
    with opened(out) as place, pytest.raises(SourceRefusedError, match="2 rows") as told:
        refuse_where_strict(table, place)
    assert len(told.value.findings) == 2
    rows(tmp_path)
    done(path, out)
    assert not beside.exists()


def test_one_output_is_made_by_one_run_at_a_time(tmp_path: Path) -> None:
    with (
        opened(tmp_path / "out.csv"),
        pytest.raises(ConflictError, match="another run"),
        opened(tmp_path / "out.csv"),
    ):
        pass


def test_what_workers_cannot_foresee_is_raised_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        done(rows(tmp_path), tmp_path / "out.csv", counting(full=True), Pool(1))


def test_a_cluster_gives_the_same_though_a_worker_is_killed(tmp_path: Path) -> None:
    kill = tmp_path / "kill"
    kill.touch()
    path, out = rows(tmp_path), tmp_path / "out.csv"
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=1, threads_per_worker=2, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        address = cluster.scheduler_address
        done(path, out, counting(kill=str(kill)), Cluster(address, tmp_path), block=2)
    assert out.read_text() == result()
    assert not kill.exists()


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    cluster = Cluster("tcp://127.0.0.1:9", tmp_path, seconds=0.3)
    with pytest.raises(WorkUnfinishedError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        done(rows(tmp_path), tmp_path / "out.csv", workers=cluster)


def killed_after_two_blocks(path: Path, out: Path, pids: str, workers: Workers) -> None:
    table = Table.opened(path, COLUMNS, "--rows")
    with opened(out) as place:
        run(counting(pids=pids), table, place, Way(workers, 2), progress=_Dying())


class _Dying:
    """Kills this process when it is told of progress for the second time."""

    def __init__(self) -> None:
        self._told = 0

    def __call__(self, _: int) -> None:
        self._told += 1
        if self._told == 2:
            die()


@pytest.mark.parametrize("workers", [Alone(), Pool(1)])
def test_a_run_that_is_killed_goes_on_and_leaves_no_process_behind(
    tmp_path: Path, workers: Workers
) -> None:
    path, out, pids = rows(tmp_path), tmp_path / "out.csv", tmp_path / "pids"
    assert ended(killed_after_two_blocks, path, out, str(pids), workers) == -signal.SIGKILL
    assert not out.exists()
    assert done(path, out, block=2).taken_over == 2
    assert out.read_text() == result()
    (worker,) = {int(it) for it in pids.read_text().split()}
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists():
            return
        time.sleep(0.05)
    pytest.fail("a worker outlives the run that started it")
