"""Labellers by name."""

from __future__ import annotations

from activate_va.registry import Registry
from activate_va.simulation.labellers.base import Labeller
from activate_va.simulation.labellers.confident import Confident
from activate_va.simulation.labellers.noisy import Noisy
from activate_va.simulation.labellers.oracle import Oracle

labellers: Registry[Labeller] = Registry("labeller", "activate_va.labellers")
for _labeller in (Oracle(), Confident(), Noisy()):
    labellers.register(_labeller)
