"""Imports of one server: from an upload, or from a path under the folders that its settings name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from activate_va.datasets.errors import NotImported
from activate_va.datasets.shelf import DatasetShelf
from activate_va.datasets.stored import About
from activate_va.importing.adding import Earlier
from activate_va.importing.building import import_source
from activate_va.importing.embedding import embed
from activate_va.importing.errors import DatasetNameTaken, SourceForbidden, SourceNotFound
from activate_va.importing.mapping import ImportMapping
from activate_va.importing.naming import name_for
from activate_va.importing.preview import ImportPreview, previewed
from activate_va.importing.reading import read_source
from activate_va.importing.records import Records
from activate_va.importing.uploads import Uploads
from activate_va.jobs.cluster import PROJECTION
from activate_va.jobs.errors import JobNotFound
from activate_va.jobs.service import Job, Jobs
from activate_va.recent import Recent


class Found(NamedTuple):
    """A file or folder, what a person calls it, and the upload that it is; None for a path."""

    path: Path
    called: str
    upload_id: str | None


class Given(NamedTuple):
    """An upload, or a path: one of them is None."""

    upload: str | None
    path: str | None


class Imports:
    """Previews, and the jobs that write what was previewed."""

    def __init__(self, shelf: DatasetShelf, jobs: Jobs, uploads: Uploads, folder: Path, roots: Sequence[str]) -> None:
        self.shelf = shelf
        self.jobs = jobs
        self.uploads = uploads
        self.folder = folder
        self.roots = [Path(root).expanduser().resolve() for root in roots]
        self._read: Recent[tuple[Path, int], Records] = Recent(1)
        self._running: dict[str, str] = {}

    def preview(
        self, upload: str | None, path: str | None, mapping: ImportMapping | None, adds_to: str | None = None
    ) -> ImportPreview:
        """What an import would do. Raises ImportRefused, DatasetError."""
        found = self._find(upload, path)
        key = found.path, found.path.stat().st_mtime_ns
        records = self._read.get(key)
        if records is None:
            records = read_source(found.path, found.called)
            self._read.put(key, records)
        return previewed(records, mapping, self._earlier(adds_to))

    def start(
        self, upload: str | None, path: str | None, mapping: ImportMapping, title: str, adds_to: str | None = None
    ) -> tuple[str, Job]:
        """The name that the dataset will go by, and the job that writes it. Raises ImportRefused, DatasetError.

        `adds_to`: a dataset that was imported, to whose samples these are added in the new one.
        """
        found, name = self._find(upload, path), name_for(title)
        self._expect_free(name)
        folder = self.folder / name
        about = About(name=name, title=title, modality=mapping.modality, classes=(), source=found.called)

        def keep(_: Path) -> None:
            if found.upload_id is not None:
                self.uploads.discard(found.upload_id)

        arguments = {
            "source": found.path,
            "called": found.called,
            "mapping": mapping,
            "about": about,
            "folder": folder,
            "earlier": self._earlier(adds_to),
        }
        job = self.jobs.submit("import", import_source, arguments, resource=PROJECTION, keep=keep)
        self._running[name] = job.id
        return name, job

    def embed(
        self,
        dataset: str,
        name: str,
        vectors: Given,
        ids: Given | None = None,
        column: str | None = None,
        id_column: str | None = None,
    ) -> None:
        """Add an embedding to a dataset that was imported. Raises ImportRefused, DatasetError."""
        folder = self.imported(dataset)
        found, ids_found = self._find(*vectors), None if ids is None else self._find(*ids)
        embed(folder, name, found.path, found.called, ids_found and ids_found.path, column, id_column)
        self.shelf.look_again(dataset)
        for each in (found, ids_found):
            if each is not None and each.upload_id is not None:
                self.uploads.discard(each.upload_id)

    def imported(self, dataset: str) -> Path:
        """Where it is kept. Raises DatasetNotFound, and NotImported for what may not be changed."""
        folder = self.shelf.imported(dataset)
        if folder is None:
            raise NotImported(f"dataset {dataset!r} has not been imported")
        return folder

    def _earlier(self, dataset: str | None) -> Earlier | None:
        return None if dataset is None else Earlier(self.imported(dataset), self.shelf.open(dataset).digest)

    def _expect_free(self, name: str) -> None:
        if name in self.shelf.names() or (self.folder / name).exists():
            raise DatasetNameTaken(f"a dataset named {name!r} is there already")
        if self._is_running(self._running.get(name)):
            raise DatasetNameTaken(f"a dataset named {name!r} is being imported")

    def _is_running(self, job_id: str | None) -> bool:
        try:
            return job_id is not None and not self.jobs.get(job_id).ended
        except JobNotFound:  # It ended long ago.
            return False

    def _find(self, upload: str | None, path: str | None) -> Found:
        if upload is not None:
            return Found(self.uploads.whole(upload), self.uploads.get(upload).name, upload)
        return self._under_a_root(path or "")

    def _under_a_root(self, path: str) -> Found:
        try:
            resolved = Path(path).expanduser().resolve()
            there = resolved.exists()
        except (OSError, ValueError, RuntimeError) as error:
            raise SourceNotFound(f"{path!r} names no file or folder") from error
        if not any(resolved.is_relative_to(root) for root in self.roots):
            allowed = ", ".join(map(str, self.roots)) or "none"
            raise SourceForbidden(f"{path!r} is under none of the folders that may be imported from ({allowed})")
        if not there:
            raise SourceNotFound(f"there is no {path!r}", "look at its spelling")
        return Found(resolved, resolved.name, None)
