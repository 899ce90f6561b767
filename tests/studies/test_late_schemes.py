"""A selection scheme that is registered late, as in a notebook, can be studied like any other."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from activate_va.selection import SelectionContext, SelectionScheme, schemes
from activate_va.simulation.policies import policies
from activate_va.studies.source import parse_design


class LowestIds(SelectionScheme):
    name = "LOWEST"
    title = "Lowest ids"
    description = "The first samples that are left."

    def select(self, context: SelectionContext, count: int, rng: np.random.Generator) -> NDArray[np.int64]:
        return context.available[:count]


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> SelectionScheme:
    for registry in (schemes, policies):
        monkeypatch.setattr(registry, "_entries", dict(registry._entries))
    return schemes.register(LowestIds())


def test_it_is_a_policy_and_may_be_in_a_design(registered: SelectionScheme) -> None:
    assert policies["LOWEST"].title == registered.title
    design = parse_design("{name: late, policies: [RS, LOWEST]}", "the test")
    assert [entry.name for entry in design.policies] == ["RS", "LOWEST"]
    assert parse_design("{name: all, policies: [every]}", "the test").policies[-1].name == "LOWEST"


def test_a_name_that_is_taken_is_refused_unless_it_is_to_be_replaced(registered: SelectionScheme) -> None:
    with pytest.raises(ValueError, match="'LOWEST' is registered already"):
        schemes.register(LowestIds())
    again = LowestIds()
    assert schemes.register(again, replace=True) is schemes["LOWEST"] is again
    assert schemes.names().count("LOWEST") == 1
