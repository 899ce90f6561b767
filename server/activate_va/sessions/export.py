"""The labels of a session as a table: CSV, JSON lines or Parquet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.datasets import Dataset
from activate_va.datasets.ids import identity, source_annotator
from activate_va.sessions.events import Predictor
from activate_va.sessions.repository import ClientTimes
from activate_va.sessions.state import Placement, SessionState, Status
from activate_va.sessions.steps import NAMED, PERSON

Kind = Literal["text", "number", "real", "time"]
Kinds = Mapping[str, Kind]
"""The columns of a table in order; others that its rows have are texts, and come last."""

KINDS: dict[str, Kind] = {
    "session_id": "text",
    "dataset": "text",
    "sample_id": "number",
    "class_index": "number",
    "class_name": "text",
    "confidence": "real",
    "confidence_source": "text",
    "status": "text",
    "predicted_class": "number",
    "predicted_confidence": "real",
    "predicted_by": "text",
    "selection_scheme": "text",
    "strategy": "text",
    "round": "number",
    "annotator": "text",
    "selected_at": "time",
    "labelled_at": "time",
    "external_id": "text",
    "source_row": "number",
    "client_at": "time",
    "client_t": "real",
    "source_annotator": "text",
}
COLUMNS = tuple(KINDS)

IMPORT = "import"
"""What has predicted a label that the dataset came with."""
CRLF = "\r\n"
FORMULA_STARTS = (*"=+-@\t\r\n", *"\uff1d\uff0b\uff0d\uff20")
"""The second four are the wide forms of the first."""

Row = dict[str, Any]
NOBODY: Mapping[str, str] = {}
UNTIMED: ClientTimes = {}


class Format(NamedTuple):
    media_type: str
    write: Callable[[list[Row], Kinds], bytes]


class OfThePool(NamedTuple):
    """What a model says of every pool sample: probabilities (n, c), NaN where a sample is held out; and which it is.

    Of samples whose predictions are `withheld` nothing is exported."""

    probabilities: NDArray[np.float32]
    predictor: Predictor
    withheld: frozenset[int] = frozenset()


def export(
    state: SessionState,
    classes: Sequence[str],
    format_name: str,
    dataset: Dataset | None = None,
    of_the_pool: OfThePool | None = None,
    handles: Mapping[str, str] = NOBODY,
    client_times: ClientTimes = UNTIMED,
) -> bytes:
    """A row per label, by sample id, in one of FORMATS; and one per other sample where predictions are given."""
    table = rows(state, classes, dataset, handles, client_times)
    if of_the_pool is not None:
        table += predicted_rows(state, classes, of_the_pool, dataset)
    return FORMATS[format_name].write(table, KINDS)


def predicted_rows(
    state: SessionState, classes: Sequence[str], of_the_pool: OfThePool, dataset: Dataset | None
) -> list[Row]:
    """A row per sample that has no label and is not held out: `class_name` is empty, `predicted_class` is not."""
    probabilities, predictor, withheld = of_the_pool
    without = np.ones(len(probabilities), bool)
    without[[*(label.sample_id for label in state.labelled()), *state.held_out, *withheld]] = False
    by = f"{predictor.training_scheme} of round {predictor.round}"
    found = []
    for sample_id in np.flatnonzero(without).tolist():
        row: Row = dict.fromkeys(COLUMNS)
        top = int(probabilities[sample_id].argmax())
        row |= {"session_id": state.session_id, "dataset": state.dataset, "sample_id": sample_id}
        row |= {"status": "unlabelled", "predicted_class": top, "predicted_by": by}
        row["predicted_confidence"] = round(float(probabilities[sample_id, top]), 6)
        found.append(row | source(dataset, sample_id))
    return found


def rows(
    state: SessionState,
    classes: Sequence[str],
    dataset: Dataset | None = None,
    handles: Mapping[str, str] = NOBODY,
    client_times: ClientTimes = UNTIMED,
) -> list[Row]:
    """`selection_scheme` is `user` for a picked sample, `import` for one whose label is trusted as the dataset had it;
    `strategy` says by which of its strategies a mixed batch had it; `round` is the first that trained with the label.

    `confidence_source` is as in the events; empty for labels of older logs, which did not say. `external_id` and
    `source_row` are by what a label is joined to the file that the dataset came from; empty where `dataset` is None,
    as of one that has changed since. `annotator` is the actor's handle, where `handles` has it, or the name that they
    gave; empty where they gave none; of a trusted label whom the file names. `source_annotator` is whom the file names
    for a label that was trusted or suggested, whatever a person made of it. Texts are exported with their
    labels, so that the export is a dataset again. `client_at` and `client_t` are when the person gave the label by
    their own clocks, the second in milliseconds and never set back; empty where their client did not say.
    """
    table = [
        _row(state, label, classes) | source(dataset, label.sample_id) | _timed(state, label, client_times)
        for label in state.labelled()
    ]
    return [row | _annotators(row, dataset, handles) for row in table]


def _annotators(row: Row, dataset: Dataset | None, handles: Mapping[str, str]) -> Row:
    """Who gave the label, and whom the file names, where it was the file's label that one began with."""
    named = None if dataset is None or row["predicted_by"] != IMPORT else source_annotator(dataset, row["sample_id"])
    trusted = row["status"] == Status.IMPORTED.value
    return {
        "annotator": named if trusted else _name(row["annotator"], handles),
        "source_annotator": named,
    }


def _name(actor: str, handles: Mapping[str, str]) -> str | None:
    return None if actor == PERSON else handles.get(actor, actor.removeprefix(NAMED))


def _timed(state: SessionState, label: Placement, client_times: ClientTimes) -> Row:
    at, t = client_times.get((state.session_id, label.labelled_seq or 0), (None, None))
    return {"client_at": at, "client_t": t}


def source(dataset: Dataset | None, sample_id: int) -> Row:
    """By what a sample is joined to the file that the dataset came from."""
    if dataset is None:
        return {"external_id": None, "source_row": None}
    found = identity(dataset, sample_id)._asdict()
    said = dataset.kind.exported(dataset.pool.items[sample_id])
    return found | {f"column_{name}" if name in COLUMNS else name: value for name, value in said.items()}


def _row(state: SessionState, label: Placement, classes: Sequence[str]) -> Row:
    prediction = label.prediction
    values = (
        state.session_id,
        state.dataset,
        label.sample_id,
        label.class_index,
        classes[label.class_index or 0],
        label.confidence,
        label.source,
        label.status.value,
        prediction.class_index if prediction else None,
        prediction.confidence if prediction else None,
        _predicted_by(label),
        label.selection_scheme or "user",
        label.strategy,
        _first_round(state, label),
        label.actor,
        label.selected_at,
        label.changed_at,
    )
    return dict(zip(COLUMNS, values, strict=False))  # Ids and the client's times follow.


def _predicted_by(label: Placement) -> str | None:
    """`import` where the prediction is a label that the dataset came with."""
    if label.predicted_by is None:
        return IMPORT if label.prediction else None
    return f"{label.predicted_by.training_scheme} of round {label.predicted_by.round}"


def _first_round(state: SessionState, label: Placement) -> int | None:
    """None for a label to evaluate on, too, which none trains with."""
    if label.held_out_for is not None:
        return None
    first = state.first_round_since(label.labelled_seq or 0)
    return first.round if first else None


def _csv(table: list[Row], kinds: Kinds) -> bytes:
    """Of texts that a spreadsheet would take for formulas, `'` is put in front, as OWASP advises against CSV injection.

    Class names, for one, come from whoever made the dataset. Numbers and times stay as they are; so do all values in
    JSON lines and Parquet, which are exact.
    """
    stream = _LineFeeds()
    writer = csv.DictWriter(stream, _columns(table, kinds), lineterminator=CRLF)
    writer.writeheader()
    writer.writerows([{name: _text(_no_formula(value)) for name, value in row.items()} for row in table])
    return stream.getvalue().encode()


def _columns(table: list[Row], kinds: Kinds) -> tuple[str, ...]:
    return tuple(table[0]) if table else tuple(kinds)


class _LineFeeds(io.StringIO):
    """Ends rows with a line feed, where csv itself must be told of both characters, or it leaves a CR unquoted."""

    def write(self, row: str) -> int:
        return super().write(row.removesuffix(CRLF) + "\n")


def _no_formula(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _jsonl(table: list[Row], _: Kinds) -> bytes:
    return "".join(json.dumps(row, default=_text, ensure_ascii=False) + "\n" for row in table).encode()


def _parquet(table: list[Row], kinds: Kinds) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "number": pa.int64(), "real": pa.float64(), "time": pa.timestamp("us", tz="UTC")}
    schema = pa.schema([(name, types[kinds.get(name, "text")]) for name in _columns(table, kinds)])
    stream = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(table, schema), stream)
    return stream.getvalue()


def _text(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


FORMATS = {
    "csv": Format("text/csv; charset=utf-8", _csv),
    "jsonl": Format("application/jsonl", _jsonl),
    "parquet": Format("application/vnd.apache.parquet", _parquet),
}
