"""The tables of a study as Parquet files.

`rounds` and `labels` are the same to the bit for the same seeds on the same machine; what is not,
seconds and the ids of sessions, is kept apart in `times`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from activate_va.analysis.runs import Row
from activate_va.measures import measures
from activate_va.studies.conditions import Trial
from activate_va.studies.errors import NothingFinished, TableDamaged
from activate_va.studies.folder import Result, StudyFolder

TABLES = ("rounds", "labels", "times")
TRIAL = (
    ("dataset", "string"),
    ("classifier", "string"),
    ("projection", "string"),
    ("policy", "string"),
    ("labeller", "string"),
    ("seed", "int"),
)
MEASURES = ("", "a column for each measure")
COLUMNS = {
    "rounds": (
        ("round", "int"),
        ("training_scheme", "string"),
        ("labels", "int"),
        MEASURES,
        ("class_accuracy", "reals"),
        ("pool_accuracy", "real"),
        ("corrected", "int"),
        ("hand_labelled", "int"),
    ),
    "labels": (
        ("round", "int"),
        ("sample_id", "int"),
        ("class_index", "int"),
        ("true_class", "int"),
        ("confidence", "real"),
        ("confidence_source", "string"),
        ("status", "string"),
        ("predicted_class", "int"),
        ("predicted_confidence", "real"),
        ("selection_scheme", "string"),
    ),
    "times": (
        ("session_id", "string"),
        ("round", "int"),
        ("training_scheme", "string"),
        ("seconds", "real"),
        ("round_seconds", "real"),
    ),
}


def write_tables(folder: StudyFolder, finished: Iterable[tuple[Trial, Result]]) -> None:
    """Write the three tables, a block of rows per trial, in the order of the trials. Raises FolderUnusable."""
    results = list(finished)
    for table in TABLES:
        rows = [{**_identity(trial), **row} for trial, result in results for row in result[table]]
        folder.write(f"{table}.parquet", _parquet(rows, table))


def read_table(folder: Path, table: str) -> list[Row]:
    """The rows of a stored table. Raises NothingFinished, TableDamaged."""
    path = folder / f"{table}.parquet"
    rows = _read(path) if path.exists() else []
    if not rows:
        raise NothingFinished(f"no session of the study in {folder} has ended")
    return rows


def _read(path: Path) -> list[Row]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        rows: list[Row] = pq.read_table(path).to_pylist()
    except (OSError, ValueError, pa.ArrowException) as error:
        raise TableDamaged(f"{path} cannot be read: {error}") from error
    return rows


def _identity(trial: Trial) -> dict[str, Any]:
    return {**trial.condition.names, "seed": trial.seed}


def _columns(table: str) -> Iterator[tuple[str, str]]:
    for column in COLUMNS[table]:
        if column is MEASURES:
            yield from ((measure.name, "reals" if measure.per_class else "real") for measure in measures)
        else:
            yield column


def _parquet(rows: list[Row], table: str) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"string": pa.string(), "int": pa.int64(), "real": pa.float64(), "reals": pa.list_(pa.float64())}
    schema = pa.schema([(name, types[kind]) for name, kind in (*TRIAL, *_columns(table))])
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, schema), stream)
    return stream.getvalue()
