"""Projections: where each sample of the pool stands on the map."""

from activate_va.projections.base import Projection, Report, projection_key
from activate_va.projections.cache import load, store
from activate_va.projections.context import Kept, ProjectionContext
from activate_va.projections.errors import TooFewSamples
from activate_va.projections.graph import graph_key, load_graph, store_graph
from activate_va.projections.registry import projections

__all__ = [
    "Kept",
    "Projection",
    "ProjectionContext",
    "Report",
    "TooFewSamples",
    "graph_key",
    "load",
    "load_graph",
    "projection_key",
    "projections",
    "store",
    "store_graph",
]
