"""Probabilities for another scheme than the one that predicted: computed once, whoever asks at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from activate_va.evaluation import at_temperature
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.predictions import Predictions

from .conftest import Labeller


class AskedTwice(Artifacts):
    """Lets two find that nothing is kept before either goes on, and counts what is saved."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.both = threading.Barrier(2, timeout=60)
        self.waiting = threading.local()
        self.saved = 0

    def probabilities(self, session_id: str, round_number: int, scheme: str) -> NDArray[np.float32] | None:
        kept = super().probabilities(session_id, round_number, scheme)
        if not hasattr(self.waiting, "over"):
            self.both.wait()
            self.waiting.over = True
        return kept

    def save_probabilities(
        self, session_id: str, round_number: int, scheme: str, probabilities: NDArray[np.float32]
    ) -> None:
        self.saved += 1
        super().save_probabilities(session_id, round_number, scheme, probabilities)


def test_two_who_ask_at_once_have_them_computed_once(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.train()
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"predict_with": "SIL"})
    services = labeller.services
    artifacts = AskedTwice(services.sessions.artifacts.folder)
    predictions = Predictions(services.jobs, services.shelf, artifacts)
    state = services.sessions.state(labeller.session_id)
    with ThreadPoolExecutor(2) as tabs:
        first, second = tabs.map(predictions.of, [state, state])
    assert first is not None
    assert np.array_equal(first, second)
    assert artifacts.saved == 1


def test_a_new_model_places_anew_what_nobody_has_acted_on(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.train()
    acted, left, returned = (sample["sample_id"] for sample in labeller.query(3)["samples"])
    labeller.expect(200, "DELETE", f"{labeller.url}/labels/{returned}")
    labeller.expect(200, "PUT", f"{labeller.url}/labels/{acted}", {"class_index": 3})
    labeller.train()
    labeller.services.sessions.rounds.wait(labeller.session_id)
    events = labeller.expect(200, "GET", f"{labeller.url}/events")["events"]
    event = next(event for event in reversed(events) if event["payload"]["kind"] == "samples_predicted")
    assert event["actor"] == "machine"
    assert [sample["sample_id"] for sample in event["payload"]["samples"]] == [left]
    assert_placed_by(labeller, left, 2)

    labeller.expect(200, "POST", f"{labeller.url}/undo")
    assert_placed_by(labeller, acted, 2)
    assert labeller.state()["board"][str(returned)]["status"] == "unlabelled"


def assert_placed_by(labeller: Labeller, sample_id: int, round_number: int) -> None:
    """The card is yellow, and stands where the model of that round would place it."""
    placement = labeller.state()["board"][str(sample_id)]
    probabilities = labeller.services.sessions.artifacts.probabilities(labeller.session_id, round_number, "IDA")
    assert probabilities is not None
    assert placement["status"] == "predicted"
    assert placement["predicted_by"] == {"round": round_number, "training_scheme": "IDA", "weights": {}}
    assert placement["class_index"] == int(probabilities[sample_id].argmax())
    height = calibrated(labeller, probabilities[[sample_id]], round_number, "IDA").max()
    assert abs(placement["confidence"] - float(height)) < 1e-6
    assert placement["earlier_prediction"] is not None


def calibrated(labeller: Labeller, said: NDArray[np.float32], round_number: int, scheme: str) -> NDArray[np.float32]:
    """At the temperature of that round's model."""
    result = labeller.state()["rounds"][round_number - 1]["results"][scheme]
    return at_temperature(np.asarray(said), result["temperature"])


def test_what_a_model_says_of_the_pool_comes_as_bytes(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.train()
    probabilities = labeller.services.sessions.pool_predictions(labeller.session_id, 1, "SIL")
    answer = labeller.client.get(f"{labeller.url}/rounds/1/predictions/SIL")
    assert answer.status_code == 200, answer.text
    count = len(probabilities)
    assert len(answer.content) == 3 * count == 3 * len(labeller.truth)
    classes = np.frombuffer(answer.content, "<u2", count)
    confidences = np.frombuffer(answer.content, "u1", offset=2 * count)
    assert np.array_equal(classes, probabilities.argmax(axis=1))
    heights = calibrated(labeller, probabilities, 1, "SIL").max(axis=1)
    assert np.abs(confidences / 255 - heights).max() <= 0.5 / 255 + 1e-6
    unknown = labeller.expect(404, "GET", f"{labeller.url}/rounds/1/predictions/ILS")
    assert unknown["error"] == "ModelNotFound"
