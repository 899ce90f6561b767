"""A contract without pytest, for who writes a scheme in a notebook."""

from __future__ import annotations

from typing import Any


def check_contract(contract: type, **implementation: Any) -> tuple[str, ...]:
    """Run each test of a contract on an implementation: `check_contract(SelectionContract, scheme=Mine())`.

    Returns what was tested, in words. What the first broken test raises passes through, with a note that names it.
    """
    held = type(f"Test{contract.__name__}", (contract,), implementation)
    names = [name for name in dir(held) if name.startswith("test_")]
    for name in names:
        try:
            getattr(held(), name)()
        except Exception as error:
            error.add_note(f"{contract.__name__} is broken at {name}")
            raise
    return tuple(name.removeprefix("test_").replace("_", " ") for name in names)
