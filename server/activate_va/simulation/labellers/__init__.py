"""Simulated labellers: each stands for people in one respect, and is none."""

from activate_va.simulation.labellers.base import Answer, Labeller, LabellerOptions, Question
from activate_va.simulation.labellers.registry import labellers

__all__ = ["Answer", "Labeller", "LabellerOptions", "Question", "labellers"]
