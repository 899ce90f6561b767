"""What schemes say of the whole pool, as rounds keep it: labels that they inferred, and predictions."""

from __future__ import annotations

from typing import Any

import numpy as np
from fastapi.testclient import TestClient
from numpy.typing import NDArray

from .conftest import Labeller

QUICK: dict[str, Any] = {"classifier": "logistic_regression", "predict_with": "SIL"}


def inferred(session: Labeller, number: int, scheme: str) -> tuple[NDArray[np.uint16], NDArray[np.uint8]]:
    content = session.client.get(f"{session.url}/rounds/{number}/inferred/{scheme}").content
    n = len(session.truth)
    assert len(content) == 3 * n
    return np.frombuffer(content[: 2 * n], "<u2"), np.frombuffer(content[2 * n :], np.uint8)


def test_each_round_keeps_what_its_schemes_inferred(client: TestClient, truth: list[int]) -> None:
    session = Labeller(client, truth, training_schemes=["SIL", "IL", "ILS"], **QUICK)
    for _ in range(2):
        session.label(session.query(10)["samples"])
        state = session.train()
    labelled = {int(i): p["class_index"] for i, p in state["board"].items()}
    for scheme in ("IL", "ILS"):
        classes, certainties = inferred(session, 2, scheme)
        assert {i: int(classes[i]) for i in labelled} == labelled
        said = np.frombuffer(client.get(f"{session.url}/rounds/2/predictions/{scheme}").content, np.uint8)
        predicted, heights = said[: 2 * len(classes)].view("<u2"), said[2 * len(classes) :]
        alike = (predicted == classes) & (classes != 65535)
        assert np.array_equal(certainties[alike], heights[alike])
        assert np.all(certainties[~alike] <= 255 - heights[~alike] + 1)
        assert set(classes.tolist()) <= {*labelled.values(), 65535}
        assert np.mean(classes == session.truth) > 0.2
        assert not np.array_equal(inferred(session, 1, scheme)[0], classes)


def test_a_scheme_that_infers_nothing_says_so(client: TestClient, truth: list[int]) -> None:
    session = Labeller(client, truth, training_schemes=["SIL"], **QUICK)
    session.label(session.query(10)["samples"])
    session.train()
    missing = session.expect(404, "GET", f"{session.url}/rounds/1/inferred/SIL")
    assert (missing["error"], missing["detail"]) == ("NothingInferred", "round 1 has no labels inferred by SIL")
    assert session.expect(404, "GET", f"{session.url}/rounds/9/inferred/IL")["error"] == "RoundNotFound"


def test_what_a_model_has_said_is_known_when_a_newer_one_has_replaced_it(client: TestClient, truth: list[int]) -> None:
    session = Labeller(client, truth, training_schemes=["SIL", "IDA"], **QUICK)
    session.label(session.query(10)["samples"])
    session.train()
    said = client.get(f"{session.url}/rounds/1/predictions/SIL").content
    session.label(session.query(10)["samples"])
    session.train()
    assert client.get(f"{session.url}/rounds/1/predictions/SIL").content == said
    assert client.get(f"{session.url}/rounds/2/predictions/SIL").content != said
    unasked = session.expect(409, "GET", f"{session.url}/rounds/1/predictions/IDA")
    assert unasked["error"] == "ProbabilitiesMissing"
