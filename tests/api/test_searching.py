"""Searching the pool of a session, and getting some of what is found."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

WORDS = {"projection": "pca", "training_schemes": ["SIL"], "predict_with": "SIL"}


def begun(client: TestClient, dataset: str = "headlines", **more: Any) -> str:
    answer = client.post("/api/sessions", json={"dataset": dataset, "seed": 3, "config": WORDS, **more})
    return f"/api/sessions/{answer.json()['session_id']}"


def search(client: TestClient, session: str, wanted: str, expression: bool = False) -> Any:
    return client.get(f"{session}/pool/search", params={"wanted": wanted, "expression": expression})


def text(client: TestClient, sample_id: int) -> str:
    return client.get(f"/api/datasets/headlines/samples/{sample_id}/card").text


@pytest.fixture
def session(client: TestClient) -> str:
    return begun(client)


def test_what_is_found_holds_the_words_and_some_of_it_is_got(client: TestClient, session: str) -> None:
    found = search(client, session, "flood").json()
    assert found["total"] == found["free"] == len(found["sample_ids"]) > 20
    assert all("flood" in text(client, sample).lower() for sample in found["sample_ids"][:5])
    body = {"by": "search", "wanted": "flood", "count": 7}
    got = client.post(f"{session}/selections", json=body).json()
    selected = {each["sample_id"] for each in got["samples"]}
    assert len(selected) == 7
    assert selected <= set(found["sample_ids"])
    assert {each["strategy"] for each in got["samples"]} == {got["scheme"]} == {"search"}
    board = client.get(session).json()["board"].values()
    assert {(each["selection_scheme"], each["strategy"]) for each in board} == {("search", "search")}
    assert search(client, session, "flood").json()["free"] == found["free"] - 7
    client.post(f"{session}/undo")
    assert client.get(session).json()["board"] == {}


def test_no_more_come_than_are_found_and_the_same_seed_brings_the_same(client: TestClient, session: str) -> None:
    total = search(client, session, "floods?$|^floods?", True).json()["total"]
    body = {"by": "search", "wanted": "floods?$|^floods?", "expression": True, "count": 10_000}
    came = [
        [each["sample_id"] for each in client.post(f"{one}/selections", json=body).json()["samples"]]
        for one in (session, begun(client))
    ]
    assert came[0] == came[1]
    assert len(came[0]) == total > 0
    again = client.post(f"{session}/selections", json=body)
    assert (again.status_code, again.json()["error"]) == (409, "NothingFound")


def test_what_is_locked_to_evaluate_on_is_never_found(client: TestClient) -> None:
    session = begun(client, evaluation_first=True)
    everything = search(client, session, ".", True).json()["total"]
    drawn = client.post(f"{session}/selections", json={"by": "lot", "count": 30}).json()["samples"]
    found = search(client, session, ".", True).json()
    assert found["total"] == everything - 30
    assert not {each["sample_id"] for each in drawn} & set(found["sample_ids"])


@pytest.fixture(scope="module")
def trained(client: TestClient) -> str:
    """A session that has learnt floods from football, and of which five predictions have been answered."""
    session = begun(client)
    assert client.get(f"{session}/pool/words/3").json()["error"] == "InputMissing"
    for class_index, word in enumerate(("falcons", "flood")):
        label(client, session, {"by": "search", "wanted": word, "count": 4}, class_index)
    client.post(f"{session}/rounds")
    while client.get(session).json()["running"] is not None:
        time.sleep(0.05)
    label(client, session, {"by": "search", "wanted": "flood", "count": 3}, 1)
    label(client, session, {"by": "machine", "scheme": "RS", "count": 2}, 0)
    return session


def label(client: TestClient, session: str, selection: dict[str, Any], class_index: int) -> None:
    for each in client.post(f"{session}/selections", json=selection).json()["samples"]:
        client.put(f"{session}/labels/{each['sample_id']}", json={"class_index": class_index})


def test_words_say_what_an_answer_rests_on(client: TestClient, trained: str) -> None:
    sample = search(client, trained, "flood").json()["sample_ids"][0]
    found = client.get(f"{trained}/pool/words/{sample}").json()
    assert "".join(piece["text"] for piece in found["pieces"]) == text(client, sample)
    total = sum(piece["value"] for piece in found["pieces"]) + found["intercept"]
    assert total == pytest.approx(found["difference"], abs=1e-6)
    [flood, *_] = [piece["value"] for piece in found["pieces"] if "flood" in piece["text"].lower()]
    assert (flood > 0) == (found["top"] == 1)
    assert client.get(f"{trained}/pool/words/999999").status_code == 404


def test_scores_count_predictions_by_strategy_and_the_test_split_by_length(client: TestClient, trained: str) -> None:
    found = client.get(f"{trained}/pool/scores").json()
    state = client.get(trained).json()
    board = [each for each in state["board"].values() if each["predicted_by"]]
    for score in found["by_strategy"]:
        own = [each for each in board if (each["strategy"] or each["selection_scheme"]) == score["name"]]
        assert score["samples"] == len(own)
        assert score["right"] == sum(each["status"] == "confirmed" for each in own)
    assert [score["name"] for score in found["by_strategy"]] == ["RS", "search"]
    confusion = np.array(state["rounds"][0]["results"]["SIL"]["confusion"])
    by_length = found["by_length"]
    assert found["evaluated_on"] == "test"
    assert len(by_length) > 1
    assert sum(score["samples"] for score in by_length) == confusion.sum()
    assert sum(score["right"] for score in by_length) == confusion.trace()
    assert all(score["lower"] <= score["right"] / score["samples"] <= score["upper"] for score in by_length)
    shortest = [int(score["name"].split()[0]) for score in by_length]
    assert shortest == sorted(shortest)


def test_labels_that_the_newest_model_contradicts_are_found(client: TestClient, trained: str) -> None:
    sample = search(client, trained, "earthquake").json()["sample_ids"][0]
    told = {"sample_ids": [sample], "class_index": 0}
    client.post(f"{trained}/labels", json=told)
    probabilities = client.get(f"{trained}/pool/contradicted").json()["sample_ids"]
    board = client.get(trained).json()["board"]
    said = {
        int(i): client.get(f"{trained}/pool/words/{i}").json()["top"]
        for i, each in board.items()
        if each["class_index"] is not None
    }
    assert set(probabilities) == {i for i, top in said.items() if board[str(i)]["class_index"] != top}
    client.post(f"{trained}/labels", json={**told, "class_index": 1, "relabel": True})
    assert client.get(trained).json()["board"][str(sample)]["class_index"] == 1
    client.post(f"{trained}/undo")
    assert client.get(trained).json()["board"][str(sample)]["class_index"] == 0


def test_a_bad_expression_and_samples_without_words_are_refused(client: TestClient, session: str) -> None:
    bad = search(client, session, "(", True)
    assert (bad.status_code, bad.json()["error"]) == (422, "InvalidExpression")
    assert "RE2" in bad.json()["hint"]
    images = search(client, begun(client, "digits"), "seven")
    assert (images.status_code, images.json()["error"]) == (409, "NotSearchable")
