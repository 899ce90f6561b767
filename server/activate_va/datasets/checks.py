"""The checks every source passes its arrays through, whatever format they came in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.base import Split
from activate_va.datasets.bounds import LONGEST_NAME, MOST_CLASSES
from activate_va.datasets.errors import (
    DatasetTooLarge,
    LabelOutOfRange,
    LengthMismatch,
    UnsupportedShape,
    UnsupportedType,
)


def checked_images(images: NDArray[Any], place: str) -> NDArray[np.uint8]:
    """Images as (n, h, w) or (n, h, w, 3 or 4); a single channel is dropped."""
    if images.dtype != np.uint8:
        raise UnsupportedType(f"{place}: pixels are {images.dtype}, not uint8")
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    if images.ndim not in (3, 4) or 0 in images.shape or (images.ndim == 4 and images.shape[3] not in (3, 4)):
        raise UnsupportedShape(f"{place}: an array of shape {images.shape} is not a list of images")
    return images


def checked_labels(labels: NDArray[Any], place: str) -> NDArray[np.int64]:
    """Labels as int64 (n,); a second dimension of one is dropped."""
    if not np.issubdtype(labels.dtype, np.integer):
        raise UnsupportedType(f"{place}: labels are {labels.dtype}, not integers")
    if labels.ndim == 2 and labels.shape[1] == 1:
        labels = labels[:, 0]
    if labels.ndim != 1:
        raise UnsupportedShape(f"{place}: an array of shape {labels.shape} is not a list of labels")
    return labels.astype(np.int64)


def checked_split(images: NDArray[np.uint8], labels: NDArray[np.int64] | None, place: str) -> Split:
    if labels is not None and len(images) != len(labels):
        raise LengthMismatch(f"{place}: {len(images):,} images but {len(labels):,} labels")
    return Split(images, labels)


def checked_classes(names: tuple[str, ...] | None, train: Split, test: Split, place: str | Path) -> tuple[str, ...]:
    """Class names, by default "0", "1", … up to the largest label.

    Raises LabelOutOfRange for a label that is negative or has no name, DatasetTooLarge for too many classes, and
    UnsupportedShape where training and test images differ in shape or there are fewer than two classes.
    """
    if train.items.shape[1:] != test.items.shape[1:]:
        raise UnsupportedShape(
            f"{place}: training images are {train.items.shape[1:]} but test images {test.items.shape[1:]}",
            "all images of a dataset have one size",
        )
    labels = np.concatenate([split.labels for split in (train, test) if split.labels is not None])
    lowest, highest = int(labels.min()), int(labels.max())
    count = highest + 1 if names is None else len(names)
    if count > MOST_CLASSES:
        raise DatasetTooLarge(f"{place}: {count:,} classes, more than the {MOST_CLASSES:,} that there may be")
    classes = names if names is not None else tuple(str(index) for index in range(highest + 1))
    if lowest < 0 or highest >= len(classes):
        wrong = lowest if lowest < 0 else highest
        raise LabelOutOfRange(f"{place}: label {wrong} is not one of the classes 0 to {len(classes) - 1}")
    if len(classes) < 2:
        raise UnsupportedShape(f"{place}: {len(classes)} class", "a dataset has two classes or more")
    return classes


def checked_names(names: Sequence[str], place: str) -> tuple[str, ...]:
    """Class names that every answer and every table can hold."""
    for name in names:
        if not name.strip() or len(name) > LONGEST_NAME:
            raise UnsupportedType(f"{place}: a class name of {len(name):,} characters", "name each in a word or two")
        if "\0" in name or name != name.encode("utf-8", "replace").decode():
            raise UnsupportedType(f"{place}: {name!a} holds what is no character", "name each class in plain text")
    return tuple(names)
