"""In whose name a request acts."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated
from urllib.parse import unquote

from fastapi import Depends, Header
from pydantic import AfterValidator, Field

from activate_va.accounts.identity import Identity, in_the_name
from activate_va.api.permissions import Caller

LONGEST_NAME = 80
PERCENT_ENCODED = r"^(?:[ -$&-~]|%[0-9A-Fa-f]{2})+$"
CONTROLS = frozenset({"Cc", "Zl", "Zp"})
"""Categories of Unicode: what moves a terminal, and what ends a line."""


def _decoded(said: str) -> str:
    """The name, composed (NFC) and without space around it, so that a name is the same wherever it was typed."""
    if not re.fullmatch(PERCENT_ENCODED, said):
        raise ValueError("is not percent-encoded, as encodeURIComponent does it")
    try:
        name = unicodedata.normalize("NFC", unquote(said, errors="strict")).strip()
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8, percent-encoded") from None
    if any(unicodedata.category(character) in CONTROLS for character in name):
        raise ValueError("holds a control character or a line break")
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ValueError(f"has {len(name)} characters, of 1 to {LONGEST_NAME}")
    return name


ClientName = Annotated[
    Annotated[str, AfterValidator(_decoded), Field(json_schema_extra={"pattern": PERCENT_ENCODED})] | None,
    Header(
        description="who acts, on a server without accounts: a name in UTF-8, percent-encoded, of 1 to 80 characters. "
        "Events then say `person:NAME`, and `person` without. With accounts it counts for nothing: people have handles"
    ),
]


async def _in_own_name(caller: Caller, client_name: ClientName = None) -> Identity:
    return in_the_name(caller, client_name)


Actor = Annotated[Identity, Depends(_in_own_name)]
"""Who asks, in the name that events are to have."""
