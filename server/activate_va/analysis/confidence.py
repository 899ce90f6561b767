"""Figure 7: how sure labeller and machine were, class by class, of the samples that a policy brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from activate_va.analysis.runs import BASELINE_SCHEME, Group, Row
from activate_va.value import Value

PAPERS = ("DS", "LCDS", "LCRS")
MOST = 4
REACH = 1.5
"""Whiskers end at the furthest value within this many interquartile ranges of the box (Tukey 1977)."""


class Box(Value):
    """Quartiles, the ends of the whiskers, and the values `beyond` them, of `labels` confidences in [0, 1]."""

    low: float
    first: float
    median: float
    third: float
    high: float
    beyond: tuple[float, ...]
    labels: int

    @classmethod
    def of(cls, values: Sequence[float]) -> Box:
        """Of one value at least; quartiles are interpolated linearly."""
        own = np.sort(np.asarray(values, np.float64))
        first, median, third = map(float, np.percentile(own, [25, 50, 75]))
        reach = REACH * (third - first)
        inside = own[(own >= first - reach) & (own <= third + reach)]
        beyond = own[(own < inside[0]) | (own > inside[-1])]
        return cls(
            # Quartiles lie between values, so that the last one within reach may lie within the box.
            low=min(float(inside[0]), first),
            first=first,
            median=median,
            third=third,
            high=max(float(inside[-1]), third),
            beyond=tuple(beyond.tolist()),
            labels=len(own),
        )


class ClassConfidence(Value):
    """The labels of one class under one policy, all seeds and rounds together; null where there are none.

    `stated` are the confidences that the labeller stated, `predicted` those that the machine placed samples with.
    """

    policy: str
    class_index: int
    stated: Box | None
    predicted: Box | None


class GroupConfidence(Value):
    """Boxes by class and policy; left out of `stated` are labels that `accepted` the machine's confidence as it was,
    and those at the `default` height, for which none was stated."""

    group: Group
    policies: tuple[str, ...]
    boxes: tuple[ClassConfidence, ...]
    accepted: int
    default: int


def confidence_by_class(groups: Sequence[Group], labels: Sequence[Row]) -> tuple[GroupConfidence, ...]:
    """For each group with labels; none where fewer than two confidences were stated, as boxes would show nothing."""
    if len({row["confidence"] for row in labels if _is_stated(row)}) < 2:
        return ()
    policies = policies_shown(labels)
    by_group: defaultdict[Group, list[Row]] = defaultdict(list)
    for row in labels:
        if row["policy"] in policies:
            by_group[Group.of(row)].append(row)
    return tuple(_group(group, policies, by_group[group]) for group in groups if group in by_group)


def policies_shown(labels: Sequence[Row]) -> list[str]:
    """The paper's three, and random selection, where the study has the three; else its first four."""
    here = list(dict.fromkeys(row["policy"] for row in labels))
    if not set(PAPERS) <= set(here):
        return here[:MOST]
    return [*PAPERS, *(policy for policy in here if policy == BASELINE_SCHEME)]


def _group(group: Group, policies: Sequence[str], rows: Sequence[Row]) -> GroupConfidence:
    found: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[row["class_index"], row["policy"]].append(row)
    classes = sorted({row["class_index"] for row in rows})
    sources = [row.get("confidence_source") for row in rows]
    return GroupConfidence(
        group=group,
        policies=tuple(policies),
        boxes=tuple(_boxes(policy, index, found[index, policy]) for index in classes for policy in policies),
        accepted=sources.count("accepted"),
        default=sources.count("default"),
    )


def _boxes(policy: str, class_index: int, rows: Sequence[Row]) -> ClassConfidence:
    predicted = [row["predicted_confidence"] for row in rows if row["predicted_confidence"] is not None]
    return ClassConfidence(
        policy=policy,
        class_index=class_index,
        stated=_box([row["confidence"] for row in rows if _is_stated(row)]),
        predicted=_box(predicted),
    )


def _box(values: Sequence[float]) -> Box | None:
    return Box.of(values) if values else None


def _is_stated(row: Row) -> bool:
    """Tables of older versions do not say: they count as stated, as they did then."""
    return row.get("confidence_source") in (None, "stated")
