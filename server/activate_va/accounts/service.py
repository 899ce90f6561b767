"""All that a server with accounts knows of people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Engine

from activate_va.accounts.annotators import Annotators
from activate_va.accounts.invitations import Invitations
from activate_va.accounts.logins import Logins
from activate_va.accounts.tokens import ApiTokens
from activate_va.storage.transactions import Clock, database_now


@dataclass(frozen=True)
class Accounts:
    annotators: Annotators
    logins: Logins
    invitations: Invitations
    tokens: ApiTokens

    @classmethod
    def on(cls, engine: Engine, now: Clock = database_now) -> Accounts:
        """`now` is the clock that logins, invitations and lockouts end by."""
        return cls(Annotators(engine, now), Logins(engine, now), Invitations(engine, now), ApiTokens(engine, now))
