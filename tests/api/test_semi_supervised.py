"""SSL from end to end: refused early where it cannot be, and with what its model was while it trained where it can."""

from __future__ import annotations

import numpy as np
import pytest
from fastapi.testclient import TestClient

from activate_va.datasets import open_dataset
from activate_va.jobs.errors import SpaceNotReady
from activate_va.representations import representation_key, representations, store, store_encoder
from activate_va.representations.self_supervised import SelfSupervised

from .conftest import POOL_SIZE, Labeller

STEPS = {"training.SSL": {"steps": 30}}


@pytest.fixture(scope="module")
def labeller(client: TestClient, truth: list[int]) -> Labeller:
    """A session in the self-supervised space, which a short training has made: a minute would show no more."""
    config = {"training_schemes": ["SIL", "SSL"], "predict_with": "SSL", "classifier": "cnn", "options": STEPS}
    labeller = Labeller(client, truth, **config)
    shelf, representer = labeller.services.shelf, labeller.services.representer
    dataset = open_dataset(shelf.reference("digits"))
    made = SelfSupervised(filters=4, epochs=1, fewest_steps=20).learn(dataset.pool.items, dataset.kind)
    key = representation_key(dataset.digest, representations["self_supervised"])
    assert made.encoder is not None
    store(key, np.asarray(made.points, np.int8), representer.folder)
    labeller.label(labeller.query(20)["samples"])
    refused = labeller.expect(409, "POST", f"{labeller.url}/rounds")
    assert refused["error"] == "InputMissing"
    assert "not measured in a space that a network has learnt" in refused["detail"]
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"distance_space": "self_supervised"})
    while labeller.client.get("/api/datasets/digits/spaces/self_supervised").status_code == 202:
        pass
    with pytest.raises(SpaceNotReady, match="the network of self_supervised of digits is not ready"):
        representer.encoder("digits", "self_supervised")
    labeller.services.jobs.cancel(labeller.services.representer.compute_encoder("digits", "self_supervised").id)
    store_encoder(key, made.encoder, representer.folder)
    return labeller


def test_a_round_says_how_right_the_model_was_as_it_trained(labeller: Labeller) -> None:
    result = labeller.train()["rounds"][0]["results"]["SSL"]
    seconds, right = zip(*((one["seconds"], one["accuracy"]) for one in result["course"]), strict=True)
    assert len(right) == 20  # Ten looks at the model, and ten after labels were inferred anew.
    assert list(seconds) == sorted(seconds)
    assert right[-1] > 0.2
    assert result["training_size"] == POOL_SIZE
    assert result["note"] is None
    inferred = labeller.client.get(f"{labeller.url}/rounds/1/inferred/SSL").content
    assert len(inferred) == 3 * POOL_SIZE
    assert labeller.query(5)["samples"][0]["prediction"] is not None


def test_another_classifier_is_refused_when_it_is_chosen(labeller: Labeller) -> None:
    patch = {"classifier": "logistic_regression"}
    refused = labeller.expect(422, "PATCH", f"{labeller.url}/config", patch)
    assert refused["error"] == "ClassifierCannotFineTune"
    assert refused["hint"] == "choose cnn, or leave SSL out"
