"""How much one person with an account may have on a server: sessions, rounds at once, bytes. Without accounts all is
everybody's, and nothing is counted."""

from __future__ import annotations

from fastapi import Request

from activate_va.accounts.identity import Identity
from activate_va.assembly import ServerServices
from activate_va.errors import ActivateError
from activate_va.settings import Settings


class QuotaReached(ActivateError):
    status = 409
    hint = "whoever runs the server can raise it: ACTIVATE_VA_MAX_SESSIONS, _MAX_ROUNDS, _MAX_BYTES"


class Quotas:
    """What several servers count, they count in the database and in the folder that they share. Of two requests at the
    same moment both may be the last that there is room for."""

    def __init__(self, settings: Settings) -> None:
        self.sessions = settings.max_sessions
        self.rounds = settings.max_rounds
        self.bytes = settings.max_bytes

    def expect_room_for_session(self, services: ServerServices, caller: Identity) -> None:
        """Raises QuotaReached. Deleted sessions count: their events are kept."""
        if caller.annotator_id is not None:
            count = len(services.sessions.log.of_annotator(caller.annotator_id))
            if count >= self.sessions:
                raise QuotaReached(f"{caller.handle} has {count:,} sessions, and {self.sessions:,} are allowed")

    def expect_room_for_round(self, services: ServerServices, caller: Identity) -> None:
        """Raises QuotaReached."""
        if caller.annotator_id is not None:
            own = frozenset(services.sessions.log.of_annotator(caller.annotator_id))
            count = sum(one in own for one in services.sessions.log.unfinished())
            if count >= self.rounds:
                hint = f"wait until one ends, or cancel one. {QuotaReached.hint}"
                raise QuotaReached(f"{count} rounds of {caller.handle}'s run or wait, and {self.rounds} may", hint)
            self.expect_room_for_bytes(services, caller)

    def expect_room_for_bytes(self, services: ServerServices, caller: Identity, more: int = 0) -> None:
        """Of models and uploads. Raises QuotaReached."""
        if caller.annotator_id is not None:
            own = services.sessions.log.of_annotator(caller.annotator_id)
            used = sum(map(services.sessions.artifacts.bytes_of, own))
            used += services.imports.uploads.bytes_of(caller.annotator_id)
            if used + more > self.bytes:
                also = f" and asks for {more / 1e6:,.0f} MB more" if more else ""
                detail = f"{caller.handle} has {used / 1e6:,.0f} MB of models and uploads{also}"
                raise QuotaReached(f"{detail}; {self.bytes / 1e6:,.0f} MB are allowed")


def quotas_of(request: Request) -> Quotas:
    quotas: Quotas = request.app.state.quotas
    return quotas
