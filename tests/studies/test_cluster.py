"""A study on a cluster of somebody's own: trials side by side, and a worker that is killed in mid-study."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from activate_va.assembly import open_services
from activate_va.services import Services
from activate_va.settings import Settings
from activate_va.studies.runner import Outcome
from activate_va.studies.source import load_design

from ..cluster_processes import ClusterProcesses
from .conftest import DesignFile
from .running import Quiet, run, tables

WORKERS = 2


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ClusterProcesses]:
    with ClusterProcesses(tmp_path_factory.mktemp("cluster"), WORKERS) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def clustered(
    tmp_path_factory: pytest.TempPathFactory, digits_path: Path, cluster: ClusterProcesses
) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("clustered")
    settings = Settings(data_dir=folder, datasets=(str(digits_path),), auth=False, scheduler=cluster.address)
    with open_services(settings) as services:
        services.jobs.cluster.client.wait_for_workers(WORKERS, timeout=60)
        yield services


class Killing(Quiet):
    """When the third round has ended, kills a worker that trains."""

    def __init__(self, services: Services, cluster: ClusterProcesses) -> None:
        super().__init__()
        self.client = services.jobs.cluster.client
        self.cluster = cluster
        self.thread = threading.Thread(target=self._kill)

    def round_done(self) -> None:
        super().round_done()
        if self.rounds == 3:
            self.thread.start()

    def _kill(self) -> None:
        while not (training := [address for address, keys in self.client.processing().items() if trains(keys)]):
            time.sleep(0.01)
        workers = self.client.scheduler_info(n_workers=-1)["workers"]
        self.cluster.kill(int(workers[training[0]]["name"]))


def trains(keys: Any) -> bool:
    return any(str(key).startswith("train-") for key in keys)


def test_a_study_survives_a_worker_that_is_killed_and_says_what_it_says_anywhere(
    design_file: DesignFile, services: Services, clustered: Services, cluster: ClusterProcesses, tmp_path: Path
) -> None:
    path = design_file(policies=["random", "LCRS"], labellers=["oracle"], training_schemes=["SIL"], epochs=300, seeds=2)
    design = load_design(str(path))
    watcher = Killing(clustered, cluster)
    assert run(design, tmp_path / "cluster", clustered, watcher) == Outcome(ran=4, stored=0, failed=())
    watcher.thread.join()
    events = [event for _, event in watcher.client.get_events("all")]
    lost = [event for event in events if event["action"] == "remove-worker"]
    assert [trains(event["processing-tasks"]) for event in lost] == [True]
    assert any(stage.startswith("2 at once") for stage in watcher.stages)
    run(design, tmp_path / "embedded", services)
    assert tables(tmp_path / "cluster") == tables(tmp_path / "embedded")
