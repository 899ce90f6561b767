"""Two adjudicators at two servers on one PostgreSQL: nothing is decided twice, and pages at either are told."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from activate_va.accounts.annotators import Annotators
from activate_va.storage.database import close_database, open_database

from ..api.test_stream import Listener
from ..faults.database_stops import two_servers
from ..postgres_server import PostgresServer

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PASSWORD = "a sentence as a password"  # noqa: S105
SAMPLES, AT_ONCE = 24, 3
CONFIG = {"projection": "pca", "classifier": "logistic_regression"}
JUDGES = ("judge", "juror")


class Court:
    """Two people have labelled all samples, each in a class of their own; two others decide, each at either server."""

    def __init__(self, urls: list[str], ends: ExitStack) -> None:
        def log_in(handle: str, url: str) -> httpx2.Client:
            browser: httpx2.Client = ends.enter_context(httpx2.Client(base_url=url, timeout=60))
            answer = browser.post("/api/logins", json={"handle": handle, "password": PASSWORD})
            assert answer.status_code == 201, answer.text
            return browser

        self.owner, other = log_in("ada", urls[0]), log_in("grace", urls[1])
        wanted = {"name": "p", "dataset": "digits", "samples": SAMPLES, "overlap": 1, "config": CONFIG, "seed": 1}
        self.url = f"/api/projects/{self.owner.post('/api/projects', json=wanted).json()['project_id']}"
        for handle, role in (("grace", "annotator"), *((judge, "adjudicator") for judge in JUDGES)):
            assert self.owner.put(f"{self.url}/members", json={"handle": handle, "role": role}).is_success
        for said, browser in enumerate((self.owner, other)):
            self.label(browser, said)
        self.judges = [[log_in(judge, url) for url in urls] for judge in JUDGES]

    def label(self, browser: httpx2.Client, class_index: int) -> None:
        session = browser.post(f"{self.url}/session").json()["session_id"]
        answer = browser.post(f"/api/sessions/{session}/selections", json={"by": "machine", "count": SAMPLES})
        for sample in answer.json()["samples"]:
            label = {"class_index": class_index}
            assert browser.put(f"/api/sessions/{session}/labels/{sample['sample_id']}", json=label).is_success

    def decide(self, browser: httpx2.Client, class_index: int) -> list[int]:
        """All that this browser is asked to decide on, until nothing waits."""
        session, decided = self.session(browser), list[int]()
        while True:
            answer = browser.post(f"{session}/selections", json={"by": "machine", "count": AT_ONCE})
            if answer.status_code == 409:
                assert answer.json()["error"] == "NothingLeft", answer.text
                return decided
            assert answer.status_code == 201, answer.text
            for sample in answer.json()["samples"]:
                label = {"class_index": class_index, "confidence": 0.9}
                assert browser.put(f"{session}/labels/{sample['sample_id']}", json=label).is_success
                decided.append(sample["sample_id"])

    def session(self, browser: httpx2.Client) -> str:
        return f"/api/sessions/{browser.post(f'{self.url}/adjudication/session').json()['session_id']}"


@pytest.fixture(scope="module")
def court(tmp_path_factory: pytest.TempPathFactory, digits_path: Path, postgres: PostgresServer) -> Iterator[Court]:
    folder = tmp_path_factory.mktemp("court")
    with ExitStack() as ends:
        servers = ends.enter_context(two_servers(folder, digits_path, postgres, "--accounts"))
        engine = open_database(os.environ["ACTIVATE_VA_DATABASE_URL"])
        for handle in ("ada", "grace", *JUDGES):
            Annotators(engine).add(handle, PASSWORD)
        close_database(engine)
        yield Court([server.url for server in servers], ends)


def test_two_at_two_servers_never_decide_the_same(court: Court) -> None:
    judge, juror = court.judges
    page = Listener(judge[1], f"{court.session(judge[0])}/stream?after=1")
    with ThreadPoolExecutor(2) as threads:
        decided = list(threads.map(court.decide, (judge[0], juror[1]), (0, 1)))
    both = [sample_id for own in decided for sample_id in own]
    assert len(both) == len(set(both)) == SAMPLES
    exported = court.owner.get(f"{court.url}/export?rows=labels").text
    rows = [row for row in csv.DictReader(io.StringIO(exported)) if row["purpose"] == "adjudication"]
    assert sorted(int(row["sample_id"]) for row in rows) == sorted(both)
    assert {(row["annotator"], row["class_index"]) for row in rows} <= {("judge", "0"), ("juror", "1")}
    seen = [page.next()[1]["payload"] for _ in range(len(decided[0]) + -(-len(decided[0]) // AT_ONCE))]
    page.close()
    placed = [payload["sample_id"] for payload in seen if payload["kind"] == "sample_placed"]
    assert placed == decided[0]  # The judge's page at the other server.
    for browser in (judge[1], juror[0]):
        assert browser.get(f"{court.url}/progress").json()["progress"]["undecided"] == 0
