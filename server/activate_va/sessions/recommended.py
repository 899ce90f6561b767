"""Configurations that go together, to be had at once."""

from __future__ import annotations

from activate_va.kinds import AugmentationOptions
from activate_va.sessions.config import SessionConfig

FEW_LABELS = SessionConfig(
    distance_space="combined",
    selection_scheme="SC",
    training_schemes=("IDA", "SSL"),
    predict_with="SSL",
    augmentation=AugmentationOptions(rotation=15, scale=0.15, shear=15, elastic=0.08),
)
"""For drawings, as handwriting, of which few will be labelled; decisions 0032 and 0034 have the figures."""

FEW_LABELS_UPRIGHT = FEW_LABELS.model_copy(update={"distance_space": "upright", "augmentation": AugmentationOptions()})
"""For pictures of things that stand upright, as clothing does."""
