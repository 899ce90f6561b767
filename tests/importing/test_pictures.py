"""Images: of all sizes and modes, in folders, tables and archives; what is broken or a trap is told, not imported."""

from __future__ import annotations

import io
import json
import os
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from activate_va.datasets.held_out import without
from activate_va.datasets.media import original, sample_card
from activate_va.importing.errors import RecordsWrong, SourceTooLarge, UnreadableSource
from activate_va.importing.pictures import bytes_of
from activate_va.importing.preview import previewed
from activate_va.importing.reading import read_source
from activate_va.pool import features

from .test_tables import imported, whole


def picture(width: int, height: int, mode: str = "RGB", value: int = 200) -> bytes:
    stream = io.BytesIO()
    Image.new("L", (width, height), value).convert(mode).save(stream, "PNG")
    return stream.getvalue()


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def folder_per_class(*, splits: bool) -> dict[str, bytes]:
    places = [("train/", 12), ("test/", 6)] if splits else [("", 24)]
    return {
        f"pets/{split}{name}/{n}.png": picture(20 + n, 30, value=90 if name == "cat" else 180)
        for split, count in places
        for name in ("cat", "dog")
        for n in range(count)
    }


@pytest.mark.parametrize("splits", [True, False])
@pytest.mark.parametrize("packed", [True, False])
def test_a_folder_per_class(tmp_path: Path, splits: bool, packed: bool) -> None:
    files = folder_per_class(splits=splits)
    source = zipped(tmp_path / "pets.zip", files) if packed else tmp_path / "folder"
    for name, content in files.items() if not packed else ():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    dataset = imported(source, tmp_path / "mine")
    assert (dataset.modality, dataset.classes) == ("image", ("cat", "dog"))
    assert dataset.counts()["test"] == (12 if splits else 8)
    side = 31 if splits else 43
    assert dataset.shape == (min(side, 64) if side > 30 else 30,) * 2 + (3,)
    for split in (dataset.pool, dataset.validation, dataset.test):
        for name, label, item in zip(whole(split).ids, split.labels, split.items, strict=True):
            assert dataset.classes[label] in str(name)
            assert int(np.median(item[item.sum(axis=2) > 0])) in (90, 180)


def test_sizes_and_modes_are_brought_to_one_and_the_rule_is_shown(tmp_path: Path) -> None:
    files = {
        "a/1.png": picture(200, 100),
        "a/2.png": picture(100, 200, "L"),
        "b/3.png": picture(64, 64, "RGBA"),
        "b/4.png": picture(50, 50, "P"),
    }
    source = zipped(tmp_path / "mixed.zip", files)
    shown = previewed(read_source(source, "mixed.zip"), None)
    assert shown.rule is not None
    assert "64 × 64" in shown.rule
    assert "centred on black" in shown.rule
    dataset = imported(source, tmp_path / "mine", test_share=0, validation_share=0, side=32)
    wide, tall = dataset.pool.items[0], dataset.pool.items[1]
    assert dataset.shape == (32, 32, 3)
    assert (wide[8:24] > 150).all()
    assert not wide[:7].any()
    assert (tall[:, 8:24] > 150).all()


def test_images_of_one_small_size_stay_as_they_are(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pixels = [rng.integers(0, 256, (12, 10), dtype=np.uint8) for _ in range(4)]
    files = {}
    for n, image in enumerate(pixels):
        stream = io.BytesIO()
        Image.fromarray(image).save(stream, "PNG")
        files[f"{'ab'[n % 2]}/{n}.png"] = stream.getvalue()
    dataset = imported(zipped(tmp_path / "same.zip", files), tmp_path / "mine", test_share=0, validation_share=0)
    assert dataset.pool.items.shape == (4, 12, 10)
    order = [int(str(name)[-5]) for name in whole(dataset.pool).ids]
    assert np.array_equal(dataset.pool.items, np.stack([pixels[n] for n in order]))


def test_a_table_beside_the_images_labels_them(tmp_path: Path) -> None:
    lines = [json.dumps({"file_name": f"{n}.png", "label": "xy"[n % 2], "id": f"p{n}"}) for n in range(6)]
    files = {f"photos/{n}.png": picture(9, 9) for n in range(7)} | {"photos/metadata.jsonl": "\n".join(lines).encode()}
    records = read_source(zipped(tmp_path / "listed.zip", files), "listed.zip")
    assert records.columns["label"] == ["x", "y"] * 3 + [None]
    lines.append(json.dumps({"file_name": "nowhere.png", "label": "x"}))
    files["photos/metadata.jsonl"] = "\n".join(lines).encode()
    [problem] = read_source(zipped(tmp_path / "listed.zip", files), "listed.zip").problems
    assert "nowhere.png" in problem.detail
    assert "line 7" in problem.place


def parquet(path: Path, images: list[bytes]) -> Path:
    column = [{"bytes": image, "path": f"{n}.png"} for n, image in enumerate(images)]
    pq.write_table(pa.table({"image": column, "label": [n % 2 for n in range(len(images))]}), path)
    return path


def test_parquet_of_images_and_one_that_does_not_decode(tmp_path: Path) -> None:
    images = [picture(16, 16, value=n) for n in range(24)]
    good = imported(parquet(tmp_path / "good.parquet", images), tmp_path / "good")
    assert good.pool.items.shape == (18, 16, 16, 3)
    images[5] = images[5][:40]
    images[7] = images[7][:-30]  # Its header is whole: only decoding it tells.
    source = parquet(tmp_path / "bad.parquet", images)
    assert [problem.place for problem in previewed(read_source(source, "bad"), None).problems] == ["row 6"]
    with pytest.raises(RecordsWrong, match="row 6"):
        imported(source, tmp_path / "bad")
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["good"]
    rest = imported(source, tmp_path / "bad", skip_problems=True)
    assert sum(rest.counts().values()) == 22


@pytest.mark.parametrize("rows_in_group", [100, 1_000])
def test_images_of_parquet_are_never_all_in_memory(tmp_path: Path, rows_in_group: int) -> None:
    n, size = 1_000, 50_000
    files = [bytes([row % 256]) + os.urandom(size) for row in range(n)]
    column = [{"bytes": None if row == 7 else file, "path": f"{row}.png"} for row, file in enumerate(files)]
    column[11] = None  # type: ignore[call-overload]
    source = tmp_path / "many.parquet"
    table = pa.table({"image": column, "label": [row % 2 for row in range(n)]})
    pq.write_table(table, source, rows_in_group, write_batch_size=10)
    before = pa.total_allocated_bytes()
    images = read_source(source, "many.parquet").columns["image"]
    most = pa.total_allocated_bytes() - before
    order = [*range(0, n, 3), *range(1, n, 3), *range(2, n, 3), 5, 999, 0]
    for row in order:
        if row == 11:
            assert images[row] is None
        elif row == 7:
            with pytest.raises(ValueError, match="no image"):
                bytes_of(images[row])
        else:
            assert bytes_of(images[row]) == files[row]
        most = max(most, pa.total_allocated_bytes() - before)
    assert most < n * size / 4


def test_a_zip_bomb_is_refused_before_it_grows(tmp_path: Path) -> None:
    source = zipped(tmp_path / "bomb.zip", {"lines.csv": b"text,label\n" + b"a" * 30_000_000})
    assert source.stat().st_size < 100_000
    with pytest.raises(SourceTooLarge, match=r"lines\.csv"):
        read_source(source, "bomb.zip")


def test_an_image_of_more_pixels_than_a_camera_has_is_listed(tmp_path: Path) -> None:
    header = bytearray(picture(8, 8))
    header[16:24] = (60_000).to_bytes(4, "big") * 2
    header[29:33] = zlib.crc32(bytes(header[12:29])).to_bytes(4, "big")
    files = {"a/huge.png": bytes(header), "a/fine.png": picture(8, 8), "b/fine.png": picture(8, 8)}
    [problem] = previewed(read_source(zipped(tmp_path / "huge.zip", files), "huge.zip"), None).problems
    assert (problem.place, "pixels" in problem.detail) == ("a/huge.png", True)


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    source = zipped(tmp_path / "secret.zip", {"a/1.png": picture(8, 8)})
    content = bytearray(source.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    source.write_bytes(content)
    with pytest.raises(UnreadableSource, match="encrypted"):
        read_source(source, "secret.zip")


def photos(path: Path, count: int, side: int = 200) -> Path:
    stream = io.BytesIO()
    Image.effect_noise((side, side + 40), 60).convert("RGB").save(stream, "JPEG")
    return zipped(path, {f"{'ab'[n % 2]}/{n:05}.jpg": stream.getvalue() + bytes([n % 256]) for n in range(count)})


def test_photos_stay_files_and_are_shown_as_they_came(tmp_path: Path) -> None:
    source = photos(tmp_path / "photos.zip", 40)
    with zipfile.ZipFile(source) as archive:
        came = {name: archive.read(name) for name in archive.namelist()}
    dataset = imported(source, tmp_path / "mine", side=16)
    for split in ("pool", "validation"):
        part = getattr(dataset, split)
        for row, name in enumerate(whole(part).ids):
            card = original(dataset, row, split)
            assert (card.content, card.media_type) == (came[str(name)], "image/jpeg")
    assert sample_card(dataset, 0).media_type == "image/png"
    small = imported(zipped(tmp_path / "s.zip", folder_per_class(splits=False)), tmp_path / "same", side=43)
    assert small.pool.originals is not None
    left = without(dataset, (0, 3))
    assert original(left, 0).content == original(dataset, 1).content


def test_broken_photos_are_left_out_and_the_others_keep_their_originals(tmp_path: Path) -> None:
    source = photos(tmp_path / "photos.zip", 12)
    with zipfile.ZipFile(source) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["a/00002.jpg"] = files["a/00002.jpg"][:600]
    dataset = imported(zipped(source, files), tmp_path / "mine", skip_problems=True, test_share=0, validation_share=0)
    assert len(dataset.pool) == 11
    for row, name in enumerate(whole(dataset.pool).ids):
        assert original(dataset, row).content == files[str(name)]


def test_pixels_of_each_split_stay_in_their_file(tmp_path: Path) -> None:
    dataset = imported(photos(tmp_path / "photos.zip", 60), tmp_path / "mine")
    for split in (dataset.pool, dataset.validation, dataset.test):
        assert len(split) > 0
        base: Any = split.items
        while isinstance(base, np.ndarray):
            if isinstance(base, np.memmap):
                break
            base = base.base
        assert isinstance(base, np.memmap)


def test_components_of_what_is_too_much_at_once_are_nearly_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    directions = np.linalg.qr(rng.normal(size=(64, 5)))[0].T
    scores = rng.normal(size=(1_300, 5)) * [120, 80, 50, 30, 18]
    pixels = (scores @ directions + 128).clip(0, 255).astype(np.uint8)
    whole_scores = features.principal_components(pixels, 5, 0)
    monkeypatch.setattr(features, "MOST_AT_ONCE", 1_000)
    blocks = features.principal_components(pixels, 5, 0)
    for ours, theirs in zip(blocks.T, whole_scores.T, strict=True):
        assert abs(np.corrcoef(ours, theirs)[0, 1]) > 0.99
