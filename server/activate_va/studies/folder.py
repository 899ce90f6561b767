"""The folder of a study: its manifest, and the result of every session that has ended, each stored as it ends."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from activate_va.analysis.runs import Row
from activate_va.atomic import write_atomically
from activate_va.datasets import open_dataset
from activate_va.digest import json_digest
from activate_va.settings import LOCK
from activate_va.studies.conditions import Trial, study_code, trials
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import FolderOfAnotherStudy, FolderUnusable
from activate_va.studies.manifest import read_manifest
from activate_va.studies.superseded import MANIFEST, set_aside

logger = logging.getLogger(__name__)

Result = dict[str, list[Row]]


class StudyFolder:
    """Results by the key of their trial. A study may be run again with other seeds; another study is refused.

    Seeds that have a session that ended stay the study's when it is run with others. Where code, libraries or data
    have changed since, no stored session is this study's any more: manifest and tables are set aside in `superseded/`,
    where the report still finds them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def expect(self, design: StudyDesign) -> dict[str, Any] | None:
        """The study's manifest from an earlier run; None where the folder may become the study's.

        Raises FolderOfAnotherStudy or FolderUnusable where it cannot.
        """
        if self.exists():
            theirs = self.manifest()
            self._refuse_another(theirs["design"], _identity(design))
            return theirs
        if self._holds_files():
            raise FolderOfAnotherStudy(f"{self.path} holds other files already")
        return None

    def claim(self, design: StudyDesign) -> None:
        """Make the folder this study's, which nobody else may be using. Raises as `expect`."""
        before = self.expect(design)
        manifest = {
            "design": _identity(design),
            "title": design.title,
            "seeds": self._seeds(design, before),
            "keep": design.keep,
            **_versions(design),
        }
        if before is not None:
            set_aside(self.path, before, manifest)
        self.write(MANIFEST, json.dumps(manifest, indent=2).encode())

    def whole(self, design: StudyDesign) -> StudyDesign:
        """The design with all seeds that are the study's by now, ascending."""
        return design.model_copy(update={"seeds": tuple(self.manifest()["seeds"])})

    def _seeds(self, design: StudyDesign, before: dict[str, Any] | None) -> list[int]:
        """The design's, and those of an earlier run of which a session has ended; ascending."""
        earlier = tuple(set(before["seeds"]) - set(design.seeds)) if before else ()
        then = trials(design.model_copy(update={"seeds": earlier}))
        return sorted({*design.seeds, *(trial.seed for trial in then if (self.path / _place(trial)).exists())})

    def exists(self) -> bool:
        """Whether a study lies here."""
        return (self.path / MANIFEST).exists()

    def manifest(self) -> dict[str, Any]:
        """Raises NoStudyHere."""
        return read_manifest(self.path / MANIFEST)

    def result(self, trial: Trial) -> Result | None:
        """What was stored for the trial; None where nothing was, or, with a warning, where it is damaged."""
        path = self.path / _place(trial)
        if not path.exists():
            return None
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["digest"] == json_digest(stored["result"]):
                result: Result = stored["result"]
                return result
            problem = "its content is not what was written"
        except (OSError, ValueError, KeyError, TypeError) as error:
            problem = f"{type(error).__name__}: {error}"
        logger.warning("%s is damaged and its session will be run again: %s", path, problem)
        return None

    def keep(self, trial: Trial, result: Result) -> None:
        """Store the result of a trial; a reader finds the whole of it or none. Raises FolderUnusable."""
        self.write(_place(trial), json.dumps({"digest": json_digest(result), "result": result}).encode())

    def write(self, name: str, content: bytes) -> None:
        """Raises FolderUnusable."""
        try:
            write_atomically(self.path / name, lambda stream: stream.write(content))
        except OSError as error:
            raise FolderUnusable(f"cannot write {self.path / name}: {error.strerror}") from error

    def _holds_files(self) -> bool:
        try:
            return any(path.name != LOCK for path in self.path.iterdir())
        except FileNotFoundError:
            return False
        except OSError as error:
            raise FolderUnusable(f"cannot use {self.path} as a folder: {error.strerror}") from error

    def _refuse_another(self, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
        different = [name for name in ours if theirs.get(name) != ours[name]]
        if different:
            raise FolderOfAnotherStudy(
                f"{self.path} belongs to the study {theirs.get('name')!r}, which differs in {', '.join(different)}"
            )


def _identity(design: StudyDesign) -> dict[str, Any]:
    """What makes it this study: all but the seeds, which may become more, and what shows in no table."""
    return design.model_dump(mode="json", exclude={"seeds", "title", "keep"})


def _versions(design: StudyDesign) -> dict[str, Any]:
    """What results depend on besides the design."""
    data = {reference: open_dataset(reference).digest for reference in design.datasets}
    return {"code": study_code(design), "data": data}


def _place(trial: Trial) -> str:
    return f"trials/{trial.key}.json"
