"""Projections by name."""

from __future__ import annotations

from activate_va.options import Chosen, options_of
from activate_va.projections.base import Projection
from activate_va.projections.pca import PrincipalComponents
from activate_va.projections.tsne import TSNE
from activate_va.projections.umap import UMAP
from activate_va.registry import Registry

projections: Registry[Projection] = Registry("projection", "activate_va.projections")
for _projection in (PrincipalComponents(), TSNE(), UMAP()):
    projections.register(_projection)


def projection_of(name: str, chosen: Chosen) -> Projection:
    """The projection of that name, with the options that are chosen of it. Raises UnknownName, InvalidOptions."""
    return projections[name].configured(options_of(projections, name, chosen))
