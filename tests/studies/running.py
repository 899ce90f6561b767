"""Running a study in a test: a watcher that says nothing, and what is left in the folder."""

from __future__ import annotations

from pathlib import Path

from activate_va.services import Services
from activate_va.studies.design import StudyDesign
from activate_va.studies.folder import StudyFolder
from activate_va.studies.runner import Outcome, run_study


class Quiet:
    """Counts rounds, and interrupts after so many."""

    def __init__(self, interrupt_after: int | None = None) -> None:
        self.interrupt_after = interrupt_after
        self.rounds = 0
        self.announced = (0, 0)
        self.stages: list[str] = []

    def begin(self, rounds: int, stored: int) -> None:
        self.announced = (rounds, stored)

    def stage(self, text: str) -> None:
        self.stages.append(text)

    def round_done(self) -> None:
        self.rounds += 1
        if self.rounds == self.interrupt_after:
            raise KeyboardInterrupt


def run(design: StudyDesign, folder: Path, services: Services, watcher: Quiet | None = None) -> Outcome:
    StudyFolder(folder).claim(design)
    return run_study(design, folder, services, watcher or Quiet())


def tables(folder: Path) -> dict[str, bytes]:
    return {name: (folder / f"{name}.parquet").read_bytes() for name in ("rounds", "labels")}
