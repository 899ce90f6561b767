"""Sessions are renamed, looked for, archived, deleted and brought back, in the session menu."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .page import LabellingPage

pytestmark = pytest.mark.browser


def test_a_session_is_begun_and_renamed(labelling: LabellingPage) -> None:
    page, first = labelling.page, labelling.page.url
    labelling.begin_session("digits")
    assert page.url != first
    labelling.open_menu()
    page.get_by_label("Name of this session").fill("Tuesday's zeros")
    page.get_by_role("button", name="Rename").click()
    expect(page).to_have_title(re.compile("^Tuesday's zeros"))
    page.reload()
    expect(page.get_by_role("button", name="Tuesday's zeros")).to_be_visible()


def test_a_session_is_deleted_and_brought_back(labelling: LabellingPage) -> None:
    page = labelling.page
    other = labelling.call("POST", "/api/sessions", {"dataset": "digits", "name": "Bin me"})["session_id"]
    for number in range(7):
        labelling.call("POST", "/api/sessions", {"dataset": "digits", "name": f"Filler {number}"})
    labelling.open_menu()
    page.get_by_label("search sessions").fill("bin")
    expect(page.get_by_role("link", name=re.compile("Filler"))).to_have_count(0)
    page.get_by_role("button", name="delete Bin me").click()
    expect(page.get_by_role("link", name=re.compile("^Bin me"))).to_have_count(0)
    assert labelling.call("GET", f"/api/sessions/{other}/listing")["deleted"] is True
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_role("link", name=re.compile("^Bin me"))).to_be_visible()
    assert labelling.call("GET", f"/api/sessions/{other}/listing")["deleted"] is False


def test_a_session_deleted_long_ago_is_found_and_brought_back(labelling: LabellingPage) -> None:
    page = labelling.page
    other = labelling.call("POST", "/api/sessions", {"dataset": "digits", "name": "Regretted"})["session_id"]
    labelling.call("PATCH", f"/api/sessions/{other}/listing", {"deleted": True})
    labelling.open_menu()
    link = page.get_by_role("link", name=re.compile("^Regretted"))
    page.get_by_label(re.compile("deleted$")).check()
    expect(link).to_contain_text("deleted")
    page.get_by_role("button", name="bring Regretted back").click()
    expect(link).not_to_contain_text("deleted")
    expect(link).to_be_visible()
    assert labelling.call("GET", f"/api/sessions/{other}/listing")["deleted"] is False


def test_a_session_is_duplicated(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.call("POST", "/api/sessions", {"dataset": "digits", "name": "Twice"})
    labelling.open_menu()
    page.get_by_role("button", name="duplicate Twice").click()
    page.get_by_role("link", name=re.compile("^Twice, copy")).click()
    expect(page).to_have_title(re.compile("^Twice, copy"))


def test_a_session_is_archived_and_brought_back(labelling: LabellingPage) -> None:
    page = labelling.page
    labelling.call("POST", "/api/sessions", {"dataset": "digits", "name": "Last year"})
    labelling.open_menu()
    link = page.get_by_role("link", name=re.compile("^Last year"))
    page.get_by_role("button", name="archive Last year", exact=True).click()
    expect(link).to_have_count(0)
    page.get_by_label(re.compile("archived$")).check()
    expect(link).to_contain_text("archived")
    page.get_by_role("button", name="bring Last year back from the archive").click()
    expect(link).not_to_contain_text("archived")
