"""Rounds: started, cancelled and recovered here; `running_round` is one of them under way.

Of the servers on one database the one that holds the claim on a session carries its round out.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from activate_va.client_key import ClientKey
from activate_va.jobs.service import Jobs
from activate_va.sessions import commands
from activate_va.sessions.artifacts import Artifacts
from activate_va.sessions.errors import RoundRunning, ServerStopped
from activate_va.sessions.events import Event, RoundStarted
from activate_va.sessions.fold import apply
from activate_va.sessions.late_inputs import expect_possible
from activate_va.sessions.left_behind import LeftBehind, close_left_behind
from activate_va.sessions.log import EventLog, expect_kind
from activate_va.sessions.running_round import RunningRound, close_round
from activate_va.sessions.state import SessionState
from activate_va.sessions.views import Views
from activate_va.storage.claims import Claims
from activate_va.storage.failures import StorageFailure
from activate_va.turns import Turns

logger = logging.getLogger(__name__)

CLOSE_SECONDS = 1
ONCE_MORE = "try again in a moment"


class Rounds:
    """The rounds that this server carries out; of each session one at a time. `then` hears of what each led to."""

    def __init__(
        self,
        log: EventLog,
        jobs: Jobs,
        views: Views,
        artifacts: Artifacts,
        claims: Claims,
        then: Callable[[SessionState], None],
    ) -> None:
        self.claims = claims
        self.log = log
        self.jobs = jobs
        self.views = views
        self.artifacts = artifacts
        self.then = then
        self._turns = Turns()
        self._lock = threading.Lock()
        self._running: dict[str, RunningRound] = {}
        self._left_behind = LeftBehind(self.close_left_behind)

    def start(self, session_id: str, actor: str, client_key: ClientKey | None) -> Event:
        """Begin a round; schemes whose inputs are not ready wait for them. Raises RoundRunning, NoLabels,
        OneClassOnly, InputMissing."""

        def decide(state: SessionState) -> RoundStarted:
            started = commands.start_round(state)
            if not claimed:
                raise RoundRunning("another server is still at the end of this session's last round", ONCE_MORE)
            expect_possible(self.views.of(state), state.config.training_schemes)
            return started

        with self._turns.of(session_id):
            self.close_left_behind(session_id)
            claimed = self.claims.take(session_id)
            try:
                event, before = self.log.write(session_id, decide, actor, client_key)
                expect_kind(event, "round_started")
                if before is not None:  # Labels, configuration and map are those of this state, whatever comes next.
                    self._launch(apply(before, event))
            finally:
                self._release(session_id)
            return event

    def cancel(self, session_id: str, actor: str, client_key: ClientKey | None) -> Event:
        """Stop the running round and drop its results. Raises NoRoundRunning.

        A round that began after the cancelling was written, which a repeated key leads to, goes on.
        """
        with self._turns.of(session_id):
            self.close_left_behind(session_id)
            event = self.log.append(session_id, commands.cancel_round, actor, client_key)
            running = self.under_way(expect_kind(event, "round_cancelled").session_id)
        if running and running.round.started_seq < event.seq:
            running.cancel()
        return event

    def under_way(self, session_id: str) -> RunningRound | None:
        """The session's newest round, until its thread has ended; None where there is none."""
        with self._lock:
            return self._running.get(session_id)

    def count(self) -> int:
        """How many rounds this server carries out."""
        with self._lock:
            return len(self._running)

    def recover(self) -> None:
        """When a server starts: close, as failed, the rounds that one which is gone had begun.

        Where other servers may go later, look for such rounds from time to time.
        """
        self._left_behind.close_all(self.log.unfinished())
        if self.claims.shared:
            self._left_behind.watch(self.log.unfinished)

    def close_left_behind(self, session_id: str) -> None:
        """The same for one session, unless a server that is there carries its round out."""
        with self._turns.of(session_id):
            if self.under_way(session_id) is None and self.log.state(session_id).running is not None:
                try:
                    if self.claims.take(session_id):
                        close_left_behind(self.log, session_id)
                finally:
                    self._release(session_id)

    def heed(self, session_id: str) -> None:
        """Stop a round of this server's that another one has cancelled. Raises UnreadableLog, StorageFailure."""
        running = self.under_way(session_id)
        if running is not None:
            now = self.log.state(session_id).running
            if now is None or now.started_seq != running.round.started_seq:
                running.cancel()

    def wait(self, session_id: str) -> None:
        """Block until the session's round has ended; for scripts, studies and tests.

        Raises StorageFailure where its end cannot be written for now.
        """
        running = self.under_way(session_id)
        if running:
            running.wait()

    def close(self) -> None:
        """End what runs, and say why in the log; what does not end in time is left behind."""
        self._left_behind.stop()
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

    def _launch(self, state: SessionState) -> None:
        earlier = self.under_way(state.session_id)
        if earlier:  # It is cancelled, or has finished, and ends just now.
            earlier.cancel()
        running = RunningRound(
            log=self.log,
            jobs=self.jobs,
            artifacts=self.artifacts,
            state=state,
            projector=self.views.projector,
            view=self.views.of(state),
            on_end=self._ended,
            then=self.then,
            earlier=earlier,
        )
        with self._lock:
            self._running[state.session_id] = running
        running.start()

    def _ended(self, running: RunningRound) -> None:
        with self._lock:
            if self._running.get(running.state.session_id) is running:
                del self._running[running.state.session_id]
        self._release(running.state.session_id)

    def _release(self, session_id: str) -> None:
        """Let other servers have the session's rounds, unless one of this server's is under way."""
        with self._lock:
            if session_id in self._running:
                return
        try:
            self.claims.give_back(session_id)
        except StorageFailure as failure:  # The claim went with its connection.
            logger.warning("the claim on the rounds of session %s: %s", session_id, failure)
