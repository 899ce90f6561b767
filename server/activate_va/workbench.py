"""Studies and imports from Python, for notebooks and scripts."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any, Protocol

from activate_va.assembly import open_services
from activate_va.datasets import sources
from activate_va.datasets.stored import About
from activate_va.importing.building import import_source
from activate_va.importing.embedding import embed as embed_in
from activate_va.importing.mapping import guessed
from activate_va.importing.naming import name_for
from activate_va.importing.reading import read_source
from activate_va.settings import data_dir_of_our_own, load_settings
from activate_va.studies import runner
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import StudyFailed
from activate_va.studies.folder import StudyFolder
from activate_va.studies.report.tables import Tables
from activate_va.studies.source import load_design, parse_design

__all__ = ["Tables", "carry_out", "embed", "import_data", "parse_design", "read_study", "run_study"]


def import_data(source: str | Path, folder: str | Path, **mapping: Any) -> Path:
    """Import a file or folder as the dataset in `folder`, which must not exist; `run_study` takes it by that path.

    What holds what is guessed, but for the fields of an ImportMapping that are given. Raises ImportRefused.
    """
    path, target = Path(source), Path(folder)
    chosen = guessed(read_source(path, path.name)).model_copy(update=mapping)
    name = name_for(target.name)
    about = About(name=name, title=target.name, modality=chosen.modality, classes=(), source=path.name)
    return import_source(path, path.name, chosen, about, target, lambda stage, fraction: None)


def embed(dataset: str | Path, name: str, vectors: str | Path, ids: str | Path | None = None) -> None:
    """Add an embedding of your own to a dataset that was imported: the feature space `own.NAME`.

    `vectors`: an `.npy` with a row for each record, in order or as `ids` says a line a row; or Parquet, with a column
    of lists and one of ids. Raises ImportRefused, DatasetError.
    """
    embed_in(Path(dataset), name, Path(vectors), Path(vectors).name, None if ids is None else Path(ids))


def read_study(folder: str | Path) -> Tables:
    """What a study found: its tables as rows, and their summary. Raises NoStudyHere, NothingFinished."""
    return Tables.of(Path(folder))


def run_study(
    study: str | Path | StudyDesign, out: str | Path, seeds: int | None = None, datasets: Sequence[str] = ()
) -> Tables:
    """Run a study in the folder `out`, or what is left of it, and read it; what is stored there is not run again.

    `study` is a preset's name or a YAML file's path, with `seeds` and `datasets` in place of its own where given; or
    a design as it is (`parse_design` makes one from a text). Raises StudyFailed where a session failed, and what
    `load_design`, `parse_design` and `carry_out` raise.
    """
    design = study if isinstance(study, StudyDesign) else load_design(str(study), seeds, datasets)
    outcome = carry_out(design, Path(out), OneLine())
    if outcome.failed:
        title, error = outcome.failed[0]
        raise StudyFailed(f"{len(outcome.failed)} sessions failed, the first: {title}: {error.detail}")
    return read_study(out)


class Bar(runner.Watcher, AbstractContextManager["Bar"], Protocol):
    """A watcher that is shown while the study runs, and not while its workers are started."""


def carry_out(design: StudyDesign, out: Path, bar: Bar, scheduler: str | None = None) -> runner.Outcome:
    """Run the design in `out`, on workers of its own or those of a Dask scheduler's address.

    Raises FolderOfAnotherStudy, FolderUnusable, SchedulerUnreachable, DataDirUnusable, DataDirInUse.
    """
    paths = tuple(reference for reference in design.datasets if reference not in sources)
    settings = load_settings(data_dir=out, datasets=paths, scheduler=scheduler)
    folder = StudyFolder(out)
    folder.expect(design)
    with data_dir_of_our_own(settings):
        folder.claim(design)
        before = runner.finished_before(design, out)
    if before is not None:
        return before
    with ExitStack() as stack:
        with _children_deaf_to_interrupts():
            services = stack.enter_context(open_services(settings.model_copy(update={"database_url": None})))
        return runner.run_study(design, out, services, stack.enter_context(bar))


class OneLine:
    """Tells on one line of a notebook's or a script's output how far a study is."""

    def __init__(self) -> None:
        self._rounds = self._done = 0

    def __enter__(self) -> OneLine:
        return self

    def __exit__(self, *_: object) -> None:
        print(flush=True)

    def begin(self, rounds: int, stored: int) -> None:
        self._rounds, self._done = rounds, stored
        self._tell()

    def stage(self, text: str) -> None:
        """Not told, as the line would flicker."""

    def round_done(self) -> None:
        self._done += 1
        self._tell()

    def _tell(self) -> None:
        print(f"\r{self._done} of {self._rounds} rounds", end="", flush=True)


@contextmanager
def _children_deaf_to_interrupts() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal, but only this one has something to say about it.

    Processes that are started in here leave it to this one to end them. Only the main thread can see to that.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
