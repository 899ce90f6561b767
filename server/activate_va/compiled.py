"""Loops that numba compiles when they are first wanted, so that importing them loads nothing heavy."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any


@cache
def compiled(loop: Callable[..., Any]) -> Any:
    """The function as machine code, which other threads may run beside; kept on disk for the next process."""
    import numba

    return numba.njit(nogil=True, fastmath=True, cache=True)(loop)
