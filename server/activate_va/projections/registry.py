"""Projections by name."""

from __future__ import annotations

from activate_va.projections.base import Projection
from activate_va.projections.pca import PrincipalComponents
from activate_va.projections.tsne import TSNE
from activate_va.projections.umap import UMAP
from activate_va.registry import Registry

projections: Registry[Projection] = Registry("projection", "activate_va.projections")
for _projection in (PrincipalComponents(), TSNE(), UMAP()):
    projections.register(_projection)
