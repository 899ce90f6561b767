"""Code that is not this package's and decides a result all the same: that of plug-ins, and of notebooks."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

OURS = "activate_va"
Plain = str | bytes | int | float | bool | tuple | None  # type: ignore[type-arg]


def plugin_code(entry: object) -> str | None:
    """The digest of the code behind an entry of a registry; None where all of it is this package's.

    Of a plug-in it is that of every file of its top package; of what has no file, as in a notebook, that of the
    bytecode of the class and of the functions, classes and plain values that it names.
    """
    parts = (type(entry), *vars(entry).values())
    foreign = [part for part in parts if isinstance(part, type | FunctionType) and _home(part) != OURS]
    foreign = [part for part in foreign if _home(part) not in sys.builtin_module_names]
    if not foreign:
        return None
    digest = hashlib.sha256()
    for part in (*foreign, *(value for value in vars(entry).values() if isinstance(value, Plain))):
        for piece in _pieces(part, set()):
            digest.update(piece + b"\0")
    return digest.hexdigest()


def _home(part: type | FunctionType) -> str:
    return part.__module__.split(".")[0]


def _pieces(part: Any, seen: set[int]) -> Iterator[bytes]:
    if isinstance(part, Plain):
        yield repr(part).encode()
    elif isinstance(part, frozenset):
        yield repr(sorted(map(repr, part))).encode()
    elif isinstance(part, type | FunctionType) and id(part) not in seen:
        seen.add(id(part))
        files = _files(_home(part))
        if files:
            yield from (path.read_bytes() for path in files)
        elif _home(part) == "__main__":
            yield from _of_class(part, seen) if isinstance(part, type) else _of_function(part, seen)


def _files(home: str) -> list[Path]:
    module = sys.modules[home]
    folders = [Path(folder) for folder in getattr(module, "__path__", ())]
    if folders:
        return sorted(path for folder in folders for path in folder.rglob("*.py"))
    file = getattr(module, "__file__", None)
    return [Path(file)] if file else []


def _of_class(part: type, seen: set[int]) -> Iterator[bytes]:
    for name, value in sorted(vars(part).items()):
        own = getattr(value, "__func__", value)
        if isinstance(own, FunctionType) or (isinstance(own, Plain | frozenset) and not name.startswith("__")):
            yield name.encode()
            yield from _pieces(own, seen)
    for base in part.__bases__:
        yield from _pieces(base, seen) if _home(base) == "__main__" else ()


def _of_function(part: FunctionType, seen: set[int]) -> Iterator[bytes]:
    codes = list(_codes(part.__code__))
    for code in codes:
        yield code.co_code
        yield repr([value for value in code.co_consts if not isinstance(value, CodeType | frozenset)]).encode()
        yield repr((code.co_names, code.co_varnames)).encode()
    yield repr(part.__defaults__).encode()
    for name in sorted({name for code in codes for name in code.co_names} & part.__globals__.keys()):
        value = part.__globals__[name]
        if isinstance(value, Plain) or getattr(value, "__module__", None) == "__main__":
            yield from _pieces(value, seen)


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for value in code.co_consts:
        if isinstance(value, CodeType):
            yield from _codes(value)
