"""The guideline of a session: written over HTTP, an event of the log, and of the dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .conftest import Labeller
from .team import team_on

EXAMPLE = {"sample_id": 3, "class_index": 7, "note": "with a bar"}
GUIDELINE: dict[str, Any] = {
    "text": "By shape alone.",
    "descriptions": [{"class_index": 7, "text": "One stroke, or one with a bar."}],
    "examples": [EXAMPLE],
}


def test_a_guideline_is_an_event_and_the_newest_counts(labeller: Labeller) -> None:
    url = f"{labeller.url}/guideline"
    first = labeller.expect(200, "PUT", url, GUIDELINE, key="first")
    assert labeller.expect(200, "PUT", url, GUIDELINE, key="first")["seq"] == first["seq"]
    assert labeller.state()["guideline"] == GUIDELINE
    labeller.expect(200, "PUT", url, {"text": "By colour."})
    assert labeller.state()["guideline"] == {"text": "By colour.", "descriptions": [], "examples": []}
    written = [event["payload"] for event in labeller.expect(200, "GET", f"{labeller.url}/events")["events"]]
    assert [one["text"] for one in written if one["kind"] == "guideline_published"] == ["By shape alone.", "By colour."]


def test_undoing_takes_back_a_label_and_leaves_the_guideline(labeller: Labeller) -> None:
    (sample,) = labeller.query(1)["samples"]
    labeller.label([sample])
    labeller.expect(200, "PUT", f"{labeller.url}/guideline", GUIDELINE)
    labeller.expect(200, "POST", f"{labeller.url}/undo")
    state = labeller.state()
    assert state["board"][str(sample["sample_id"])]["status"] == "unlabelled"
    assert state["guideline"] == GUIDELINE


def test_a_copy_has_the_guideline_and_an_export_the_labels_alone(labeller: Labeller) -> None:
    labeller.label(labeller.query(2)["samples"])
    before = labeller.client.get(f"{labeller.url}/export?format=csv").text
    labeller.expect(200, "PUT", f"{labeller.url}/guideline", GUIDELINE)
    assert labeller.client.get(f"{labeller.url}/export?format=csv").text == before
    copy = labeller.expect(201, "POST", f"{labeller.url}/copies", {"name": "copy"})["session_id"]
    assert labeller.expect(200, "GET", f"/api/sessions/{copy}")["guideline"] == GUIDELINE


def test_samples_and_classes_are_those_of_the_dataset(labeller: Labeller) -> None:
    wrong = [
        {"examples": [{**EXAMPLE, "sample_id": 10_000}]},
        {"examples": [{**EXAMPLE, "class_index": 10}]},
        {"descriptions": [{"class_index": 10, "text": "none"}]},
    ]
    for body in wrong:
        assert labeller.expect(422, "PUT", f"{labeller.url}/guideline", body)["error"] == "NotInDataset"
    assert labeller.state()["guideline"] == {"text": "", "descriptions": [], "examples": []}


def test_a_projects_session_has_the_guideline_of_the_project(tmp_path: Path, digits_path: Path) -> None:
    with team_on(tmp_path, digits_path) as team:
        project = team.ada.post("/api/projects", json={"name": "p", "dataset": "digits", "samples": 4}).json()
        session = team.ada.post(f"/api/projects/{project['project_id']}/session").json()["session_id"]
        refused = team.ada.put(f"/api/sessions/{session}/guideline", json=GUIDELINE)
        assert (refused.status_code, refused.json()["error"]) == (409, "GuidelineOfProject")
