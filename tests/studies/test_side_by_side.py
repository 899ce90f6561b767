"""Pieces of work side by side: each begun once, whatever becomes of the others."""

from __future__ import annotations

import threading

from hypothesis import given
from hypothesis import strategies as st

from activate_va.studies.side_by_side import SideBySide, Work


@given(st.lists(st.sampled_from(["ends", "fails", "cannot begin"]), max_size=12), st.integers(0, 4))
def test_each_is_begun_once_and_told_once_and_no_more_run_than_there_is_room_for(fates: list[str], room: int) -> None:
    lock, running, most = threading.Lock(), 0, 0

    def work(fate: str) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        with lock:
            running -= 1
        if fate == "fails":
            raise ValueError(fate)

    def begin(item: tuple[int, str]) -> Work:
        if item[1] == "cannot begin":
            raise ValueError(item[1])
        return lambda: work(item[1])

    items = list(enumerate(fates))
    told = {ended.item: ended.error for ended in SideBySide(items, begin, lambda: room)}
    assert sorted(told) == items
    assert all((error is None) == (item[1] == "ends") for item, error in told.items())
    assert most <= max(1, room)
