"""What goes by which name."""

from __future__ import annotations

import re


def name_for(title: str) -> str:
    """What a dataset of this title goes by in addresses."""
    return re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")[:60] or "dataset"


def embedding_for(column: str) -> str:
    """What the embedding is called that a column of vectors becomes."""
    return name_for(column)[:40]
