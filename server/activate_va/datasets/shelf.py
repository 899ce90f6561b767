"""The datasets that one server offers: those registered, and those given by path."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from activate_va.datasets.base import Dataset
from activate_va.datasets.errors import DatasetError, DatasetNotFound, NameTaken
from activate_va.datasets.held_out import Reference, Without, without
from activate_va.datasets.registry import describe, find_source, open_dataset, sources
from activate_va.datasets.stored import read_about
from activate_va.recent import Recent

logger = logging.getLogger(__name__)

FRESH_SECONDS = 1.0
"""For which nobody looks again whether a dataset's files have changed: each label asks for its dataset."""
HELD = 16
"""Datasets, as `open_dataset` keeps them."""


class DatasetShelf:
    """Datasets by name. One given by path, or imported into `folder`, stands in front of a registered one.

    Those given by path are read at once, so that a damaged file is told at the start; no two of
    them may bear one name. Raises DatasetError.
    """

    def __init__(
        self,
        paths: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
        folder: Path | None = None,
    ) -> None:
        given = _by_name(paths)
        known = {name: name for name in sources.names() if describe(name).problem is None}
        self._clock = clock
        self._opened: Recent[str, tuple[float, Dataset]] = Recent(HELD)
        self._given, self._known, self._folder = given, known, folder
        self._seen: tuple[int, dict[str, str]] = 0, {}

    def names(self) -> list[str]:
        """Names of the datasets whose files are there; those given by path come first."""
        return list(self._references())

    def reference(self, name: Reference) -> Reference:
        """What `open_dataset` takes, also in another process. Raises DatasetNotFound."""
        if isinstance(name, Without):
            return Without(self.path(name.dataset), name.held_out)
        return self.path(name)

    def path(self, name: str) -> str:
        """The same of a whole dataset, as text."""
        references = self._references()
        if name not in references:
            offered = ", ".join(references)
            raise DatasetNotFound(
                f"dataset {name!r} is not served here", f"served: {offered}; start with --dataset PATH to add one"
            )
        return references[name]

    def open(self, name: Reference) -> Dataset:
        """The dataset, loaded once, and anew a second at most after its files have changed.

        Raises DatasetNotFound or, where its files are damaged, DatasetError.
        """
        if isinstance(name, Without):
            return without(self.open(name.dataset), name.held_out)
        now = self._clock()
        opened = self._opened.get(name)
        if opened is None or now - opened[0] >= FRESH_SECONDS:
            opened = now, open_dataset(self.path(name))
            self._opened.put(name, opened)
        return opened[1]

    def imported(self, name: str) -> Path | None:
        """The folder that an import has written; None for a dataset that is built in or was given by path.

        Raises DatasetNotFound.
        """
        path = Path(self.path(name))
        return path if self._folder is not None and path.parent == self._folder else None

    def grew_from(self, name: str) -> tuple[str, ...]:
        """The digests of the datasets that it is with samples added. Raises DatasetNotFound, UnreadableFile."""
        folder = self.imported(name)
        return () if folder is None else read_about(folder).grew_from

    def look_again(self, name: str) -> None:
        """Have the next who opens the dataset read what has changed, however lately it was read."""
        self._opened.drop(name)

    def _references(self) -> dict[str, str]:
        """Those imported meanwhile are among them, also by another server of the same data directory."""
        stored = self._stored()
        found = {**self._known, **stored, **self._given}
        return {name: found[name] for name in (*self._given, *stored, *self._known)}

    def _stored(self) -> dict[str, str]:
        if self._folder is None or not self._folder.is_dir():
            return {}
        changed = self._folder.stat().st_mtime_ns
        if changed != self._seen[0]:
            self._seen = changed, _stored_in(self._folder)
        return self._seen[1]


def _stored_in(folder: Path) -> dict[str, str]:
    """What imports have left there, by name. A damaged one is left out, with a warning in the log."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("[!.]*/")):
        try:
            found[describe(str(path)).name] = str(path)
        except DatasetError as error:
            logger.warning("%s is not served: %s", path, error.detail)
    return found


def _by_name(paths: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for path in paths:
        first = given.setdefault(open_dataset(path).name, path)
        if find_source(first) != find_source(path):
            raise NameTaken(f"{first} and {path} would both be called {open_dataset(path).name!r}")
    return given
