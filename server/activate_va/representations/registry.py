"""Representations by name; the feature space of the same name measures distances between their points."""

from __future__ import annotations

from activate_va.registry import Registry
from activate_va.representations.base import Representation
from activate_va.representations.combined import Combined
from activate_va.representations.deskewed import Deskewed
from activate_va.representations.self_supervised import BarlowTwins, SelfSupervised, Upright

representations: Registry[Representation] = Registry("representation", "activate_va.representations")
for _representation in (
    SelfSupervised(),
    Upright(),
    BarlowTwins(),
    Deskewed(),
    Combined(SelfSupervised(), Deskewed()),
):
    representations.register(_representation)
