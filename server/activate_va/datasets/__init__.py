"""Datasets: MNIST built in, Fashion-MNIST where it is installed, others by path."""

from activate_va.datasets.base import Dataset, DatasetSource, Split
from activate_va.datasets.errors import DatasetError
from activate_va.datasets.idx import IdxFolder
from activate_va.datasets.npz import NpzFile
from activate_va.datasets.registry import (
    DatasetInfo,
    describe,
    find_source,
    list_datasets,
    open_dataset,
    sources,
)

__all__ = [
    "Dataset",
    "DatasetError",
    "DatasetInfo",
    "DatasetSource",
    "IdxFolder",
    "NpzFile",
    "Split",
    "describe",
    "find_source",
    "list_datasets",
    "open_dataset",
    "sources",
]
