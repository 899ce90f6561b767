"""Every bad request has a status, an error of the one shape with a hint, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from .conftest import POOL_SIZE, Labeller, Queried

Request = tuple[str, str, Any]

NAN = '{"class_index": 1, "confidence": NaN}'

CASES: dict[str, tuple[Callable[[Queried], Request], int, str, str]] = {
    "more than is left": (
        lambda q: ("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 70_000}),
        422,
        "CountExceedsPool",
        "count=70000 exceeds the 2,190 samples left in the pool",
    ),
    "no samples": (
        lambda q: ("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 0}),
        422,
        "InvalidRequest",
        "count",
    ),
    "unknown scheme": (
        lambda q: ("POST", "/selections", {"by": "machine", "scheme": "LCRD", "count": 1}),
        422,
        "UnknownName",
        "selection scheme 'LCRD' is not known",
    ),
    "neither machine nor user": (lambda q: ("POST", "/selections", {"count": 1}), 422, "InvalidRequest", "by"),
    "picked twice": (
        lambda q: ("POST", "/selections", {"by": "user", "sample_ids": [q.on_board]}),
        409,
        "SampleOnBoard",
        "on the board",
    ),
    "picked outside the pool": (
        lambda q: ("POST", "/selections", {"by": "user", "sample_ids": [POOL_SIZE]}),
        404,
        "SampleNotInPool",
        "2,200",
    ),
    "class out of range": (
        lambda q: ("PUT", f"/labels/{q.on_board}", {"class_index": 10, "confidence": 1}),
        422,
        "ClassOutOfRange",
        "class_index=10",
    ),
    "class below range": (
        lambda q: ("PUT", f"/labels/{q.on_board}", {"class_index": -1, "confidence": 1}),
        422,
        "InvalidRequest",
        "class_index",
    ),
    "confidence above 1": (
        lambda q: ("PUT", f"/labels/{q.on_board}", {"class_index": 1, "confidence": 1.01}),
        422,
        "InvalidRequest",
        "confidence",
    ),
    "confidence below 0": (
        lambda q: ("PUT", f"/labels/{q.on_board}", {"class_index": 1, "confidence": -0.01}),
        422,
        "InvalidRequest",
        "confidence",
    ),
    "confidence not a number": (lambda q: ("PUT", f"/labels/{q.on_board}", NAN), 422, "InvalidRequest", "confidence"),
    "sample not on the board": (
        lambda q: ("PUT", f"/labels/{q.off_board}", {"class_index": 1, "confidence": 1}),
        409,
        "SampleNotOnBoard",
        "sample_id=",
    ),
    "returning what was not placed": (
        lambda q: ("DELETE", f"/labels/{q.on_board}", None),
        409,
        "SampleNotPlaced",
        "unlabelled region",
    ),
    "confirming what was not placed": (
        lambda q: ("POST", "/confirmations", {"sample_ids": [q.on_board]}),
        409,
        "SampleNotPlaced",
        "no class",
    ),
    "training without labels": (lambda q: ("POST", "/rounds", None), 409, "NoLabels", "no labels"),
    "cancelling nothing": (lambda q: ("DELETE", "/rounds/current", None), 409, "NoRoundRunning", "no round"),
    "a round that is not": (lambda q: ("GET", "/rounds/7", None), 404, "RoundNotFound", "round=7"),
    "a model that is not": (lambda q: ("GET", "/rounds/1/models/IDA", None), 404, "RoundNotFound", "round=1"),
    "redoing nothing": (lambda q: ("POST", "/redo", None), 409, "NothingToRedo", "redo"),
    "an unknown classifier": (
        lambda q: ("PATCH", "/config", {"classifier": "cnm"}),
        422,
        "UnknownName",
        "classifier 'cnm'",
    ),
    "predicting with what is not trained": (
        lambda q: ("PATCH", "/config", {"training_schemes": ["SIL"]}),
        422,
        "PredictWithUntrained",
        "predict_with=IDA",
    ),
    "training a scheme twice": (
        lambda q: ("PATCH", "/config", {"training_schemes": ["IDA", "SIL", "IDA"]}),
        422,
        "RepeatedScheme",
        "IDA, SIL, IDA",
    ),
    "a scheme that is no text": (
        lambda q: ("PATCH", "/config", r'{"predict_with": "\ud800"}'),
        422,
        "InvalidRequest",
        "predict_with: holds half of a surrogate pair",
    ),
    "schemes that are no text": (
        lambda q: ("PATCH", "/config", r'{"training_schemes": ["IDA", "\udfff"]}'),
        422,
        "InvalidRequest",
        "training_schemes.1: holds half",
    ),
    "a selection scheme that is no text": (
        lambda q: ("POST", "/selections", r'{"by": "machine", "scheme": "R\u0000S"}'),
        422,
        "InvalidRequest",
        "scheme: holds the character NUL",
    ),
    "an option that is no text": (
        lambda q: ("PATCH", "/config", r'{"\ud800": 3}'),
        422,
        "InvalidRequest",
        r"\ud800",
    ),
    "a kind of selection that is no text": (
        lambda q: ("POST", "/selections", r'{"by": "\ud800"}'),
        422,
        "InvalidRequest",
        "Input tag",
    ),
    "an unknown option": (lambda q: ("PATCH", "/config", {"epoch": 3}), 422, "InvalidRequest", "epoch"),
    "half a body": (lambda q: ("PATCH", "/config", '{"epochs": '), 422, "InvalidRequest", "JSON"),
    "an unknown format": (lambda q: ("GET", "/export?format=xls", None), 422, "InvalidRequest", "format"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_refused_in_the_one_shape_and_nothing_is_lost(queried: Queried, case: str) -> None:
    make, status, error, detail = CASES[case]
    method, path, body = make(queried)
    before = queried.state()
    sent = (
        {"content": body, "headers": {"content-type": "application/json"}} if isinstance(body, str) else {"json": body}
    )
    response = queried.client.request(method, queried.url + path, **sent)
    assert response.status_code == status, response.text
    answer = response.json()
    assert set(answer) == {"error", "detail", "hint"}
    assert answer["error"] == error
    assert detail in answer["detail"]
    assert answer["hint"]
    assert queried.state() == before


@pytest.mark.parametrize("half", [r"\ud800", r"a\udc00b", r"\u0000"])
@pytest.mark.parametrize(
    ("path", "field", "body"),
    [
        ("/api/sessions", "name", '{"dataset": "digits", "name": "%s"}'),
        ("/api/sessions", "dataset", '{"dataset": "%s"}'),
        ("/api/sessions", "config.classifier", '{"dataset": "digits", "config": {"classifier": "%s"}}'),
        ("/api/studies", "preset", '{"preset": "%s"}'),
        ("/api/studies", "yaml", '{"yaml": "%s"}'),
    ],
)
def test_text_that_cannot_be_stored_is_refused(client: TestClient, path: str, field: str, body: str, half: str) -> None:
    answer = client.post(path, content=body % half, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidRequest")
    assert answer.json()["detail"].startswith(f"{field}: holds ")


@pytest.mark.parametrize("length", [0, 201])
def test_names_and_keys_have_a_length(client: TestClient, length: int) -> None:
    named = client.post("/api/sessions", json={"dataset": "digits", "name": "n" * length})
    assert (named.status_code, named.json()["detail"].split(":")[0]) == (422, "name")
    keyed = client.post("/api/sessions", json={"dataset": "digits"}, headers={"Idempotency-Key": "k" * length})
    assert (keyed.status_code, keyed.json()["detail"].split(":")[0]) == (422, "Idempotency-Key")


def test_text_of_any_language_is_not(client: TestClient) -> None:
    body = r'{"dataset": "digits", "name": "\ud83d\ude00 \u6f22 \u00e9"}'
    answer = client.post("/api/sessions", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["name"]) == (201, "\U0001f600 \u6f22 \u00e9")


def test_training_with_one_class_only(queried: Queried) -> None:
    queried.expect(200, "PUT", f"{queried.url}/labels/{queried.on_board}", {"class_index": 1, "confidence": 1})
    assert queried.expect(409, "POST", f"{queried.url}/rounds")["error"] == "OneClassOnly"


def test_a_second_training_while_one_runs_is_refused_and_labelling_goes_on(labeller: Labeller) -> None:
    first, *rest = labeller.query(20)["samples"]
    labeller.label(rest)
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"epochs": 200})
    labeller.expect(202, "POST", f"{labeller.url}/rounds")
    assert labeller.expect(409, "POST", f"{labeller.url}/rounds")["error"] == "RoundRunning"
    labeller.label([first])
    labeller.expect(200, "DELETE", f"{labeller.url}/rounds/current")
    state = labeller.state()
    assert state["running"] is None
    assert state["interruption"]["error"] == "RoundCancelled"
    assert sum(p["status"] == "hand_labelled" for p in state["board"].values()) == 20
    labeller.expect(200, "PATCH", f"{labeller.url}/config", {"epochs": 1})
    assert len(labeller.train()["rounds"]) == 1


def test_repeating_a_write_with_its_key_changes_nothing(queried: Queried) -> None:
    body = {"class_index": 1, "confidence": 0.5}
    url = f"{queried.url}/labels/{queried.on_board}"
    first = queried.expect(200, "PUT", url, body, key="k1")
    assert queried.expect(200, "PUT", url, body, key="k1") == first
    query = {"by": "machine", "scheme": "RS", "count": 5}
    selected = queried.expect(201, "POST", f"{queried.url}/selections", query, key="k2")
    assert queried.expect(201, "POST", f"{queried.url}/selections", query, key="k2") == selected
    assert queried.expect(409, "POST", f"{queried.url}/undo", key="k2")["error"] == "ClientKeyReused"


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("/api/sessions/none", "SessionNotFound"),
        ("/api/sessions/none/stream", "SessionNotFound"),
        ("/api/sessions/none/events", "SessionNotFound"),
        ("/api/datasets/none", "DatasetNotFound"),
        ("/api/datasets/digits/samples/2200/image", "UnknownSample"),
        ("/api/datasets/digits/sprites/1", "UnknownPage"),
        ("/api/jobs/none", "JobNotFound"),
        ("/api/none", "NotFound"),
    ],
)
def test_what_is_not_there_is_a_404(labeller: Labeller, path: str, error: str) -> None:
    answer = labeller.expect(404, "GET", path)
    assert answer["error"] == error
    assert answer["hint"]
