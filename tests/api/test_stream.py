"""Live changes: two readers see the same events, and one that comes back misses none."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from ..server_process import ServerProcess


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory, digits_path: Path) -> Iterator[httpx2.Client]:
    server = ServerProcess(tmp_path_factory.mktemp("streams"), "--no-auth", "--dataset", str(digits_path)).start()
    with httpx2.Client(base_url=server.url, timeout=60) as client:
        yield client
    assert server.stop() in (0, 130), "".join(server.output)


@pytest.fixture
def url(http: httpx2.Client) -> str:
    config = {"projection": "pca", "training_schemes": ["SIL", "IDA"], "epochs": 1}
    answer = http.post("/api/sessions", json={"dataset": "digits", "seed": 0, "config": config})
    return f"/api/sessions/{answer.json()['session_id']}"


class Listener:
    """Reads one stream, message by message."""

    def __init__(self, http: httpx2.Client, url: str, **headers: str) -> None:
        self.context = http.stream("GET", url, headers=headers)
        self.lines = self.context.__enter__().iter_lines()

    def next(self) -> tuple[str, Any, str | None]:
        message: dict[str, str] = {}
        for line in self.lines:
            if not line and "data" in message:
                return message["event"], json.loads(message["data"]), message.get("id")
            name, _, value = line.partition(": ")
            message[name] = value
        raise EOFError

    def close(self) -> None:
        self.context.__exit__(None, None, None)


def _batch_size(http: httpx2.Client, url: str, size: int) -> None:
    assert http.patch(f"{url}/config", json={"batch_size": size}).status_code == 200


def test_two_readers_see_the_same_changes_live(http: httpx2.Client, url: str) -> None:
    listeners = [Listener(http, f"{url}/stream?after=1") for _ in range(2)]
    _batch_size(http, url, 7)
    for listener in listeners:
        kind, event, identity = listener.next()
        assert (kind, identity) == ("event", "2")
        assert event["payload"]["config"]["batch_size"] == 7
        listener.close()


def test_a_reader_that_comes_back_gets_what_it_missed(http: httpx2.Client, url: str) -> None:
    for size in (2, 3, 4):
        _batch_size(http, url, size)
    listener = Listener(http, f"{url}/stream?after=1", **{"Last-Event-ID": "3"})
    assert [listener.next()[2]] == ["4"]
    _batch_size(http, url, 5)
    assert listener.next()[2] == "5"
    listener.close()


def test_who_holds_a_sample_passes_by_between_events_and_is_not_told_to_who_comes_later(
    http: httpx2.Client, url: str
) -> None:
    listener = Listener(http, f"{url}/stream?after=1")
    _batch_size(http, url, 2)
    assert http.put(f"{url}/holding", json={"client": "a", "sample_ids": [5]}).status_code == 204
    _batch_size(http, url, 3)
    kinds = [listener.next() for _ in range(3)]
    assert [(kind, identity) for kind, _, identity in kinds] == [("event", "2"), ("holding", None), ("event", "3")]
    assert kinds[1][1] == {"client": "a", "actor": "person", "name": None, "sample_ids": [5]}
    listener.close()
    later = Listener(http, f"{url}/stream", **{"Last-Event-ID": "1"})
    assert [later.next()[2] for _ in range(2)] == ["2", "3"]
    later.close()


def test_a_round_tells_its_progress_and_its_results_as_they_come(http: httpx2.Client, url: str) -> None:
    listener = Listener(http, f"{url}/stream?after=1")
    samples = http.post(f"{url}/selections", json={"by": "machine", "count": 10}).json()["samples"]
    for place, sample in enumerate(samples):
        http.put(f"{url}/labels/{sample['sample_id']}", json={"class_index": place % 2, "confidence": 1})
    assert http.post(f"{url}/rounds").status_code == 202
    seen = []
    while not seen or seen[-1][0] != "round_finished":
        kind, value, _ = listener.next()
        if kind == "progress":
            assert 0 <= value["fraction"] <= 1
            seen.append(("progress", value["training_scheme"]))
        else:
            seen.append((value["payload"]["kind"], value["payload"].get("training_scheme")))
    listener.close()
    schemes = [scheme for kind, scheme in seen if kind == "scheme_trained"]
    assert schemes == ["IDA", "SIL"]  # The one that predicts comes first.
    assert {scheme for kind, scheme in seen if kind == "progress"} == {"SIL", "IDA"}


def test_a_projection_is_computed_once(http: httpx2.Client) -> None:
    first = http.get("/api/datasets/digits/projections/pca")
    if first.status_code == 202:
        job = first.json()["job"]
        while job["state"] in ("queued", "running"):
            time.sleep(0.05)
            job = http.get(f"/api/jobs/{job['id']}").json()
        assert job["state"] == "finished"
    answer = http.get("/api/datasets/digits/projections/pca")
    assert (answer.status_code, len(answer.content)) == (200, 2_200 * 2 * 4)
    again = http.get("/api/datasets/digits/projections/pca", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_server_killed_during_a_round_says_so_when_it_is_back(tmp_path: Path, digits_path: Path) -> None:
    with (
        ServerProcess(tmp_path, "--no-auth", "--dataset", str(digits_path)) as server,
        httpx2.Client(base_url=server.url, timeout=60) as http,
    ):
        config = {"projection": "pca", "training_schemes": ["IDA"], "epochs": 500}
        answer = http.post("/api/sessions", json={"dataset": "digits", "seed": 0, "config": config})
        url = f"/api/sessions/{answer.json()['session_id']}"
        samples = http.post(f"{url}/selections", json={"by": "machine", "count": 10}).json()["samples"]
        for place, sample in enumerate(samples):
            http.put(f"{url}/labels/{sample['sample_id']}", json={"class_index": place % 2, "confidence": 1})
        assert http.post(f"{url}/rounds").status_code == 202
        server.kill()
        server.start()
        state = http.get(url).json()
        assert state["running"] is None
        assert state["interruption"]["error"] == "ServerStopped"
        assert sum(p["status"] == "hand_labelled" for p in state["board"].values()) == 10
