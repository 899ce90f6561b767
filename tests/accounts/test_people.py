"""People are invited, kept out, and let in again; scripts act for them by tokens of their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from activate_va.accounts.errors import (
    AnnotatorNotFound,
    ApiTokenNotFound,
    InvitationVoid,
    LastAdministrator,
    TokenNameTaken,
    WeakPassword,
    WrongLogin,
)
from activate_va.accounts.service import Accounts

from .conftest import PASSWORD, Time


def annotator_id(accounts: Accounts, handle: str = "ada") -> str:
    return accounts.annotators.named(handle).annotator_id


def test_an_invitation_makes_an_account_once(accounts: Accounts) -> None:
    invitation = accounts.invitations.invite("Grace")
    assert accounts.invitations.look(invitation.secret) == ("grace", False)
    with pytest.raises(WeakPassword):
        accounts.invitations.accept(invitation.secret, "short")
    login = accounts.invitations.accept(invitation.secret, PASSWORD)
    assert (login.identity.handle, login.identity.administrator) == ("grace", False)
    assert accounts.logins.identify(login.cookie) == login.identity
    for use in (accounts.invitations.look, lambda secret: accounts.invitations.accept(secret, PASSWORD)):
        with pytest.raises(InvitationVoid):
            use(invitation.secret)


def test_of_many_who_use_one_invitation_at_once_one_gets_in(accounts: Accounts) -> None:
    secret = accounts.invitations.invite("grace").secret

    def accept(number: int) -> bool:
        try:
            accounts.invitations.accept(secret, f"a password, number {number}")
        except InvitationVoid:
            return False
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(accept, range(6))) == 1


def test_an_invitation_ends_after_a_week_or_with_the_next(accounts: Accounts, time: Time) -> None:
    first, second = (accounts.invitations.invite("grace") for _ in range(2))
    with pytest.raises(InvitationVoid):
        accounts.invitations.look(first.secret)
    time.pass_by(days=7)
    with pytest.raises(InvitationVoid):
        accounts.invitations.look(second.secret)


def test_an_invitation_of_somebody_known_sets_a_new_password_and_ends_their_logins(accounts: Accounts) -> None:
    before = accounts.logins.log_in("ada", PASSWORD)
    for _ in range(5):
        with pytest.raises(WrongLogin):
            accounts.logins.log_in("ada", "not her password")
    invitation = accounts.invitations.invite("ada")
    assert accounts.invitations.look(invitation.secret).known
    after = accounts.invitations.accept(invitation.secret, "another good sentence")
    assert after.identity == before.identity
    assert accounts.logins.identify(before.cookie) is None
    accounts.logins.log_in("ada", "another good sentence")  # The lock is gone with it.


def test_who_is_kept_out_gets_in_by_nothing_until_invited_again(accounts: Accounts) -> None:
    grace = accounts.annotators.add("grace", PASSWORD)
    login, token = accounts.logins.log_in("grace", PASSWORD), accounts.tokens.make(grace.annotator_id, "script")
    accounts.annotators.revoke(grace.annotator_id)
    assert accounts.logins.identify(login.cookie) is None
    assert accounts.tokens.identify(token.secret) is None
    with pytest.raises(WrongLogin):
        accounts.logins.log_in("grace", PASSWORD)
    assert {one.handle for one in accounts.annotators.all() if one.revoked_at} == {"grace"}
    again = accounts.invitations.accept(accounts.invitations.invite("grace").secret, PASSWORD)
    assert again.identity.annotator_id == grace.annotator_id
    assert accounts.logins.identify(login.cookie) is None


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    with pytest.raises(LastAdministrator):
        accounts.annotators.revoke(annotator_id(accounts))
    accounts.annotators.add("grace", PASSWORD, administrator=True)

    def revoke(handle: str) -> bool:
        try:
            accounts.annotators.revoke(annotator_id(accounts, handle))
        except LastAdministrator:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:  # Not even where two revoke each other.
        assert sorted(threads.map(revoke, ("ada", "grace"))) == [False, True]


def test_nobody_is_revoked_who_is_not_there(accounts: Accounts) -> None:
    with pytest.raises(AnnotatorNotFound):
        accounts.annotators.revoke("0123456789abcdef")


def test_a_token_acts_for_whoever_made_it_until_it_is_revoked(accounts: Accounts) -> None:
    own = annotator_id(accounts)
    made = accounts.tokens.make(own, "Nightly")
    identity = accounts.tokens.identify(made.secret)
    assert identity is not None
    assert (identity.actor, identity.annotator_id, identity.handle) == ("token:nightly", own, "ada")
    assert accounts.tokens.identify("something else") is None
    revoked = accounts.tokens.revoke(own, "nightly")
    assert accounts.tokens.revoke(own, "nightly") == revoked
    assert accounts.tokens.identify(made.secret) is None
    with pytest.raises(TokenNameTaken):
        accounts.tokens.make(own, "nightly")
    assert accounts.tokens.of(own) == [revoked]


def test_a_token_is_revoked_by_its_maker_alone(accounts: Accounts) -> None:
    made = accounts.tokens.make(annotator_id(accounts), "nightly")
    grace = accounts.annotators.add("grace", PASSWORD)
    with pytest.raises(ApiTokenNotFound):
        accounts.tokens.revoke(grace.annotator_id, "nightly")
    assert accounts.tokens.identify(made.secret) is not None
    assert accounts.tokens.of(grace.annotator_id) == []
