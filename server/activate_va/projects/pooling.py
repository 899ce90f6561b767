"""What everybody's labels of a sample come to, by one of three rules. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from activate_va.projects.adjudication import given_labels
from activate_va.projects.events import LabelAdjudicated, PoolingRule
from activate_va.projects.state import ProjectState
from activate_va.sessions.events import LabelsImported
from activate_va.sessions.placement import Placement
from activate_va.sessions.state import SessionState


class PooledLabel(NamedTuple):
    """`confidence` in [0, 1]: the mean of those who gave that class; of what was adjudicated, the adjudicator's."""

    class_index: int
    confidence: float
    adjudicated: bool


def pooled(labels: Mapping[str, Placement], decision: LabelAdjudicated | None, rule: PoolingRule) -> PooledLabel | None:
    """Of one sample, whose labels are given by annotator; None where two classes have as much."""
    if rule == "adjudicated_first" and decision is not None:
        return PooledLabel(decision.class_index, decision.confidence, adjudicated=True)
    confidences: dict[int, list[float]] = {}
    for label in labels.values():
        confidences.setdefault(label.class_index or 0, []).append(label.confidence or 0.0)
    weights = {index: sum(own) if rule == "weighted" else float(len(own)) for index, own in confidences.items()}
    first, *others = sorted(weights, key=lambda index: -weights[index])
    if others and weights[others[0]] == weights[first]:
        return None
    return PooledLabel(first, sum(confidences[first]) / len(confidences[first]), adjudicated=False)


def pooled_labels(state: ProjectState, sessions: Mapping[str, SessionState], rule: PoolingRule) -> LabelsImported:
    """Of all samples that anybody labelled, by sample; those without a pooled label are left out."""
    found = {
        sample_id: label
        for sample_id, own in sorted(given_labels(state, sessions).items())
        if (label := pooled(own, state.decisions.get(sample_id), rule)) is not None
    }
    return LabelsImported(
        sample_ids=tuple(found),
        class_indices=tuple(label.class_index for label in found.values()),
        confidences=tuple(label.confidence for label in found.values()),
    )
