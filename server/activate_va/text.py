"""Text from outside, of a kind that every database and every answer can hold."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError


def _of_characters(value: Any) -> Any:
    if isinstance(value, str) and "\0" in value:
        raise PydanticCustomError("text", "holds the character NUL, which text cannot")
    if isinstance(value, str) and any("\ud800" <= character <= "\udfff" for character in value):
        raise PydanticCustomError("text", "holds half of a surrogate pair, which is no character")
    return value


Text = Annotated[str, BeforeValidator(_of_characters)]
"""A string without NUL and without lone surrogates, which JSON can spell (`"\\ud800"`) and UTF-8 cannot."""
