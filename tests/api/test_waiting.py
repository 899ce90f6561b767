"""A selection that takes long holds up nobody, in its session or another."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from fastapi.testclient import TestClient

from activate_va.datasets import Dataset
from activate_va.sessions.events import SamplesQueried
from activate_va.sessions.selecting import Selecting
from activate_va.sessions.service import SessionService
from activate_va.sessions.state import SessionState

from .conftest import Queried

PATIENCE = 20
"""Seconds until the test gives up; nothing is timed."""


class AtLength(Selecting):
    """Selects when it is let go."""

    def __init__(self, selecting: Selecting) -> None:
        super().__init__(selecting.views)
        self.begun, self.go = threading.Event(), threading.Event()

    def query(self, state: SessionState, dataset: Dataset, scheme: str, count: int) -> SamplesQueried:
        self.begun.set()
        assert self.go.wait(2 * PATIENCE)
        return super().query(state, dataset, scheme, count)


def test_labels_and_reads_wait_for_no_selection(client: TestClient, truth: list[int]) -> None:
    sessions = [Queried(client, truth) for _ in range(2)]
    whole = sessions[0].services.sessions
    slow = AtLength(whole.selecting)
    service = SessionService(whole.log, whole.shelf, slow, whole.rounds, whole.artifacts)
    with ThreadPoolExecutor() as threads:
        selecting = threads.submit(service.query, sessions[0].session_id, "RS", 5)
        assert slow.begun.wait(PATIENCE)
        try:
            for one in sessions:
                label = (200, "PUT", f"{one.url}/labels/{one.on_board}", {"class_index": 1, "confidence": 0.5})
                assert threads.submit(one.expect, *label).result(PATIENCE)["seq"] == 3
                assert threads.submit(one.state).result(PATIENCE)["seq"] == 3
        finally:
            slow.go.set()
        assert selecting.result(PATIENCE).seq == 4
    assert len(sessions[0].state()["board"]) == 15
