"""Rounds: started, cancelled and recovered here; `running_round` is one of them under way."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack

import numpy as np
from numpy.typing import NDArray

from activate_va.jobs.projector import Projector
from activate_va.jobs.service import Jobs
from activate_va.sessions import commands
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.errors import ServerStopped
from activate_va.sessions.events import Event, RoundStarted
from activate_va.sessions.fold import apply
from activate_va.sessions.log import EventLog, expect_kind
from activate_va.sessions.running_round import RunningRound, close_round
from activate_va.sessions.state import SessionState
from activate_va.training import schemes

CLOSE_SECONDS = 1


class Rounds:
    """The rounds of all sessions of this server; of each session one at a time."""

    def __init__(self, log: EventLog, jobs: Jobs, projector: Projector, artifacts: Artifacts) -> None:
        self.log = log
        self.jobs = jobs
        self.projector = projector
        self.artifacts = artifacts
        self._lock = threading.Lock()
        self._running: dict[str, RunningRound] = {}

    def start(self, session_id: str, actor: str, client_key: str | None) -> Event:
        """Begin a round. Raises RoundRunning, NoLabels, OneClassOnly, ProjectionNotReady."""
        begun: list[tuple[SessionState, NDArray[np.float32] | None]] = []

        def decide(state: SessionState) -> RoundStarted:
            """Labels, configuration and map are those of this very state, whatever others write next."""
            started = commands.start_round(state)
            begun.append((state, self._coordinates(state)))
            return started

        with self._lock:
            event = expect_kind(self.log.append(session_id, decide, actor, client_key), "round_started")
            for state, coordinates in begun:
                self._launch(apply(state, event), coordinates)
            return event

    def cancel(self, session_id: str, actor: str, client_key: str | None) -> Event:
        """Stop the running round and drop its results. Raises NoRoundRunning.

        A round that began after the cancelling was written, which a repeated key leads to, goes on.
        """
        event = expect_kind(self.log.append(session_id, commands.cancel_round, actor, client_key), "round_cancelled")
        running = self.under_way(session_id)
        if running and running.round.started_seq < event.seq:
            running.cancel()
        return event

    def under_way(self, session_id: str) -> RunningRound | None:
        """The session's newest round, until its thread has ended; None where there is none."""
        with self._lock:
            return self._running.get(session_id)

    def recover(self, session_id: str) -> None:
        """Close, as failed, a round that a server which is gone had begun."""
        with self._lock:
            running = self.log.state(session_id).running
            if running is None or session_id in self._running:
                return
            close_round(self.log, session_id, running, ServerStopped("the server stopped during the round"))

    def wait(self, session_id: str) -> None:
        """Block until the session's round has ended; for scripts, studies and tests."""
        running = self.under_way(session_id)
        if running:
            running.join()

    def close(self) -> None:
        """End what runs, and say why in the log; what does not heed is left behind."""
        with self._lock:
            rounds = list(self._running.values())
        with ExitStack() as ends:  # Each is ended, also where the end of another cannot be written.
            for running in rounds:
                ends.callback(self._stop, running)
        latest = time.monotonic() + CLOSE_SECONDS
        for running in rounds:
            running.join(max(0, latest - time.monotonic()))

    def _stop(self, running: RunningRound) -> None:
        try:
            stopped = ServerStopped("the server was stopped during the round")
            close_round(self.log, running.state.session_id, running.round, stopped)
        finally:
            running.cancel()

    def _launch(self, state: SessionState, coordinates: NDArray[np.float32] | None) -> None:
        reference = self.projector.shelf.reference(state.dataset)
        earlier = self._running.get(state.session_id)
        if earlier:  # It is cancelled, or has finished, and ends just now.
            earlier.cancel()
        running = RunningRound(
            log=self.log,
            jobs=self.jobs,
            artifacts=self.artifacts,
            state=state,
            reference=reference,
            coordinates=coordinates,
            folder=self.projector.folder,
            on_end=self._ended,
            earlier=earlier,
        )
        self._running[state.session_id] = running
        running.start()

    def _ended(self, running: RunningRound) -> None:
        with self._lock:
            if self._running.get(running.state.session_id) is running:
                del self._running[running.state.session_id]

    def _coordinates(self, state: SessionState) -> NDArray[np.float32] | None:
        config = state.config
        if config.distance_space == "original":
            return None
        if not any(schemes[name].needs_coordinates for name in config.training_schemes):
            return None
        return self.projector.coordinates(state.dataset, config.projection)
