"""Training schemes by name."""

from __future__ import annotations

from activate_va.registry import Registry
from activate_va.training.base import TrainingScheme
from activate_va.training.from_encoder import LabelsFromEncoder
from activate_va.training.poisson import PoissonLabelling
from activate_va.training.schemes import (
    ConfidenceBasedAugmentation,
    ImageDataAugmentation,
    InferredLabelling,
    SingleInstanceLabelling,
)
from activate_va.training.semi_supervised import SemiSupervised
from activate_va.training.spreading import LabelSpreading

schemes: Registry[TrainingScheme] = Registry("training scheme", "activate_va.training")
for _scheme in (
    SingleInstanceLabelling(),
    InferredLabelling(),
    ImageDataAugmentation(),
    ConfidenceBasedAugmentation(),
    LabelSpreading(),
    PoissonLabelling(),
    SemiSupervised(),
    LabelsFromEncoder(),
):
    schemes.register(_scheme)
