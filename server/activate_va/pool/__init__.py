"""One view of a dataset's pool: what schemes need of it, decided once."""

from activate_va.pool.content import PoolCache, PoolContent, content_of
from activate_va.pool.dear_features import features_of
from activate_va.pool.graph import graph_key, load_graph, store_graph
from activate_va.pool.inputs import Inputs
from activate_va.pool.labels import LabelSet
from activate_va.pool.needs import Need, Needs, given
from activate_va.pool.neighbours import Neighbours
from activate_va.pool.spaces import FeatureSpace, spaces
from activate_va.pool.view import InputMissing, PoolView, Shipment, Source, origins

__all__ = [
    "FeatureSpace",
    "InputMissing",
    "Inputs",
    "LabelSet",
    "Need",
    "Needs",
    "Neighbours",
    "PoolCache",
    "PoolContent",
    "PoolView",
    "Shipment",
    "Source",
    "content_of",
    "features_of",
    "given",
    "graph_key",
    "load_graph",
    "origins",
    "spaces",
    "store_graph",
]
