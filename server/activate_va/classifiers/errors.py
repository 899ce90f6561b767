"""Choices that no classifier can be trained with."""

from __future__ import annotations

from activate_va.errors import ActivateError


class ClassifierOfAnotherKind(ActivateError):
    """The classifier does not take samples of the dataset's kind."""


class ClassifierCannotFineTune(ActivateError):
    """A training scheme is for classifiers that start from a network that the pool has taught; this is none."""


class UnknownPrecision(ActivateError):
    """The precision is none of those there are."""

    hint = "known: auto, float32, bfloat16"
