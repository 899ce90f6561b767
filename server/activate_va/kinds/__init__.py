"""Kinds: what samples are, and all that follows from that."""

from activate_va.kinds.augmentation import AugmentationOptions, Views
from activate_va.kinds.base import Card, Kind, array_content
from activate_va.kinds.registry import kinds

__all__ = ["AugmentationOptions", "Card", "Kind", "Views", "array_content", "kinds"]
