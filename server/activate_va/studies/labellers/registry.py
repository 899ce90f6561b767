"""Labellers by name."""

from __future__ import annotations

from activate_va.registry import Registry
from activate_va.studies.labellers.base import Labeller
from activate_va.studies.labellers.confident import Confident
from activate_va.studies.labellers.noisy import Noisy
from activate_va.studies.labellers.oracle import Oracle

labellers: Registry[Labeller] = Registry("labeller", "activate_va.labellers")
for _labeller in (Oracle(), Confident(), Noisy()):
    labellers.register(_labeller)
