"""Pools that cannot be projected."""

from __future__ import annotations

from activate_va.errors import ActivateError


class TooFewSamples(ActivateError):
    """A pool too small to lay out."""

    hint = "a projection needs a pool of 5 samples or more"
