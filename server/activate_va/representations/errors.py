"""Pools that a method cannot represent."""

from __future__ import annotations

from activate_va.errors import ActivateError


class KindNotRepresented(ActivateError):
    """A method that knows nothing of this kind of sample."""

    hint = "measure distances in another feature space, such as principal components"
