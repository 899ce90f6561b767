"""Contracts that every implementation keeps to; a third-party plug-in inherits them in its own tests."""

from activate_va.testing.check import check_contract
from activate_va.testing.classifiers import ClassifierContract
from activate_va.testing.projections import ProjectionContract
from activate_va.testing.representations import RepresentationContract
from activate_va.testing.selection import SelectionContract
from activate_va.testing.training import TrainingContract

__all__ = [
    "ClassifierContract",
    "ProjectionContract",
    "RepresentationContract",
    "SelectionContract",
    "TrainingContract",
    "check_contract",
]
