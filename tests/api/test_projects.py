"""A project over HTTP: what is adjudicated, what is exported, and predictions that are withheld."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi.testclient import TestClient

from .team import Team, team_on

CONFIG = {"projection": "pca", "classifier": "logistic_regression", "training_schemes": ["SIL"], "predict_with": "SIL"}
SAMPLES = 20


class Shared:
    """All samples are of two people, `ada` and `grace`, who label half of them and disagree on two."""

    def __init__(self, team: Team) -> None:
        self.ada, self.grace, self.judge = team.ada, team.add("grace"), team.add("judge")
        wanted = {"name": "p", "dataset": "digits", "samples": SAMPLES, "overlap": 1, "config": CONFIG, "seed": 1}
        self.project_id = self.ada.post("/api/projects", json=wanted).json()["project_id"]
        self.url = f"/api/projects/{self.project_id}"
        for handle, role in (("grace", "annotator"), ("judge", "adjudicator")):
            assert self.ada.put(f"{self.url}/members", json={"handle": handle, "role": role}).status_code == 200
        self.first = self.label(self.ada, 0)
        self.label(self.grace, 1)
        self.created = team.services.projects.state(self.project_id).created

    def session(self, browser: TestClient, path: str = "session") -> str:
        return f"/api/sessions/{browser.post(f'{self.url}/{path}').json()['session_id']}"

    def get(self, browser: TestClient, session: str, count: int) -> list[dict[str, Any]]:
        answer = browser.post(f"{session}/selections", json={"by": "machine", "count": count})
        assert answer.status_code == 201, answer.text
        return list(answer.json()["samples"])

    def label(self, browser: TestClient, differing: int) -> list[int]:
        session = self.session(browser)
        samples = [one["sample_id"] for one in self.get(browser, session, SAMPLES // 2)]
        for place, sample_id in enumerate(samples):
            label = {"class_index": 2 + differing if place < 2 else place % 2}
            assert browser.put(f"{session}/labels/{sample_id}", json=label).status_code == 200
        return samples

    def rows(self, query: str) -> list[dict[str, str]]:
        answer = self.ada.get(f"{self.url}/export?{query}")
        assert answer.status_code == 200, answer.text
        return list(csv.DictReader(io.StringIO(answer.text)))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[Shared]:
    with team_on(tmp_path_factory.mktemp("projects"), digits_path) as team:
        yield Shared(team)


def test_a_label_on_the_adjudicators_board_decides(shared: Shared) -> None:
    session = shared.session(shared.judge, "adjudication/session")
    asked = [one["sample_id"] for one in shared.get(shared.judge, session, 5)]
    assert sorted(asked) == sorted(shared.first[:2])
    label = f"{session}/labels/{asked[0]}"
    assert shared.judge.put(label, json={"class_index": 3, "confidence": 0.7}).status_code == 200
    assert shared.judge.put(f"{shared.url}/adjudication/reasons/{asked[0]}", json={"reason": "a tail"}).is_success
    (found,) = [
        one
        for one in shared.judge.get(f"{shared.url}/adjudication/candidates").json()["disputed"]
        if one["sample_id"] == asked[0]
    ]
    assert sorted(one["class_index"] for one in found["candidates"]) == [2, 3]
    assert "annotator_id" not in found["candidates"][0]
    assert (found["decision"]["class_index"], found["decision"]["reason"]) == (3, "a tail")
    progress = shared.ada.get(f"{shared.url}/progress").json()["progress"]
    assert (progress["disputed"], progress["undecided"]) == (2, 1)
    assert [one["disputed"] for one in progress["classes"]][2:4] == [2, 2]
    (row,) = [row for row in shared.rows("rows=samples") if row["sample_id"] == str(asked[0])]
    assert (row["class_name"], row["decided_by"], row["adjudicator"]) == ("3", "adjudication", "judge")
    assert len(shared.rows("rows=labels")) == len(shared.rows("rows=labels&adjudicated=false")) + 1 == SAMPLES + 1
    assert shared.judge.post(f"{session}/undo").status_code == 200
    assert shared.ada.get(f"{shared.url}/progress").json()["progress"]["undecided"] == 2
    for kind in ("jsonl", "parquet"):
        assert shared.ada.get(f"{shared.url}/export?format={kind}&rows=samples").status_code == 200


def test_no_route_tells_what_is_withheld(shared: Shared, truth: list[int]) -> None:
    session = shared.session(shared.grace)
    assert shared.grace.post(f"{session}/rounds").status_code == 202
    services = shared.grace.app.state.services  # type: ignore[attr-defined]
    services.sessions.rounds.wait(session.rsplit("/", 1)[1])
    hidden = services.projects.withheld_in(services.sessions.owners.of(session.rsplit("/", 1)[1]))
    assert len(hidden) == SAMPLES // 2
    came = shared.get(shared.grace, session, SAMPLES)
    assert {one["sample_id"] for one in came if one["prediction"] is None} == hidden - set(shared.first)
    seen = np.frombuffer(shared.grace.get(f"{session}/rounds/1/predictions/SIL").content[: 2 * len(truth)], "<u2")
    assert set(np.flatnonzero(seen == 2**16 - 1)) == hidden
    sample_id = min(hidden)
    refused = shared.grace.get(f"{session}/pool/why/{sample_id}")
    assert (refused.status_code, refused.json()["error"]) == (409, "PredictionWithheld")
    between = shared.grace.get(f"{session}/pool/between?first=2&second=3&count=10000").json()["sample_ids"]
    assert not hidden & set(between)
    exported = shared.grace.get(f"{session}/export?predictions=true").text
    predicted = [row for row in csv.DictReader(io.StringIO(exported)) if row["status"] == "unlabelled"]
    assert predicted
    assert not hidden & {int(row["sample_id"]) for row in predicted}


def test_known_answers_and_who_is_right_are_for_managers(shared: Shared) -> None:
    url, known = f"{shared.url}/known-answers", {"from_dataset": 4, "share": 0.2, "practice": 2}
    assert shared.grace.put(url, json=known).status_code == 403
    assert shared.ada.put(url, json=known).json() == {"answers": 4, "share": 0.2, "practice": 2}
    assert shared.ada.put(url, json={"answers": [{"sample_id": 10**9, "class_index": 1}]}).status_code == 422
    seen = shared.ada.get(f"{shared.url}/progress").json()
    assert (seen["known"]["answers"], len(seen["gold"])) == (4, 2)
    seen = shared.judge.get(f"{shared.url}/progress").json()
    assert (seen["known"], seen["gold"]) == (None, None)
    assert shared.grace.get(f"{shared.url}/feedback").json() == {"answers": [], "left": 2}
    assert shared.ada.put(url, json={"from_dataset": 0, "practice": 0}).json()["answers"] == 0


def test_a_session_with_everybodys_labels_is_for_nobody_to_act_in(shared: Shared) -> None:
    started = shared.ada.post(f"{shared.url}/pooled", json={"rule": "majority"})
    assert started.status_code == 202, started.text
    session_id = started.json()[0]["session_id"]
    shared.ada.app.state.services.sessions.rounds.wait(session_id)  # type: ignore[attr-defined]
    assert shared.judge.get(f"/api/sessions/{session_id}").status_code == 200
    assert shared.grace.get(f"/api/sessions/{session_id}").status_code == 404
    assert shared.ada.post(f"/api/sessions/{session_id}/rounds").status_code == 403
    (found,) = shared.ada.get(f"{shared.url}/progress").json()["pooled"]
    assert (found["rule"], found["failure"], list(found["measures"])) == ("majority", None, ["SIL"])


def test_examples_of_a_guideline_are_of_the_dataset(shared: Shared) -> None:
    example = {"sample_id": 3, "class_index": 7, "note": "with a bar"}
    body = {"text": "By shape.", "examples": [example]}
    assert shared.ada.put(f"{shared.url}/guideline", json=body).json()["examples"] == [example]
    refused = shared.ada.put(f"{shared.url}/guideline", json={**body, "examples": [{**example, "class_index": 10}]})
    assert (refused.status_code, refused.json()["error"]) == (422, "NotInDataset")
