"""Which stored sessions a change of this package's code leaves alone."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import activate_va
from activate_va.studies import code_version
from activate_va.studies.code_version import APART, DECIDING, PACKAGE, deciding_files

EDITS = {
    "a hint": ("selection/errors.py", 'hint = "', 'hint = "first of all, '),
    "a text of an error": ("pool/labels.py", '"a sample is labelled twice"', '"a sample has two labels"'),
    "a comment": ("sessions/fold.py", "from __future__", "# folds\nfrom __future__"),
    "t-SNE": ("projections/tsne.py", "LATE = 250, 500", "LATE = 250, 501"),
    "DMB": ("selection/diverse.py", "import annotations", "import annotations\n\nX = 1"),
    "a scheme that nothing trains": ("training/spreading.py", "import annotations", "import annotations\n\nX = 1"),
    "the fallback of DMB": ("selection/schemes.py", "import annotations", "import annotations\n\nX = 1"),
    "the simulated session": ("simulation/session.py", "import annotations", "import annotations\n\nX = 1"),
}
SUPPORTING = {
    *("analysis", "jobs", "storage", "studies"),
    *(
        "atomic",
        "client_key",
        "cores",
        "digest",
        "errors",
        "guideline",
        "kept_array",
        "number",
        "recent",
        "registry",
        "text",
        "turns",
        "value",
    ),
}
"""Carries, keeps, checks or names what is computed elsewhere."""
KEYS = """
import json, sys
from pathlib import Path
from activate_va.studies import code_version, computing_code
from activate_va.studies.conditions import trials
from activate_va.studies.source import parse_design

text = "{name: mine, policies: [user, DMB], projections: [pca, tsne], labellers: [oracle]}"
design = parse_design(text, "it", seeds=1, datasets=[sys.argv[1]])
def keys():
    code_version._version.cache_clear()
    computing_code._of_file.cache_clear()
    return {f"{t.condition.policy.name} {t.condition.projection}": t.key for t in trials(design)}
before, found = keys(), {}
for name, (file, old, new) in json.loads(sys.stdin.read()).items():
    path = code_version.PACKAGE / file
    kept = path.read_text()
    assert old in kept, file
    path.write_text(kept.replace(old, new, 1))
    after = keys()
    found[name] = sorted(title for title in before if after[title] != before[title])
    path.write_text(kept)
assert keys() == before
print(json.dumps(found))
"""


def test_a_change_runs_those_sessions_again_that_it_decides(tmp_path: Path, digits_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / PACKAGE.name, ignore=shutil.ignore_patterns("static", "__pycache__"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", KEYS, str(digits_path)]
    done = subprocess.run(
        command, env=environment, cwd=tmp_path, input=json.dumps(EDITS), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    every = ["DMB pca", "DMB tsne", "user pca", "user tsne"]
    again = json.loads(done.stdout)
    assert again == {
        "a hint": [],
        "a text of an error": [],
        "a comment": [],
        "t-SNE": ["DMB tsne", "user tsne"],
        "DMB": ["DMB pca", "DMB tsne"],
        "a scheme that nothing trains": [],
        "the fallback of DMB": ["DMB pca", "DMB tsne"],
        "the simulated session": every,
    }


def test_what_is_counted_apart_is_reached_through_its_registry_alone() -> None:
    """Else it would decide sessions that do not name it."""
    apart = {type(entry).__module__ for registry in APART for entry in registry}
    assert len(apart) >= 7
    for path in deciding_files():
        if path.name in ("registry.py", "__init__.py"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in apart, path
            elif isinstance(node, ast.Import):
                assert not {alias.name for alias in node.names} & apart, path


def test_an_entry_is_of_the_code_that_it_builds_on() -> None:
    """The semi-supervised scheme infers as two others do; a change of these runs its sessions again."""
    found = code_version._with_those_it_builds_on(frozenset({PACKAGE / "training/semi_supervised.py"}))
    assert found == {PACKAGE / f"training/{name}.py" for name in ("semi_supervised", "poisson", "spreading")}
    alone = frozenset({PACKAGE / "training/poisson.py"})
    assert code_version._with_those_it_builds_on(alone) == alone


def test_whatever_the_deciding_files_import_decides_too_or_is_known_not_to() -> None:
    """A package that is new, or was cut out of one of these, is not forgotten."""
    known = {name.split("/")[0].removesuffix(".py") for name in DECIDING} | SUPPORTING
    for path in deciding_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{PACKAGE.name}."):
                assert str(node.module).split(".")[1] in known, path


def test_what_decides_nothing_is_not_counted() -> None:
    counted = {path.relative_to(PACKAGE).parts[0] for path in deciding_files()}
    assert "training" in counted
    assert not counted & {"api", "cli.py", "jobs", "storage", "analysis", "testing"}
    assert code_version.code_version().startswith(activate_va.__version__)
