"""From records to a dataset in a folder: all of it, or nothing."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np

from activate_va.atomic import write_atomically
from activate_va.datasets.bounds import refuse_too_large
from activate_va.datasets.originals import originals_in
from activate_va.datasets.own_embeddings import write_own
from activate_va.datasets.stored import ABOUT, PIXELS, SAMPLES, About
from activate_va.importing.adding import Earlier
from activate_va.importing.cells import rows_of
from activate_va.importing.checking import Checked, checked
from activate_va.importing.errors import DatasetNameTaken, RecordsWrong
from activate_va.importing.joining import join
from activate_va.importing.mapping import ImportMapping
from activate_va.importing.naming import embedding_for
from activate_va.importing.pictures import Frame, bytes_of, pixels_of
from activate_va.importing.preview import frame_by_first
from activate_va.importing.reading import read_source
from activate_va.importing.records import Problem, Records

Report = Callable[[str, float], None]
TOLD = 5
STEP = 200
"""Images between two reports of progress."""


def import_source(
    source: Path,
    called: str,
    mapping: ImportMapping,
    about: About,
    folder: Path,
    report: Report,
    earlier: Earlier | None = None,
) -> Path:
    """Write `source` as a dataset to `folder`, which must not exist. Raises ImportRefused, and then leaves nothing.

    `called`: what a person calls the source. Of `about`, classes, kind and rule are filled in here. `earlier`: the
    dataset to whose samples it is added.
    """
    report("reading", 0.0)
    records = read_source(source, called)
    mapping = mapping if earlier is None else earlier.fitted(mapping)
    found = checked(records, mapping) if earlier is None else earlier.checked(records, mapping)
    found = found.only(np.argsort(found.parts, kind="stable"))  # A part in one piece stays in its file when read.
    if found.problems and not mapping.skip_problems:
        raise _refusal(found.problems)
    draft = folder.with_name(f".{folder.name}{secrets.token_hex(8)}.part")
    draft.mkdir(parents=True)
    try:
        rule = None
        if mapping.image is not None:
            frame = _frame(records, found, mapping, earlier)
            found = _write_pixels(records, found, mapping, frame, draft, report)
            rule = frame.rule
        report("writing", 0.95)
        _write_samples(records, found, mapping, draft, earlier)
        for column in mapping.embeddings:
            values = records.columns[column]
            write_own(draft, embedding_for(column), np.array([values[row] for row in found.kept], np.float32))
        whole = about.model_copy(
            update={
                "modality": mapping.modality,
                "classes": found.classes,
                "rule": rule,
                "source": called,
                "records": len(records) + len(records.problems),
            }
        )
        if earlier is not None:
            whole = join(earlier, draft, whole)
        text = whole.model_dump_json(indent=2)
        write_atomically(draft / ABOUT, lambda stream: stream.write(text.encode()))
        if folder.exists():
            raise DatasetNameTaken(f"dataset {folder.name!r} is there already")
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    report("done", 1.0)
    return folder


def _refusal(problems: list[Problem]) -> RecordsWrong:
    listed = "; ".join(f"{problem.place}: {problem.detail}" for problem in problems[:TOLD])
    more = f"; and {len(problems) - TOLD:,} more" if len(problems) > TOLD else ""
    return RecordsWrong(f"{len(problems):,} records cannot be imported. {listed}{more}")


def _frame(records: Records, found: Checked, mapping: ImportMapping, earlier: Earlier | None) -> Frame:
    """What all images are brought to. What has no readable header is refused, where problems are not skipped."""
    frame, broken = frame_by_first(records, found, mapping, len(found.kept))
    if frame is None or (broken and not mapping.skip_problems):
        raise _refusal(broken)
    return frame if earlier is None else earlier.frame(frame)


def _write_pixels(
    records: Records, found: Checked, mapping: ImportMapping, frame: Frame, folder: Path, report: Report
) -> Checked:
    """All images decoded into one file. What cannot be decoded is refused, or left out where problems are skipped."""
    shape = (frame.height, frame.width) if frame.grey else (frame.height, frame.width, 3)
    refuse_too_large((len(found.kept), *shape), 1, "the images, brought to one size")
    images = records.columns[mapping.image or ""]
    good: list[int] = []
    keep = nullcontext(None) if frame.same else originals_in(folder)
    pixels = np.lib.format.open_memmap(folder / PIXELS, "w+", np.uint8, (len(found.kept), *shape))
    broken: list[Problem] = []
    with keep as originals:
        for position, row in enumerate(found.kept):
            if position % STEP == 0:
                report(f"decoding image {position:,} of {len(found.kept):,}", 0.9 * position / len(found.kept))
            decoded = pixels_of(images[row], frame)
            if isinstance(decoded, str):
                broken.append(Problem(records.places[row], decoded))
                continue
            pixels[len(good)] = decoded
            if originals is not None:
                originals.add(len(good), bytes_of(images[row]))
            good.append(position)
    pixels.flush()
    if broken and not mapping.skip_problems:
        raise _refusal(broken)
    if broken:
        shorter = folder / f"{PIXELS}.part"
        with shorter.open("wb") as stream:
            np.save(stream, pixels[: len(good)])
        shorter.replace(folder / PIXELS)
        found = found.only(np.array(good, np.int64))
    return found


def _write_samples(
    records: Records, found: Checked, mapping: ImportMapping, folder: Path, earlier: Earlier | None
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    text, rows = pa.string(), np.asarray(records.rows)[found.kept]
    columns: dict[str, Any] = {
        "external_id": pa.array([None] * len(rows) if found.ids is None else found.ids, text),
        "source_row": pa.array(rows, pa.int64()),
        "label": pa.array(found.labels, pa.int64()),
        "part": pa.array(found.parts, pa.int8()),
        "confidence": pa.array(found.confidences, pa.float64()),
    }
    if found.annotators is not None:
        columns["annotator"] = pa.array(found.annotators, text)
    if mapping.text is not None:
        values = records.columns[mapping.text]
        columns["text"] = pa.array([values[row] for row in found.kept], text)
    if mapping.columns:
        items = rows_of(records, mapping.columns, {} if earlier is None else earlier.numeric)
        columns["text"] = pa.array([items[row] for row in found.kept], text)
    pq.write_table(pa.table(columns), folder / SAMPLES)
