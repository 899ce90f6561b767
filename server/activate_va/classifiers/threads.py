"""How classifiers share the processor's cores."""

from __future__ import annotations

from activate_va.classifiers.precision import has_bfloat16
from activate_va.cores import cores

MOST_SIDE_BY_SIDE = 3
MOST_PARTS = 8


def single_threaded() -> bool:
    """Whether each operation keeps to one thread, and cores are filled by work side by side instead.

    In bfloat16 batches are too quick for several threads to share one: a training of 500 batches of 32 takes
    2.0 s of processor time with two threads and 1.6 s with one. In float32 two threads do win.
    """
    return has_bfloat16()


def side_by_side() -> int:
    """How many trainings a process runs at a time."""
    return min(cores(), MOST_SIDE_BY_SIDE) if single_threaded() else 1


def parts_to_predict() -> int:
    """Into how many parts, computed at the same time, a batch is cut when predicting."""
    return min(cores(), MOST_PARTS) if single_threaded() else 1
