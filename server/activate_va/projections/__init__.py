"""Projections: where each sample of the pool stands on the map."""

from activate_va.projections.base import Projection, Report, projection_key
from activate_va.projections.cache import load, store
from activate_va.projections.errors import TooFewSamples
from activate_va.projections.registry import projection_of, projections

__all__ = [
    "Projection",
    "Report",
    "TooFewSamples",
    "load",
    "projection_key",
    "projection_of",
    "projections",
    "store",
]
