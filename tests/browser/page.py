"""The page as a person uses it: pointer, keys, and what can be read from the screen."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page, expect

SLOW = 400_000
QUICK = {
    "classifier": "logistic_regression",
    "projection": "pca",
    "training_schemes": ["SIL"],
    "predict_with": "SIL",
    "calibration": "none",
}
"""Calibrated cards of a model that learnt a few labels, some of them false, would all stand in one place."""
CALL = """async ([method, path, body]) => {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() };
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.json();
}"""
IS_ON_TOP = """card => {
  const { x, y, width, height } = card.getBoundingClientRect();
  return card.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


class LabellingPage:
    """Drives the page with real pointer events."""

    def __init__(self, page: Page, truth: list[int]) -> None:
        self.page = page
        self.truth = truth
        self.strip = page.get_by_test_id("unlabelled-region")
        self.pool = page.get_by_test_id("pool-canvas")

    def open(self, url: str) -> None:
        self.page.goto(url)
        expect(self.pool).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)

    def begin_session(self, dataset: str) -> None:
        """A new session, by the session menu."""
        self.open_menu()
        self.page.get_by_label("Dataset").select_option(dataset)
        with self.page.expect_navigation():
            self.page.get_by_role("button", name="Create session").click()
        expect(self.pool).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)

    def begin_quick_session(self, url: str, dataset: str) -> None:
        """A new session that trains logistic regression by SIL alone, with no UMAP, on the same samples each time."""
        self.open_new(url, {"dataset": dataset, "seed": 1, "config": QUICK})
        expect(self.page.get_by_label("Samples to get")).to_be_visible(timeout=SLOW)

    def open_session(self, url: str, dataset: str) -> None:
        """A new session as the menu would begin it, but on the same samples each time, and without waiting for UMAP."""
        self.open_new(url, {"dataset": dataset, "seed": 1, "config": {"projection": "pca"}})
        expect(self.pool).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)

    def open_new(self, url: str, session: dict[str, Any]) -> None:
        """`url` is the server's, with its token."""
        requests = self.page.request  # They share the page's cookies.
        requests.get(url)
        answer = requests.post(
            url.split("?")[0] + "api/sessions", data=session, headers={"Idempotency-Key": uuid4().hex}
        )
        assert answer.ok, answer.text()
        self.page.goto(f"{url.split('?')[0]}?session={answer.json()['session_id']}")

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What the server answers to somebody who is signed in."""
        return self.page.evaluate(CALL, [method, path, body])

    def ask(self, method: str, path: str = "", body: dict[str, Any] | None = None) -> Any:
        """The same, of the session that the page shows."""
        session = re.findall(r"session=(\w+)", self.page.url)[0]
        return self.call(method, f"/api/sessions/{session}{path}", body)

    def label_and_train(self, round_number: int, count: int) -> None:
        """A round on as many more samples, by lot, each labelled rightly and as surely as its class says."""
        samples = self.ask("POST", "/selections", {"by": "machine", "scheme": "RS", "count": count})["samples"]
        for sample_id in (sample["sample_id"] for sample in samples):
            label = {"class_index": self.truth[sample_id], "confidence": 0.5 + 0.04 * self.truth[sample_id]}
            self.ask("PUT", f"/labels/{sample_id}", label)
        self.train(round_number)

    def placement(self, sample_id: int) -> dict[str, Any]:
        """As the server has it."""
        placement: dict[str, Any] = self.ask("GET")["board"][str(sample_id)]
        return placement

    def open_menu(self) -> None:
        self.page.locator("button[popovertarget=session-menu]").click()

    def cards(self, status: str | None = None) -> Locator:
        return self.page.locator(f'[data-status="{status}"]' if status else "[data-status]")

    def card(self, sample_id: int) -> Locator:
        return self.page.locator(f'[data-sample-id="{sample_id}"][data-status]')

    def ids(self, status: str) -> list[int]:
        cards = self.cards(status)
        return [int(card.get_attribute("data-sample-id") or "") for card in cards.all()]

    def get_samples(self, count: int) -> None:
        self.page.get_by_label("Samples to get").fill(str(count))
        self.page.get_by_role("button", name="Get samples").click()

    def drag(self, sample_id: int, class_index: int, confidence: float) -> None:
        """Take the card by its middle, and let it go in the column at that height."""
        self._take(sample_id)
        column, card = self._box(f'[data-class-index="{class_index}"]'), self._box(f'[data-sample-id="{sample_id}"]')
        room = column["height"] - card["height"]
        y = column["y"] + card["height"] / 2 + (1 - confidence) * room
        self._let_go(column["x"] + column["width"] / 2, y)
        expect(self.card(sample_id)).to_have_attribute("data-status", re.compile("hand_labelled|confirmed|corrected"))

    def drag_to_strip(self, sample_id: int) -> None:
        self._take(sample_id)
        strip = self._box('[data-testid="unlabelled-region"]')
        self._let_go(strip["x"] + strip["width"] * 0.7, strip["y"] + strip["height"] / 2)

    def _take(self, sample_id: int) -> None:
        self.card(sample_id).hover()
        self.page.mouse.down()

    def _let_go(self, x: float, y: float) -> None:
        self.page.mouse.move(x, y, steps=6)
        self.page.mouse.up()

    def _box(self, selector: str) -> FloatRect:
        box = self.page.locator(selector).first.bounding_box()
        assert box is not None, selector
        return box

    def label_rightly(self, sample_ids: list[int]) -> None:
        """Drag every card to its true class, each a bit lower than the last; click those the machine has right.

        Where cards overlap, the one on top goes first.
        """
        waiting = list(sample_ids)
        while waiting:
            self.page.mouse.move(2, 2)  # While the pointer is on it, a card that is done stays above those that wait.
            sample_id = self.one_on_top(waiting)
            waiting.remove(sample_id)
            card, truth = self.card(sample_id), self.truth[sample_id]
            if re.search(rf"predicted {truth} at", card.get_attribute("aria-label") or ""):
                card.click()
            else:
                self.drag(sample_id, truth, 0.95 - 0.09 * (len(waiting) % 10))
            expect(card).not_to_have_attribute("data-status", re.compile("unlabelled|predicted"))

    def one_on_top(self, sample_ids: list[int]) -> int:
        for _ in range(100):
            for sample_id in sample_ids:
                if self.card(sample_id).evaluate(IS_ON_TOP):
                    return sample_id
            self.page.wait_for_timeout(50)
        raise AssertionError(f"of the cards {sample_ids} none lies on top")

    def train(self, round_number: int) -> None:
        self.page.get_by_role("button", name="Train", exact=True).click()
        expect(self.page.get_by_test_id("round-count")).to_have_text(re.compile(rf"^{round_number} "), timeout=SLOW)

    def accuracy(self, scheme: str) -> float:
        """The large percentage of a training scheme, in [0, 1]."""
        text = self.page.get_by_test_id(f"accuracy-{scheme}").inner_text()
        found = re.search(r"(\d+(?:\.\d+)?)\s*%", text)
        assert found, text
        return float(found[1]) / 100

    def count(self, what: str) -> int:
        return int(self.page.get_by_test_id(f"count-{what}").inner_text())

    def saved(self) -> None:
        expect(self.page.get_by_test_id("save-status")).to_have_text("saved", timeout=SLOW)

    def colours_in_pool(self) -> int:
        """How many of the pool's pixels are coloured, which only labelled points are."""
        return int(np.sum(self._coloured()))

    def mark_in_pool(self) -> tuple[float, float]:
        """The middle, on the page, of the only coloured mark in the pool."""
        box = self.pool.bounding_box()
        assert box is not None
        rows, columns = np.nonzero(self._coloured())
        return box["x"] + float(columns.mean()) + 0.5, box["y"] + float(rows.mean()) + 0.5

    def _coloured(self) -> NDArray[np.bool_]:
        pixels = np.asarray(Image.open(io.BytesIO(self.pool.screenshot())).convert("HSV"))
        coloured: NDArray[np.bool_] = (pixels[..., 1] > 60) & (pixels[..., 2] > 90)  # the page's ink is a dark blue
        return coloured
