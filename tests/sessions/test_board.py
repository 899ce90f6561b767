"""A board is a dict whose copies are cheap: whatever is done to one, its copies stay as they were."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from activate_va.sessions.board import Board
from activate_va.sessions.placement import Placement, Status

AT = datetime(2026, 1, 1, tzinfo=UTC)


def placement(sample_id: int, class_index: int) -> Placement:
    return Placement(
        sample_id=sample_id,
        class_index=class_index,
        confidence=0.5,
        status=Status.HAND_LABELLED,
        prediction=None,
        predicted_by=None,
        selection_scheme=None,
        selected_seq=2,
        selected_at=AT,
        changed_at=AT,
        actor="person",
        labelled_seq=3,
    )


ACTS = st.lists(st.tuples(st.sampled_from(["put", "remove", "copy"]), st.integers(0, 12), st.integers(0, 3)))


@given(ACTS, st.integers(0, 30))
def test_it_does_what_a_dict_does_and_its_copies_keep_what_they_had(acts: list[tuple[str, int, int]], n: int) -> None:
    plain = {i: placement(i, 0) for i in range(n)}
    board, kept = Board(plain), []
    for act, sample_id, class_index in acts:
        if act == "copy":
            kept.append((board, dict(plain)))
            board = board.copy()
        elif act == "put":
            board[sample_id] = plain[sample_id] = placement(sample_id, class_index)
        elif sample_id in plain:
            del board[sample_id], plain[sample_id]
    for one, as_it_was in [*kept, (board, plain)]:
        assert list(one.items()) == list(as_it_was.items())
        assert (len(one), one.whole()) == (len(as_it_was), as_it_was)
        assert [i in one for i in range(31)] == [i in as_it_was for i in range(31)]
