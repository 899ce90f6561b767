"""What a study found with other code, other libraries or other data: set aside, where the report still finds it."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from activate_va.digest import json_digest
from activate_va.studies.errors import FolderUnusable

logger = logging.getLogger(__name__)

MANIFEST = "study.json"
SUPERSEDED = "superseded"


def set_aside(folder: Path, theirs: dict[str, Any], ours: dict[str, Any]) -> None:
    """Move the tables of `folder` to `superseded/` in it, with their manifest, where that is of other code or data.

    Raises FolderUnusable.
    """
    changed = [name for name in ("code", "data") if theirs.get(name) != ours[name]]
    tables = sorted(folder.glob("*.parquet"))
    if not changed or not tables:
        return
    superseded = folder / SUPERSEDED / json_digest(theirs)[:12]
    try:
        superseded.mkdir(parents=True, exist_ok=True)
        (superseded / MANIFEST).write_text(json.dumps(theirs, indent=2), encoding="utf-8")
        for path in tables:
            path.replace(superseded / path.name)
    except OSError as error:
        raise FolderUnusable(f"cannot write to {superseded}: {error.strerror}") from error
    logger.warning(
        "%s was run with other %s: sessions that it decides are run again, and what they found before is kept in %s",
        *(folder, " and ".join(changed), superseded),
    )
