"""Sessions are renamed, deleted and brought back; what happened in them stays as it was."""

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


def test_only_a_session_that_there_is_can_be_listed_otherwise(labeller: Labeller) -> None:
    error = labeller.expect(404, "PATCH", "/api/sessions/0123456789abcdef/listing", {"name": "nobody's"})
    assert error["error"] == "SessionNotFound"
    labeller.expect(422, "PATCH", f"{labeller.url}/listing", {"name": ""})
