"""The load in short: no label is lost, none refused, and every listener sees every event in order."""

from __future__ import annotations

from pathlib import Path

from ..own_loop import run as run_alone
from ..server_process import ServerProcess
from . import many_sessions
from .labelling import measure


def test_people_who_label_at_once_lose_nothing(tmp_path: Path, digits_path: Path) -> None:
    with ServerProcess(tmp_path, "--no-auth", "--dataset", str(digits_path)) as server:
        outcome = run_alone(measure(server.url, server.process.pid, 15, 4, 20, 3.0, "digits"))
    assert outcome.errors == []
    assert (outcome.lost, outcome.missed) == (0, 0)
    assert len(outcome.seconds) >= 15


def test_sessions_opened_in_turn_and_many_listeners_hold_nobody_up(tmp_path: Path, digits_path: Path) -> None:
    with ServerProcess(tmp_path, "--no-auth", "--dataset", str(digits_path)) as server:
        work = many_sessions.measure(server.url, server.process.pid, 5, 20, 2.0, "digits", 20)
        outcomes = [outcome for _, _, outcome in run_alone(work)]
    for outcome in outcomes:
        assert outcome.errors == []
        assert (outcome.lost, outcome.missed) == (0, 0)
