"""A CSV of headlines, from the file to a trained model and an export joined to that file, all in the browser."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from ..server_process import ServerProcess
from .page import SLOW

pytestmark = pytest.mark.browser

WORDS = {"flood": "disaster", "quake": "disaster", "match": "other", "album": "other"}


def table(path: Path, n: int = 240) -> dict[str, list[str]]:
    """Rows by id, in the file's order; the last line is a second one of the first id."""
    rows = []
    for row in range(n):
        word = list(WORDS)[row % 4]
        rows.append([f"=h-{row}", f"The {word} near town {row % 17}, and what came of it", WORDS[word]])
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["key", "headline", "topic"], *rows, [rows[0][0], "flood again", "disaster"]])
    return {row[0]: row for row in rows}


def test_vectors_of_a_model_are_added_and_train_one(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    rows = list(table(tmp_path / "lines.csv", 60).values())
    (tmp_path / "lines.csv").write_text("\n".join(["key,headline,topic", *map(",".join, rows_plain(rows))]) + "\n")
    page = new_page()
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "lines.csv")
    page.get_by_label("Title").fill("Lines with vectors")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Lines with vectors has been imported.")).to_be_visible(timeout=SLOW)
    np.save(tmp_path / "vectors.npy", np.eye(2, dtype=np.float32)[[int(row[2] == "other") for row in rows]])
    form = page.get_by_role("region", name="Own embedding")
    form.get_by_label("Dataset").select_option(label="Lines with vectors")
    form.get_by_label("Name of the embedding").fill("truth")
    form.get_by_label("Vectors", exact=True).first.set_input_files(tmp_path / "lines.csv")
    form.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("alert")).to_contain_text("holds no vectors")
    form.get_by_label("Vectors", exact=True).first.set_input_files(tmp_path / "vectors.npy")
    form.get_by_role("button", name="Add it").click()
    expect(form.get_by_role("status")).to_contain_text("Lines with vectors has the embedding truth", timeout=SLOW)

    page.get_by_role("button", name="Label it").click()
    page.get_by_role("combobox", name="Classifier").select_option("embedding_logistic_regression")
    page.get_by_text("More options").click()
    page.get_by_label("Distance measured in").select_option("own.truth")
    page.get_by_label("Map laid out from").select_option("own.truth")
    expect(page.get_by_text("Options of Logistic regression on an own embedding")).to_be_visible()


def rows_plain(rows: list[list[str]]) -> list[list[str]]:
    """Cells without commas, so that a line is its cells and commas."""
    return [[cell.replace(",", "") for cell in row] for row in rows]


def test_from_a_csv_to_a_trained_model_and_its_export(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    rows = table(tmp_path / "headlines of mine.csv")
    page = new_page()
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "headlines of mine.csv")
    preview = page.get_by_role("region", name="Preview")
    expect(preview).to_contain_text("CSV, utf-8, commas; 241 records", timeout=SLOW)
    for role, column in (("Text", "headline"), ("Label", "topic"), ("Id", "key"), ("Image", "")):
        expect(preview.get_by_role("combobox", name=re.compile(f"^{role}"))).to_have_value(column)
    expect(preview.get_by_role("row")).to_have_count(21)
    expect(preview.get_by_role("alert")).to_contain_text("line 242: id '=h-0' is that of line 2, too")
    start = page.get_by_role("button", name="Import", exact=True)
    expect(start).to_be_disabled()
    preview.get_by_label("Import without them").check()
    expect(page.get_by_test_id("import-summary")).to_contain_text("disaster 120, other 120; 0 unlabelled. Pool 180")
    page.get_by_label("Title").fill("My headlines")
    start.click()
    expect(page.get_by_text("My headlines has been imported.")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name="Label it").click()

    page.get_by_label("Samples to get").fill("12")
    page.get_by_role("button", name="Get samples").first.click()
    cards = page.locator("[data-status]")
    expect(cards).to_have_count(12, timeout=SLOW)
    expect(cards.first).to_contain_text(re.compile("The (flood|quake|match|album)"))
    for sample_id in [card.get_attribute("data-sample-id") for card in cards.all()]:
        card = page.locator(f'[data-sample-id="{sample_id}"][data-status]')
        word = re.findall("flood|quake|match|album", card.get_attribute("aria-label") or "")[0]
        card.focus()
        page.keyboard.press("0" if WORDS[word] == "disaster" else "1")
    expect(page.locator('[data-status="hand_labelled"]')).to_have_count(12)
    # The map is computed once for a new dataset, and inferred labels wait for it.
    expect(page.get_by_test_id("pool-canvas")).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)
    page.get_by_role("button", name="Train", exact=True).click()
    expect(page.get_by_test_id("round-count")).to_have_text("1 round trained", timeout=SLOW)

    page.get_by_role("button", name=re.compile("^Session")).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="csv").click()
    exported = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8"), newline="")))
    assert len(exported) == 12
    for row in exported:
        key = row["external_id"].removeprefix("'")
        assert rows[key] == [key, row["text"], row["class_name"]]
        assert list(rows).index(key) == int(row["source_row"])


def half_labelled(path: Path, n: int = 96) -> None:
    """Hugging Face's Parquet: encoded images, class names in the metadata, -1 for no label, and how sure whoever
    labelled was. Cats are dark and dogs bright; of every six labels one is wrong."""
    images = []
    for row in range(n):
        stream = io.BytesIO()
        Image.new("L", (24, 24), 60 if row % 2 else 190).save(stream, "PNG")
        images.append({"bytes": stream.getvalue(), "path": f"{row}.png"})
    labels = [-1 if row % 4 > 1 else (row + (row % 12 == 0)) % 2 for row in range(n)]
    names = {"info": {"features": {"label": {"names": ["dog", "cat"], "_type": "ClassLabel"}}}}
    table = pa.table({"image": images, "label": labels, "confidence": [0.7] * n, "split": ["train"] * n})
    pq.write_table(table.replace_schema_metadata({"huggingface": json.dumps(names)}), path)


def test_a_half_labelled_parquet_whose_labels_are_suggested(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    half_labelled(tmp_path / "pets of mine.parquet")
    page = new_page()
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "pets of mine.parquet")
    expect(page.get_by_test_id("import-summary")).to_contain_text("48 unlabelled", timeout=SLOW)
    page.get_by_role("button", name="Import", exact=True).click()
    ways = page.get_by_role("combobox", name="labels in the pool")
    expect(ways).to_have_value("suggest", timeout=SLOW)
    page.get_by_role("button", name="Label it").click()

    amount = page.get_by_label("Samples to get")
    amount.fill("60", timeout=SLOW)
    page.get_by_role("button", name="Get samples").first.click()
    yellow, grey = page.locator('[data-status="predicted"]'), page.locator('[data-status="unlabelled"]')
    expect(yellow.first).to_be_visible(timeout=SLOW)
    assert grey.count() > 0
    expect(yellow.first).to_have_attribute("aria-label", re.compile("in the dataset as (cat|dog) at 70%"))
    before = yellow.count()
    yellow.first.focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-status="confirmed"]')).to_have_count(1)
    yellow.first.focus()
    said = yellow.first.get_attribute("aria-label") or ""
    page.keyboard.press("1" if "as dog" in said else "0")
    corrected = page.locator('[data-status="corrected"]')
    expect(corrected).to_have_attribute("aria-label", re.compile("; the dataset said (cat|dog) at 70%"))
    expect(yellow).to_have_count(before - 2)
    expect(page.get_by_test_id("count-corrected")).to_have_text("1")


def test_a_zip_of_photos_of_mixed_sizes_in_a_folder_per_class(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "pets.zip", "w") as archive:
        for n in range(24):
            stream = io.BytesIO()
            Image.new("RGB", (100 + 10 * n, 90), (200, 30 * (n % 2), 90)).save(stream, "JPEG")
            archive.writestr(f"pets/{'cat' if n % 2 else 'dog'}/{n}.jpg", stream.getvalue())
        archive.writestr("pets/dog/broken.jpg", b"\xff\xd8\xff no more")
    page = new_page()
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "pets.zip")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("alert")).to_contain_text("pets/dog/broken.jpg", timeout=SLOW)
    preview.get_by_label("Import without them").check()
    expect(page.get_by_test_id("import-summary")).to_contain_text("64 × 64 pixels, colour: scaled to fit")
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Label it").click(timeout=SLOW)
    page.get_by_label("Samples to get").fill("4")
    page.get_by_role("button", name="Get samples").first.click()
    image = page.locator("[data-status] img").first
    expect(image).to_be_visible(timeout=SLOW)
    assert image.evaluate("async image => { await image.decode(); return image.naturalWidth; }") == 64


def test_samples_are_added_and_a_session_goes_on_with_them(
    server: ServerProcess, new_page: Callable[[], Page], tmp_path: Path
) -> None:
    lines = [f"i{row},the {list(WORDS)[row % 4]} near town {row},{list(WORDS.values())[row % 4]}" for row in range(90)]
    (tmp_path / "lines.csv").write_text("\n".join(["id,text,label", *lines[:60], ""]))
    (tmp_path / "all.csv").write_text("\n".join(["id,text,label", *lines, ""]))
    page = new_page()
    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "lines.csv")
    page.get_by_label("Title").fill("Town lines")
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_role("button", name="Label it").click(timeout=SLOW)
    pool = page.locator("[data-points]")
    expect(pool).to_have_attribute("data-points", re.compile(r"\d+"), timeout=SLOW)
    before = int(pool.get_attribute("data-points") or "")

    page.goto(server.url.replace("/?", "/import?"))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "all.csv")
    page.get_by_label("These samples").select_option(label="are added to Town lines")
    expect(page.get_by_text("60 records cannot be imported")).to_be_visible(timeout=SLOW)
    expect(page.get_by_text("id 'i0' is there already")).to_be_visible()
    page.get_by_label("Import without them").check()
    expect(page.get_by_test_id("import-summary")).to_contain_text("30 join the pool")
    expect(page.get_by_label("Title of the larger dataset")).to_have_value("Town lines 2")
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_text("Go on with all labels of a session:")).to_be_visible(timeout=SLOW)
    page.get_by_role("button", name=re.compile("Session")).click()
    expect(pool).to_have_attribute("data-points", str(before + 30), timeout=SLOW)
