"""Selections that cannot be made."""

from __future__ import annotations

from activate_va.errors import ActivateError


class CountExceedsPool(ActivateError):
    """More samples were asked for than are left."""

    hint = "ask for fewer"


class CountTooSmall(ActivateError):
    """Fewer samples than one were asked for."""

    hint = "ask for one sample or more"
