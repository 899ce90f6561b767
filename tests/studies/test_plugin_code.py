"""A stored session is not taken for one of a strategy that has changed since, wherever that was written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from activate_va.selection import schemes
from activate_va.studies.plugin_code import plugin_code

STRATEGY = """
import numpy as np
from activate_va.selection import SelectionScheme, schemes

STEP = 1

def first(ids, count):
    return ids[: count * STEP : STEP]

class Mine(SelectionScheme):
    name = "MINE"
    title = "Mine"
    description = "The first."

    def select(self, context, count, rng):
        return first(context.available, count)
"""
TELL = """
from activate_va.studies.conditions import trials
from activate_va.studies.source import parse_design
schemes.register(Mine())
design = parse_design("{name: mine, policies: [RS, MINE, {name: turns, pattern: [RS, MINE]}]}", "it")
print(*(trial.key for trial in trials(design)))
"""


def keys(folder: Path, strategy: str, in_a_module: bool) -> list[str]:
    """The keys of RS, the strategy, and turns with it; written in a plug-in's module, or where there is no file."""
    (folder / "mine.py").write_text(strategy, encoding="utf-8")
    code = f"from mine import *\n{TELL}" if in_a_module else strategy + TELL
    paths = filter(None, (str(folder), os.environ.get("PYTHONPATH")))
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}
    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    return told.stdout.split()


@pytest.mark.parametrize("in_a_module", [True, False])
def test_a_change_of_a_strategy_changes_the_keys_of_its_sessions_only(tmp_path: Path, in_a_module: bool) -> None:
    before = keys(tmp_path, STRATEGY, in_a_module)
    assert keys(tmp_path, STRATEGY, in_a_module) == before
    looking = '    needs = frozenset({"probabilities"})\n    title ='
    for old, new in (("STEP = 1", "STEP = 2"), ("return ids[", "return ids[::-1]["), ("    title =", looking)):
        after = keys(tmp_path, STRATEGY.replace(old, new), in_a_module)
        assert [ours == theirs for ours, theirs in zip(before, after, strict=True)] == [True, False, False]


def test_what_this_package_holds_is_in_no_need_of_it() -> None:
    assert {plugin_code(scheme) for scheme in schemes} == {None}
