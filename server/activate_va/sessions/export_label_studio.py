"""Labels as Label Studio reads them: a JSON array of tasks, with what people have answered or a model predicts."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any

from activate_va.datasets import Dataset
from activate_va.errors import ActivateError
from activate_va.sessions.export import NOBODY, OfThePool, Row, predicted_rows, rows
from activate_va.sessions.state import SessionState

MEDIA_TYPE = "application/json"
CONTROL = "label"
"""What Label Studio's configuration is to name its `<Choices>`; `toName` is the kind of samples."""
KEPT = ("external_id", "source_row", "sample_id", "confidence", "confidence_source", "status", "annotator")
"""Of a label's row, in the data of its task. Label Studio has no place for a person's confidence, nor for strangers."""


class NoSamplesToExport(ActivateError):
    status = 409
    hint = "export the labels as CSV, JSON lines or Parquet, which need no samples"


def label_studio(
    state: SessionState,
    classes: Sequence[str],
    dataset: Dataset,
    of_the_pool: OfThePool | None = None,
    handles: Mapping[str, str] = NOBODY,
) -> bytes:
    """A task per label, by sample id, and one with a prediction per other sample where predictions are given.

    Texts stand in the tasks, rows of tables as an object, images as `data:` addresses.
    """
    answered = rows(state, classes, dataset, handles)
    labelled = [_task(row, dataset, annotations=[_answer(row, dataset)]) for row in answered]
    others = [] if of_the_pool is None else predicted_rows(state, classes, of_the_pool, dataset)
    predicted = [_task(row, dataset, predictions=[_prediction(row, classes, dataset)]) for row in others]
    return json.dumps([*labelled, *predicted], ensure_ascii=False, indent=1).encode()


def _task(row: Row, dataset: Dataset, **said: Any) -> dict[str, Any]:
    kept = {name: row[name] for name in KEPT if row[name] is not None}
    return {"data": {dataset.modality: _shown(dataset, row["sample_id"]), **kept}, **said}


def _shown(dataset: Dataset, sample_id: int) -> Any:
    card = dataset.kind.card(dataset.pool.items[sample_id])
    if card.media_type.startswith("image/"):
        return f"data:{card.media_type};base64,{base64.b64encode(card.content).decode()}"
    text = card.content.decode()
    return json.loads(text) if card.media_type == "application/json" else text


def _answer(row: Row, dataset: Dataset) -> dict[str, Any]:
    return {
        "created_at": row["labelled_at"].isoformat(),
        "result": _choice(row["class_name"], dataset),
    }


def _prediction(row: Row, classes: Sequence[str], dataset: Dataset) -> dict[str, Any]:
    result = _choice(classes[row["predicted_class"]], dataset)
    return {"model_version": row["predicted_by"], "score": row["predicted_confidence"], "result": result}


def _choice(class_name: str, dataset: Dataset) -> list[dict[str, Any]]:
    value = {"choices": [class_name]}
    return [{"from_name": CONTROL, "to_name": dataset.modality, "type": "choices", "value": value}]
