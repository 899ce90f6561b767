"""Text is small on the wire; what compression makes no smaller goes as it is."""

from __future__ import annotations

import gzip
import json

import pytest
from fastapi.testclient import TestClient

from .conftest import Labeller


def raw(client: TestClient, url: str, encoding: str) -> tuple[str | None, bytes]:
    """How the answer is encoded, and its bytes as they come."""
    with client.stream("GET", url, headers={"accept-encoding": encoding}) as answer:
        assert answer.status_code == 200
        return answer.headers.get("content-encoding"), b"".join(answer.iter_raw())


def test_a_long_log_is_sent_compressed_to_whoever_understands_it(labeller: Labeller) -> None:
    for _ in range(20):
        labeller.query(10)
    url = f"{labeller.url}/events"
    encoding, plain = raw(labeller.client, url, "identity")
    assert encoding is None
    encoding, packed = raw(labeller.client, url, "gzip, br")
    assert encoding == "gzip"
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 3
    assert len(json.loads(plain)["events"]) == 21


@pytest.mark.parametrize("what", ["projections/pca", "samples/7/image"])
def test_numbers_and_images_go_as_they_are(labeller: Labeller, what: str) -> None:
    url = f"/api/datasets/digits/{what}"
    encoding, sent = raw(labeller.client, url, "gzip")
    assert encoding is None
    assert sent == raw(labeller.client, url, "identity")[1]


def test_a_short_answer_goes_as_it_is(labeller: Labeller) -> None:
    assert raw(labeller.client, "/api/health", "gzip")[0] is None
