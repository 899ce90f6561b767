"""Labels and trains through the proxy while every container is killed in turn, and expects that nothing is lost.

    python3 check.py ADDRESS TOKEN PROJECT

Needs Docker's command line and the right to kill the containers' processes. Prints a table.
"""

from __future__ import annotations

import json
import os
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

CONFIG = {"classifier": "logistic_regression", "projection": "pca", "training_schemes": ["SIL"], "predict_with": "SIL"}
PATIENCE = 240
"""Seconds that a start, a heal or a round may take, on a machine with much else to do."""


class Service:
    """The HTTP interface, asked again until somebody answers: a write under one key, so that it happens once."""

    def __init__(self, address: str, token: str, context: ssl.SSLContext) -> None:
        self.address, self.token, self.context = address, token, context

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        key = uuid.uuid4().hex
        return until(lambda: self._once(method, path, body, key), f"an answer to {method} {path}")

    def _once(self, method: str, path: str, body: Any, key: str) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=20, context=self.context) as answer:  # noqa: S310
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code < 500:
                raise SystemExit(f"{method} {path}: {error.code} {error.read().decode()}") from error
            return None
        except OSError:
            return None


def until(found: Callable[[], Any], what: str) -> Any:
    """The first outcome that is something. Ends the check where none comes."""
    deadline = time.monotonic() + PATIENCE
    while (outcome := found()) is None:
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} did not come within {PATIENCE} s")
        time.sleep(0.25)
    return outcome


def docker(*arguments: str) -> str:
    return subprocess.run(["docker", *arguments], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603, S607


def containers(project: str) -> list[str]:
    """The names of those that are to run for ever."""
    label = f"label=com.docker.compose.project={project}"
    names = docker("ps", "--all", "--filter", label, "--format", "{{.Names}}").split()
    return sorted(name for name in names if "certificates" not in name)


def healthy(name: str, killed: int) -> bool | None:
    """True once another process than the killed one runs, and well as far as it can tell; None before."""
    state = json.loads(docker("inspect", "--format", "{{json .State}}", name))
    ready = state["Running"] and state.get("Health", {}).get("Status", "healthy") == "healthy"
    return True if ready and state["Pid"] != killed else None


def kill(name: str) -> int:
    """As a power cut would; returns which process. (`docker kill` counts as meant, and nothing starts it again.)"""
    process = int(docker("inspect", "--format", "{{.State.Pid}}", name))
    os.kill(process, signal.SIGKILL)
    return process


class Session:
    """Labels and rounds of one session, and which of them were acknowledged."""

    def __init__(self, service: Service) -> None:
        self.service = service
        created = service.ask("POST", "/api/sessions", {"dataset": "mnist", "seed": 1, "config": CONFIG})
        self.path = f"/api/sessions/{created['session_id']}"
        self.acknowledged: dict[int, int] = {}

    def label(self, count: int) -> None:
        query = self.service.ask("POST", f"{self.path}/selections", {"by": "machine", "scheme": "RS", "count": count})
        for sample in query["samples"]:
            sample_id = sample["sample_id"]
            self.service.ask("PUT", f"{self.path}/labels/{sample_id}", {"class_index": sample_id % 10})
            self.acknowledged[sample_id] = sample_id % 10

    def start_round(self) -> None:
        self.service.ask("POST", f"{self.path}/rounds")

    def end_of_round(self) -> str:
        """How the last round ended: `round_finished`, or else the error."""
        until(lambda: None if self.service.ask("GET", f"{self.path}/rounds")["running"] else True, "the end of a round")
        payloads = [event["payload"] for event in self.service.ask("GET", f"{self.path}/events")["events"]]
        last = [payload for payload in payloads if payload["kind"] in ("round_finished", "round_failed")][-1]
        return str(last.get("error", last["kind"]))

    def lost(self) -> int:
        """How many acknowledged labels are not on the board. Ends the check where the log has a gap."""
        board = self.service.ask("GET", self.path)["board"]
        events = self.service.ask("GET", f"{self.path}/events")["events"]
        if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
            raise SystemExit("the log has a gap")
        return sum(board.get(str(i), {}).get("class_index") != label for i, label in self.acknowledged.items())


def main(address: str, token: str, project: str) -> None:
    [proxy] = [name for name in containers(project) if "proxy" in name]
    authority = until(lambda: _authority(proxy), "the proxy's authority")
    service = Service(address, token, ssl.create_default_context(cadata=authority))
    began = time.monotonic()
    until(lambda: service.ask("GET", "/api/ready"), "a server that is ready")
    session = Session(service)
    session.label(10)
    session.start_round()
    print(f"ready after {time.monotonic() - began:.0f} s, first round: {session.end_of_round()}")
    print(f"{'killed':40} {'next label':>10} {'well again':>10}  round  lost")
    for name in containers(project):
        print(_without(name, session), flush=True)
    session.label(1)
    session.start_round()
    outcome = session.end_of_round()
    lost = session.lost()
    print(f"{len(session.acknowledged)} labels acknowledged, {lost} lost; last round: {outcome}")
    if lost or outcome != "round_finished":
        raise SystemExit(1)


def _without(name: str, session: Session) -> str:
    """Kill it in a round, label on, and wait until it is back; a line of the table."""
    session.start_round()
    killed = kill(name)
    began = time.monotonic()
    session.label(1)
    labelled = time.monotonic() - began
    until(lambda: healthy(name, killed), name)
    back = time.monotonic() - began
    outcome = session.end_of_round()
    return f"{name:40} {labelled:8.1f} s {back:8.1f} s  {outcome}  {session.lost()}"


def _authority(proxy: str) -> str | None:
    found = subprocess.run(  # noqa: S603
        ["docker", "exec", proxy, "cat", "/data/caddy/pki/authorities/local/root.crt"],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
    )
    return found.stdout or None


if __name__ == "__main__":
    main(*sys.argv[1:])
