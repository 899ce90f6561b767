"""How much a dataset may hold, checked by what its files say of themselves before any of it is decoded.

A compressed file of some megabytes can stand for any number of gigabytes.
"""

from __future__ import annotations

from math import prod

from activate_va.datasets.errors import DatasetTooLarge

MOST_BYTES = 8 * 2**30
"""Of one file, decoded: 170 times MNIST, or 2.8 million images of 32 x 32 in colour. A dataset is held whole by the
server and by each of its workers, so that three times as much is needed, and lab servers with 32 GB are common."""
MOST_CLASSES = 10_000
"""Ten times those of ImageNet. A label without a name makes one for every number below it."""
LONGEST_NAME = 1_000


def refuse_too_large(shape: tuple[int, ...], item_bytes: int, place: str) -> int:
    """How many bytes an array takes. Raises DatasetTooLarge beyond MOST_BYTES."""
    stated = prod(shape) * item_bytes
    if stated > MOST_BYTES:
        raise DatasetTooLarge(
            f"{place}: its header states {stated:,} bytes, more than the {MOST_BYTES:,} that are read"
        )
    return stated
