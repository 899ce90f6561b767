"""The page's files: small on the wire, and asked for once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from activate_va.api.static import add_page

SCRIPT = "export const label = (sample) => sample + 1;\n" * 1_000


@pytest.fixture
def pages(tmp_path: Path) -> TestClient:
    (tmp_path / "script.js").write_text(SCRIPT)
    app = FastAPI()
    add_page(app, tmp_path)
    return TestClient(app)


def test_who_understands_it_gets_files_compressed(pages: TestClient) -> None:
    answer = pages.get("/script.js", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert int(answer.headers["content-length"]) < len(SCRIPT) / 10
    assert answer.text == SCRIPT


def test_others_get_them_as_they_are(pages: TestClient) -> None:
    answer = pages.get("/script.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in answer.headers
    assert answer.text == SCRIPT


def test_what_the_browser_has_is_not_sent_again(pages: TestClient) -> None:
    tag = pages.get("/script.js").headers["etag"]
    again = pages.get("/script.js", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_browser_gets_the_page_where_there_is_nothing_and_programs_an_error(
    pages: TestClient, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("the page")
    asks = {"accept": "text/html,application/xhtml+xml"}
    answer = pages.get("/studees", headers=asks)
    assert (answer.status_code, answer.text) == (404, "the page")
    for path, accept in (("/studees", {"accept": "*/*"}), ("/api/studees", asks)):
        refused = pages.get(path, headers=accept)
        assert refused.status_code == 404
        assert refused.text != "the page"
