"""The confusion matrix: counts or rates, and a table to keep."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import LabellingPage

pytestmark = pytest.mark.browser


def test_the_matrix_shows_rates_and_is_saved_as_csv(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    labelling.begin_quick_session(server.url, "digits")
    page = labelling.page
    labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 20})
    expect(labelling.cards("unlabelled")).to_have_count(20)
    for sample in labelling.ids("unlabelled"):
        labelling.ask("PUT", f"/labels/{sample}", {"class_index": truth[sample], "confidence": 0.9})
    labelling.train(1)
    matrix = page.get_by_label("Confusion matrix", exact=True)
    confusion = labelling.ask("GET", "/rounds/1")["results"]["SIL"]["confusion"]
    cell = matrix.get_by_role("button", name=f"actual 0, predicted 0: {confusion[0][0]} of")
    expect(cell).to_have_text(str(confusion[0][0] or ""))
    matrix.get_by_role("button", name="%").click()
    expect(cell).to_have_text(str(round(100 * confusion[0][0] / sum(confusion[0])) or ""))
    with page.expect_download() as download:
        matrix.get_by_role("button", name="CSV").click()
    rows = list(csv.reader(Path(download.value.path()).read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["actual", *"0123456789"]
    assert [[int(value) for value in row[1:]] for row in rows[1:]] == confusion
