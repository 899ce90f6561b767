"""Names of people and of tokens, which logs, tables and addresses hold as they are."""

from __future__ import annotations

import re

from activate_va.accounts.errors import UnfitName

_NAME = re.compile(r"[^\W_][\w.@-]{0,59}")


def fit_name(name: str) -> str:
    """The name, in lower case. Raises UnfitName."""
    lower = name.strip().lower()
    if not _NAME.fullmatch(lower):
        raise UnfitName(f"{name[:80]!r} is no name that fits")
    return lower
