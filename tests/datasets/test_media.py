"""Thumbnails: the pixels that come back are the pixels of the sample."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from activate_va.datasets import Dataset, open_dataset
from activate_va.datasets.errors import UnknownPage, UnknownSample
from activate_va.datasets.media import COLUMNS, ROWS, sample_card, sprite_layout, sprite_sheet
from activate_va.kinds.image import png


def pixels(content: bytes) -> NDArray[np.uint8]:
    return np.asarray(Image.open(BytesIO(content)))


def colour_dataset(folder: Path, side: int) -> Dataset:
    rng = np.random.default_rng(1)
    path = folder / "colour.npz"
    images = rng.integers(0, 256, (40, side, side, 3), dtype=np.uint8)
    np.savez(path, x_train=images, y_train=np.arange(40) % 2, x_test=images[:4], y_test=np.arange(4) % 2)
    return open_dataset(str(path))


def test_png_keeps_every_pixel(tmp_path: Path) -> None:
    image = colour_dataset(tmp_path, 7).pool.items[3]
    assert np.array_equal(pixels(png(image)), image)


def test_every_sample_of_a_page_stands_where_the_layout_says() -> None:
    dataset = open_dataset("mnist")
    layout = sprite_layout(dataset)
    assert layout is not None
    assert (layout.tile_width, layout.tile_height, layout.pages) == (28, 28, 22)
    sheet = pixels(sprite_sheet(dataset, 2))
    for place in (0, 1, 49, 50, 1234, 2499):
        top, left = place // COLUMNS * 28, place % COLUMNS * 28
        assert np.array_equal(sheet[top : top + 28, left : left + 28], dataset.pool.items[2 * COLUMNS * ROWS + place])


def test_large_colour_images_shrink_and_the_last_page_is_padded(tmp_path: Path) -> None:
    dataset = colour_dataset(tmp_path, 64)
    layout = sprite_layout(dataset)
    assert layout is not None
    assert (layout.tile_width, layout.tile_height, layout.pages) == (32, 32, 1)
    sheet = pixels(sprite_sheet(dataset, 0))
    assert sheet.shape == (ROWS * 32, COLUMNS * 32, 3)
    first = dataset.pool.items[0].reshape(32, 2, 32, 2, 3).mean((1, 3))
    assert np.abs(sheet[:32, :32] - first).max() <= 1
    assert not sheet[:32, 37 * 32 :].any()


def test_unknown_samples_and_pages_are_not_found() -> None:
    dataset = open_dataset("mnist")
    with pytest.raises(UnknownSample, match="sample_id=55000"):
        sample_card(dataset, 55_000)
    for page in (-1, 22):
        with pytest.raises(UnknownPage, match=f"page={page}"):
            sprite_sheet(dataset, page)
