"""Configurations that go together, to be had at once."""

from __future__ import annotations

from activate_va.sessions.config import SessionConfig

FEW_LABELS = SessionConfig(
    distance_space="combined",
    selection_scheme="TC",
    training_schemes=("IDA", "SSL"),
    predict_with="SSL",
)
"""For images of which few will be labelled; decision 0031 has the figures."""
