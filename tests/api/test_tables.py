"""A session on rows of a table: cards, distances, a round of each classifier, and the columns in the export."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from .test_imports import folder, imported, preview, server, trained, uploaded

__all__ = ["folder", "server"]

N = 120


@pytest.fixture(scope="module")
def dataset(server: TestClient) -> str:
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(["id", "age", "job", "hours", "label"])
    for row in range(N):
        old = row % 2
        rows.writerow([f"p{row}", 30 + 25 * old + row % 5, ["clerk", "pilot", ""][row % 3], 40 - row % 7, "ny"[old]])
    upload = uploaded(server, stream.getvalue().encode(), "people.csv")
    mapping = preview(server, upload=upload)["mapping"]
    assert (mapping["columns"], mapping["label"], mapping["id"]) == (["age", "job", "hours"], "label", "id")
    return str(imported(server, {"upload": upload, "title": "People", "mapping": mapping})["dataset"])


@pytest.mark.parametrize("classifier", ["tabular_logistic_regression", "random_forest", "tabular_mlp"])
def test_rows_are_labelled_trained_on_and_exported(server: TestClient, dataset: str, classifier: str) -> None:
    card = server.get(f"/api/datasets/{dataset}/samples/0/card")
    assert (card.headers["content-type"], list(card.json())) == ("application/json", ["age", "job", "hours"])
    config: dict[str, Any] = {"classifier": classifier, "training_schemes": ["SIL", "IDA", "CBA"]}
    config |= {"predict_with": "IDA", "distance_space": "components", "selection_scheme": "DS"}
    session = server.post("/api/sessions", json={"dataset": dataset, "config": config}).json()["session_id"]
    samples = server.post(f"/api/sessions/{session}/selections", json={"by": "machine", "count": 20}).json()["samples"]
    for sample in samples:
        row = server.get(f"/api/datasets/{dataset}/samples/{sample['sample_id']}/card").json()
        body = {"class_index": int(row["age"] > 45)}
        assert server.put(f"/api/sessions/{session}/labels/{sample['sample_id']}", json=body).status_code == 200
    assert server.post(f"/api/sessions/{session}/rounds").status_code == 202
    results = trained(server, session)["rounds"][0]["results"]
    assert {name: result["measures"]["accuracy"] for name, result in results.items()} == dict.fromkeys(results, 1.0)
    exported = server.get(f"/api/sessions/{session}/export").text
    found = list(csv.DictReader(io.StringIO(exported, newline="")))
    assert len(found) == 20
    for row in found:
        assert row["external_id"] == f"p{row['source_row']}"
        assert float(row["age"]) == 30 + 25 * (int(row["source_row"]) % 2) + int(row["source_row"]) % 5
