"""Counting wrong tokens: by address and in all, forgotten with time, in bounded memory."""

from __future__ import annotations

import logging
from pathlib import Path

import httpx2
import pytest

from activate_va.api.attempts import ADDRESSES, WrongTokens

from ..faults.wrong_tokens import guess
from ..server_process import ServerProcess


def _waits(counter: WrongTokens, addresses: list[str], now: float = 0.0) -> list[int]:
    return [counter.count(address, None, now) for address in addresses]


def test_the_tenth_waits_and_others_do_not() -> None:
    counter = WrongTokens()
    assert _waits(counter, ["a"] * 10) == [0] * 9 + [10]
    assert _waits(counter, ["b"] * 9) == [0] * 9


def test_whoever_goes_on_waits_longer_but_not_for_ever() -> None:
    waits = _waits(WrongTokens(), ["a"] * 1000)
    assert waits == sorted(waits)
    assert waits[-1] == 90


def test_they_are_forgotten_with_time() -> None:
    counter = WrongTokens()
    _waits(counter, ["a"] * 1000)
    assert counter.count("a", None, now=90.0) > 0
    assert _waits(counter, ["a"] * 9, now=400.0) == [0] * 9


def test_many_addresses_are_counted_together() -> None:
    waits = _waits(WrongTokens(), [f"address {number}" for number in range(200)])
    assert waits[:99] == [0] * 99
    assert all(waits[99:])


def test_what_is_remembered_is_bounded() -> None:
    counter = WrongTokens()
    _waits(counter, [f"{number}{'x' * 10_000}" for number in range(3 * ADDRESSES)])
    assert len(counter._visitors) == ADDRESSES
    assert max(map(len, counter._visitors)) <= 64


def test_the_operator_is_told_once_a_minute(caplog: pytest.LogCaptureFixture) -> None:
    counter = WrongTokens()
    with caplog.at_level(logging.WARNING):
        _waits(counter, ["10.0.0.7"] * 1000)
        _waits(counter, ["10.0.0.7"] * 1000, now=61.0)
    assert [("wrong tokens" in said, "10.0.0" in said) for said in caplog.messages] == [(True, False)] * 2


def test_a_real_server_answers_a_hundred_guesses_but_lets_the_right_token_in(tmp_path: Path) -> None:
    with ServerProcess(tmp_path) as server:
        url, _, token = server.url.partition("?token=")
        with httpx2.Client(base_url=url, timeout=60) as client:
            found = guess(client, token, 100, every=10)
    assert set(found.wrong) == {401, 429}
    assert found.wrong[429] >= 50
    assert found.right == {200: 10}
