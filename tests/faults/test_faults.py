"""Short forms of the scripts beside this file, as a server must always pass them."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from ..server_process import ServerProcess
from . import cluster_parts, kills, sigterm, strangers, workers, world
from .served import Served, is_worker

SECONDS_TO_END = 10
"""What containers are given between the signal and their end."""


@pytest.fixture
def served(tmp_path: Path, digits_path: Path) -> Iterator[Served]:
    with Served(tmp_path / "data", digits_path) as served:
        yield served


@pytest.mark.slow
def test_rounds_whose_workers_are_killed_end_and_the_next_one_trains(served: Served) -> None:
    labeller = workers.begin(served)
    once = workers.kill_in_a_round(served, labeller, 1)
    assert (once.ended, once.after) == ("results", "results")
    often = workers.kill_in_a_round(served, labeller, 2)
    assert often.ended in ("results", "WorkerLost")
    assert often.after == "results"


@pytest.mark.slow
def test_a_server_that_is_terminated_ends_in_order_and_in_time(served: Served) -> None:
    ended = sigterm.terminate(served)
    assert ended.status == 0
    assert ended.seconds < SECONDS_TO_END
    assert ended.files == ()
    assert ended.reason == "ServerStopped"
    assert ended.found == ended.acknowledged
    assert ended.left == 0


@pytest.mark.slow
def test_no_acknowledged_write_is_lost_when_the_server_is_killed(served: Served, tmp_path: Path) -> None:
    chance, tally = random.Random(7), kills.Tally()
    logs = [log for _ in range(3) for log in kills.kill_once(served, chance, tally)]
    assert (tally.lost, tally.gaps, tally.unlike) == (0, 0, 0)
    assert tally.acknowledged > tally.kills
    assert kills.page_agrees(logs, tmp_path)


@pytest.mark.slow
def test_a_server_that_is_killed_leaves_no_worker_behind(served: Served) -> None:
    left = [process for process in served.process.tree() if is_worker(process.cmdline())]
    assert len(left) == 2
    served.process.kill()
    assert psutil.wait_procs(left, SECONDS_TO_END)[1] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suffer", "answer"),
    [(world.full_disk, "507 DiskFull"), (world.clock_set_back, "200")],
    ids=["full disk", "clock set back"],
)
def test_what_a_server_cannot_help_is_said_and_over_once_it_is_mended(
    tmp_path: Path, digits_path: Path, suffer: Callable[[Path, Path], world.Outcome], answer: str
) -> None:
    try:
        outcome = suffer(tmp_path, digits_path)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        pytest.skip(f"needs to mount a disk, or a C compiler: {error}")
    assert answer in outcome.meanwhile
    assert outcome[1:] == (True, True, 0, "round_finished")


@pytest.mark.slow
def test_a_round_whose_scheduler_is_killed_says_so_and_the_next_one_trains(tmp_path: Path, digits_path: Path) -> None:
    with cluster_parts.lab_in(tmp_path, digits_path) as lab:
        ended = lab.kill_in_a_round("scheduler")
    assert (ended.ended, ended.after) == ("SchedulerUnreachable", "results")


@pytest.mark.slow
def test_strangers_are_let_in_nowhere(tmp_path: Path, digits_path: Path) -> None:
    with ServerProcess(tmp_path, "--dataset", str(digits_path)) as server:
        open_ports = strangers.ports(server)
        assert [port.process for port in open_ports].count("worker") == 2
        assert [v for v in strangers.visits(open_ports) if v.let_in] == []
