"""One run of a study on a server: in a thread of its own, to be watched and to be cancelled."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

from activate_va.analysis.runs import Row
from activate_va.errors import ActivateError
from activate_va.services import Services
from activate_va.studies.conditions import Trial, trials
from activate_va.studies.design import StudyDesign
from activate_va.studies.folder import Result, StudyFolder
from activate_va.studies.progress import Progress, WatchedRun
from activate_va.studies.runner import StudyRun

logger = logging.getLogger(__name__)

SECONDS_TO_END = 30.0


class BackgroundRun:
    """Runs `design` in `folder`, which is the study's already. `changed` is called at each change, the last included.

    `failures` are what sessions, or the study as a whole, failed of, by title.
    """

    def __init__(
        self, design: StudyDesign, folder: StudyFolder, services: Services, changed: Callable[[], None]
    ) -> None:
        self.design = design
        self.folder = folder
        self.trials: tuple[Trial, ...] = tuple(trials(folder.whole(design)))
        self.failures: tuple[tuple[str, ActivateError], ...] = ()
        self.ended = False
        self._changed = changed
        self._results: dict[str, Result] = {}
        self._watcher = WatchedRun(changed)
        self._study = StudyRun(design, folder, services, self._watcher)
        self._thread = threading.Thread(target=self._run, name=f"study {design.name}", daemon=True)

    @property
    def progress(self) -> Progress:
        return self._watcher.progress

    @property
    def cancelled(self) -> bool:
        return self._watcher.cancelled.is_set()

    @property
    def finished(self) -> int:
        """Sessions that have ended so far, in this run or an earlier one."""
        return sum(1 for _ in self._finished())

    def rows(self, table: str) -> list[Row]:
        """The rows of a table, of the sessions that have ended so far."""
        return [
            {**trial.condition.names, "seed": trial.seed, **row}
            for trial, result in self._finished()
            for row in result[table]
        ]

    def start(self) -> None:
        self._thread.start()

    def cancel(self) -> None:
        """End the run soon, and the rounds that train at once."""
        self._watcher.cancelled.set()
        self._changed()
        self._study.stop()

    def join(self, seconds: float = SECONDS_TO_END) -> None:
        """Wait for the end of a cancelled run; not for ever, as what it waits for may never come."""
        self._thread.join(seconds)

    def _finished(self) -> Iterator[tuple[Trial, Result]]:
        """Each stored result is read once."""
        for trial in self.trials:
            result = self._results.get(trial.key) or self.folder.result(trial)
            if result is not None:
                self._results[trial.key] = result
                yield trial, result

    def _run(self) -> None:
        try:
            failed = self._study.run().failed
            self.failures = () if self.cancelled else failed
        except KeyboardInterrupt:
            logger.info("study %s was cancelled", self.design.name)
        except ActivateError as error:
            self.failures = ((self.design.name, error),)
        except Exception as error:
            logger.error("study %s failed", self.design.name, exc_info=error)
            self.failures = ((self.design.name, UnexpectedStudyFailure(f"{type(error).__name__}: {error}")),)
        finally:
            self.ended = True
            self._changed()


class UnexpectedStudyFailure(ActivateError):
    status = 500
    hint = "this is a defect: the server's output has the traceback; finished sessions are kept"
