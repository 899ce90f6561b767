"""The engines of this process: each serves one caller at a time, and is kept for the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, TypeVar

from activate_va.classifiers.architectures import Architecture
from activate_va.classifiers.engine import Engine
from activate_va.classifiers.threads import side_by_side

Made = TypeVar("Made")
MOST_IDLE = 8

_lock = threading.Lock()
_places = threading.BoundedSemaphore(side_by_side())
_idle: list[tuple[Any, Any]] = []


def engine_for(
    architecture: Architecture, shape: tuple[int, int, int], n_classes: int, policy: str
) -> AbstractContextManager[Engine]:
    """An engine for these to use alone, made where none is idle; waits while as many work as may side by side."""
    return alone(Engine, architecture, shape, n_classes, policy)


@contextmanager
def alone(make: Callable[..., Made], *parts: Any) -> Iterator[Made]:
    """What `make` gives for these parts, to use alone; made where none is idle, and waited for as engines are."""
    kind = (make, *parts)
    with _places:
        engine = _taken(kind)
        try:
            yield engine
        finally:
            _put_back(kind, engine)


def _taken(kind: Any) -> Any:
    with _lock:
        for position in reversed(range(len(_idle))):
            if _idle[position][0] == kind:
                return _idle.pop(position)[1]
        make, *parts = kind
        return make(*parts)


def _put_back(kind: Any, engine: Any) -> None:
    """The ones used longest ago are given up first."""
    with _lock:
        _idle.append((kind, engine))
        del _idle[:-MOST_IDLE]
