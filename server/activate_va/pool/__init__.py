"""One view of a dataset's pool: what schemes need of it, decided once."""

from activate_va.pool.content import PoolCache, PoolContent, content_of
from activate_va.pool.dear_features import features_of
from activate_va.pool.encoder import Encoder
from activate_va.pool.graph import graph_key, load_graph, store_graph
from activate_va.pool.halves import singles
from activate_va.pool.inputs import Committee, Inputs
from activate_va.pool.labels import LabelSet
from activate_va.pool.last_layer import LastLayer
from activate_va.pool.needs import Need, Needs, given
from activate_va.pool.neighbours import Neighbours
from activate_va.pool.spaces import OWN, FeatureSpace, own_embedding_of, spaces
from activate_va.pool.spectrum import load_spectrum, spectrum_key, store_spectrum
from activate_va.pool.view import InputMissing, PoolView, Shipment, Source, origins

__all__ = [
    "OWN",
    "Committee",
    "Encoder",
    "FeatureSpace",
    "InputMissing",
    "Inputs",
    "LabelSet",
    "LastLayer",
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
    "load_spectrum",
    "origins",
    "own_embedding_of",
    "singles",
    "spaces",
    "spectrum_key",
    "store_graph",
    "store_spectrum",
]
