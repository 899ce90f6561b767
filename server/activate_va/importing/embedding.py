"""An embedding from a file becomes a named feature space of a dataset that was imported."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from activate_va.datasets.own_embeddings import write_own
from activate_va.datasets.stored import SAMPLES, read_about
from activate_va.importing.vectors import in_order, read_rows


def embed(
    folder: Path,
    name: str,
    source: Path,
    called: str,
    ids: Path | None = None,
    column: str | None = None,
    id_column: str | None = None,
) -> Path:
    """Keep the vectors of `source` with the dataset in `folder`. Raises ImportRefused, DatasetError."""
    import pyarrow.parquet as pq

    about = read_about(folder)
    table = pq.read_table(folder / SAMPLES, columns=["external_id", "source_row"])
    known, source_rows = table.column("external_id"), table.column("source_row").to_numpy().astype(np.int64)
    rows = read_rows(source, called, ids, column, id_column)
    ids_known = None if known.null_count else known.to_pylist()
    vectors = in_order(rows, ids_known, source_rows, about.records_of(source_rows))
    return write_own(folder, name, vectors)
