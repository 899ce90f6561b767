"""All that a server with accounts knows of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from activate_va.accounts.annotators import Annotators
from activate_va.accounts.invitations import Invitations
from activate_va.accounts.logins import Logins
from activate_va.accounts.tokens import ApiTokens
from activate_va.accounts.vouched import VouchedFor
from activate_va.storage.transactions import Clock, database_now

if TYPE_CHECKING:
    from activate_va.accounts.provider import Provider


@dataclass(frozen=True)
class Accounts:
    annotators: Annotators
    logins: Logins
    invitations: Invitations
    tokens: ApiTokens
    vouched_for: VouchedFor
    provider: Provider | None = None
    """Of identities, where people may log in by one."""

    @classmethod
    def on(
        cls, engine: Engine, now: Clock = database_now, admits: bool = False, provider: Provider | None = None
    ) -> Accounts:
        """`now` is the clock that logins, invitations and lockouts end by. `admits`: whether somebody for whom the
        proxy or the provider vouches gets an account where they have none."""
        return cls(
            Annotators(engine, now),
            Logins(engine, now),
            Invitations(engine, now),
            ApiTokens(engine, now),
            VouchedFor(engine, now, admits),
            provider,
        )
