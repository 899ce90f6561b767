"""Distances in components, and in what the predicting model has learnt; what stands in, and why."""

from __future__ import annotations

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
    assert named == ["projection", "original", "components", "learned"]
    for name in named:
        labeller.expect(200, "PATCH", f"{labeller.url}/config", {"distance_space": name})
    refused = labeller.expect(422, "PATCH", f"{labeller.url}/config", {"distance_space": "component"})
    assert "components" in refused["hint"]
