"""The engines of this process: each serves one caller at a time, and is kept for the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from activate_va.classifiers.architectures import Architecture
from activate_va.classifiers.engine import Engine
from activate_va.classifiers.threads import side_by_side

Kind = tuple[Architecture, tuple[int, int, int], int, str]
MOST_IDLE = 8

_lock = threading.Lock()
_places = threading.BoundedSemaphore(side_by_side())
_idle: list[tuple[Kind, Engine]] = []


@contextmanager
def engine_for(
    architecture: Architecture, shape: tuple[int, int, int], n_classes: int, policy: str
) -> Iterator[Engine]:
    """An engine for these to use alone, made where none is idle; waits while as many work as may side by side."""
    kind = (architecture, shape, n_classes, policy)
    with _places:
        engine = _taken(kind)
        try:
            yield engine
        finally:
            _put_back(kind, engine)


def _taken(kind: Kind) -> Engine:
    with _lock:
        for position in reversed(range(len(_idle))):
            if _idle[position][0] == kind:
                return _idle.pop(position)[1]
        return Engine(*kind)


def _put_back(kind: Kind, engine: Engine) -> None:
    """The ones used longest ago are given up first."""
    with _lock:
        _idle.append((kind, engine))
        del _idle[:-MOST_IDLE]
