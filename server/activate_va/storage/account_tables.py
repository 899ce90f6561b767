"""The tables of accounts. Secrets stand in them as digests only: whoever reads them can log in nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from activate_va.storage.base import Base, UtcDateTime

ID = String(32)
DIGEST = String(64)
NAME = String(60)


class AnnotatorRow(Base):
    """A person with an account. `generation`: logins of an earlier one are void. `revoked_at`: since when they are
    kept out; null: they are not. The row stays, for events name it. `password_hash` is empty where there is none.
    `issuer` and `subject`: whom the identity provider vouches for; null where it does for nobody."""

    __tablename__ = "annotators"
    __table_args__ = (Index("ix_annotators_subject", "issuer", "subject", unique=True),)

    annotator_id: Mapped[str] = mapped_column(ID, primary_key=True)
    handle: Mapped[str] = mapped_column(NAME, unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    administrator: Mapped[bool] = mapped_column(Boolean)
    generation: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    issuer: Mapped[str | None] = mapped_column(String(500))
    subject: Mapped[str | None] = mapped_column(String(255))


class LoginRow(Base):
    """A browser that is logged in: the digest of its cookie, and until when."""

    __tablename__ = "logins"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    annotator_id: Mapped[str] = mapped_column(ForeignKey("annotators.annotator_id"))
    generation: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())


class InvitationRow(Base):
    """A link that sets a password once: of a new account, or anew of the one with that handle."""

    __tablename__ = "invitations"

    digest: Mapped[str] = mapped_column(DIGEST, primary_key=True)
    handle: Mapped[str] = mapped_column(NAME)
    administrator: Mapped[bool] = mapped_column(Boolean)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())


class ApiTokenRow(Base):
    """A token for scripts. Its name is never given again: events name it."""

    __tablename__ = "api_tokens"

    name: Mapped[str] = mapped_column(NAME, primary_key=True)
    digest: Mapped[str] = mapped_column(DIGEST, unique=True)
    annotator_id: Mapped[str] = mapped_column(ForeignKey("annotators.annotator_id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class BadLoginRow(Base):
    """Wrong passwords for a handle, whether there is an account of that name or not."""

    __tablename__ = "bad_logins"

    handle: Mapped[str] = mapped_column(NAME, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime())


ANNOTATORS, LOGINS, INVITATIONS, API_TOKENS, BAD_LOGINS = (
    cast(Table, row.__table__) for row in (AnnotatorRow, LoginRow, InvitationRow, ApiTokenRow, BadLoginRow)
)
