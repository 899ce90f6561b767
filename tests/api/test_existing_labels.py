"""Labels that a dataset comes with: trusted, suggested, or hidden from everybody but simulations."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.assembly import open_services
from activate_va.datasets.stored import About
from activate_va.importing.building import import_source
from activate_va.importing.mapping import guessed
from activate_va.importing.reading import read_source
from activate_va.settings import Settings

WORDS = {"flood": "disaster", "quake": "disaster", "match": "other", "album": "other"}
QUICK = {"training_schemes": ["SIL"], "predict_with": "SIL"}
HALF = 80


def imported(source: Path, folder: Path) -> None:
    mapping = guessed(read_source(source, source.name))
    whole = mapping.model_copy(
        update={"validation_share": 0, "test_share": 0, "classes": ("disaster", "other"), "text": "line"}
    )
    about = About(name=source.stem, title=source.stem, modality="text", classes=(), source="")
    import_source(source, source.name, whole, about, folder / source.stem, lambda stage, fraction: None)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """`half`: of 160 lines every other one has a label, and of these every other one a confidence."""
    folder = tmp_path_factory.mktemp("existing")
    stream = io.StringIO(newline="")
    rows = csv.writer(stream)
    rows.writerow(["line", "label", "confidence", "split", "annotator"])
    for row in range(2 * HALF):
        word = list(WORDS)[row // 2 % 4]
        given = [WORDS[word], "0.6" if row % 4 else ""] if row % 2 == 0 else ["", ""]
        rows.writerow([f"{word} {row} near town {row % 7}", *given, "pool", "ada" if row % 8 == 0 else ""])
    (folder / "half.csv").write_text(stream.getvalue(), encoding="utf-8")
    imported(folder / "half.csv", folder / "data" / "datasets")
    (folder / "none.csv").write_text("line\n" + "".join(f"flood {row}\n" for row in range(30)), encoding="utf-8")
    imported(folder / "none.csv", folder / "data" / "datasets")
    settings = Settings(data_dir=folder / "data", auth=False, allowed_hosts=("testserver",))
    with (
        open_services(settings) as services,
        TestClient(create_app(settings, services), raise_server_exceptions=False) as client,
    ):
        yield client


class Session:
    def __init__(self, client: TestClient, taken_as: str) -> None:
        self.client = client
        body = {"dataset": "half", "seed": 1, "config": QUICK, "existing_labels": taken_as, "evaluation_first": False}
        answer = client.post("/api/sessions", json=body)
        assert answer.status_code == 201, answer.text
        self.url = f"/api/sessions/{answer.json()['session_id']}"

    def state(self) -> dict[str, Any]:
        return dict(self.client.get(self.url).json())

    def placed(self, sample: int) -> dict[str, Any]:
        return dict(self.state()["board"][str(sample)])

    def get(self, *samples: int) -> list[dict[str, Any]]:
        answer = self.client.post(f"{self.url}/selections", json={"by": "user", "sample_ids": samples})
        assert answer.status_code == 201, answer.text
        return list(answer.json()["samples"])

    def put(self, sample: int, class_index: int) -> None:
        assert self.client.put(f"{self.url}/labels/{sample}", json={"class_index": class_index}).status_code == 200

    def trained(self, rounds: int) -> dict[str, Any]:
        assert self.client.post(f"{self.url}/rounds").status_code == 202
        until = time.monotonic() + 120
        while len(self.state()["rounds"]) < rounds:
            assert time.monotonic() < until
            time.sleep(0.1)
        return self.state()

    def exported(self) -> dict[int, dict[str, str]]:
        text = self.client.get(f"{self.url}/export").text
        return {int(row["sample_id"]): row for row in csv.DictReader(io.StringIO(text, newline=""))}


def test_trusted_labels_are_labels_and_no_effort(server: TestClient) -> None:
    session = Session(server, "trust")
    state = session.state()
    assert (state["labels"], len(state["board"]), state["existing_labels"]) == (HALF, HALF, "trust")
    first, second = session.placed(0), session.placed(2)
    assert (first["status"], first["confidence"], first["source"]) == ("imported", 0.8, "default")
    assert (second["status"], second["confidence"], second["source"]) == ("imported", 0.6, None)
    assert server.post(f"{session.url}/undo").status_code == 409
    queried = server.post(f"{session.url}/selections", json={"by": "machine", "scheme": "RS", "count": 20}).json()
    assert all(sample["sample_id"] % 2 and sample["prediction"] is None for sample in queried["samples"])
    round_ = session.trained(1)["rounds"][0]
    assert (round_["labels"], round_["effort"]) == (HALF, {"labelled": 0, "corrected": 0, "hand_labelled": 0})
    assert round_["results"]["SIL"]["labels_used"] == HALF


def test_what_a_person_does_to_an_imported_label_is_ordinary(server: TestClient) -> None:
    session = Session(server, "trust")
    session.put(0, 1)
    assert session.placed(0)["status"] == "corrected"
    assert server.post(f"{session.url}/confirmations", json={"sample_ids": [2]}).status_code == 200
    assert (session.placed(2)["status"], session.placed(2)["confidence"]) == ("confirmed", 0.6)
    for _ in range(2):
        assert server.post(f"{session.url}/undo").status_code == 200
    assert {p["status"] for p in session.state()["board"].values()} == {"imported"}
    assert server.post(f"{session.url}/redo").status_code == 200
    effort = session.trained(1)["rounds"][0]["effort"]
    assert effort == {"labelled": 1, "corrected": 1, "hand_labelled": 0}
    rows = session.exported()
    assert (len(rows), rows[0]["status"], rows[0]["class_name"]) == (HALF, "corrected", "other")
    assert rows[0]["annotator"] == ""
    assert {row["annotator"] for i, row in rows.items() if i > 2} == {"ada", ""}
    assert all((row["annotator"] == "ada") == (i % 8 == 0) for i, row in rows.items() if i > 2)
    assert {row["source_annotator"] for i, row in rows.items() if i % 8 == 0} == {"ada"}
    assert (rows[4]["status"], rows[4]["selection_scheme"], rows[4]["predicted_by"]) == ("imported", "import", "import")


def test_suggested_labels_come_yellow_where_they_are_and_stay_there(server: TestClient) -> None:
    session = Session(server, "suggest")
    assert session.state()["board"] == {}
    samples = session.get(0, 1, 2, 3, 4, 5)
    assert [sample["suggested"] for sample in samples] == [True, False] * 3
    assert samples[1]["prediction"] is None
    assert (samples[2]["prediction"]["class_index"], samples[2]["prediction"]["confidence"]) == (0, 0.6)
    first = session.placed(0)
    assert (first["status"], first["confidence"], first["predicted_by"]) == ("predicted", 0.8, None)
    assert server.post(f"{session.url}/confirmations", json={"sample_ids": [0]}).status_code == 200
    session.put(2, 1)
    session.put(5, 1)
    round_ = session.trained(1)["rounds"][0]
    assert (round_["labels"], round_["effort"]) == (3, {"labelled": 3, "corrected": 1, "hand_labelled": 1})
    assert session.placed(4) == {**session.placed(4), "status": "predicted", "confidence": 0.8, "predicted_by": None}
    rows = session.exported()
    assert (rows[0]["annotator"], rows[0]["source_annotator"]) == ("", "ada")
    assert (rows[2]["annotator"], rows[2]["source_annotator"]) == ("", "")
    assert (rows[5]["annotator"], rows[5]["source_annotator"]) == ("", "")
    later = session.get(6, 7)
    assert [sample["suggested"] for sample in later] == [True, False]
    assert session.placed(6)["predicted_by"] is None
    assert session.placed(7)["predicted_by"] == {"round": 1, "training_scheme": "SIL", "weights": {}}


def test_hidden_labels_are_seen_by_nobody(server: TestClient) -> None:
    session = Session(server, "hide")
    assert session.state()["board"] == {}
    assert all(sample["prediction"] is None for sample in session.get(0, 1, 2))


def test_labels_that_are_not_there_are_not_asked_for(server: TestClient) -> None:
    assert server.get("/api/datasets/half").json()["labelled"] == HALF
    assert server.get("/api/datasets/none").json()["labelled"] == 0
    answer = server.post("/api/sessions", json={"dataset": "none", "existing_labels": "trust"})
    assert (answer.status_code, answer.json()["error"]) == (409, "NoExistingLabels")
