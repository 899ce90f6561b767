"""More samples like one, samples between two classes, and one class for several samples in one step."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from activate_va.evaluation import at_temperature

from .conftest import POOL_SIZE, Labeller


@pytest.fixture(scope="module")
def trained(client: TestClient, truth: list[int]) -> Labeller:
    labeller = Labeller(client, truth, classifier="logistic_regression", training_schemes=["SIL"], predict_with="SIL")
    labeller.label(labeller.query(20)["samples"])
    labeller.train()
    return labeller


def found(labeller: Labeller, path: str) -> Any:
    return labeller.expect(200, "GET", f"{labeller.url}/pool/{path}")


def on_board(labeller: Labeller) -> set[int]:
    return {int(sample_id) for sample_id in labeller.state()["board"]}


@pytest.mark.parametrize(("space", "how"), [("projection", "on the map"), ("original", "between samples as they are")])
def test_the_most_alike_are_the_nearest_in_the_sessions_space_that_are_free(
    trained: Labeller, space: str, how: str
) -> None:
    trained.expect(200, "PATCH", f"{trained.url}/config", {"distance_space": space})
    view = trained.services.sessions.looking.views.of(trained.services.sessions.state(trained.session_id))
    points = np.asarray(view.content.rescaled if space == "original" else view.sources["projection"].give(), np.float64)
    answer = found(trained, "like/7?count=6")
    gaps = np.linalg.norm(points - points[7], axis=1)
    gaps[[7, *on_board(trained)]] = np.inf
    assert (answer["how"], answer["note"]) == (how, None)
    assert gaps[answer["sample_ids"]] == pytest.approx(np.sort(gaps)[:6], rel=1e-4)


def test_samples_between_two_classes_have_neither_class_for_sure(trained: Labeller) -> None:
    probabilities = np.asarray(trained.services.sessions.pool_predictions(trained.session_id, 1, "SIL"))
    doubt = probabilities[:, [4, 9]].min(axis=1)
    doubt[list(on_board(trained))] = -1
    answer = found(trained, "between?first=4&second=9&count=5")["sample_ids"]
    assert doubt[answer].tolist() == sorted(doubt, reverse=True)[:5]


def test_an_answer_is_explained_by_what_it_rests_on(trained: Labeller) -> None:
    probabilities = np.asarray(trained.services.sessions.pool_predictions(trained.session_id, 1, "SIL"))[7]
    answer = found(trained, "why/7")
    assert (answer["top"], answer["runner_up"]) == tuple(np.argsort(-probabilities)[:2])
    temperature = trained.state()["rounds"][0]["results"]["SIL"]["temperature"]
    assert answer["confidence"] == pytest.approx(at_temperature(probabilities[None], temperature).max(), abs=1e-4)
    values = np.array(answer["values"])
    image = trained.services.shelf.open("digits").pool.items[7].squeeze()
    assert values.shape == image.shape
    assert np.abs(values).max() > 0
    trained.expect(404, "GET", f"{trained.url}/pool/why/{POOL_SIZE}")


def test_what_cannot_be_looked_for_is_refused(labeller: Labeller) -> None:
    labeller.expect(404, "GET", f"{labeller.url}/pool/like/{POOL_SIZE}")
    labeller.expect(422, "GET", f"{labeller.url}/pool/between?first=0&second=10")
    refused = labeller.expect(409, "GET", f"{labeller.url}/pool/between?first=0&second=1")
    assert "there is no classifier yet" in refused["detail"]


def test_several_are_labelled_and_undone_in_one_step(labeller: Labeller) -> None:
    [sample] = labeller.query(1)["samples"]
    labeller.label([sample])
    before = labeller.state()["board"]
    others = [i for i in range(10) if i != sample["sample_id"]][:3]
    alike = {"sample_ids": [sample["sample_id"], *others], "class_index": 3}
    event = labeller.expect(200, "POST", f"{labeller.url}/labels", alike)
    assert event["payload"]["sample_ids"] == others
    board = labeller.state()["board"]
    labels = [(board[str(i)]["class_index"], board[str(i)]["status"], board[str(i)]["source"]) for i in others]
    assert labels == [(3, "hand_labelled", "default")] * 3
    assert board[str(sample["sample_id"])] == before[str(sample["sample_id"])]
    labeller.expect(200, "POST", f"{labeller.url}/undo")
    assert labeller.state()["board"] == before
    refused = {"sample_ids": [sample["sample_id"]], "class_index": 3}
    assert labeller.expect(409, "POST", f"{labeller.url}/labels", refused)["error"] == "NothingToLabel"


def test_of_the_validation_split_a_model_s_answers_and_pictures_can_be_seen(
    trained: Labeller, client: TestClient
) -> None:
    answers = trained.expect(200, "GET", f"{trained.url}/rounds/1/validation/SIL")
    n = client.get("/api/datasets/digits").json()["counts"]["validation"]
    assert {len(column) for column in answers.values()} == {n}
    validation = trained.services.shelf.open("digits").validation
    assert validation.labels is not None
    assert answers["actual"] == validation.labels.tolist()
    fitted = trained.services.sessions.artifacts.fitted(trained.session_id, 1, "SIL")
    probabilities = fitted.predict_proba(validation.items)
    assert answers["predicted"] == probabilities.argmax(axis=1).tolist()
    temperature = trained.state()["rounds"][0]["results"]["SIL"]["temperature"]
    assert answers["confidence"] == pytest.approx(at_temperature(probabilities, temperature).max(axis=1), abs=1e-3)
    assert trained.expect(200, "GET", f"{trained.url}/rounds/1/validation/SIL") == answers
    trained.expect(404, "GET", f"{trained.url}/rounds/1/validation/IDA")
    card = client.get("/api/datasets/digits/samples/3/card?split=validation")
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(card.content))), validation.items[3].squeeze())
    assert client.get("/api/datasets/digits/samples/3/card").content != card.content
    trained.expect(404, "GET", f"/api/datasets/digits/samples/{n}/card?split=validation")
    trained.expect(422, "GET", "/api/datasets/digits/samples/3/card?split=test")
