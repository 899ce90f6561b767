"""What is held in memory has a bound, whatever is asked for."""

from __future__ import annotations

import threading

from activate_va.recent import Recent
from activate_va.turns import Turns


def test_what_was_used_longest_ago_is_dropped_first() -> None:
    recent: Recent[str, int] = Recent(2)
    recent.put("a", 1)
    recent.put("b", 2)
    assert recent.get("a") == 1
    recent.put("c", 3)
    assert [recent.get(key) for key in "abc"] == [1, None, 3]


def test_weights_count_and_the_last_value_stays_whatever_it_weighs() -> None:
    recent: Recent[str, int] = Recent(10, weigh=lambda value: value)
    for key, weight in (("a", 4), ("b", 5), ("b", 6)):
        recent.put(key, weight)
    assert len(recent) == 2
    recent.put("c", 50)
    assert (recent.get("c"), len(recent)) == (50, 1)
    recent.put("d", 1)
    assert (recent.get("c"), recent.get("d")) == (None, 1)


def test_threads_take_turns_with_a_key_and_leave_nothing_behind() -> None:
    turns, inside, most = Turns(), [0], [0]

    def work() -> None:
        for _ in range(200):
            with turns.of("one"), turns.of("one"):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most[0], len(turns)) == (1, 0)


def test_nobody_waits_for_another_key() -> None:
    turns, passed = Turns(), threading.Event()

    def other() -> None:
        with turns.of("two"):
            passed.set()

    with turns.of("one"):
        thread = threading.Thread(target=other)
        thread.start()
        assert passed.wait(30)
    thread.join()
