"""The labelling loop over HTTP: query, label, train, query again."""

from __future__ import annotations

import io
import json
import os
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from fastapi.testclient import TestClient

from activate_va.datasets import open_dataset
from activate_va.sessions.events import Event
from activate_va.sessions.fold import fold
from activate_va.sessions.state import SessionState

from .conftest import Labeller


def test_two_rounds_teach_the_machine_and_measure_the_effort(labeller: Labeller) -> None:
    first = labeller.query(20)
    assert [s["prediction"] for s in first["samples"]] == [None] * 20
    labeller.label(first["samples"])
    state = labeller.train()
    assert state["interruption"] is None
    assert state["rounds"][0]["effort"] == {"labelled": 20, "corrected": 0, "hand_labelled": 20}
    second = labeller.query(10, "LCRS")
    assert second["effective_scheme"] == "LCRS"
    labeller.label(second["samples"])
    wrong = sum(s["prediction"]["class_index"] != labeller.truth[s["sample_id"]] for s in second["samples"])
    state = labeller.train()
    assert state["rounds"][1]["effort"] == {"labelled": 10, "corrected": wrong, "hand_labelled": 0}
    assert state["rounds"][1]["labels"] == 30


def test_results_say_what_was_reached_and_with_what(labeller: Labeller) -> None:
    labeller.label(labeller.query(30)["samples"])
    results = labeller.train()["rounds"][0]["results"]
    assert {name: r["training_size"] for name, r in results.items()} == {"SIL": 30, "IDA": 960}
    confusion = np.array(results["IDA"]["confusion"])
    assert confusion.sum() == 500
    accuracies = {name: result["measures"]["accuracy"] for name, result in results.items()}
    assert accuracies["IDA"] == np.trace(confusion) / 500
    assert accuracies["IDA"] > max(0.3, accuracies["SIL"])


def test_folding_the_events_gives_the_state(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.train()
    labeller.expect(200, "POST", f"{labeller.url}/undo")
    events = labeller.expect(200, "GET", f"{labeller.url}/events")["events"]
    folded = fold([Event.model_validate(event) for event in events])
    assert json.loads(folded.model_dump_json()) == labeller.state()
    assert SessionState.model_validate(labeller.state()).seq == events[-1]["seq"]


def test_the_same_seed_asks_for_the_same_samples(client: TestClient, truth: list[int]) -> None:
    answers = [Labeller(client, truth).query(10, "DS")["samples"] for _ in range(2)]
    assert answers[0] == answers[1]


def test_before_a_classifier_the_candidate_rule_stands_in_and_says_so(labeller: Labeller) -> None:
    answer = labeller.query(10, "ECDS")
    assert (answer["scheme"], answer["effective_scheme"]) == ("ECDS", "DS")
    assert "no classifier" in answer["reason"]


def test_who_stands_in_needs_no_more_than_it_uses_itself(labeller: Labeller) -> None:
    """DMB measures distances on the map, RS does not: no map need be there while RS stands in."""
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"projection": "tsne"})
    assert labeller.query(10, "DMB")["effective_scheme"] == "RS"


def test_a_picked_sample_comes_with_the_machines_guess(labeller: Labeller) -> None:
    labeller.label(labeller.query(20)["samples"])
    labeller.train()
    free = next(i for i in range(100) if str(i) not in labeller.state()["board"])
    answer = labeller.expect(201, "POST", f"{labeller.url}/selections", {"by": "user", "sample_ids": [free]})
    guess = answer["samples"][0]["prediction"]
    assert guess["probabilities"][guess["class_index"]] == max(guess["probabilities"])
    assert labeller.state()["board"][str(free)]["status"] == "predicted"


def test_whoever_predicts_now_places_the_next_samples(labeller: Labeller) -> None:
    labeller.label(labeller.query(20)["samples"])
    labeller.train()
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"predict_with": "SIL"})
    sample_id = labeller.query(1)["samples"][0]["sample_id"]
    placement = labeller.state()["board"][str(sample_id)]
    assert placement["predicted_by"] == {"round": 1, "training_scheme": "SIL", "weights": {}}


def test_every_rounds_model_downloads_and_opens_with_plain_keras(
    labeller: Labeller, digits_path: Path, tmp_path: Path
) -> None:
    import keras

    labeller.label(labeller.query(30)["samples"])
    accuracy = labeller.train()["rounds"][0]["results"]["IDA"]["measures"]["accuracy"]
    kept = labeller.client.get(f"{labeller.url}/rounds/1/models").json()["training_schemes"]
    assert sorted(kept) == sorted(labeller.state()["config"]["training_schemes"])
    answer = labeller.client.get(f"{labeller.url}/rounds/1/models/IDA")
    assert "round%201%2C%20IDA.keras" in answer.headers["content-disposition"]
    (tmp_path / "model.keras").write_bytes(answer.content)
    model = keras.models.load_model(tmp_path / "model.keras")
    test = open_dataset(str(digits_path)).test
    predicted = np.argmax(model.predict(test.items[..., None].astype("float32"), verbose=0), axis=1)
    assert abs(float(np.mean(predicted == test.labels)) - accuracy) < 0.01


def test_the_export_has_a_row_for_every_label_in_all_formats(labeller: Labeller) -> None:
    samples = labeller.query(12)["samples"]
    labeller.label(samples[:10])
    labeller.train()
    lines = labeller.client.get(f"{labeller.url}/export").text.splitlines()
    rows = [json.loads(line) for line in labeller.client.get(f"{labeller.url}/export?format=jsonl").text.splitlines()]
    table = pq.read_table(io.BytesIO(labeller.client.get(f"{labeller.url}/export?format=parquet").content))
    assert lines[0].split(",") == list(rows[0]) == table.column_names
    assert len(lines) - 1 == len(rows) == table.num_rows == 10
    assert Counter(r["class_index"] for r in rows) == Counter(labeller.truth[s["sample_id"]] for s in samples[:10])
    assert {(r["status"], r["selection_scheme"], r["round"]) for r in rows} == {("hand_labelled", "RS", 1)}


def test_any_name_of_a_session_becomes_a_file_name(client: TestClient) -> None:
    body = {"dataset": "digits", "name": 'a/b\r\n"ü".csv'}
    session_id = client.post("/api/sessions", json=body).json()["session_id"]
    answer = client.get(f"/api/sessions/{session_id}/export")
    assert answer.headers["content-disposition"] == "attachment; filename*=utf-8''a%2Fb%0D%0A%22%C3%BC%22.csv.csv"


def test_a_round_survives_the_loss_of_its_worker(labeller: Labeller) -> None:
    """The worker process is killed while it trains; the round is tried again and ends well."""
    labeller.label(labeller.query(20)["samples"])
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"epochs": 60})
    cluster = labeller.client.app.state.services.jobs.cluster.client  # type: ignore[attr-defined]
    labeller.expect(202, "POST", f"{labeller.url}/rounds")
    workers = cluster.scheduler_info(n_workers=-1)["workers"]
    trainer = next(address for address, worker in workers.items() if worker["id"] == "training")
    os.kill(cluster.run(os.getpid, workers=[trainer])[trainer], signal.SIGKILL)
    state = labeller.wait()
    assert state["interruption"] is None
    assert set(state["rounds"][0]["results"]) == {"SIL", "IDA"}


def test_a_round_trains_on_the_labels_it_names_while_others_go_on_labelling(labeller: Labeller) -> None:
    """A second hand labels as fast as it can while rounds start; no label slips into one that began without it."""
    labeller.expect(
        200, "PATCH", f"{labeller.url}/config", {"training_schemes": ["SIL"], "predict_with": "SIL", "epochs": 1}
    )
    first, later = labeller.query(10)["samples"], labeller.query(200)["samples"]
    labeller.label(first)
    labeller.train()
    with ThreadPoolExecutor(1) as second_hand:
        labelling = second_hand.submit(labeller.label, later)
        while not labelling.done():
            labeller.train()
    labelling.result()
    rounds = labeller.train()["rounds"]
    assert (rounds[0]["labels"], rounds[-1]["labels"]) == (10, 210)
    assert [done["results"]["SIL"]["labels_used"] for done in rounds] == [done["labels"] for done in rounds]


def test_a_first_training_waits_for_so_many_labels_in_so_many_classes(client: TestClient, truth: list[int]) -> None:
    labeller = Labeller(client, truth, first_labels=2, first_classes=2, training_schemes=["SIL"], predict_with="SIL")
    samples = [sample["sample_id"] for sample in labeller.query(4)["samples"]]
    for place, sample_id in enumerate(samples[:3]):
        labeller.expect(200, "PUT", f"{labeller.url}/labels/{sample_id}", {"class_index": place % 2, "confidence": 1})
    refused = labeller.expect(409, "POST", f"{labeller.url}/rounds")
    assert (refused["error"], "1 of 2 classes have 2 labels" in refused["detail"]) == ("TooFewLabels", True)
    assert labeller.state()["running"] is None
    labeller.expect(200, "PUT", f"{labeller.url}/labels/{samples[3]}", {"class_index": 1, "confidence": 1})
    assert labeller.train()["rounds"][0]["labels"] == 4
