"""Pictures of samples: one as PNG, or 2,500 as one sheet, so that hovering needs no request a point."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Literal
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from activate_va.datasets.base import Dataset, Split
from activate_va.datasets.errors import UnknownPage, UnknownSample
from activate_va.kinds import Card
from activate_va.kinds.image import png

logger = logging.getLogger(__name__)

COLUMNS = 50
ROWS = 50
LARGEST_TILE = 32


@dataclass(frozen=True)
class SpriteLayout:
    """Where sample i stands: page i // (columns * rows), then row by row from the top left; sizes in pixels."""

    columns: int
    rows: int
    tile_width: int
    tile_height: int
    pages: int


ShownSplit = Literal["pool", "validation"]
"""Test samples are shown to nobody: who chooses by them tunes on the test split."""


def sample_card(dataset: Dataset, sample_id: int, split: ShownSplit = "pool") -> Card:
    """What shows a sample of the split; `sample_id` is its row there. Raises UnknownSample (404)."""
    items = _shown(dataset, split).items
    if not 0 <= sample_id < len(items):
        where = dataset.name if split == "pool" else f"the {split} split of {dataset.name}"
        raise UnknownSample(f"sample_id={sample_id} is not in {where}", f"samples are 0 to {len(items) - 1}")
    return dataset.kind.card(items[sample_id])


def original(dataset: Dataset, sample_id: int, split: ShownSplit = "pool") -> Card:
    """The image as it came, at its full size; as `sample_card` where it has been kept no larger. Raises UnknownSample.

    Read from its file each time: photos are never all in memory.
    """
    card, originals = sample_card(dataset, sample_id, split), _shown(dataset, split).originals
    try:
        found = None if originals is None else originals.read(sample_id)
    except (OSError, BadZipFile, KeyError) as error:
        logger.warning("the original of sample %d of %s cannot be read: %s", sample_id, dataset.name, error)
        found = None
    return card if found is None else Card(*found)


def _shown(dataset: Dataset, split: ShownSplit) -> Split:
    return dataset.pool if split == "pool" else dataset.validation


def sprite_layout(dataset: Dataset) -> SpriteLayout | None:
    """Tiles have the size of the images; where a side exceeds 32 pixels, they shrink to it in proportion.

    None where samples are no images.
    """
    if dataset.shape is None:
        return None
    height, width, _ = dataset.shape
    scale = min(1.0, LARGEST_TILE / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return SpriteLayout(COLUMNS, ROWS, *size, pages=-(-len(dataset.pool) // (COLUMNS * ROWS)))


def sprite_sheet(dataset: Dataset, page: int) -> bytes:
    """A PNG of `COLUMNS` by `ROWS` thumbnails; what is left of the last page is black. Raises UnknownPage (404)."""
    layout = sprite_layout(dataset)
    if layout is None:
        raise UnknownPage(f"{dataset.name} has no sprite sheets", "they are for images; ask for a sample's card")
    if not 0 <= page < layout.pages:
        raise UnknownPage(f"page={page} is not in {dataset.name}", f"pages are 0 to {layout.pages - 1}")
    per_page = COLUMNS * ROWS
    tiles = _tiles(dataset.pool.items[page * per_page : (page + 1) * per_page], layout)
    grid = np.zeros((per_page, *tiles.shape[1:]), np.uint8)
    grid[: len(tiles)] = tiles
    rows = grid.reshape(ROWS, COLUMNS, *tiles.shape[1:]).swapaxes(1, 2)
    return png(rows.reshape(ROWS * layout.tile_height, COLUMNS * layout.tile_width, *tiles.shape[3:]))


def _tiles(images: NDArray[np.uint8], layout: SpriteLayout) -> NDArray[np.uint8]:
    size = layout.tile_width, layout.tile_height
    if images.shape[1:3] == size[::-1]:
        return images
    return np.stack([np.asarray(Image.fromarray(image).resize(size, Image.Resampling.BOX)) for image in images])
