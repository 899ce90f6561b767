"""What a server writes of itself, where programs read it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from ..server_process import ServerProcess

TOKEN = "a-token-that-nobody-may-read-in-a-log"  # noqa: S105


@pytest.mark.parametrize("theirs", ["from-the-proxy-1", "0123456789abcdef"])
def test_a_number_from_the_proxy_is_kept(client: TestClient, theirs: str) -> None:
    assert client.get("/api/health", headers={"x-request-id": theirs}).headers["x-request-id"] == theirs


@pytest.mark.parametrize("theirs", ["", "short", "with spaces in it", 'quo"ted-and-long', "x" * 65])
def test_anything_else_gives_way_to_a_new_one(client: TestClient, theirs: str) -> None:
    numbers = {client.get("/api/health", headers={"x-request-id": theirs}).headers["x-request-id"] for _ in range(2)}
    assert len(numbers) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", number) for number in numbers)


def test_each_request_is_a_line_without_secrets_or_addresses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACTIVATE_VA_TOKEN", TOKEN)
    monkeypatch.setenv("ACTIVATE_VA_LOG_FORMAT", "json")
    with ServerProcess(tmp_path) as server:
        address = f"http://127.0.0.1:{server.port}"
        headers = {"authorization": f"Bearer {TOKEN}", "x-request-id": "ours-number-7"}
        answer = httpx2.get(f"{address}/api/sessions?token={TOKEN}", headers=headers)
        refused = httpx2.get(f"{address}/api/sessions", headers={"x-request-id": "ours-number-8"})
        assert (answer.status_code, refused.status_code) == (200, 401)
    lines = [json.loads(line) for line in server.output]
    assert _named(lines, "ours-number-7") == {"method": "GET", "operation": "list_sessions", "status": 200}
    assert _named(lines, "ours-number-8") == {"method": "GET", "operation": None, "status": 401}
    assert all({"timestamp", "level", "logger", "event"} <= set(line) for line in lines)
    assert TOKEN not in "".join(server.output)
    assert "127.0.0.1" not in "".join(server.output)


def _named(lines: list[dict[str, Any]], number: str) -> dict[str, Any]:
    [line] = [line for line in lines if line.get("request_id") == number]
    return {name: line[name] for name in ("method", "operation", "status")}
