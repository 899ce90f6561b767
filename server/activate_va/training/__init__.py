"""Training schemes: from labels to what a classifier is fitted on."""

from activate_va.kinds import AugmentationOptions
from activate_va.pool import LabelSet, Neighbours
from activate_va.training.base import (
    ConfigOption,
    Seen,
    TrainingContext,
    TrainingScheme,
    TrainingSet,
    check_trainable,
)
from activate_va.training.errors import AllConfidencesZero, NoLabels, OneClassOnly
from activate_va.training.fine_tuning import FineTuning, Journal
from activate_va.training.registry import schemes

__all__ = [
    "AllConfidencesZero",
    "AugmentationOptions",
    "ConfigOption",
    "FineTuning",
    "Journal",
    "LabelSet",
    "Neighbours",
    "NoLabels",
    "OneClassOnly",
    "Seen",
    "TrainingContext",
    "TrainingScheme",
    "TrainingSet",
    "check_trainable",
    "schemes",
]
