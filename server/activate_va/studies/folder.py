"""The folder of a study: its manifest, and the result of every session that has ended, each stored as it ends."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from activate_va.datasets import open_dataset
from activate_va.projections.cache import write_whole
from activate_va.studies.conditions import Trial, code_version, trials
from activate_va.studies.design import StudyDesign
from activate_va.studies.errors import FolderOfAnotherStudy, FolderUnusable, NoStudyHere
from activate_va.studies.older import MANIFEST, set_aside
from activate_va.studies.rows import Row

logger = logging.getLogger(__name__)

LOCK = "lock"
"""What a data directory's lock is called; a folder that holds nothing else may become a study's."""

Result = dict[str, list[Row]]


class StudyFolder:
    """Results by the key of their trial. A study may be run again with other seeds; another study is refused.

    Seeds that have a session that ended stay the study's when it is run with others. Where code, libraries or data
    have changed since, no stored session is this study's any more: manifest and tables are set aside in `older/`,
    where the report still finds them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def expect(self, design: StudyDesign) -> None:
        """Raises FolderOfAnotherStudy or FolderUnusable where the folder cannot become this study's."""
        if self.exists():
            self._refuse_another(self.manifest()["design"], _identity(design))
        elif self._holds_files():
            raise FolderOfAnotherStudy(f"{self.path} holds other files already")

    def claim(self, design: StudyDesign) -> None:
        """Make the folder this study's, which nobody else may be using. Raises as `expect`."""
        self.expect(design)
        manifest = {
            "design": _identity(design),
            "title": design.title,
            "seeds": list(self._with_earlier_seeds(design).seeds),
            "keep": design.keep,
            **_versions(design),
        }
        if self.exists():
            set_aside(self.path, self.manifest(), manifest)
        self.write(MANIFEST, json.dumps(manifest, indent=2).encode())

    def whole(self, design: StudyDesign) -> StudyDesign:
        """The design with all seeds that are the study's by now, ascending."""
        return design.model_copy(update={"seeds": tuple(self.manifest()["seeds"])})

    def _with_earlier_seeds(self, design: StudyDesign) -> StudyDesign:
        """And those of earlier runs of which a session has ended."""
        earlier = set(self.manifest()["seeds"]) - set(design.seeds) if self.exists() else set()
        before = trials(design.model_copy(update={"seeds": tuple(earlier)}))
        ended = {trial.seed for trial in before if (self.path / _place(trial)).exists()}
        return design.model_copy(update={"seeds": tuple(sorted({*design.seeds, *ended}))})

    def exists(self) -> bool:
        """Whether a study lies here."""
        return (self.path / MANIFEST).exists()

    def manifest(self) -> dict[str, Any]:
        """Raises NoStudyHere."""
        try:
            manifest: dict[str, Any] = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        except FileNotFoundError as error:
            raise NoStudyHere(f"{self.path} holds no study") from error
        except (OSError, ValueError) as error:
            hint = "restore that file from a copy, or name another folder"
            raise NoStudyHere(f"{self.path / MANIFEST} cannot be read: {error}", hint) from error
        return manifest

    def result(self, trial: Trial) -> Result | None:
        """What was stored for the trial; None where nothing was, or, with a warning, where it is damaged."""
        path = self.path / _place(trial)
        if not path.exists():
            return None
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["digest"] == _digest(stored["result"]):
                result: Result = stored["result"]
                return result
            problem = "its content is not what was written"
        except (OSError, ValueError, KeyError, TypeError) as error:
            problem = f"{type(error).__name__}: {error}"
        logger.warning("%s is damaged and its session will be run again: %s", path, problem)
        return None

    def keep(self, trial: Trial, result: Result) -> None:
        """Store the result of a trial; a reader finds the whole of it or none. Raises FolderUnusable."""
        self.write(_place(trial), json.dumps({"digest": _digest(result), "result": result}).encode())

    def write(self, name: str, content: bytes) -> None:
        """Raises FolderUnusable."""
        try:
            write_whole(self.path / name, lambda stream: stream.write(content))
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
    return {"code": code_version(), "data": data}


def _place(trial: Trial) -> str:
    return f"trials/{trial.key}.json"


def _digest(result: Any) -> str:
    return hashlib.sha256(json.dumps(result, sort_keys=True).encode()).hexdigest()
