"""How long a round at 1,000 labels on 63,000 texts takes through the server: `python -m tests.load.text_rounds`.

Generated headlines are imported, and 1,000 of the pool labelled by some of their words. A round is from the request to
train until the session says that it is over: schemes, calibration, what the model says of the pool, and events. The
first comes as soon as the labels are there, and the vocabulary is prepared meanwhile; the others come after it.
"""

from __future__ import annotations

import argparse
import csv
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import requests

from activate_va.datasets.headlines import CLASSES, DISASTER_SHARE, headline

from ..server_process import ServerProcess

TEXTS, LABELS, TIMES = 78_000, 1_000, 10
"""Of the texts 63,000 are the pool."""


class Client:
    """Takes paths of one server; what it refuses is raised."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.session = requests.Session()

    def get(self, path: str, **options: Any) -> Any:
        return self._asked("GET", path, options)

    def post(self, path: str, **options: Any) -> Any:
        return self._asked("POST", path, options)

    def _asked(self, method: str, path: str, options: dict[str, Any]) -> Any:
        answer = self.session.request(method, self.url + path, timeout=300, **options)
        answer.raise_for_status()
        return answer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemes", nargs="+", default=["SIL"])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "lines.csv"
        write(table)
        os.environ["ACTIVATE_VA_IMPORT_ROOTS"] = folder
        with ServerProcess(Path(folder) / "data", "--no-auth") as server:
            client = Client(server.url)
            session = labelled(client, table, given.schemes)
            seconds = [round_of(client, session) for _ in range(TIMES + 1)]
    print(f"first {seconds[0]:.2f} s, then {', '.join(f'{one:.2f}' for one in seconds[1:])} s", flush=True)


def write(path: Path) -> None:
    rng, lines = np.random.default_rng(1), dict[str, int]()
    while len(lines) < TEXTS:
        label = int(rng.random() < DISASTER_SHARE)
        lines.setdefault(headline(label, rng), label)
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([("text", "label"), *((line, CLASSES[label]) for line, label in lines.items())])


def labelled(client: Client, table: Path, schemes: list[str]) -> str:
    """A session in which 1,000 samples have the labels that the file gives them; its id."""
    shown = client.post("/api/imports/preview", json={"path": str(table)}).json()
    body = {"path": str(table), "title": "Lines", "mapping": shown["mapping"]}
    imported = client.post("/api/imports", json=body).json()
    while client.get(f"/api/jobs/{imported['job']['id']}").json()["state"] in ("queued", "running"):
        time.sleep(0.2)
    info = client.get("/api/datasets/lines").json()
    print(f"pool {info['counts']['pool']:,}", flush=True)
    body = {"dataset": "lines", "config": {"training_schemes": schemes, "predict_with": "SIL"}}
    begun = time.perf_counter()
    session = str(client.post("/api/sessions", json=body).json()["session_id"])
    print(f"session created in {time.perf_counter() - begun:.2f} s", flush=True)
    return label(client, session)


def label(client: Client, session: str) -> str:
    at = f"/api/sessions/{session}"
    cards = range(LABELS)
    client.post(f"{at}/selections", json={"by": "user", "sample_ids": list(cards)})
    classes: dict[int, list[int]] = {0: [], 1: []}
    for sample in cards:
        text = client.get(f"/api/datasets/lines/samples/{sample}/card").text
        classes[int(any(word in text for word in ("after", "near", "victims", "toll")))].append(sample)
    for index, samples in classes.items():
        body = {"class_index": index, "sample_ids": samples}
        client.post(f"{at}/labels", json=body)
    return session


def round_of(client: Client, session: str) -> float:
    """Seconds until the session says that a round is over."""
    at = f"/api/sessions/{session}"
    before = client.get(at).json()["seq"]
    begun = time.perf_counter()
    client.post(f"{at}/rounds")
    while True:
        events = client.get(f"{at}/events", params={"after": before}).json()["events"]
        if any(event["payload"]["kind"] == "round_finished" for event in events):
            return time.perf_counter() - begun
        time.sleep(0.02)


if __name__ == "__main__":
    main()
