"""Studies over HTTP: started, watched to their end, cancelled and run on, and what they found."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from fastapi.testclient import TestClient

from activate_va.settings import Settings
from activate_va.studies.service import Studies

DESIGN = {
    "name": "Small one",
    "title": "A small one",
    "datasets": ["digits"],
    "classifiers": ["logistic_regression"],
    "policies": ["random", "DS"],
    "labellers": ["oracle"],
    "training_schemes": ["SIL", "CBA"],
    "predict_with": "SIL",
    "projections": ["pca"],
    "rounds": 2,
    "samples_per_round": 8,
    "epochs": 1,
    "seeds": 2,
}
URL = "/api/studies/small-one"
ENDLESS = {**DESIGN, "name": "endless", "classifiers": ["cnn"], "epochs": 1000, "policies": ["random"], "seeds": 1}


def start(client: TestClient, design: dict[str, Any], key: str | None = None, **more: Any) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    text = yaml.safe_dump(design, sort_keys=False)
    return client.post("/api/studies", json={"yaml": text, **more}, headers=headers)


def until(client: TestClient, url: str, done: Callable[[Any], bool]) -> list[Any]:
    """What the study said, until that."""
    said = []
    deadline = time.monotonic() + 280
    while not said or not done(said[-1]):
        assert time.monotonic() < deadline, said[-1]
        said.append(client.get(url).json())
        time.sleep(0.05)
    return said


def ended(study: Any) -> bool:
    return study["progress"] is None


@pytest.fixture(scope="module")
def watched(client: TestClient) -> list[Any]:
    """What the small study said of itself, from its start to its end."""
    answer = start(client, DESIGN, key="begin the small one")
    assert answer.status_code == 202, answer.text
    return [answer.json(), *until(client, URL, ended)]


def test_a_study_is_watched_to_its_end(watched: list[Any], client: TestClient) -> None:
    first, last = watched[0], watched[-1]
    assert (first["study"], first["name"], first["state"], first["sessions"]) == (
        "small-one",
        "Small one",
        "running",
        4,
    )
    assert (last["state"], last["finished"], last["failures"]) == ("finished", 4, [])
    seen = [study["progress"] for study in watched if study["progress"]]
    assert seen[-1]["rounds"] == 8
    assert [progress["done"] for progress in seen] == sorted(progress["done"] for progress in seen)
    assert any("seed 1" in progress["stage"] for progress in seen)
    with client.stream("GET", f"{URL}/stream") as stream:
        assert '"state":"finished"' in "".join(stream.iter_text())


def test_what_it_found_names_the_session_behind_each_curve(watched: list[Any], client: TestClient) -> None:
    found = client.get(f"{URL}/summary").json()
    assert found["sessions"] == 4
    assert {(row["policy"], row["training_scheme"]) for row in found["rows"]} == {
        (policy, scheme) for policy in ("RS", "DS") for scheme in ("SIL", "CBA")
    }
    curve = found["curves"][0]
    state = client.get(f"/api/sessions/{curve['runs'][0]['session_id']}").json()
    reached = [done["results"][curve["training_scheme"]]["measures"]["accuracy"] for done in state["rounds"]]
    assert curve["runs"][0]["accuracy"] == reached
    assert curve["labels"] == [8, 16]


def test_models_are_offered_of_the_rounds_that_keep_them(watched: list[Any], client: TestClient) -> None:
    session_id = client.get(f"{URL}/summary").json()["curves"][0]["runs"][0]["session_id"]
    models = [f"/api/sessions/{session_id}/rounds/{number}/models" for number in (1, 2, 3)]
    assert client.get(models[0]).json() == {"training_schemes": []}
    assert client.get(models[1]).json() == {"training_schemes": ["SIL", "CBA"]}
    assert client.get(f"{models[1]}/CBA").status_code == 200
    assert client.get(models[2]).json()["error"] == "RoundNotFound"


def test_its_sessions_are_told_from_those_that_people_began(watched: list[Any], client: TestClient) -> None:
    client.post("/api/sessions", json={"dataset": "digits", "name": "by hand"})
    entries = client.get("/api/sessions").json()["sessions"]
    assert next(entry["name"] for entry in entries if entry["actor"] == "person") == "by hand"
    simulated = [entry for entry in entries if entry["actor"].startswith("simulated:") and "seed 1" in entry["name"]]
    assert {(entry["labels"], entry["rounds"]) for entry in simulated} == {(16, 2)}


def test_tables_and_report_can_be_taken_home(watched: list[Any], client: TestClient) -> None:
    for table in ("rounds", "labels", "times"):
        answer = client.get(f"{URL}/tables/{table}")
        assert answer.content.startswith(b"PAR1")
        assert f"small-one-{table}.parquet" in answer.headers["content-disposition"]
    report = client.get(f"{URL}/report")
    assert "A small one" in report.text
    assert "script-src 'sha256-" in report.headers["content-security-policy"]
    assert report.headers["content-security-policy"].startswith("default-src 'none'")
    data = client.get(f"{URL}/report.json").json()
    assert data["title"] == "A small one"
    assert data["summary"] == client.get(f"{URL}/summary").json()


def test_what_is_finished_is_not_run_again(watched: list[Any], client: TestClient) -> None:
    before = client.get(f"{URL}/summary").json()
    assert start(client, DESIGN).status_code == 202
    until(client, URL, ended)
    assert client.get(f"{URL}/summary").json() == before
    assert client.get(URL).json()["state"] == "finished"


def test_another_study_of_the_same_name_is_refused(watched: list[Any], client: TestClient) -> None:
    refused = start(client, {**DESIGN, "epochs": 2})
    assert refused.status_code == 409
    assert refused.json()["error"] == "FolderOfAnotherStudy"
    assert "differs in epochs" in refused.json()["detail"]
    assert "another name" in refused.json()["hint"]


def test_one_study_at_a_time_and_a_cancelled_one_goes_on(client: TestClient) -> None:
    url = "/api/studies/endless"
    assert start(client, ENDLESS, key="once").status_code == 202
    assert start(client, ENDLESS, key="once").status_code == 202, "a repeated start is harmless"
    second = start(client, DESIGN)
    assert (second.status_code, second.json()["error"]) == (409, "StudyRunning")
    until(client, url, lambda study: "RS" in study["progress"]["stage"])
    assert client.delete(f"{url}/runs/current").json()["state"] in ("cancelling", "interrupted")
    last = until(client, url, ended)[-1]
    assert (last["state"], last["finished"], last["failures"]) == ("interrupted", 0, [])
    again = client.delete(f"{url}/runs/current")
    assert (again.status_code, again.json()["error"]) == (409, "StudyNotRunning")
    assert client.get(f"{url}/summary").json()["rows"] == []
    assert client.post(f"{url}/runs").json()["state"] == "running"
    client.delete(f"{url}/runs/current")
    until(client, url, ended)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"policies": ["LRCS"]}, ["line 8", "did you mean 'LCRS'"]),
        ({"datasets": ["digits", "letters"]}, ["line 5", "'letters' is not served here"]),
        ({"datasets": ["/etc/letters.npz"]}, ["line 4", "is not served here"]),
        ({"rounds": 2000}, ["line 18", "less than or equal to 1000"]),
    ],
)
def test_a_study_that_cannot_be_run_names_the_line(
    client: TestClient, changes: dict[str, Any], words: list[str]
) -> None:
    refused = start(client, {**DESIGN, **changes})
    assert (refused.status_code, refused.json()["error"]) == (422, "InvalidDesign")
    assert all(word in refused.json()["detail"] for word in words), refused.json()["detail"]


def test_presets_say_what_they_come_to(client: TestClient) -> None:
    presets = {preset["name"]: preset for preset in client.get("/api/studies").json()["presets"]}
    assert presets["legg2019"]["sessions"] == 10
    assert presets["quick"]["problem"] is None
    nearest = client.post("/api/studies", json={"preset": "quik"})
    assert (nearest.status_code, nearest.json()["error"]) == (404, "DesignNotFound")
    assert "did you mean 'quick'" in nearest.json()["hint"]


def test_a_study_is_a_preset_or_a_text(client: TestClient) -> None:
    for body in ({}, {"preset": "quick", "yaml": "name: a"}):
        assert client.post("/api/studies", json=body).json()["error"] == "DesignNotGiven"


def test_a_folder_that_a_study_was_run_in_shows_that_study(
    watched: list[Any], client: TestClient, server_settings: Settings, tmp_path: Path
) -> None:
    """As `activate-va study run --out DIR` and then `activate-va serve --data-dir DIR` would."""
    shutil.copytree(server_settings.data_dir / "studies" / "small-one", tmp_path / "out")
    (tmp_path / "out" / "studies" / "damaged").mkdir(parents=True)
    (tmp_path / "out" / "studies" / "damaged" / "study.json").write_text("{}")
    services = client.app.state.services  # type: ignore[attr-defined]
    studies = Studies(services, tmp_path / "out")
    assert [(study.study, study.state, study.finished) for study in studies.all()] == [("small-one", "finished", 4)]
    assert studies.rows("small-one", "rounds") == services.studies.rows("small-one", "rounds")
    resumed = studies.resume("small-one")
    assert resumed.study == "small-one"
    studies.close()
    assert not (tmp_path / "out" / "studies" / "small-one").exists()


def test_tables_that_another_version_wrote_are_told(
    watched: list[Any], client: TestClient, server_settings: Settings
) -> None:
    path = server_settings.data_dir / "studies" / "small-one" / "rounds.parquet"
    whole = path.read_bytes()
    pq.write_table(pq.read_table(path).drop_columns("projection"), path)
    refused = client.get(f"{URL}/summary")
    path.write_bytes(whole)
    assert (refused.status_code, refused.json()["error"]) == (409, "TablesOfAnotherVersion")
    assert "projection" in refused.json()["detail"]


def test_an_unknown_study_is_told(client: TestClient) -> None:
    for method, path in (
        ("GET", ""),
        ("GET", "/summary"),
        ("GET", "/report"),
        ("GET", "/report.json"),
        ("POST", "/runs"),
        ("GET", "/stream"),
    ):
        answer = client.request(method, f"/api/studies/none{path}")
        assert (answer.status_code, answer.json()["error"]) == (404, "StudyNotFound")
