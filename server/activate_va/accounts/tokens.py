"""Tokens for scripts, which act for whoever made them, and are named in events."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel
from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from activate_va.accounts.errors import ApiTokenNotFound, TokenNameTaken
from activate_va.accounts.identity import TOKEN, Identity
from activate_va.accounts.names import fit_name
from activate_va.accounts.secret_texts import digest_of, new_secret
from activate_va.storage.account_tables import ANNOTATORS, API_TOKENS
from activate_va.storage.transactions import Clock, database_now, writing


class ApiToken(BaseModel):
    """A token by its name. `revoked_at`: since when it lets nobody in; null: it does."""

    name: str
    created_at: datetime
    revoked_at: datetime | None


class NewToken(NamedTuple):
    """`secret` is shown once, to whoever made it."""

    secret: str
    token: ApiToken


_COLUMNS = tuple(API_TOKENS.c[name] for name in ApiToken.model_fields)
_WHO = (
    select(API_TOKENS.c.name, ANNOTATORS.c.annotator_id, ANNOTATORS.c.handle, ANNOTATORS.c.administrator)
    .join(ANNOTATORS, ANNOTATORS.c.annotator_id == API_TOKENS.c.annotator_id)
    .where(API_TOKENS.c.revoked_at.is_(None), ANNOTATORS.c.revoked_at.is_(None))
)


class ApiTokens:
    def __init__(self, engine: Engine, now: Clock = database_now) -> None:
        self.engine = engine
        self.now = now

    def make(self, annotator_id: str, name: str) -> NewToken:
        """Raises UnfitName, TokenNameTaken."""
        secret, fit = new_secret(), fit_name(name)
        try:
            with writing(self.engine) as connection:
                token = ApiToken(name=fit, created_at=self.now(connection), revoked_at=None)
                row = token.model_dump() | {"digest": digest_of(secret), "annotator_id": annotator_id}
                connection.execute(insert(API_TOKENS), row)
        except IntegrityError as error:
            raise TokenNameTaken(f"there is, or was, a token called {fit}") from error
        return NewToken(secret, token)

    def of(self, annotator_id: str) -> list[ApiToken]:
        """The newest first; revoked ones among them."""
        own = select(*_COLUMNS).where(API_TOKENS.c.annotator_id == annotator_id)
        with self.engine.connect() as connection:
            found = connection.execute(own.order_by(API_TOKENS.c.created_at.desc(), API_TOKENS.c.name))
            return [ApiToken(**row) for row in found.mappings()]

    def revoke(self, annotator_id: str, name: str) -> ApiToken:
        """One of their own; revoking it again changes nothing. Raises ApiTokenNotFound."""
        own = (API_TOKENS.c.annotator_id == annotator_id) & (API_TOKENS.c.name == name)
        with writing(self.engine) as connection:
            now = self.now(connection)
            connection.execute(update(API_TOKENS).where(own, API_TOKENS.c.revoked_at.is_(None)).values(revoked_at=now))
            row = connection.execute(select(*_COLUMNS).where(own)).mappings().first()
        if row is None:
            raise ApiTokenNotFound(f"you have no token called {name!r}")
        return ApiToken(**row)

    def identify(self, secret: str) -> Identity | None:
        """For whom the token acts; None where it is not, or no longer, valid."""
        with self.engine.connect() as connection:
            found = connection.execute(_WHO.where(API_TOKENS.c.digest == digest_of(secret))).first()
        if found is None:
            return None
        return Identity(TOKEN + found.name, found.annotator_id, found.handle, found.administrator)
