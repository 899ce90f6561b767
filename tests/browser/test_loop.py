"""The whole job once through, on all of MNIST: from an empty board to a classifier trained on 100 labels."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from activate_va.datasets import open_dataset

from ..server_process import ServerProcess
from .page import LabellingPage

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(1800)]

SCHEMES = ("SIL", "IL", "IDA", "CBA")
TOKEN = "a-token-that-outlives-the-server"  # noqa: S105


@pytest.fixture
def mnist_truth() -> list[int]:
    labels = open_dataset("mnist").pool.labels
    assert labels is not None
    return [int(label) for label in labels]


def test_from_an_empty_board_to_a_trained_classifier(
    tmp_path: Path, new_page: Callable[[], Page], mnist_truth: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACTIVATE_VA_TOKEN", TOKEN)
    monkeypatch.setenv("ACTIVATE_VA_WARM_UP", "true")  # As it is, unless somebody says otherwise.
    with ServerProcess(tmp_path / "data") as server:
        _work_through(server, new_page, mnist_truth, tmp_path)


def _work_through(server: ServerProcess, new_page: Callable[[], Page], mnist_truth: list[int], tmp_path: Path) -> None:
    labelling = LabellingPage(new_page(), mnist_truth)
    labelling.open(server.url)
    expect(labelling.pool).to_have_attribute("data-points", "55000")

    _first_ten(labelling, server)
    _first_round(labelling)
    _second_ten(labelling)
    _on_to_a_hundred(labelling)
    reopened = _comes_back(labelling, new_page(), server)
    _takes_it_home(reopened, tmp_path)


def _first_ten(labelling: LabellingPage, server: ServerProcess) -> None:
    """Drag ten samples; put one wrong, undo and move it; lose the server between two labels."""
    labelling.get_samples(10)
    expect(labelling.cards("unlabelled")).to_have_count(10)
    grey = labelling.colours_in_pool()
    first, *rest = labelling.ids("unlabelled")
    right = labelling.truth[first]
    labelling.drag(first, (right + 1) % 10, 0.5)
    expect(labelling.card(first)).to_have_attribute("data-status", "hand_labelled")
    labelling.page.get_by_role("button", name="Undo").click()
    expect(labelling.card(first)).to_have_attribute("data-status", "unlabelled")
    labelling.label_rightly([first, *rest[:4]])
    labelling.saved()
    server.kill()
    labelling.drag(rest[4], labelling.truth[rest[4]], 0.8)
    expect(labelling.page.get_by_test_id("save-status")).to_have_text(re.compile("offline, 1 waiting"))
    server.start()
    labelling.saved()
    labelling.label_rightly(rest[5:])
    expect(labelling.cards("hand_labelled")).to_have_count(10)
    assert labelling.count("labels") == labelling.count("user-labelled") == 10
    assert labelling.colours_in_pool() > grey + 50


def _first_round(labelling: LabellingPage) -> None:
    labelling.train(1)
    accuracies = {scheme: labelling.accuracy(scheme) for scheme in SCHEMES}
    assert all(0.05 < accuracy <= 1 for accuracy in accuracies.values()), accuracies
    matrix = labelling.page.get_by_label("Confusion matrix")
    expect(matrix.get_by_role("gridcell", name=re.compile("actual 4, predicted 9"))).to_be_visible()


def _second_ten(labelling: LabellingPage) -> None:
    """The machine places ten; what it has right is confirmed, the rest moved, and both show."""
    labelling.get_samples(10)
    expect(labelling.cards("predicted")).to_have_count(10)
    ids = labelling.ids("predicted")
    labelling.label_rightly(ids)
    labelling.saved()
    confirmed, corrected = labelling.ids("confirmed"), labelling.ids("corrected")
    assert sorted(confirmed + corrected) == sorted(ids)
    assert labelling.count("corrected") == len(corrected)
    assert labelling.count("user-labelled") == 10 + len(corrected)


def _on_to_a_hundred(labelling: LabellingPage) -> None:
    """Two more batches of forty; the slowest scheme is left out, as a person in a hurry would."""
    labelling.page.get_by_label("train IL", exact=True).uncheck()
    for round_number in range(2, 4):
        labelling.train(round_number)
        labelling.get_samples(40)
        expect(labelling.cards("predicted")).to_have_count(40)
        labelling.label_rightly(labelling.ids("predicted"))
    labelling.train(4)
    assert labelling.count("labels") == 100
    assert labelling.accuracy("IDA") > 0.8


def _comes_back(labelling: LabellingPage, page: Page, server: ServerProcess) -> LabellingPage:
    """The server is killed and the browser closed: the session opens where it was."""
    before = {what: labelling.count(what) for what in ("labels", "corrected", "hand-labelled")}
    accuracy = labelling.accuracy("IDA")
    server.kill()
    labelling.page.close()
    server.start()
    again = LabellingPage(page, labelling.truth)
    again.open(server.url)
    expect(page.get_by_test_id("round-count")).to_have_text(re.compile("^4 "))
    assert {what: again.count(what) for what in before} == before
    assert again.accuracy("IDA") == accuracy
    return again


def _takes_it_home(labelling: LabellingPage, tmp_path: Path) -> None:
    page = labelling.page
    labelling.open_menu()
    with page.expect_download() as download:
        page.get_by_role("link", name="csv").click()
    rows = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text())))
    assert len(rows) == 100
    assert all(labelling.truth[int(row["sample_id"])] == int(row["class_index"]) for row in rows)
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        page.get_by_label("Test accuracy").get_by_role("link", name="IDA").click()
    path = tmp_path / "model.keras"
    download.value.save_as(path)
    assert _accuracy_of(path) == pytest.approx(labelling.accuracy("IDA"), abs=0.01)


def _accuracy_of(path: Path) -> float:
    import keras
    import numpy as np

    test = open_dataset("mnist").test
    probabilities = keras.models.load_model(path).predict(test.items[..., None].astype("float32"), verbose=0)
    return float(np.mean(np.argmax(probabilities, axis=1) == test.labels))
