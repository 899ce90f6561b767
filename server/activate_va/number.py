"""Numbers from outside: JSON tells them from truth values and from text, and so do we."""

from __future__ import annotations

from typing import Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _written_as_number(value: Any) -> Any:
    if isinstance(value, bool | str | bytes):
        raise PydanticCustomError("number", "Input should be a number, not text, true or false")
    return value


AS_NUMBER = BeforeValidator(_written_as_number)
"""Beside the type of a field of numbers: refuses `true` and `"0.5"`, which pydantic takes for 1 and 0.5.

Not for events, which are read far oftener than written, and whose numbers were checked when they came in.
"""
