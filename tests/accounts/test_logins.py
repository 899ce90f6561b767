"""Who knows handle and password gets in; nobody else does, however they try, and not for longer than they should."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine

from activate_va.accounts.errors import (
    AnnotatorNotFound,
    HandleTaken,
    TooManyBadLogins,
    UnfitName,
    WeakPassword,
    WrongLogin,
)
from activate_va.accounts.lockout import MOST
from activate_va.accounts.service import Accounts
from activate_va.storage.base import Base

from .conftest import PASSWORD, Time


def bad(accounts: Accounts, handle: str = "ada", times: int = 1) -> None:
    for _ in range(times):
        with pytest.raises(WrongLogin):
            accounts.logins.log_in(handle, "not her password")


def test_whoever_logs_in_is_known_by_the_cookie(accounts: Accounts) -> None:
    login = accounts.logins.log_in(" ADA ", PASSWORD)
    assert accounts.logins.identify(login.cookie) == login.identity
    assert (login.identity.handle, login.identity.administrator) == ("ada", True)
    assert login.identity.actor == f"annotator:{login.identity.annotator_id}"


def test_a_login_ends_when_it_is_ended_and_after_a_month(accounts: Accounts, time: Time) -> None:
    first, second = (accounts.logins.log_in("ada", PASSWORD) for _ in range(2))
    accounts.logins.log_out(first.cookie)
    assert accounts.logins.identify(first.cookie) is None
    assert accounts.logins.identify(second.cookie) is not None
    time.pass_by(days=30)
    assert accounts.logins.identify(second.cookie) is None


def test_a_higher_generation_ends_all_logins_and_no_token(accounts: Accounts) -> None:
    ada = accounts.annotators.named("ada")
    cookies = [accounts.logins.log_in("ada", PASSWORD).cookie for _ in range(2)]
    token = accounts.tokens.make(ada.annotator_id, "nightly").secret
    accounts.annotators.log_out_everywhere(ada.annotator_id)
    assert [accounts.logins.identify(cookie) for cookie in cookies] == [None, None]
    assert accounts.tokens.identify(token) is not None
    assert accounts.logins.identify(accounts.logins.log_in("ada", PASSWORD).cookie) is not None
    with pytest.raises(AnnotatorNotFound):
        accounts.annotators.log_out_everywhere("nobody")


def test_another_password_ends_all_other_logins(accounts: Accounts) -> None:
    before = accounts.logins.log_in("ada", PASSWORD)
    with pytest.raises(WrongLogin):
        accounts.logins.change_password("ada", "not her password", "another good sentence")
    after = accounts.logins.change_password("ada", PASSWORD, "another good sentence")
    assert accounts.logins.identify(before.cookie) is None
    assert accounts.logins.identify(after.cookie) == before.identity
    bad(accounts)
    accounts.logins.log_in("ada", "another good sentence")


def test_five_wrong_passwords_lock_the_handle_for_a_quarter_of_an_hour(accounts: Accounts, time: Time) -> None:
    bad(accounts, times=MOST)
    time.pass_by(minutes=14)
    with pytest.raises(TooManyBadLogins, match="60 s"):
        accounts.logins.log_in("ada", PASSWORD)
    time.pass_by(minutes=1)  # What was tried meanwhile has not made it longer.
    accounts.logins.log_in("ada", PASSWORD)


def test_the_right_password_forgets_wrong_ones(accounts: Accounts) -> None:
    for _ in range(3):
        bad(accounts, times=MOST - 1)
        accounts.logins.log_in("ada", PASSWORD)


def test_handles_of_nobody_are_locked_alike(accounts: Accounts) -> None:
    bad(accounts, "nobody", MOST)
    with pytest.raises(TooManyBadLogins):
        accounts.logins.log_in("nobody", "any")


def test_the_lock_is_one_of_all_servers_also_when_guesses_come_at_once(engine: Engine, time: Time) -> None:
    servers = [Accounts.on(engine, time) for _ in range(2)]
    servers[0].annotators.add("ada", PASSWORD)

    def guess(number: int) -> str:
        try:
            servers[number % 2].logins.log_in("ada", f"guess {number}")
        except (WrongLogin, TooManyBadLogins) as error:
            return error.code
        return "in"

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(guess, range(24)))
    assert answers.count("WrongLogin") == MOST
    assert answers.count("TooManyBadLogins") == 24 - MOST
    with pytest.raises(TooManyBadLogins):
        servers[1].logins.log_in("ada", PASSWORD)


@pytest.mark.parametrize("handle", ["", " ", "a b", "-a", "a/b", "x" * 61, "a\u202eb"])
def test_handles_are_of_letters_and_digits(accounts: Accounts, handle: str) -> None:
    with pytest.raises(UnfitName):
        accounts.annotators.add(handle, PASSWORD)
    bad(accounts, handle)


def test_a_handle_is_one_persons(accounts: Accounts) -> None:
    with pytest.raises(HandleTaken):
        accounts.annotators.add("ADA", PASSWORD)
    with pytest.raises(WeakPassword):
        accounts.annotators.add("grace", "short")


def test_no_table_holds_a_secret(accounts: Accounts, engine: Engine) -> None:
    login = accounts.logins.log_in("ada", PASSWORD)
    invitation = accounts.invitations.invite("grace")
    token = accounts.tokens.make(login.identity.annotator_id or "", "script")
    with engine.connect() as connection:
        tables = Base.metadata.sorted_tables
        kept = str([list(connection.execute(table.select())) for table in tables])
    assert "ada" in kept
    for secret in (PASSWORD, login.cookie, invitation.secret, token.secret):
        assert secret not in kept
