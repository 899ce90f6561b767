"""Configurations that go together, to be had at once."""

from __future__ import annotations

from activate_va.sessions.config import SessionConfig

FEW_LABELS = SessionConfig(
    distance_space="self_supervised",
    selection_scheme="KC",
    training_schemes=("IDA", "IPL"),
    predict_with="IPL",
)
"""For images of which few will be labelled; decision 0014 has the figures."""
