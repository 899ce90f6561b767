"""The embedded cluster: it heals, whatever is lost of it; it lets in nobody; work that no worker takes fails."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import dask
import pytest
from distributed import Client, rpc
from distributed.comm import CommClosedError

from activate_va.jobs import cluster as cluster_module
from activate_va.jobs.cluster import PROJECTION, TRAINING, Cluster, open_cluster
from activate_va.jobs.embedded import security_of_our_own
from activate_va.jobs.errors import WorkerLost
from activate_va.jobs.service import Jobs

from ..own_loop import run as run_alone
from . import tasks

REFUSED = (OSError, CommClosedError, TimeoutError)


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    """One whose scheduler, were it Dask's own cluster, would give a lost worker up after a tenth of a second."""
    with dask.config.set({"distributed.deploy.lost-worker-timeout": "100ms"}):
        cluster = open_cluster(None)
        yield cluster
        cluster.close()


def pids(cluster: Cluster) -> set[int]:
    return set(cluster.client.run(os.getpid).values())


def wait_for_both(cluster: Cluster) -> None:
    deadline = time.monotonic() + 60
    while missing := cluster.missing():
        assert time.monotonic() < deadline, missing
        time.sleep(0.1)


def test_workers_that_are_killed_come_back_however_long_their_start_takes(cluster: Cluster) -> None:
    before = pids(cluster)
    for _ in range(2):
        for pid in pids(cluster):
            os.kill(pid, signal.SIGKILL)
        time.sleep(2)  # Within it, Dask's own cluster gives them up for good.
        wait_for_both(cluster)
    assert not pids(cluster) & before


def test_a_nanny_that_gave_up_is_replaced(cluster: Cluster) -> None:
    assert cluster.embedded is not None
    before = pids(cluster)
    cluster.embedded.run(cluster.embedded.nannies[TRAINING].close)
    wait_for_both(cluster)
    assert len(pids(cluster) - before) == 1


def test_work_that_no_worker_takes_fails_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "NO_WORKER_SECONDS", 1)
    cluster = open_cluster(None)
    jobs = Jobs(cluster)
    job = jobs.submit("test", tasks.count, {"steps": 1}, resource="nobody's")
    with pytest.raises(WorkerLost, match="for 1 seconds there was no worker"):
        jobs.result(job.id)
    jobs.close()
    cluster.close()


def test_a_client_without_certificates_is_refused(cluster: Cluster) -> None:
    assert cluster.embedded is not None
    place = cluster.embedded.address.removeprefix("tls://")
    with pytest.raises(REFUSED):
        Client(f"tcp://{place}", timeout=2, set_as_default=False)
    with pytest.raises(REFUSED):
        Client(f"tls://{place}", timeout=2, set_as_default=False, security=security_of_our_own())


@pytest.mark.parametrize("kind", [TRAINING, PROJECTION])
def test_workers_and_nannies_refuse_who_has_no_certificate(cluster: Cluster, kind: str) -> None:
    assert cluster.embedded is not None
    nanny = cluster.embedded.nannies[kind]
    for address in (nanny.address, nanny.worker_address):
        assert address.startswith("tls://")
        with pytest.raises(REFUSED):
            run_alone(_identity(address.replace("tls://", "tcp://")))


async def _identity(address: str) -> object:
    async with rpc(address, timeout=2) as server:
        return await server.identity()
