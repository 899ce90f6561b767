"""A project's labels as tables: a row per label and annotator, or a row per sample. Pure, of its sessions' states."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from activate_va.accounts.identity import actor_of
from activate_va.datasets import Dataset
from activate_va.projects.adjudication import given_labels
from activate_va.projects.events import AssignmentPurpose, PoolingRule
from activate_va.projects.pooling import pooled
from activate_va.projects.sharing import plan
from activate_va.projects.state import ProjectState
from activate_va.sessions.export import KINDS, Kind, Row, rows, source
from activate_va.sessions.placement import Placement
from activate_va.sessions.repository import ClientTimes
from activate_va.sessions.state import SessionState

OF_LABELS: dict[str, Kind] = {**KINDS, "purpose": "text"}
OF_SAMPLES: dict[str, Kind] = {
    "dataset": "text",
    "sample_id": "number",
    "class_index": "number",
    "class_name": "text",
    "confidence": "real",
    "decided_by": "text",
    "labels": "number",
    "agreeing": "number",
    "said": "text",
    "annotators": "text",
    "adjudicator": "text",
    "reason": "text",
    "external_id": "text",
    "source_row": "number",
}


@dataclass(frozen=True)
class Labelled:
    """All that people said in a project. `dataset` is None where it has changed since; `handles` by annotator."""

    state: ProjectState
    labelling: Mapping[str, SessionState]
    adjudicating: Mapping[str, SessionState]
    classes: Sequence[str]
    dataset: Dataset | None
    handles: Mapping[str, str]
    client_times: ClientTimes = field(default_factory=dict)

    def label_rows(self, adjudicated: bool) -> list[Row]:
        """By sample, then by annotator; `purpose` says what the annotator was asked for. Where they are `adjudicated`,
        each decision is a row too, of purpose `adjudication`."""
        table = [
            row | {"purpose": self._purpose(annotator_id, row["sample_id"])}
            for annotator_id, own in self.labelling.items()
            for row in self._rows(own)
        ]
        if adjudicated:
            table += [
                row | {"purpose": "adjudication"}
                for annotator_id, own in self.adjudicating.items()
                for row in self._rows(own)
                if self._decided_by(row["sample_id"]) == annotator_id
            ]
        return sorted(table, key=lambda row: row["sample_id"])

    def sample_rows(self, adjudicated: bool) -> list[Row]:
        """By sample: the class that was adjudicated, where these count, or else that of most labels; none where as many
        people gave another one. `said` is a JSON object of how many people gave each class."""
        rule: PoolingRule = "adjudicated_first" if adjudicated else "majority"
        return [self._sample(i, labels, rule) for i, labels in sorted(given_labels(self.state, self.labelling).items())]

    def _sample(self, sample_id: int, labels: Mapping[str, Placement], rule: PoolingRule) -> Row:
        decision = self.state.decisions.get(sample_id) if rule == "adjudicated_first" else None
        found = pooled(labels, decision, rule)
        said = Counter(label.class_index or 0 for label in labels.values())
        row: Row = dict.fromkeys(OF_SAMPLES)
        row |= {"dataset": self.state.created.dataset, "sample_id": sample_id, "labels": len(labels)}
        row["said"] = json.dumps({self.classes[i]: n for i, n in said.most_common()}, ensure_ascii=False)
        row["annotators"] = ", ".join(sorted(self.handles.get(one, one) for one in labels))
        row["decided_by"] = "nobody" if found is None else "adjudication" if found.adjudicated else "majority"
        if found is not None:
            row |= {"class_index": found.class_index, "class_name": self.classes[found.class_index]}
            row |= {"confidence": round(found.confidence, 6), "agreeing": said[found.class_index]}
        if decision is not None:
            row["adjudicator"] = self.handles.get(decision.annotator_id, decision.annotator_id)
            row["reason"] = decision.reason or None
        return row | source(self.dataset, sample_id)

    def _purpose(self, annotator_id: str, sample_id: int) -> AssignmentPurpose:
        usual: AssignmentPurpose = "overlap" if plan(self.state.created).get(sample_id, 1) > 1 else "main"
        return self.state.tested.get(annotator_id, {}).get(sample_id, usual)

    def _rows(self, own: SessionState) -> Iterator[Row]:
        actors = {actor_of(one): handle for one, handle in self.handles.items()}
        yield from rows(own, self.classes, self.dataset, actors, self.client_times)

    def _decided_by(self, sample_id: int) -> str | None:
        decision = self.state.decisions.get(sample_id)
        return None if decision is None else decision.annotator_id
