"""Exports of a project: a row per label and annotator, or a row per sample, with and without what was adjudicated."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from activate_va.projects.events import Candidate, LabelAdjudicated, ProjectCreated
from activate_va.projects.pooling import pooled
from activate_va.projects.rows import Labelled
from activate_va.projects.state import ProjectState
from activate_va.sessions.board import Board
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.placement import Placement, Status
from activate_va.sessions.state import SessionState

NOW = datetime(2026, 1, 1, tzinfo=UTC)
CREATED = ProjectCreated(
    name="p",
    dataset="digits",
    dataset_digest="d",
    pool=4,
    samples=4,
    seed=0,
    overlap=1,
    people=3,
    config=SessionConfig(),
)


def label(sample_id: int, class_index: int, confidence: float = 0.8) -> Placement:
    return Placement(
        sample_id=sample_id,
        class_index=class_index,
        confidence=confidence,
        source="stated",
        status=Status.HAND_LABELLED,
        prediction=None,
        predicted_by=None,
        selection_scheme="project",
        selected_seq=2,
        selected_at=NOW,
        changed_at=NOW,
        actor="person",
        labelled_seq=3,
    )


def session(annotator_id: str, *labels: Placement) -> SessionState:
    return SessionState(
        session_id=annotator_id,
        name="p",
        dataset="digits",
        dataset_digest="d",
        seed=0,
        created_at=NOW,
        seq=9,
        config=SessionConfig(),
        board=Board({one.sample_id: one for one in labels}),
        labels=len(labels),
    )


def decision(sample_id: int, class_index: int) -> LabelAdjudicated:
    return LabelAdjudicated(
        annotator_id="judge",
        sample_id=sample_id,
        class_index=class_index,
        confidence=1,
        candidates=(Candidate(class_index=0, confidence=None),),
        reason="a tail",
    )


def project() -> Labelled:
    """On sample 0 two agree against one; on sample 1 they are as many, and it was adjudicated; 2 is of one person."""
    labelling = {
        "a": session("a", label(0, 1, 0.6), label(1, 0, 0.9), label(2, 1)),
        "b": session("b", label(0, 1, 0.8), label(1, 1, 0.4)),
        "c": session("c", label(0, 0, 0.9)),
    }
    state = ProjectState("p", 5, CREATED, {}, decisions={1: decision(1, 1)})
    judging = {"judge": session("judge", label(1, 1, 1.0))}
    return Labelled(state, labelling, judging, ["even", "odd"], None, {"a": "ada", "b": "bob", "judge": "jo"})


def test_a_row_per_sample_says_what_most_say_or_what_was_adjudicated() -> None:
    rows = project().sample_rows(adjudicated=True)
    assert [(row["sample_id"], row["class_name"], row["decided_by"]) for row in rows] == [
        (0, "odd", "majority"),
        (1, "odd", "adjudication"),
        (2, "odd", "majority"),
    ]
    assert (rows[0]["labels"], rows[0]["agreeing"], rows[0]["confidence"]) == (3, 2, 0.7)
    assert json.loads(rows[0]["said"]) == {"odd": 2, "even": 1}
    assert (rows[1]["adjudicator"], rows[1]["reason"], rows[1]["annotators"]) == ("jo", "a tail", "ada, bob")


def test_without_what_was_adjudicated_as_many_against_as_many_have_no_class() -> None:
    row = project().sample_rows(adjudicated=False)[1]
    assert (row["class_name"], row["decided_by"], row["adjudicator"], row["labels"]) == (None, "nobody", None, 2)


def test_a_row_per_label_has_decisions_as_rows_of_their_own() -> None:
    def said(adjudicated: bool) -> list[tuple[int, str]]:
        return [(row["sample_id"], row["purpose"]) for row in project().label_rows(adjudicated)]

    assert sorted(said(False)) == [(0, "overlap")] * 3 + [(1, "overlap")] * 2 + [(2, "overlap")]
    assert sorted(said(True)) == sorted([*said(False), (1, "adjudication")])


def test_pooling_by_confidence_lets_the_surer_one_win() -> None:
    labels = {"a": label(0, 0, 0.9), "b": label(0, 1, 0.4)}
    assert pooled(labels, None, "majority") is None
    assert pooled(labels, decision(0, 1), "majority") is None
    weighted = pooled(labels, decision(0, 1), "weighted")
    assert weighted is not None
    assert (weighted.class_index, weighted.confidence) == (0, 0.9)
    first = pooled(labels, decision(0, 1), "adjudicated_first")
    assert first is not None
    assert first.adjudicated
