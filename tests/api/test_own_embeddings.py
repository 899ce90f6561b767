"""An embedding of one's own, from an upload to a map, distances, inferred labels and models that train on it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from activate_va.sessions.service import SessionService

from .test_imports import ended, folder, headlines, imported, preview, server, trained, uploaded

__all__ = ["folder", "server"]
N = 240


def vectors() -> NDArray[np.float32]:
    """Two clouds that are the two classes, which the words hardly tell."""
    apart = np.where(np.arange(N) % 4 < 2, 5.0, -5.0)
    noise = np.random.default_rng(0).normal(size=(N, 6))
    noise[:, 0] += apart
    return noise.astype(np.float32)


def npy(array: NDArray[Any]) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array)
    return stream.getvalue()


@pytest.fixture
def dataset(server: TestClient) -> str:
    name = "with_vectors"
    if server.get(f"/api/datasets/{name}").status_code == 404:
        upload = uploaded(server, headlines(N))
        mapping = preview(server, upload=upload)["mapping"]
        assert imported(server, {"upload": upload, "title": "With vectors", "mapping": mapping})["dataset"] == name
        body = {"name": "clouds", "upload": uploaded(server, npy(vectors()), "clouds.npy")}
        answer = server.post(f"/api/datasets/{name}/embeddings", json=body)
        assert (answer.status_code, answer.json()["own_embeddings"]) == (201, ["clouds"]), answer.text
        assert server.get(f"/api/uploads/{body['upload']}").status_code == 404
    return name


def test_the_map_distances_and_a_classifier_are_of_it(server: TestClient, dataset: str, folder: Path) -> None:
    for address in ("projections/pca?own=clouds", "spaces/own.clouds"):
        answer = server.get(f"/api/datasets/{dataset}/{address}")
        if answer.status_code == 202:
            assert ended(server, answer.json())["job"]["state"] == "finished"
        assert server.get(f"/api/datasets/{dataset}/{address}").status_code == 200
    maps = [server.get(f"/api/datasets/{dataset}/projections/pca{own}") for own in ("?own=clouds", "")]
    while maps[1].status_code == 202:
        ended(server, maps[1].json())
        maps[1] = server.get(f"/api/datasets/{dataset}/projections/pca")
    points = np.frombuffer(maps[0].content, "<f4").reshape(-1, 2)
    assert maps[0].content != maps[1].content
    pool = server.app.state.services.shelf.open(dataset).pool  # type: ignore[attr-defined]
    sides = np.sign(points[:, 0])
    assert abs(np.corrcoef(sides, pool.labels)[0, 1]) > 0.99

    config = {
        "distance_space": "own.clouds",
        "map_space": "own.clouds",
        "projection": "pca",
        "classifier": "embedding_logistic_regression",
        "selection_scheme": "DS",
        "training_schemes": ["SIL", "IL", "ILS", "IDA"],
        "predict_with": "SIL",
    }
    body = {"dataset": dataset, "seed": 1, "config": config}
    session = server.post("/api/sessions", json=body).json()["session_id"]
    got = server.post(f"/api/sessions/{session}/selections", json={"by": "machine", "count": 8}).json()
    assert (got["effective_scheme"], got["reason"]) == ("DS", None)
    for sample in got["samples"]:
        index = int(pool.labels[sample["sample_id"]])
        server.put(f"/api/sessions/{session}/labels/{sample['sample_id']}", json={"class_index": index})
    assert server.post(f"/api/sessions/{session}/rounds").status_code == 202
    results = trained(server, session)["rounds"][0]["results"]
    assert {name: each["measures"]["accuracy"] for name, each in results.items()} == dict.fromkeys(results, 1.0)

    like = server.get(f"/api/sessions/{session}/pool/like/0?count=5").json()
    assert like.get("how") == "in the embedding clouds", like
    file = server.get(f"/api/sessions/{session}/rounds/1/models/SIL").content
    model = joblib.load(io.BytesIO(file))
    whole = np.asarray(pool.own["clouds"].vectors)
    services: SessionService = server.app.state.services.sessions  # type: ignore[attr-defined]
    ours = services.pool_predictions(session, 1, "SIL")
    assert np.allclose(model.predict_proba(whole), ours, atol=1e-6)
    assert (ours.argmax(axis=1) == pool.labels).all()


def test_what_the_dataset_has_not_is_refused_before_anything_begins(server: TestClient, dataset: str) -> None:
    for wrong in ({"distance_space": "own.nothing"}, {"map_space": "own.nothing"}):
        answer = server.post("/api/sessions", json={"dataset": dataset, "config": wrong})
        assert (answer.status_code, answer.json()["error"]) == (422, "OwnEmbeddingNotFound")
        assert "clouds" in answer.json()["hint"]
    answer = server.post("/api/sessions", json={"dataset": dataset, "config": {"map_space": "components"}})
    assert (answer.status_code, answer.json()["error"]) == (422, "UnknownName")
    answer = server.post("/api/sessions", json={"dataset": "headlines", "config": {"classifier": "embedding_mlp"}})
    assert (answer.status_code, answer.json()["error"]) == (422, "OwnEmbeddingNotFound")
    built_in = server.post("/api/datasets/headlines/embeddings", json={"name": "x", "path": "/nowhere.npy"})
    assert (built_in.status_code, built_in.json()["error"]) == (409, "NotImported")
