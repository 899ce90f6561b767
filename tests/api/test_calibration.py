"""The machine's heights are calibrated where the configuration says so; what it selects by and learns is not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from activate_va.evaluation import at_temperature

from .conftest import Labeller


def after_a_round(client: TestClient, truth: list[int], **config: Any) -> tuple[Labeller, dict[str, Any]]:
    """A session, and what it selects after its first round."""
    labeller = Labeller(client, truth, predict_with="IDA", selection_scheme="LCRS", **config)
    labeller.label(labeller.query(30, "RS")["samples"])
    labeller.train()
    return labeller, labeller.query(8, "LCRS")


def test_heights_stand_at_the_models_temperature_and_the_raw_values_are_kept(
    client: TestClient, truth: list[int]
) -> None:
    labeller, answer = after_a_round(client, truth)
    state = labeller.state()
    assert state["config"]["calibration"] == "temperature"
    result = state["rounds"][0]["results"]["IDA"]
    assert result["measures"]["calibrated_error"] < result["measures"]["calibration_error"]
    kept = labeller.services.sessions.artifacts.probabilities(labeller.session_id, 1, "IDA")
    assert kept is not None
    for sample in answer["samples"]:
        row = np.asarray(kept[[sample["sample_id"]]])
        said = sample["prediction"]
        assert said["probabilities"] == pytest.approx(row[0].tolist(), abs=1e-6)
        assert said["confidence"] == pytest.approx(at_temperature(row, result["temperature"]).max(), abs=1e-6)
        assert state["board"][str(sample["sample_id"])]["confidence"] == said["confidence"]
    packed = client.get(f"{labeller.url}/rounds/1/predictions/IDA").content
    shown = np.frombuffer(packed[-len(kept) :], np.uint8)
    assert np.array_equal(shown, np.rint(at_temperature(kept, result["temperature"]).max(axis=1) * 255))


def test_selection_and_models_are_those_of_a_session_that_does_not_calibrate(
    client: TestClient, truth: list[int]
) -> None:
    (plain, raw), (_, calibrated) = (after_a_round(client, truth, calibration=name) for name in ("none", "temperature"))
    result = plain.state()["rounds"][0]["results"]["IDA"]
    assert (result["temperature"], result["note"], result["measures"]["calibrated_error"]) == (None, None, None)
    for before, after in zip(raw["samples"], calibrated["samples"], strict=True):
        assert before["sample_id"] == after["sample_id"]
        assert before["prediction"]["probabilities"] == after["prediction"]["probabilities"]
        assert before["prediction"]["confidence"] == max(before["prediction"]["probabilities"])
        assert before["prediction"]["confidence"] != after["prediction"]["confidence"]


def test_what_is_chosen_later_counts_for_what_is_placed_from_then_on(client: TestClient, truth: list[int]) -> None:
    labeller, _ = after_a_round(client, truth)
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"calibration": "none"})
    for sample in labeller.query(3)["samples"]:
        assert sample["prediction"]["confidence"] == max(sample["prediction"]["probabilities"])
