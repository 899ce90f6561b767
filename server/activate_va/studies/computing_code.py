"""The code of this package that decides a session's result, without what it says to people.

A stored result is a session's own while this code is the same. Comments, layout, docstrings, hints, and texts of errors
and of the log decide nothing: a change of them runs no study again.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

TEXTS = frozenset({"description", "hint"})
"""Attributes of classes that people read, and no code."""


def code_digest(files: Iterable[Path], package: Path) -> str:
    """sha256, in hexadecimal, of what computes in these files of the package, and of their names in it."""
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0" + _of_file(path).encode() + b"\0")
    return digest.hexdigest()


@cache
def _of_file(path: Path) -> str:
    return what_computes(path.read_text(encoding="utf-8"))


def what_computes(source: str) -> str:
    """The source as `ast.unparse` writes it, without what decides nothing."""
    return ast.unparse(_Silent().visit(ast.parse(source)))


class _Silent(ast.NodeTransformer):
    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if _is_text(node.value) or _is_logging(node.value) else self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        if isinstance(node.exc, ast.Call):
            node.exc.args = [argument for argument in node.exc.args if not _is_text(argument)]
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        match node:
            case ast.If(test=ast.Name("TYPE_CHECKING")):
                return None
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        node.body = [statement for statement in node.body if not _sets_a_text(statement)]
        return self.generic_visit(node)

    def generic_visit(self, node: ast.AST) -> ast.AST:
        """A block that said something and did nothing still stands."""
        super().generic_visit(node)
        if not isinstance(node, ast.Module) and getattr(node, "body", None) == []:
            node.body = [ast.Pass()]  # type: ignore[attr-defined]
        return node


def _is_text(value: ast.expr) -> bool:
    return isinstance(value, ast.JoinedStr) or (isinstance(value, ast.Constant) and isinstance(value.value, str))


def _is_logging(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func).startswith("logger.")


def _sets_a_text(statement: ast.stmt) -> bool:
    if not isinstance(statement, ast.Assign) or not _is_text(statement.value):
        return False
    return all(isinstance(target, ast.Name) and target.id in TEXTS for target in statement.targets)
