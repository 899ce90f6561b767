"""Text from bytes of an unknown encoding, by rule."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from activate_va.importing.errors import UnreadableSource

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Decoded(NamedTuple):
    text: str
    encoding: str
    notice: str | None


def decoded(content: bytes, place: str) -> Decoded:
    """By its byte order mark, else UTF-8, else Windows-1252 with a notice. Raises UnreadableSource."""
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return Decoded(_strictly(content, encoding, place), encoding.removesuffix("-sig"), None)
    try:
        return Decoded(content.decode(), "utf-8", None)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        notice = f"Line {line} is not UTF-8: the file is read as Windows-1252. Look at its accents."
        return Decoded(_strictly(content, "cp1252", place), "cp1252", notice)


def _strictly(content: bytes, encoding: str, place: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableSource(f"{place}, line {line}: neither UTF-8 nor {encoding} ({error.reason})") from error
