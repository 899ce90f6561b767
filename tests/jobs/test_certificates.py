"""Schedulers of others: certificates wherever strangers could reach one, and connections that use them."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client

from activate_va.jobs.certificates import Certificates, expect_protected
from activate_va.jobs.cluster import TRAINING, open_cluster
from activate_va.jobs.errors import CertificateUnusable, SchedulerUnprotected
from activate_va.jobs.issuing import CertificatesThere, issue
from activate_va.jobs.service import Jobs
from activate_va.settings import InvalidSettings, load_settings

from ..cluster_processes import ClusterProcesses
from . import tasks

FILES = Certificates(Path("ca.pem"), Path("cert.pem"), Path("key.pem"))


@pytest.mark.parametrize("scheduler", ["tcp://127.0.0.1:8786", "localhost:8786", "tcp://[::1]:8786"])
def test_a_scheduler_of_this_machine_alone_needs_no_certificates(scheduler: str) -> None:
    expect_protected(scheduler, None, only_here=True)


@pytest.mark.parametrize(
    ("scheduler", "certificates", "only_here", "reason"),
    [
        ("tcp://10.0.0.5:8786", None, True, "could run code"),
        ("lab.example:8786", None, True, "could run code"),
        ("tcp://127.0.0.1:8786", None, False, "others reach this server"),
        ("tls://10.0.0.5:8786", None, True, "none are given"),
        ("tcp://10.0.0.5:8786", FILES, True, "takes none"),
    ],
)
def test_any_other_is_refused_without_them(
    scheduler: str, certificates: Certificates | None, only_here: bool, reason: str
) -> None:
    with pytest.raises(SchedulerUnprotected, match=reason):
        expect_protected(scheduler, certificates, only_here)


def test_with_them_it_may_be_anywhere() -> None:
    expect_protected("tls://10.0.0.5:8786", FILES, only_here=False)


def test_the_three_files_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTIVATE_VA_SCHEDULER_CA", "ca.pem")
    with pytest.raises(InvalidSettings, match="go together"):
        load_settings()


def test_files_that_cannot_be_read_are_named() -> None:
    with pytest.raises(CertificateUnusable, match=r"ca\.pem"):
        open_cluster("tls://127.0.0.1:9", FILES)


@pytest.fixture
def certificates(tmp_path: Path) -> Certificates:
    cert, key = issue(tmp_path / "certificates")
    return Certificates(cert, cert, key)


def test_the_key_is_its_owners_and_nothing_is_written_over(tmp_path: Path) -> None:
    cert, key = issue(tmp_path)
    before = cert.read_bytes(), key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    with pytest.raises(CertificatesThere, match=r"cert\.pem"):
        issue(tmp_path)
    assert (cert.read_bytes(), key.read_bytes()) == before


@pytest.fixture
def lab(tmp_path: Path, certificates: Certificates) -> Iterator[ClusterProcesses]:
    files = (f"--tls-ca-file={certificates.ca}", f"--tls-cert={certificates.cert}", f"--tls-key={certificates.key}")
    with ClusterProcesses(tmp_path, 1, "--protocol", "tls", *files) as lab:
        yield lab


def test_work_is_done_on_a_scheduler_that_asks_for_certificates(
    lab: ClusterProcesses, certificates: Certificates, jobs: Jobs
) -> None:
    """`jobs` sees to it that workers find the task by value."""
    assert lab.address.startswith("tls://")
    with pytest.raises(OSError, match=r"in time|Timed out|closed"):
        Client(lab.address.replace("tls://", "tcp://"), timeout=2, set_as_default=False)
    cluster = open_cluster(lab.address, certificates)
    elsewhere = Jobs(cluster)
    assert elsewhere.result(elsewhere.submit("test", tasks.count, {"steps": 3}, resource=TRAINING).id) == 3
    elsewhere.close()
    cluster.close()
