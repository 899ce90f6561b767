"""A server with accounts, and people who are logged in at it, each in a browser of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from activate_va.api.app import create_app
from activate_va.assembly import ServerServices, open_services
from activate_va.settings import Settings

PASSWORD = "a sentence as a password"  # noqa: S105
ADDRESS = "http://127.0.0.1:8000"


class Team:
    """`ada` administers the server."""

    def __init__(self, settings: Settings, services: ServerServices) -> None:
        self.services = services
        self.app = create_app(settings, services)
        assert services.accounts is not None
        self.accounts = services.accounts
        self.accounts.annotators.add("ada", PASSWORD, administrator=True)
        self.ada = self.log_in("ada")

    def stranger(self, **headers: str) -> TestClient:
        return TestClient(self.app, base_url=ADDRESS, headers=headers, raise_server_exceptions=False)

    def add(self, handle: str) -> TestClient:
        """Somebody more, logged in."""
        self.accounts.annotators.add(handle, PASSWORD)
        return self.log_in(handle)

    def log_in(self, handle: str) -> TestClient:
        browser = self.stranger()
        answer = browser.post("/api/logins", json={"handle": handle, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        return browser

    def id_of(self, handle: str) -> str:
        return self.accounts.annotators.named(handle).annotator_id


@contextmanager
def team_on(folder: Path, digits_path: Path, **settings: Any) -> Iterator[Team]:
    given = Settings(data_dir=folder, datasets=(str(digits_path),), accounts=True, **settings)
    with open_services(given) as services:
        yield Team(given, services)


def begin(browser: TestClient) -> str:
    """A session of theirs, with five samples on its board."""
    config = {"projection": "pca", "training_schemes": ["SIL"], "predict_with": "SIL", "epochs": 1}
    answer = browser.post("/api/sessions", json={"dataset": "digits", "seed": 0, "config": config})
    assert answer.status_code == 201, answer.text
    session_id = str(answer.json()["session_id"])
    selected = browser.post(
        f"/api/sessions/{session_id}/selections", json={"by": "machine", "scheme": "RS", "count": 5}
    )
    assert selected.status_code == 201, selected.text
    return session_id
