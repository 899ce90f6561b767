"""Evaluation first, over HTTP: drawn, labelled, locked, and what every number is measured on."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.assembly import open_services
from activate_va.settings import Settings

from .test_existing_labels import WORDS, imported

N = 160
QUICK = {"training_schemes": ["SIL", "IL"], "predict_with": "SIL", "projection": "pca", "selection_scheme": "LCRS"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("evaluation")
    lines = [f"{list(WORDS)[row // 2 % 4]} {row} near town {row % 7}" for row in range(N)]
    (folder / "lines.csv").write_text("line\n" + "\n".join(lines), encoding="utf-8")
    imported(folder / "lines.csv", folder / "data" / "datasets")
    settings = Settings(data_dir=folder / "data", auth=False, allowed_hosts=("testserver",))
    with (
        open_services(settings) as services,
        TestClient(create_app(settings, services), raise_server_exceptions=False) as client,
    ):
        yield client


class Session:
    def __init__(self, client: TestClient, **more: Any) -> None:
        self.client = client
        answer = client.post("/api/sessions", json={"dataset": "lines", "seed": 3, "config": QUICK, **more})
        self.url = f"/api/sessions/{answer.json()['session_id']}"

    def state(self) -> dict[str, Any]:
        return dict(self.client.get(self.url).json())

    def select(self, **body: Any) -> Any:
        return self.client.post(f"{self.url}/selections", json=body)

    def label(self, samples: list[dict[str, Any]]) -> None:
        for sample in samples:
            text = self.client.get(f"/api/datasets/lines/samples/{sample['sample_id']}/card").text
            index = ["disaster", "other"].index(WORDS[text.split()[0]])
            answer = self.client.put(f"{self.url}/labels/{sample['sample_id']}", json={"class_index": index})
            assert answer.status_code == 200, answer.text

    def drawn(self, count: int, held_out_for: str = "evaluation") -> list[int]:
        samples = self.select(by="lot", held_out_for=held_out_for, count=count).json()["samples"]
        assert all(sample["prediction"] is None for sample in samples)
        self.label(samples)
        return [sample["sample_id"] for sample in samples]

    def trained(self, rounds: int) -> dict[str, Any]:
        answer = self.client.post(f"{self.url}/rounds")
        assert answer.status_code == 202, answer.text
        until = time.monotonic() + 120
        while len(self.state()["rounds"]) < rounds:
            assert time.monotonic() < until, self.state()["interruption"]
            time.sleep(0.1)
        return dict(self.state()["rounds"][-1])

    def whole(self, path: str) -> Any:
        answer = self.client.get(f"{self.url}/{path}")
        until = time.monotonic() + 120
        while answer.status_code == 202:
            assert time.monotonic() < until
            time.sleep(0.1)
            answer = self.client.get(f"{self.url}/{path}")
        assert answer.status_code == 200, answer.text
        return answer


def test_without_a_test_split_evaluation_comes_first(server: TestClient) -> None:
    session = Session(server)
    assert session.state()["evaluation_first"]
    for refused in (session.select(by="machine", count=4), session.select(by="user", sample_ids=[1])):
        assert (refused.status_code, refused.json()["error"]) == (409, "EvaluationFirst")
    assert server.post(f"{session.url}/rounds").json()["error"] == "EvaluationFirst"
    held_out = session.drawn(20) + session.drawn(10, "validation")
    state = session.state()
    assert state["held_out"] == sorted(held_out)
    assert (state["labels"], len(state["board"])) == (0, 30)
    session.label(session.select(by="machine", scheme="RS", count=12).json()["samples"])
    closed = session.select(by="lot", count=5)
    assert (closed.status_code, closed.json()["error"]) == (409, "EvaluationClosed")

    for round_number in (1, 2):
        done = session.trained(round_number)
        for result in done["results"].values():
            assert result["evaluated_on"] == "evaluation"
            assert (np.sum(result["confusion"]), np.sum(result["validation"])) == (20, 10)
            assert result["measures"]["accuracy"] == np.trace(result["confusion"]) / 20
            assert result["measures"]["accuracy_lower"] < result["measures"]["accuracy"]
            assert result["training_size"] <= N - 30
        session.label(session.select(by="machine", count=8).json()["samples"])
    assert done["results"]["IL"]["training_size"] == N - 30
    assert (done["labels"], done["effort"]["labelled"]) == (20, 8)
    state = session.state()
    assert {i for i, p in state["board"].items() if p["held_out_for"]} == set(map(str, held_out))
    assert all(state["board"][str(i)]["prediction"] is None for i in held_out)

    coordinates = np.frombuffer(session.whole("projections/pca").content, "<f4").reshape(-1, 2)
    assert (len(coordinates), sorted(np.flatnonzero(np.isnan(coordinates[:, 0])))) == (N, sorted(held_out))
    predicted = session.whole("rounds/2/predictions/SIL").content
    classes = np.frombuffer(predicted[: 2 * N], "<u2")
    assert sorted(np.flatnonzero(classes == 65535)) == sorted(held_out)
    assert session.whole("spaces/components").json() == {"name": "components"}

    rows = list(csv.DictReader(io.StringIO(server.get(f"{session.url}/export").text, newline="")))
    assert {row["round"] for row in rows if int(row["sample_id"]) in held_out} == {""}
    purposes = {int(row["sample_id"]): row["selection_scheme"] for row in rows}
    assert {i for i, purpose in purposes.items() if purpose in ("evaluation", "validation")} == set(held_out)


def test_all_that_is_left_can_be_selected_and_nothing_else(server: TestClient) -> None:
    session = Session(server)
    held_out = session.drawn(15)
    left = session.select(by="machine", scheme="RS", count=N - 15).json()["samples"]
    assert sorted(sample["sample_id"] for sample in left) == sorted(set(range(N)) - set(held_out))


def test_it_is_offered_and_not_imposed_where_nobody_wants_it(server: TestClient) -> None:
    session = Session(server, evaluation_first=False)
    assert session.select(by="machine", scheme="RS", count=4).status_code == 201
