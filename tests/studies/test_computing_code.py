"""What a stored result is kept for: the code that computes, and none of its words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import activate_va
from activate_va.studies.computing_code import code_digest, what_computes

PACKAGE = Path(activate_va.__file__).parent
SOURCE = '''
"""Nearest samples."""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

logger = logging.getLogger(__name__)

NEAR = 2
"""How many."""


class Refused(Exception):
    status = 409
    hint = "label some first"


class Nearest:
    """Takes the first."""

    name = "first"
    description = "The first."

    def select(self, ids, wanted=3):
        """So many of them."""
        if wanted > len(ids):
            logger.warning("only %s", len(ids))
            raise Refused(f"there are {len(ids)} samples", code=NEAR)  # as people say it
        return ids[: wanted * NEAR]
'''


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("label some first", "place some cards first"),
        ('f"there are {len(ids)} samples"', '"there are too few samples"'),
        ("# as people say it", "# for people"),
        ('"""So many of them."""', '"""As many."""'),
        ('        """So many of them."""\n', ""),
        ('"""How many."""\n', ""),
        ('description = "The first."', 'description = "The very first."'),
        ('logger.warning("only %s", len(ids))', 'logger.info("no more than %s", len(ids))'),
        ("    from pathlib import Path", "    from os import PathLike"),
        ("ids[: wanted * NEAR]", "ids[\n            : wanted * NEAR\n        ]"),
    ],
)
def test_words_and_layout_compute_nothing(old: str, new: str) -> None:
    assert old in SOURCE
    assert what_computes(SOURCE.replace(old, new)) == what_computes(SOURCE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("NEAR = 2", "NEAR = 3"),
        ("wanted * NEAR", "wanted + NEAR"),
        ("wanted > len(ids)", "wanted >= len(ids)"),
        ("wanted=3", "wanted=4"),
        ("status = 409", "status = 404"),
        ("code=NEAR", "code=NEAR + 1"),
        ("raise Refused(", "raise ValueError("),
        ('name = "first"', 'name = "last"'),
        ("import logging", "import logging, math"),
        ("(self, ids, wanted=3)", "(self, ids, wanted=3, more=None)"),
    ],
)
def test_all_else_does(old: str, new: str) -> None:
    assert old in SOURCE
    assert what_computes(SOURCE.replace(old, new)) != what_computes(SOURCE)


def test_it_is_python_still_for_every_file_of_the_package() -> None:
    for path in PACKAGE.rglob("*.py"):
        once = what_computes(path.read_text(encoding="utf-8"))
        ast.parse(once)
        assert what_computes(once) == once, path


@pytest.mark.parametrize(
    "block", ["async def f():", "def f():", "for i in ids:", "while ids:", "with ids:", "class C:", "try:"]
)
def test_what_only_speaks_is_python_still(block: str) -> None:
    said = f'{block}\n    """What it does."""\n' + ("finally:\n    clear()" if block == "try:" else "")
    ast.parse(what_computes(said))


def test_a_file_counts_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("X = 1")
    (tmp_path / "two.py").write_text("X = 1")
    digests = {code_digest([tmp_path / name], tmp_path) for name in ("one.py", "two.py")}
    both = [tmp_path / "one.py", tmp_path / "two.py"]
    assert len(digests | {code_digest(both, tmp_path)}) == 3
    assert code_digest(both, tmp_path) == code_digest(reversed(both), tmp_path)
