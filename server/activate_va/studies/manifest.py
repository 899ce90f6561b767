"""The manifest of a study's folder: its design, title and seeds, and what code and data it was run with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from activate_va.studies.errors import NoStudyHere
from activate_va.text import Text

RESTORE = "restore that file from a copy, or name another folder"
ONE_OF_EACH = [None]


class _Design(BaseModel):
    """What every version wrote of a design. An axis that it did not know is of one."""

    model_config = ConfigDict(extra="allow")

    name: Text
    datasets: list[Any] = ONE_OF_EACH
    classifiers: list[Any] = ONE_OF_EACH
    projections: list[Any] = ONE_OF_EACH
    policies: list[Any] = ONE_OF_EACH
    labellers: list[Any] = ONE_OF_EACH


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="allow")

    design: _Design
    title: Text
    seeds: list[int]


def read_manifest(path: Path) -> dict[str, Any]:
    """What the file holds, of which at least what lists show is there. Raises NoStudyHere."""
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse_constant)
        _Manifest.model_validate(manifest)
    except FileNotFoundError as error:
        raise NoStudyHere(f"{path.parent} holds no study") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise NoStudyHere(f"{path} is not the manifest of a study: {where}: {first['msg']}", RESTORE) from error
    except (OSError, ValueError, RecursionError) as error:
        raise NoStudyHere(f"{path} cannot be read: {error}", RESTORE) from error
    return manifest


def _refuse_constant(word: str) -> None:
    """NaN and infinities, which Python's JSON reads and no answer can hold."""
    raise ValueError(f"{word} is no number of JSON")
