from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator

import pytest

PeakMib = Callable[[], float]


@pytest.fixture
def peak_mib() -> Iterator[PeakMib]:
    """The most memory that was taken at a time since the test began, in MiB."""
    tracemalloc.start()
    yield lambda: tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
