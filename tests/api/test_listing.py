"""Sessions are renamed, archived, deleted and brought back; what happened in them stays as it was."""

from __future__ import annotations

from .conftest import Labeller


def listed(labeller: Labeller) -> dict[str, object]:
    sessions = labeller.expect(200, "GET", "/api/sessions")["sessions"]
    (entry,) = [entry for entry in sessions if entry["session_id"] == labeller.session_id]
    return dict(entry)


def test_a_session_is_renamed_and_its_events_are_not(labeller: Labeller) -> None:
    before = labeller.expect(200, "GET", f"{labeller.url}/events")
    entry = labeller.expect(200, "PATCH", f"{labeller.url}/listing", {"name": "Tuesday"})
    assert (entry["name"], entry["deleted"]) == ("Tuesday", False)
    assert listed(labeller) == labeller.expect(200, "GET", f"{labeller.url}/listing") == entry
    assert labeller.expect(200, "GET", f"{labeller.url}/events") == before


def test_a_deleted_session_says_so_and_comes_back_with_its_name(labeller: Labeller) -> None:
    labeller.expect(200, "PATCH", f"{labeller.url}/listing", {"name": "Wednesday"})
    labeller.label(labeller.query(2)["samples"])
    labeller.expect(200, "PATCH", f"{labeller.url}/listing", {"deleted": True})
    assert listed(labeller)["deleted"] is True
    assert len(labeller.state()["board"]) == 2
    labeller.expect(200, "PATCH", f"{labeller.url}/listing", {"deleted": False})
    entry = listed(labeller)
    assert (entry["name"], entry["deleted"], entry["labels"]) == ("Wednesday", False, 2)


def test_an_archived_session_is_listed_as_such_and_goes_on(labeller: Labeller) -> None:
    labeller.expect(200, "PATCH", f"{labeller.url}/listing", {"archived": True})
    entry = listed(labeller)
    assert (entry["archived"], entry["deleted"]) == (True, False)
    labeller.label(labeller.query(2)["samples"])
    labeller.expect(200, "PATCH", f"{labeller.url}/listing", {"deleted": True})
    labeller.expect(200, "PATCH", f"{labeller.url}/listing", {"archived": False})
    entry = listed(labeller)
    assert (entry["archived"], entry["deleted"], entry["labels"]) == (False, True, 2)


def test_only_a_session_that_there_is_can_be_listed_otherwise(labeller: Labeller) -> None:
    error = labeller.expect(404, "PATCH", "/api/sessions/0123456789abcdef/listing", {"name": "nobody's"})
    assert error["error"] == "SessionNotFound"
    labeller.expect(422, "PATCH", f"{labeller.url}/listing", {"name": ""})


def test_a_copy_goes_on_by_itself_from_where_the_session_was(labeller: Labeller) -> None:
    config = {"classifier": "logistic_regression", "training_schemes": ["SIL"], "predict_with": "SIL"}
    labeller.expect(200, "PATCH", f"{labeller.url}/config", config)
    labeller.label(labeller.query(12)["samples"])
    labeller.train()
    before = labeller.state()
    copies = f"{labeller.url}/copies"
    entry = labeller.expect(201, "POST", copies, {"name": "another try"}, key="copy-1")
    assert labeller.expect(201, "POST", copies, {"name": "another try"}, key="copy-1") == entry
    assert (entry["name"], entry["labels"], entry["rounds"]) == ("another try", 12, 1)
    url = f"/api/sessions/{entry['session_id']}"
    copy = labeller.expect(200, "GET", url)
    own = {"session_id": entry["session_id"], "name": "another try"}
    assert copy == {**before, **own}
    samples = labeller.expect(201, "POST", f"{url}/selections", {"by": "machine", "scheme": "LCRS", "count": 3})[
        "samples"
    ]
    assert all(sample["prediction"] for sample in samples)
    labeller.expect(200, "GET", f"{url}/rounds/1/validation/SIL")
    assert labeller.state() == before
    labeller.expect(422, "POST", copies, {"name": ""})
