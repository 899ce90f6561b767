"""Without accounts people give a name, if they like: it stands in events, exports and what is held."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from activate_va.api.naming import LONGEST_NAME

from .conftest import Queried
from .team import begin, team_on
from .test_holding import told

LABEL = {"class_index": 1, "confidence": 0.5}
ADA = "Ada Løvelace 愛"


def by(name: str) -> dict[str, str]:
    return {"Client-Name": quote(name)}


def label(queried: Queried, sample_id: int, headers: dict[str, str], status: int = 200) -> Any:
    answer = queried.client.put(f"{queried.url}/labels/{sample_id}", json=LABEL, headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def turn(queried: Queried, way: str, headers: dict[str, str], status: int = 200) -> Any:
    answer = queried.client.post(f"{queried.url}/{way}", headers=headers)
    assert answer.status_code == status, answer.text
    return answer.json()


def exported(client: TestClient, url: str, form: str) -> list[dict[str, Any]]:
    text = client.get(f"{url}/export", params={"format": form}).text
    return list(csv.DictReader(io.StringIO(text))) if form == "csv" else [json.loads(one) for one in text.splitlines()]


def test_a_name_stands_in_the_log_and_in_exports_and_nothing_where_none_is_given(queried: Queried) -> None:
    other = next(i for i in map(int, queried.state()["board"]) if i != queried.on_board)
    assert label(queried, queried.on_board, by(ADA))["actor"] == f"person:{ADA}"
    assert label(queried, other, {})["actor"] == "person"
    logged = queried.expect(200, "GET", f"{queried.url}/events")["events"]
    assert [event["actor"] for event in logged[-2:]] == [f"person:{ADA}", "person"]
    for form, none in (("csv", ""), ("jsonl", None)):
        rows = {int(row["sample_id"]): row["annotator"] for row in exported(queried.client, queried.url, form)}
        assert rows == {queried.on_board: ADA, other: none}


@pytest.mark.parametrize("call", ["sessions", "config", "selections", "rounds", "guideline"])
def test_all_that_writes_events_takes_the_name(client: TestClient, queried: Queried, call: str) -> None:
    first, second = map(int, list(queried.state()["board"])[:2])
    for sample_id, class_index in ((first, 0), (second, 1)):  # Rounds are of two classes at least.
        queried.expect(200, "PUT", f"{queried.url}/labels/{sample_id}", {**LABEL, "class_index": class_index})
    method, path, body = {
        "sessions": ("POST", "/api/sessions", {"dataset": "digits"}),
        "config": ("PATCH", f"{queried.url}/config", {"batch_size": 7}),
        "selections": ("POST", f"{queried.url}/selections", {"by": "machine", "scheme": "RS", "count": 1}),
        "rounds": ("POST", f"{queried.url}/rounds", None),
        "guideline": ("PUT", f"{queried.url}/guideline", {"text": "as it looks"}),
    }[call]
    answer = client.request(method, path, json=body, headers=by("grace"))
    assert answer.status_code < 300, answer.text
    url = f"/api/sessions/{answer.json()['session_id']}" if call == "sessions" else queried.url
    actors = [event["actor"] for event in client.get(f"{url}/events").json()["events"]]
    assert actors.count("person:grace") == 1
    queried.wait()


def test_it_is_said_of_what_is_held(queried: Queried) -> None:
    ada = TestClient(queried.client.app, base_url=str(queried.client.base_url), headers=by(ADA))
    [(_, heard)] = told(queried.services, ada, queried.session_id, [queried.on_board])
    assert (heard["actor"], heard["name"]) == (f"person:{ADA}", ADA)


@pytest.mark.parametrize(
    ("said", "actor"),
    [
        (quote("  ada "), "person:ada"),
        ("e%CC%81ve", "person:éve"),
        ("a b:c", "person:a b:c"),
        (quote("x" * LONGEST_NAME), "person:" + "x" * LONGEST_NAME),
        (quote("\U0001f600" * LONGEST_NAME), "person:" + "\U0001f600" * LONGEST_NAME),
    ],
)
def test_one_name_is_the_same_however_it_was_typed(queried: Queried, said: str, actor: str) -> None:
    assert label(queried, queried.on_board, {"Client-Name": said})["actor"] == actor


@pytest.mark.parametrize(
    "said",
    [
        "",
        "%20%20",
        quote("x" * (LONGEST_NAME + 1)),
        "ada%0Agrace",
        "%00",
        "ada%1b",
        quote("ada\u2028grace"),
        "%ff",
        "%ed%a0%80",
        "100%",
        "%zz",
    ],
)
def test_what_is_no_name_is_refused_and_writes_nothing(queried: Queried, said: str) -> None:
    before = queried.state()["seq"]
    refused = label(queried, queried.on_board, {"Client-Name": said}, 422)
    assert set(refused) == {"error", "detail", "hint"}
    assert refused["error"] == "InvalidRequest"
    assert "client-name" in refused["detail"].lower()
    assert queried.state()["seq"] == before


def test_bytes_that_are_not_percent_encoded_are_refused(queried: Queried) -> None:
    headers = [(b"Client-Name", "Løvelace".encode())]
    answer = queried.client.put(f"{queried.url}/labels/{queried.on_board}", json=LABEL, headers=headers)
    assert (answer.status_code, answer.json()["error"]) == (422, "InvalidRequest")


def test_who_has_an_account_acts_in_its_name_whatever_is_said(tmp_path: Path, digits_path: Path) -> None:
    with team_on(tmp_path, digits_path) as team:
        grace = team.add("grace")
        session = f"/api/sessions/{begin(grace)}"
        assert grace.patch(f"{session}/config", json={"batch_size": 7}, headers=by("ada")).status_code == 200
        actors = {event["actor"] for event in grace.get(f"{session}/events").json()["events"]}
        assert actors == {f"annotator:{team.id_of('grace')}"}
        assert team.stranger().patch(f"{session}/config", json={}, headers=by("ada")).status_code == 401


def test_whoever_gives_a_name_later_may_still_undo_what_they_did_without_one(queried: Queried) -> None:
    label(queried, queried.on_board, {})
    undone = turn(queried, "undo", by("ada"))
    assert (undone["actor"], queried.state()["labels"]) == ("person:ada", 0)
    assert turn(queried, "redo", by("ada"))["actor"] == "person:ada"
    assert queried.state()["labels"] == 1


def test_nobody_undoes_what_was_done_under_a_name_but_who_has_it(queried: Queried) -> None:
    done = label(queried, queried.on_board, by("ada"))
    for other in (by("grace"), {}):
        answer = queried.client.post(f"{queried.url}/undo", json={"seq": done["seq"]}, headers=other)
        assert (answer.status_code, answer.json()["error"]) == (409, "StepNotLast")
    assert turn(queried, "undo", by("ada"))["payload"] == {"kind": "undone", "seq": done["seq"]}
