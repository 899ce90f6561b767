"""Distances in components, and in what the predicting model has learnt; what stands in, and why."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from .conftest import POOL_SIZE, Labeller

STANDS_IN = "there is no classifier yet, so distances are measured between principal components"


def learnt(client: TestClient, truth: list[int], **config: Any) -> Labeller:
    """A session whose first round, with inferred labels, is over."""
    labeller = Labeller(client, truth, distance_space="learned", training_schemes=["SIL", "IL"], **config)
    first = labeller.query(20, "DS")
    assert (first["effective_scheme"], first["reason"]) == ("DS", STANDS_IN)
    labeller.label(first["samples"])
    results = labeller.train()["rounds"][0]["results"]
    assert (results["IL"]["note"], results["SIL"]["note"]) == (STANDS_IN, None)
    return labeller


def test_once_a_network_is_trained_distances_are_measured_in_its_hidden_layer(
    client: TestClient, truth: list[int]
) -> None:
    labeller = learnt(client, truth, predict_with="SIL")
    artifacts = labeller.services.sessions.artifacts
    layer = artifacts.embedding(labeller.session_id, 1, "SIL")
    assert layer is not None
    assert (layer.shape, layer.dtype) == ((POOL_SIZE, 128), np.float16)
    board = [int(i) for i in labeller.state()["board"]]
    answer = labeller.query(1, "DS")
    assert answer["reason"] is None
    points = np.asarray(layer, np.float32)
    gaps = np.square(points[:, None] - points[board][None]).sum(axis=2).min(axis=1)
    assert gaps[answer["samples"][0]["sample_id"]] == pytest.approx(gaps.max())
    labeller.label(answer["samples"])
    assert labeller.train()["rounds"][1]["results"]["IL"]["note"] is None
    assert artifacts.embedding(labeller.session_id, 1, "SIL") is not None


def test_another_model_to_predict_with_has_learnt_something_else(client: TestClient, truth: list[int]) -> None:
    labeller = learnt(client, truth, predict_with="SIL")
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"predict_with": "IL"})
    assert labeller.query(1, "DS")["reason"] is None
    kept = [labeller.services.sessions.artifacts.embedding(labeller.session_id, 1, name) for name in ("SIL", "IL")]
    assert not np.array_equal(*map(np.asarray, kept))


def test_logistic_regression_has_nothing_to_measure_in_and_says_so(client: TestClient, truth: list[int]) -> None:
    labeller = learnt(client, truth, predict_with="SIL", classifier="logistic_regression")
    reason = labeller.query(5, "LCDS")["reason"]
    assert reason == ("logistic regression has no hidden layer, so distances are measured between principal components")


def test_the_catalogue_has_every_space_and_no_other_is_taken(labeller: Labeller) -> None:
    named = [space["name"] for space in labeller.expect(200, "GET", "/api/catalogue")["distance_spaces"]]
    assert named == [
        "projection",
        "original",
        "components",
        "learned",
        "self_supervised",
        "upright",
        "barlow_twins",
        "deskewed",
        "combined",
    ]
    for name in named:
        labeller.expect(200, "PATCH", f"{labeller.url}/config", {"distance_space": name})
    refused = labeller.expect(422, "PATCH", f"{labeller.url}/config", {"distance_space": "component"})
    assert "components" in refused["hint"]


def test_the_catalogue_says_of_each_space_which_kinds_have_points_there(client: TestClient) -> None:
    kinds = {space["name"]: space["kinds"] for space in client.get("/api/catalogue").json()["distance_spaces"]}
    assert {"image", "text"} <= set(kinds["components"])
    assert kinds["self_supervised"] == kinds["deskewed"] == ["image"]


def ready(labeller: Labeller, space: str, query: str = "") -> None:
    """Have a space computed, and wait for it."""
    url = f"/api/datasets/digits/spaces/{space}{query}"
    while (answer := labeller.client.get(url)).status_code == 202:
        assert answer.json()["job"]["state"] in ("queued", "running", "finished"), answer.text
        time.sleep(0.1)
    assert answer.json() == {"name": space}


def test_a_space_that_takes_time_is_computed_when_first_used_and_serves_selection_and_spreading(
    client: TestClient, truth: list[int]
) -> None:
    labeller = Labeller(
        client, truth, distance_space="deskewed", training_schemes=["SIL", "IL", "ILS"], predict_with="SIL"
    )
    body = {"by": "machine", "scheme": "DS", "count": 20}
    refused = labeller.expect(409, "POST", f"{labeller.url}/selections", body)
    assert refused["error"] == "SpaceNotReady"
    ready(labeller, "deskewed")
    labeller.label(labeller.query(20, "DS")["samples"])
    results = labeller.train()["rounds"][0]["results"]
    assert results["ILS"]["training_size"] == results["IL"]["training_size"] == POOL_SIZE
    assert results["ILS"]["note"] is None


def test_parts_of_the_graph_are_found_in_a_space_of_its_own_and_clusters_stand_in_elsewhere(
    client: TestClient, truth: list[int]
) -> None:
    labeller = Labeller(client, truth, distance_space="deskewed")
    ready(labeller, "deskewed", "?selection=TC")
    refused = labeller.expect(409, "POST", f"{labeller.url}/selections", {"by": "machine", "scheme": "SC", "count": 10})
    assert refused["error"] == "SpaceNotReady"
    ready(labeller, "deskewed", "?selection=SC")
    first = labeller.query(10, "SC")
    assert (first["effective_scheme"], first["reason"]) == ("SC", None)
    assert len({truth[sample["sample_id"]] for sample in first["samples"]}) > 7
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"distance_space": "components"})
    answer = labeller.query(5, "SC")
    assert answer["effective_scheme"] == "TC"
    assert answer["reason"].startswith("distances are not measured in a representation")
    labeller.expect(422, "GET", "/api/datasets/digits/spaces/deskewed?selection=nothing")


def test_a_space_that_is_ready_at_once_needs_no_job(client: TestClient, truth: list[int]) -> None:
    labeller = Labeller(client, truth)
    for space in ("projection", "original", "components", "learned"):
        assert labeller.expect(200, "GET", f"/api/datasets/digits/spaces/{space}") == {"name": space}
    labeller.expect(404, "GET", "/api/datasets/nothing/spaces/components")
    labeller.expect(422, "GET", "/api/datasets/digits/spaces/nowhere")
