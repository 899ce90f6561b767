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

from activate_va.projects.state import ProjectState

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
        self.services, self.id_of = team.services, team.id_of

    def state(self) -> ProjectState:
        state: ProjectState = self.services.projects.state(self.project_id)
        return state

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
    assert len(shared.ada.get(url).json()["answers"]) == 4
    assert shared.judge.get(url).status_code == 403
    seen = shared.judge.get(f"{shared.url}/progress").json()
    assert (seen["known"], seen["gold"]) == (None, None)
    assert shared.grace.get(f"{shared.url}/feedback").json() == {"answers": [], "left": 2}
    assert shared.ada.put(url, json={"from_dataset": 0, "practice": 0}).json()["answers"] == 0


def test_known_answers_are_named_by_number_by_id_and_by_what_was_adjudicated(shared: Shared) -> None:
    url = f"{shared.url}/known-answers"
    row = next(row for row in shared.rows("rows=labels") if row["sample_id"] == str(shared.first[3]))
    named = [{"sample_id": 7, "class_index": 3}, {"external_id": row["external_id"], "class_index": 1}]
    session = shared.session(shared.judge, "adjudication/session")
    if not shared.judge.get(session).json()["board"]:
        shared.get(shared.judge, session, 5)
    decided = shared.first[0]
    assert shared.judge.put(f"{session}/labels/{decided}", json={"class_index": 2, "confidence": 1}).is_success
    assert shared.ada.put(url, json={"answers": named, "adjudicated": True}).json()["answers"] == 3
    known = {one["sample_id"]: one["class_index"] for one in shared.ada.get(url).json()["answers"]}
    assert known == {7: 3, shared.first[3]: 1, decided: 2}
    assert 7 in shared.state().not_blind(shared.id_of("ada"))  # Who names an answer is not tested by it.
    unknown = shared.ada.put(url, json={"answers": [{"external_id": "nothing", "class_index": 1}]})
    assert (unknown.status_code, unknown.json()["error"]) == (422, "NotInDataset")
    for wrong in ({"class_index": 1}, {"sample_id": 1, "external_id": "a", "class_index": 1}):
        assert shared.ada.put(url, json={"answers": [wrong]}).status_code == 422
    assert shared.judge.post(f"{session}/undo").status_code == 200
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
    assert shared.ada.put(f"{shared.url}/guideline", json=body).json()["guideline"] == {**body, "descriptions": []}
    refused = shared.ada.put(f"{shared.url}/guideline", json={**body, "examples": [{**example, "class_index": 10}]})
    assert (refused.status_code, refused.json()["error"]) == (422, "NotInDataset")


class Blind:
    """Ada, who owns the project, and grace, who is in it, are each to label all of four samples, which grace does."""

    def __init__(self, shared: Shared) -> None:
        self.ada, self.grace, self.get = shared.ada, shared.grace, shared.get
        wanted = {"name": "b", "dataset": "digits", "samples": 4, "overlap": 1, "config": CONFIG, "seed": 2}
        self.project_id = self.ada.post("/api/projects", json=wanted).json()["project_id"]
        self.url = f"/api/projects/{self.project_id}"
        assert self.ada.put(f"{self.url}/members", json={"handle": "grace", "role": "annotator"}).is_success
        self.mine, self.hers = (self.session(browser) for browser in (self.ada, self.grace))
        self.label(self.grace, self.hers, [one["sample_id"] for one in self.get(self.grace, self.hers, 3)])

    def session(self, browser: TestClient) -> str:
        return f"/api/sessions/{browser.post(f'{self.url}/session').json()['session_id']}"

    def label(self, browser: TestClient, session: str, samples: list[int]) -> None:
        for sample_id in samples:
            assert browser.put(f"{session}/labels/{sample_id}", json={"class_index": 1}).status_code == 200

    def refusals(self) -> set[str]:
        """What ada is told by each route that tells of grace's labels."""
        paths = (self.hers, *(f"{self.hers}/{what}" for what in ("events", "stream", "export", "export/images")))
        pair = f"/api/agreement?session={self.mine.rsplit('/')[-1]}&session={self.hers.rsplit('/')[-1]}"
        asked = [self.ada.get(path) for path in (*paths, pair, f"{self.url}/export")]
        assert {one.status_code for one in asked} == {403}
        return {one.json()["error"] for one in asked}

    def agreeing(self) -> int:
        """Samples of which the project's agreement is."""
        found = self.ada.get(f"{self.url}/progress").json()["progress"]["agreement"]
        return int(found["alpha"]["samples"])


def test_who_is_asked_for_samples_sees_nothing_that_others_say(shared: Shared) -> None:
    blind = Blind(shared)
    (first,) = (one["sample_id"] for one in blind.get(blind.ada, blind.mine, 1))
    assert blind.refusals() == {"LabelsWithheld"}
    assert blind.ada.get(f"{blind.url}/progress").status_code == 200  # The project can be looked after all the same.
    assert blind.ada.get(blind.mine).status_code == 200
    blind.label(blind.ada, blind.mine, [first])
    assert len(blind.ada.get(blind.hers).json()["board"]) == 3
    assert blind.agreeing() == 1


def test_who_has_seen_what_others_say_is_not_asked_for_it(shared: Shared) -> None:
    blind = Blind(shared)
    said = set(map(int, blind.ada.get(blind.hers).json()["board"]))
    came = {one["sample_id"] for one in blind.get(blind.ada, blind.mine, 4)}
    assert len(came) == 1
    assert not came & said
    assert blind.ada.delete(f"{blind.url}/assignments").status_code == 200
    assert blind.ada.get(f"{blind.url}/export").status_code == 200  # Given back, others' labels may be read again.
    state = shared.services.projects.state(blind.project_id)
    assert [set(one) for one in state.seen.values()] == [said]


def test_labels_given_after_a_look_count_for_no_agreement(shared: Shared) -> None:
    blind = Blind(shared)
    came = [one["sample_id"] for one in blind.get(blind.ada, blind.mine, 4)]
    assert blind.ada.delete(f"{blind.url}/assignments").status_code == 200
    assert blind.ada.get(blind.hers).status_code == 200
    blind.label(blind.ada, blind.mine, came)  # They still stand on her board; late answers are kept.
    assert len(blind.ada.get(f"{blind.url}/export?format=jsonl").text.splitlines()) == 3 + 4
    assert blind.agreeing() == 0


def test_a_project_that_is_begun_twice_with_one_key_is_one(shared: Shared) -> None:
    wanted, key = {"name": "twice", "dataset": "digits", "samples": 4}, {"Idempotency-Key": "begin-1"}
    once, again = (shared.ada.post("/api/projects", json=wanted, headers=key).json() for _ in range(2))
    assert once == again
    assert [one["name"] for one in shared.ada.get("/api/projects").json()["projects"]].count("twice") == 1
    other = shared.ada.post("/api/projects", json=wanted | {"name": "other"}, headers=key)
    assert (other.status_code, other.json()["error"]) == (409, "ClientKeyReused")
    assert shared.judge.post("/api/projects", json=wanted, headers=key).json()["project_id"] != once["project_id"]
