from __future__ import annotations

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.services import Services

POOL_SIZE = 2_200
FAST = {"projection": "pca", "training_schemes": ["SIL", "IDA"], "epochs": 2}


class Labeller:
    """Drives one session over HTTP, as a script of a user's would."""

    def __init__(self, client: TestClient, truth: list[int], **config: Any) -> None:
        self.client = client
        self.truth = truth
        body = {"dataset": "digits", "seed": 0, "config": {**FAST, **config}}
        self.session_id = self.expect(201, "POST", "/api/sessions", body)["session_id"]
        self.url = f"/api/sessions/{self.session_id}"
        self.wait_for_projection()

    @property
    def services(self) -> Services:
        """The server's own, for what no client can see."""
        services: Services = self.client.app.state.services  # type: ignore[attr-defined]
        return services

    def wait_for_projection(self) -> None:
        answer = self.client.get("/api/datasets/digits/projections/pca")
        while answer.status_code == 202:
            time.sleep(0.05)
            answer = self.client.get("/api/datasets/digits/projections/pca")
        assert answer.status_code == 200, answer.text

    def expect(self, status: int, method: str, url: str, body: Any = None, key: str | None = None) -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        response = self.client.request(method, url, json=body, headers=headers)
        assert response.status_code == status, response.text
        return response.json()

    def state(self) -> Any:
        return self.expect(200, "GET", self.url)

    def query(self, count: int = 10, scheme: str = "RS") -> Any:
        body = {"by": "machine", "scheme": scheme, "count": count}
        return self.expect(201, "POST", f"{self.url}/selections", body)

    def label(self, samples: list[Any], confidence: float = 0.9) -> None:
        """Put every sample right: confirm what the machine has right, move or place the rest."""
        for sample in samples:
            sample_id, guess = sample["sample_id"], sample["prediction"]
            if guess and guess["class_index"] == self.truth[sample_id]:
                self.expect(200, "POST", f"{self.url}/confirmations", {"sample_ids": [sample_id]})
            else:
                body = {"class_index": self.truth[sample_id], "confidence": confidence}
                self.expect(200, "PUT", f"{self.url}/labels/{sample_id}", body)

    def train(self) -> Any:
        """Train a round and wait for its end; returns the state then."""
        self.expect(202, "POST", f"{self.url}/rounds")
        return self.wait()

    def wait(self) -> Any:
        deadline = time.monotonic() + 280
        while (state := self.state())["running"]:
            assert time.monotonic() < deadline, "the round does not end"
            time.sleep(0.05)
        return state


@pytest.fixture
def labeller(client: TestClient, truth: list[int]) -> Labeller:
    return Labeller(client, truth)


class Queried(Labeller):
    """A session with ten samples on the board, none of them labelled."""

    def __init__(self, client: TestClient, truth: list[int]) -> None:
        super().__init__(client, truth)
        ids = [sample["sample_id"] for sample in self.query(10)["samples"]]
        self.on_board = ids[0]
        self.off_board = next(i for i in range(POOL_SIZE) if i not in ids)


@pytest.fixture
def queried(client: TestClient, truth: list[int]) -> Queried:
    return Queried(client, truth)
