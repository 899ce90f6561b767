"""From a label's commit at one server until a browser at the other shows it: `python -m tests.load.seen_in_browser`.

Both servers work on one PostgreSQL. A label's time is the one in its event, which is taken just before the commit; it
is seen when the card in the page's document says so. Page and servers are on one machine, by one clock.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from datetime import datetime
from pathlib import Path

import httpx2
from playwright.sync_api import Page, sync_playwright

from ..browser.conftest import VIEWPORT
from ..chromium import FLAGS
from ..faults.database_stops import two_servers
from ..faults.served import write_digits
from ..postgres_server import PostgresServer, programs

WATCH = """() => {
  window.seen = {};
  const look = () => {
    for (const card of document.querySelectorAll('[data-sample-id][data-status="hand_labelled"]'))
      window.seen[card.dataset.sampleId] ??= Date.now();
  };
  look();
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
}"""
PATIENCE_MILLISECONDS = 30_000
AT_ONCE = 10
"""Samples on the strip, which shows a few dozen."""


def measure(a: httpx2.Client, page: Page, url: str, labels: int, pause: float) -> list[float]:
    """Sorted seconds of each label. The page is a browser's at the server of the `url`."""
    body = {"dataset": "digits", "seed": 0, "config": {"projection": "pca"}}
    session = f"/api/sessions/{a.post('/api/sessions', json=body).json()['session_id']}"
    page.goto(f"{url}?session={session.rpartition('/')[2]}")
    page.get_by_test_id("unlabelled-region").wait_for()
    page.evaluate(WATCH)
    committed: dict[int, float] = {}
    for first in range(0, labels, AT_ONCE):
        samples = list(range(first, min(first + AT_ONCE, labels)))
        assert a.post(f"{session}/selections", json={"by": "user", "sample_ids": samples}).status_code == 201
        page.locator(f'[data-sample-id="{samples[-1]}"][data-status]').wait_for(state="attached")
        for sample in samples:
            answer = a.put(f"{session}/labels/{sample}", json={"class_index": sample % 10, "confidence": 0.5})
            assert answer.status_code == 200, answer.text
            committed[sample] = datetime.fromisoformat(answer.json()["at"]).timestamp()
            time.sleep(pause)
    counted = f"() => Object.keys(window.seen).length >= {labels}"
    page.wait_for_function(counted, timeout=PATIENCE_MILLISECONDS)
    seen = page.evaluate("() => window.seen")
    return sorted(seen[str(sample)] / 1000 - at for sample, at in committed.items())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=int, default=200)
    parser.add_argument("--pause", type=float, default=0.2, help="seconds between two labels")
    parser.add_argument("--settle", type=float, default=30, help="seconds in which the servers' workers get ready")
    given = parser.parse_args()
    binaries = programs()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed here")
    with tempfile.TemporaryDirectory() as folder, PostgresServer(binaries) as postgres, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=os.environ.get("ACTIVATE_VA_CHROMIUM"), args=list(FLAGS))
        with two_servers(Path(folder) / "data", write_digits(Path(folder)), postgres) as (a, b):
            time.sleep(given.settle)
            with httpx2.Client(base_url=a.url, timeout=60) as http:
                page = chromium.new_page(viewport=VIEWPORT)  # type: ignore[arg-type]
                found = measure(http, page, b.url, given.labels, given.pause)
        chromium.close()
    p50, p95, most = (1000 * one for one in (statistics.median(found), found[int(0.95 * len(found))], found[-1]))
    print(f"{len(found)} labels until seen: p50 {p50:.0f} ms, p95 {p95:.0f} ms, most {most:.0f} ms")


if __name__ == "__main__":
    main()
