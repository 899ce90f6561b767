"""A dataset and what is added to it, put together file by file."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets.originals import ORIGINALS, originals_in
from activate_va.datasets.own_embeddings import FOLDER, read_own, write_own
from activate_va.datasets.splitting import POOL
from activate_va.datasets.stored import PIXELS, SAMPLES, About
from activate_va.importing.adding import Earlier

BLOCK = 4_096


class Seam(NamedTuple):
    """After how many samples of the earlier dataset how many new ones come."""

    at: int
    new: int

    def joined(self, earlier: NDArray[Any], added: NDArray[Any], target: NDArray[Any]) -> None:
        """Rows of both, a block at a time."""
        _copy(earlier[: self.at], target[: self.at])
        _copy(added, target[self.at : self.at + self.new])
        _copy(earlier[self.at :], target[self.at + self.new :])


def join(earlier: Earlier, draft: Path, about: About) -> About:
    """Put the earlier dataset's samples around those of the draft, its pool in front of them, and say what that is.

    `source_row` counts on from the records of the earlier source. Embeddings that only one of both has are left behind.
    """
    import pyarrow.parquet as pq

    added = pq.read_table(draft / SAMPLES)
    seam = Seam(int(np.count_nonzero(earlier.table.column("part").to_numpy() == POOL)), len(added))
    records = earlier.about.records_of(earlier.table.column("source_row").to_numpy())
    _join_tables(earlier.table, added, seam, records, draft / SAMPLES)
    if about.modality == "image":
        _join_pixels(earlier.folder / PIXELS, draft / PIXELS, seam)
        _join_originals(earlier.folder / ORIGINALS, draft, seam)
    _join_embeddings(earlier, draft, seam)
    grew_from = (*earlier.about.grew_from, earlier.digest)
    return about.model_copy(update={"records": records + (about.records or 0), "grew_from": grew_from})


def _join_tables(earlier: Any, added: Any, seam: Seam, records: int, target: Path) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    names = ["annotator"] if "annotator" in (*earlier.column_names, *added.column_names) else []
    earlier, added = (_with_texts(table, names) for table in (earlier, added))
    new = added.select(earlier.column_names)
    place = new.column_names.index("source_row")
    new = new.set_column(place, "source_row", pc.add(new.column("source_row"), records))
    pq.write_table(pa.concat_tables([earlier.slice(0, seam.at), new, earlier.slice(seam.at)]), target)


def _with_texts(table: Any, names: list[str]) -> Any:
    """The table with each of these columns, empty where it had none."""
    import pyarrow as pa

    for name in names:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(len(table), pa.string()))
    return table


def _join_pixels(kept: Path, written: Path, seam: Seam) -> None:
    before = np.load(kept, mmap_mode="r", allow_pickle=False)
    added = np.load(written, mmap_mode="r", allow_pickle=False)
    part = written.with_suffix(".part")
    whole = np.lib.format.open_memmap(part, "w+", before.dtype, (len(before) + seam.new, *before.shape[1:]))
    seam.joined(before, added, whole)
    whole.flush()
    part.replace(written)


def _join_originals(kept: Path, draft: Path, seam: Seam) -> None:
    written, added = draft / ORIGINALS, draft / "added.zip"
    if written.exists():
        written.rename(added)
    if not kept.exists() and not added.exists():
        return
    with originals_in(draft) as originals:
        for row, content in _entries(kept):
            originals.add(row + seam.new * (row >= seam.at), content)
        for row, content in _entries(added):
            originals.add(seam.at + row, content)
    added.unlink(missing_ok=True)


def _join_embeddings(earlier: Earlier, draft: Path, seam: Seam) -> None:
    before = read_own(earlier.folder, len(earlier.table))
    added = {name: np.array(one.vectors) for name, one in read_own(draft, seam.new).items()}
    shutil.rmtree(draft / FOLDER, ignore_errors=True)
    for name in before.keys() & added.keys():
        vectors, new = before[name].vectors, added[name]
        if vectors.shape[1] == new.shape[1]:
            whole = np.empty((len(vectors) + seam.new, vectors.shape[1]), np.float32)
            seam.joined(vectors, new, whole)
            write_own(draft, name, whole)


def _copy(source: NDArray[Any], target: NDArray[Any]) -> None:
    for start in range(0, len(source), BLOCK):
        target[start : start + BLOCK] = source[start : start + BLOCK]


def _entries(path: Path) -> Iterator[tuple[int, bytes]]:
    """The rows and files of an archive of originals; none where there is no such archive."""
    if path.exists():
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield int(name), archive.read(name)
