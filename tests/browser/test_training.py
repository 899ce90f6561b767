"""What a running round shows of each scheme."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import QUICK, SLOW, LabellingPage

pytestmark = pytest.mark.browser

MAP = {"projection": "tsne", "distance_space": "projection", "options": {"projections.tsne": {"n_neighbors": 31}}}
"""A map that nobody has asked for yet."""


def test_schemes_that_need_the_map_say_that_they_wait_while_others_train(
    server: ServerProcess, new_page: Callable[[], Page], truth: list[int]
) -> None:
    labelling = LabellingPage(new_page(), truth)
    config = {**QUICK, **MAP, "training_schemes": ["SIL", "IL"]}
    labelling.open_new(server.url, {"dataset": "digits", "seed": 1, "config": config})
    page = labelling.page
    expect(page.get_by_label("Samples to get")).to_be_visible(timeout=SLOW)
    samples = labelling.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": 10})["samples"]
    for sample_id in (sample["sample_id"] for sample in samples):
        labelling.ask("PUT", f"/labels/{sample_id}", {"class_index": truth[sample_id], "confidence": 0.8})
    page.get_by_role("button", name="Train", exact=True).click()
    row = page.get_by_role("row").filter(has=page.get_by_role("progressbar", name="training IL"))
    expect(row).to_contain_text("waits for map", timeout=SLOW)
    expect(page.get_by_test_id("accuracy-SIL")).to_be_visible(timeout=SLOW)
    expect(row).to_contain_text("waits for map")
    expect(page.get_by_test_id("round-count")).to_have_text("1 round trained", timeout=SLOW)
    expect(page.get_by_test_id("accuracy-IL")).to_be_visible()
