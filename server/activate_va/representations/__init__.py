"""Representations: what a pool's samples alone teach, as points that distances are measured between."""

from activate_va.representations.base import Learnt, Representation, representation_key
from activate_va.representations.cache import load, store
from activate_va.representations.encoder_cache import load_encoder, store_encoder
from activate_va.representations.errors import KindNotRepresented
from activate_va.representations.learnt_cache import load_learnt, load_parts, store_learnt
from activate_va.representations.registry import representations

__all__ = [
    "KindNotRepresented",
    "Learnt",
    "Representation",
    "load",
    "load_encoder",
    "load_learnt",
    "load_parts",
    "representation_key",
    "representations",
    "store",
    "store_encoder",
    "store_learnt",
]
