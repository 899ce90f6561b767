"""Selection: which samples the person is asked about next."""

from activate_va.selection.base import Offer, Selection, SelectionContext, SelectionScheme
from activate_va.selection.errors import CountExceedsPool, CountTooSmall
from activate_va.selection.registry import effective_scheme, schemes, select

__all__ = [
    "CountExceedsPool",
    "CountTooSmall",
    "Offer",
    "Selection",
    "SelectionContext",
    "SelectionScheme",
    "effective_scheme",
    "schemes",
    "select",
]
