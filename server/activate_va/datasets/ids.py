"""What a sample is called outside: by the id of the file that it came from, or by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from activate_va.datasets.base import Dataset

HASH_LENGTH = 16


class Identity(NamedTuple):
    """`external_id`: the file's own, else the first 16 characters of the sha256 of the sample's content.

    `source_row`: its position among the file's records, from 0; None where that is not known.
    """

    external_id: str
    source_row: int | None


def samples_called(dataset: Dataset, external_ids: Iterable[str]) -> dict[str, int]:
    """The pool samples that these ids are of; those that are of none, or of several, are left out."""
    wanted, found = set(external_ids), dict[str, list[int]]()
    for sample_id in range(len(dataset.pool) if wanted else 0):
        called = identity(dataset, sample_id).external_id
        if called in wanted:
            found.setdefault(called, []).append(sample_id)
    return {called: samples[0] for called, samples in found.items() if len(samples) == 1}


def source_annotator(dataset: Dataset, sample_id: int) -> str | None:
    """Who gave a pool sample the label that it came with; None where its file does not say."""
    origin = dataset.pool.origin
    if origin is None or origin.annotators is None:
        return None
    return str(origin.annotators[sample_id]) or None


def identity(dataset: Dataset, sample_id: int) -> Identity:
    """By what a pool sample can be found again in the file that was read."""
    origin = dataset.pool.origin
    row = None if origin is None else int(origin.source_rows[sample_id])
    if origin is not None and origin.external_ids is not None:
        return Identity(str(origin.external_ids[sample_id]), row)
    digest = hashlib.sha256()
    for part in dataset.kind.content(dataset.pool.items[sample_id : sample_id + 1]):
        digest.update(part)
    return Identity(digest.hexdigest()[:HASH_LENGTH], row)
