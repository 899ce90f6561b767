"""Images in folders: one per class, within `train` and `test` or without, or listed in a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from activate_va.importing.archive import Member
from activate_va.importing.delimited import read_delimited
from activate_va.importing.errors import UnknownFormat
from activate_va.importing.jsonlines import read_json_lines
from activate_va.importing.records import Problem, Records

SPLITS = {"train": "train", "training": "train", "test": "test", "testing": "test"} | dict.fromkeys(
    ("validation", "valid", "val", "dev"), "validation"
)
LISTINGS = ("metadata.jsonl", "metadata.csv", "labels.csv", "labels.jsonl")
FILE_NAMES = ("file_name", "filename", "file", "path", "image")


def read_images(members: Sequence[Member], name: str) -> Records:
    """A record per image: `image` reads it, `path`, `label` and `split` say what its place says.

    Raises UnknownFormat where there is no image.
    """
    images = [member for member in members if member.is_image]
    if not images:
        raise UnknownFormat(f"{name} holds no images, and no table alone")
    listing = next((one for one in members if one.path.rsplit("/", 1)[-1].lower() in LISTINGS), None)
    return _listed(images, listing) if listing else _by_folder(images)


def _by_folder(images: Sequence[Member]) -> Records:
    """Folders that all images share say nothing of them."""
    parts = [member.path.split("/")[:-1] for member in images]
    while all(part and part[0] == parts[0][0] for part in parts) and parts[0][0].lower() not in SPLITS:
        parts = [part[1:] for part in parts]
        if not all(parts):
            break
    splits = [SPLITS.get(part[0].lower()) if part else None for part in parts]
    labels = ["/".join(part[1:] if split else part) or None for part, split in zip(parts, splits, strict=True)]
    paths = [member.path for member in images]
    columns: dict[str, list[Any]] = {"image": [member.read for member in images], "path": paths, "label": labels}
    if any(splits):
        columns["split"] = splits
    return Records("folder of images", columns, paths, range(len(images)))


def _listed(images: Sequence[Member], listing: Member) -> Records:
    """By a table that names files, as Hugging Face's `metadata.jsonl`; images that it leaves out have no label."""
    reader = read_json_lines if listing.path.endswith(".jsonl") else read_delimited
    table = reader(listing.read(), listing.path)
    column = next((name for name in FILE_NAMES if name in table.columns), None)
    if column is None:
        raise UnknownFormat(f"{listing.path} has no column file_name", "name each image's file in it")
    folder = listing.path.rpartition("/")[0]
    by_path = {member.path: member for member in images}
    problems, kept = list(table.problems), []
    for row, named in enumerate(table.columns[column]):
        path = f"{folder}/{named}" if folder else str(named)
        if path in by_path:
            kept.append((row, by_path.pop(path)))
        else:
            problems.append(
                Problem(f"{listing.path}, {table.places[row]}", f"there is no image {named!r}, or it is listed twice")
            )
    others = list(by_path.values())
    columns = {
        name: [values[row] for row, _ in kept] + [None] * len(others)
        for name, values in table.columns.items()
        if name != column
    }
    files = [member for _, member in kept] + others
    columns |= {"image": [member.read for member in files], "path": [member.path for member in files]}
    places = [member.path for member in files]
    rows = [table.rows[row] for row, _ in kept] + [len(table) + extra for extra in range(len(others))]
    return replace(table, format="images with a table", columns=columns, places=places, rows=rows, problems=problems)
