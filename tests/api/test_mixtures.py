"""Schemes whose models predict together, cards placed before a round is over, and pictures that somebody draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from .conftest import Labeller

PIXELS = 28 * 28


@pytest.fixture(scope="module")
def trained(client: TestClient, truth: list[int]) -> Labeller:
    """Two schemes on the same labels, two rounds of them."""
    labeller = Labeller(
        client, truth, classifier="logistic_regression", training_schemes=["SIL", "IL"], predict_with="SIL"
    )
    labeller.label(labeller.query(20)["samples"])
    labeller.train()
    return labeller


def validation(labeller: Labeller, scheme: str) -> np.ndarray[Any, Any]:
    answer = labeller.client.get(f"{labeller.url}/rounds/1/validation/{scheme}/probabilities")
    assert answer.status_code == 200
    return np.frombuffer(answer.content, "<f4").reshape(-1, 10)


def mix(labeller: Labeller, mixture: dict[str, float]) -> None:
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"mixture": mixture})


def test_a_mixture_places_cards_where_the_weighted_mean_of_its_models_says(trained: Labeller) -> None:
    mix(trained, {"SIL": 0.25, "IL": 0.75})
    said = {name: trained.services.sessions.pool_predictions(trained.session_id, 1, name) for name in ("SIL", "IL")}
    samples = trained.query(8)["samples"]
    for sample in samples:
        row = 0.25 * said["SIL"][sample["sample_id"]] + 0.75 * said["IL"][sample["sample_id"]]
        np.testing.assert_allclose(sample["prediction"]["probabilities"], row, atol=2e-6)
    by = trained.state()["board"][str(samples[0]["sample_id"])]["predicted_by"]
    assert by == {"round": 1, "training_scheme": "mixture", "weights": {"SIL": 0.25, "IL": 0.75}}
    answers = trained.expect(200, "GET", f"{trained.url}/rounds/1/validation/mixture")
    both = 0.25 * validation(trained, "SIL") + 0.75 * validation(trained, "IL")
    assert answers["predicted"] == both.argmax(axis=1).tolist()
    on_the_map = trained.client.get(f"{trained.url}/rounds/1/predictions/mixture").content
    assert np.frombuffer(on_the_map[: 2 * 2_200], "<u2").shape == (2_200,)
    trained.expect(200, "GET", f"{trained.url}/pool/why/7")


def test_each_corner_is_its_scheme(trained: Labeller) -> None:
    for scheme in ("SIL", "IL"):
        mix(trained, {name: float(name == scheme) for name in ("SIL", "IL")})
        mixture = trained.client.get(f"{trained.url}/rounds/1/predictions/mixture").content
        assert mixture == trained.client.get(f"{trained.url}/rounds/1/predictions/{scheme}").content
    mix(trained, {})
    trained.expect(404, "GET", f"{trained.url}/rounds/1/predictions/mixture")


def test_what_cannot_be_mixed_is_refused(trained: Labeller) -> None:
    for mixture in ({"IDA": 1.0}, {"SIL": 0.5}, {"SIL": 2.0, "IL": -1.0}):
        trained.expect(422, "PATCH", f"{trained.url}/config", {"mixture": mixture})
    config = {"training_schemes": ["SIL", "IL", "IDA"], "mixture": {"SIL": 0.5, "IDA": 0.5}}
    refused = trained.expect(422, "PATCH", f"{trained.url}/config", config)
    assert refused["error"] == "InvalidMixture"


def test_cards_are_placed_anew_before_the_other_schemes_have_trained(trained: Labeller) -> None:
    mix(trained, {})
    trained.query(5)
    trained.train()
    events = [event["payload"] for event in trained.expect(200, "GET", f"{trained.url}/events")["events"]]
    since = events[max(i for i, payload in enumerate(events) if payload["kind"] == "round_started") :]
    order = [(payload["kind"], payload.get("training_scheme")) for payload in since]
    assert order.index(("scheme_trained", "SIL")) < order.index(("samples_predicted", None))
    assert order.index(("samples_predicted", None)) < order.index(("scheme_trained", "IL"))


def test_every_scheme_says_what_it_takes_a_drawing_for_and_nothing_of_it_is_kept(trained: Labeller) -> None:
    state = trained.state()
    image = trained.services.shelf.open("digits").pool.items[7]
    answer = trained.expect(200, "POST", f"{trained.url}/opinions", {"pixels": image.ravel().tolist()})
    assert {one["training_scheme"] for one in answer["opinions"]} == {"SIL", "IL"}
    newest = len(state["rounds"])
    for one in answer["opinions"]:
        assert one["round"] == newest
        said = trained.services.sessions.pool_predictions(trained.session_id, newest, one["training_scheme"])[7]
        assert int(np.argmax(one["probabilities"])) == int(said.argmax())
        assert sum(one["probabilities"]) == pytest.approx(1, abs=1e-4)
    assert trained.state() == state
    for pixels in ([0] * (PIXELS - 1), [256] * PIXELS, []):
        trained.expect(422, "POST", f"{trained.url}/opinions", {"pixels": pixels})
