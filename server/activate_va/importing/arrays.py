"""Images as arrays: NumPy archives as `keras.datasets` names their arrays, and IDX files as MNIST's are named."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from activate_va.datasets.base import Dataset, DatasetSource, Split
from activate_va.datasets.errors import DatasetError
from activate_va.datasets.idx import IdxFolder
from activate_va.datasets.npz import NpzFile
from activate_va.importing.archive import Member
from activate_va.importing.errors import UnreadableSource
from activate_va.importing.records import Records

NPY = re.compile(r"[xy]_(train|test)\.npy")
IDX = re.compile(r"(.*/)?((train|t10k)-(images|labels)[-.]idx\d-ubyte(\.gz)?|classes\.txt)")


def are_arrays(members: Sequence[Member]) -> bool:
    """Whether these are the arrays of a NumPy archive."""
    return any(NPY.fullmatch(member.path) for member in members)


def are_idx(members: Sequence[Member]) -> bool:
    return any(IDX.fullmatch(member.path) and "images" in member.path for member in members)


def read_npz(source: Path, name: str) -> Records:
    """Raises UnreadableSource."""
    return _records(NpzFile("arrays", "Arrays", source), "NumPy arrays", source, name)


def read_idx_files(members: Sequence[Member], name: str) -> Records:
    """The four files, wherever in a folder or an archive they are. Raises UnreadableSource, SourceTooLarge."""
    with tempfile.TemporaryDirectory() as folder:
        for member in members:
            if IDX.fullmatch(member.path):
                Path(folder, member.path.rsplit("/", 1)[-1]).write_bytes(member.read())
        return _records(IdxFolder("arrays", "Arrays", Path(folder)), "IDX files", Path(folder), name)


def _records(source: DatasetSource, kind: str, folder: Path, name: str) -> Records:
    """A record for each image, training images first, as the files have them."""
    try:
        dataset = source.load()
    except DatasetError as error:
        raise UnreadableSource(
            f"{name}: {error.detail}".replace(f"{folder}/", "").replace(str(folder), name)
        ) from error
    columns: dict[str, list[object]] = {"image": [], "label": [], "split": []}
    places: list[str] = []
    for called, images, labels in _splits(dataset):
        columns["image"] += [partial(_encoded, image) for image in images]
        columns["label"] += labels
        columns["split"] += [called] * len(images)
        places += [f"{called} image {row + 1}" for row in range(len(images))]
    return Records(kind, dict(columns), places, range(len(places)), class_names={"label": dataset.classes})


def _splits(dataset: Dataset) -> list[tuple[str, NDArray[np.uint8], list[object]]]:
    """Its training and its test images; reading has put the first of the former aside, to validate on."""
    parts = (dataset.validation, dataset.pool)
    images = np.concatenate([part.items for part in parts])
    labels = [label for part in parts for label in _labels(part)]
    return [("train", images, labels), ("test", dataset.test.items, _labels(dataset.test))]


def _labels(part: Split) -> list[object]:
    return [None] * len(part) if part.labels is None else [int(label) for label in part.labels]


def _encoded(image: NDArray[np.uint8]) -> bytes:
    """The file of an image: of (h, w) or (h, w, 3) a portable grey map or pixmap, its bytes as they are; else a PNG."""
    if image.ndim == 3 and image.shape[2] == 4:
        stream = BytesIO()
        Image.fromarray(image).save(stream, "PNG")
        return stream.getvalue()
    height, width = image.shape[:2]
    magic = b"P5" if image.ndim == 2 else b"P6"
    return magic + f" {width} {height} 255\n".encode() + image.tobytes()
