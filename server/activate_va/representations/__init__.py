"""Representations: what a pool's samples alone teach, as points that distances are measured between."""

from activate_va.representations.base import Representation, representation_key
from activate_va.representations.cache import load, store
from activate_va.representations.errors import KindNotRepresented
from activate_va.representations.registry import representations

__all__ = ["KindNotRepresented", "Representation", "load", "representation_key", "representations", "store"]
