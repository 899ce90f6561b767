"""A section's parts, one for each dataset, classifier, projection and labeller."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Protocol, TypeVar

from activate_va.analysis.runs import Group
from activate_va.studies.report.tables import Tables


class Grouped(Protocol):
    @property
    def group(self) -> Group: ...


T = TypeVar("T", bound=Grouped)


def of_group(things: Iterable[T], group: Group) -> list[T]:
    return [thing for thing in things if thing.group == group]


def each_group(tables: Tables, draw: Callable[[Group], str]) -> str:
    """What `draw` makes of each group, under its name where there are several."""
    groups = tables.summary.groups
    if len(groups) == 1:
        return draw(groups[0])
    return "".join(f"<h3>{escape(named(group, groups))}</h3>{draw(group)}" for group in groups)


def named(group: Group, groups: Sequence[Group]) -> str:
    """What tells the group from the others; all of it where there are no others."""
    parts = dict(group)
    parts["labeller"] = f"labeller {group.labeller}"
    differ = [name for name in parts if len({getattr(other, name) for other in groups}) > 1]
    return " · ".join(parts[name] for name in differ or parts)
