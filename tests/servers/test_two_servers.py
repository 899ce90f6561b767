"""Two servers on one PostgreSQL and one data folder: whoever comes to either of them finds the same sessions."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser

from ..api.test_stream import Listener
from ..faults import server_killed
from ..faults.database_stops import two_servers
from ..load import seen_in_browser
from ..postgres_server import PostgresServer
from ..server_process import ServerProcess

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PATIENCE_SECONDS = 300
"""Until a test gives up; nothing is timed."""


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory, digits_path: Path, postgres: PostgresServer
) -> Iterator[tuple[ServerProcess, ServerProcess]]:
    with two_servers(tmp_path_factory.mktemp("shared"), digits_path, postgres) as both:
        yield both


@pytest.fixture
def http(servers: tuple[ServerProcess, ServerProcess]) -> Iterator[tuple[httpx2.Client, httpx2.Client]]:
    urls = (server.url for server in servers)
    with httpx2.Client(base_url=next(urls), timeout=60) as a, httpx2.Client(base_url=next(urls), timeout=60) as b:
        yield a, b


def begin(http: httpx2.Client, epochs: int = 1) -> str:
    """A session with ten labels of two classes; its URL."""
    config = {"projection": "pca", "training_schemes": ["SIL"], "predict_with": "SIL", "epochs": epochs}
    answer = http.post("/api/sessions", json={"dataset": "digits", "seed": 0, "config": config})
    assert answer.status_code == 201, answer.text
    url = f"/api/sessions/{answer.json()['session_id']}"
    samples = http.post(f"{url}/selections", json={"by": "machine", "count": 10}).json()["samples"]
    for place, sample in enumerate(samples):
        http.put(f"{url}/labels/{sample['sample_id']}", json={"class_index": place % 2, "confidence": 1})
    return url


def events(http: httpx2.Client, url: str) -> list[dict[str, Any]]:
    return [event["payload"] for event in http.get(f"{url}/events").json()["events"]]


def ended(http: httpx2.Client, url: str) -> list[str]:
    """The kinds of the events since the last round began, once it has ended."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        kinds = [event["kind"] for event in events(http, url)]
        since = kinds[len(kinds) - kinds[::-1].index("round_started") :]
        if {"round_finished", "round_failed", "round_cancelled"} & set(since):
            return since
        time.sleep(0.1)
    raise TimeoutError(url)


def test_a_round_of_one_is_seen_at_the_other_which_leaves_it_alone(http: tuple[httpx2.Client, httpx2.Client]) -> None:
    a, b = http
    url = begin(a)
    listener = Listener(b, f"{url}/stream?after=1")
    assert a.post(f"{url}/rounds").status_code == 202
    for _ in range(100):
        assert b.get(url).status_code == 200
    refused = b.post(f"{url}/rounds")
    assert refused.status_code in (202, 409)
    seen: list[tuple[str, str | None]] = []
    while ("event", "round_finished") not in seen:
        kind, value, _ = listener.next()
        seen.append((kind, value["payload"]["kind"] if kind == "event" else value["training_scheme"]))
    listener.close()
    assert ("progress", "SIL") in seen
    assert ("event", "round_failed") not in seen
    assert b.get(f"{url}/rounds/1/models/SIL").status_code == 200


def test_labels_of_both_stand_in_one_log_without_gaps(http: tuple[httpx2.Client, httpx2.Client]) -> None:
    url = begin(http[0])
    picked = next(event for event in events(http[1], url) if event["kind"] == "samples_queried")
    samples = [sample["sample_id"] for sample in picked["samples"]]

    def label(client: httpx2.Client) -> list[int]:
        answers = [
            client.put(f"{url}/labels/{sample}", json={"class_index": 1, "confidence": 0.5})
            for sample in samples
            for _ in range(3)
        ]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.json()["seq"] for answer in answers]

    listener = Listener(http[1], f"{url}/stream?after=12")
    with ThreadPoolExecutor(2) as threads:
        seqs = sorted(seq for own in threads.map(label, http) for seq in own)
    assert seqs == list(range(13, 13 + 60))
    assert [listener.next()[2] for _ in seqs] == [str(seq) for seq in seqs]
    listener.close()


def test_who_holds_a_sample_at_one_is_told_at_the_other(http: tuple[httpx2.Client, httpx2.Client]) -> None:
    a, b = http
    url = begin(a)
    listener = Listener(b, f"{url}/stream?after=12")
    for held in ([7], []):
        assert a.put(f"{url}/holding", json={"client": "page", "sample_ids": held}).status_code == 204
    heard = [listener.next() for _ in range(2)]
    listener.close()
    assert [(kind, value["sample_ids"], identity) for kind, value, identity in heard] == [
        ("holding", [7], None),
        ("holding", [], None),
    ]


def test_one_cancels_a_round_of_the_other_and_both_go_on(http: tuple[httpx2.Client, httpx2.Client]) -> None:
    a, b = http
    url = begin(a, epochs=200)
    assert a.post(f"{url}/rounds").status_code == 202
    assert b.delete(f"{url}/rounds/current").status_code == 200
    assert ended(a, url)[-1] == "round_cancelled"
    a.patch(f"{url}/config", json={"epochs": 1})
    until = time.monotonic() + PATIENCE_SECONDS
    while (answer := b.post(f"{url}/rounds")).status_code == 409 and time.monotonic() < until:
        time.sleep(0.1)  # The first server is still at the end of its round.
    assert answer.status_code == 202, answer.text
    assert ended(a, url)[-1] in ("round_finished", "samples_predicted")


def test_a_job_of_one_is_followed_found_and_cancelled_at_the_other(http: tuple[httpx2.Client, httpx2.Client]) -> None:
    a, b = http
    address = "/api/datasets/digits/projections/tsne"
    begun = a.get(address)
    assert begun.status_code == 202
    job = begun.json()["job"]
    assert b.get(f"/api/jobs/{job['id']}").json()["kind"] == "project"
    assert b.get(address).json()["job"]["id"] == job["id"]  # It is not computed twice.
    assert b.delete(f"/api/jobs/{job['id']}").json()["state"] == "cancelled"
    until = time.monotonic() + PATIENCE_SECONDS
    while (state := a.get(f"/api/jobs/{job['id']}").json()["state"]) in ("queued", "running"):
        assert time.monotonic() < until
        time.sleep(0.1)
    assert state == "cancelled"


def test_one_key_begins_one_session_at_both(http: tuple[httpx2.Client, httpx2.Client]) -> None:
    def begin_with(number: int) -> tuple[int, str]:
        key = {"Idempotency-Key": f"both-{number // 2}"}
        answer = http[number % 2].post("/api/sessions", json={"dataset": "digits", "seed": 0}, headers=key)
        return answer.status_code, answer.json().get("session_id", answer.text)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(begin_with, range(30)))
    assert {status for status, _ in answers} <= {200, 201}
    assert all(answers[n][1] == answers[n + 1][1] for n in range(0, 30, 2))


def test_a_browser_at_one_shows_what_was_labelled_at_the_other(
    servers: tuple[ServerProcess, ServerProcess], http: tuple[httpx2.Client, httpx2.Client], browser: Browser
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        assert len(seen_in_browser.measure(http[0], page, servers[1].url, labels=4, pause=0.05)) == 4


def test_a_round_of_a_server_that_was_killed_is_closed_once_by_the_other(
    servers: tuple[ServerProcess, ServerProcess], http: tuple[httpx2.Client, httpx2.Client]
) -> None:
    killed = server_killed.kill_in_a_round(servers, looks=50)
    assert (killed.ended_early, killed.closed, killed.error) == (0, 1, "ServerStopped")
    url = begin(http[1])
    assert http[1].post(f"{url}/rounds").status_code == 202
    assert "round_finished" in ended(http[1], url)
