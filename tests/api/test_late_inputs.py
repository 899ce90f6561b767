"""A round begins while the map is still being computed: schemes that need it wait, the others train."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from activate_va.jobs.cluster import PROJECTION
from activate_va.jobs.errors import ProjectionFailed, ProjectionNotReady
from activate_va.jobs.reporting import Report
from activate_va.jobs.service import Job
from activate_va.pool import Need, PoolView, Source
from activate_va.sessions.late_inputs import wait_for

from .conftest import Labeller

LATE = {
    "classifier": "logistic_regression",
    "projection": "tsne",
    "distance_space": "projection",
    "training_schemes": ["SIL", "IL"],
    "predict_with": "IL",
}


def test_schemes_that_need_the_map_wait_for_it(labeller: Labeller, client: TestClient) -> None:
    labeller.label(labeller.query(10)["samples"])
    labeller.expect(200, "PATCH", f"{labeller.url}/config", LATE)
    state = labeller.train()
    assert state["interruption"] is None
    assert set(state["rounds"][0]["results"]) == {"SIL", "IL"}
    events = labeller.expect(200, "GET", f"{labeller.url}/events")["events"]
    trained = [event["payload"]["training_scheme"] for event in events if event["payload"]["kind"] == "scheme_trained"]
    assert trained == ["SIL", "IL"]
    assert client.get("/api/datasets/digits/projections/tsne").status_code == 200


def test_a_round_that_waits_for_the_map_can_be_cancelled(labeller: Labeller) -> None:
    labeller.label(labeller.query(10)["samples"])
    only = {**LATE, "projection": "umap", "training_schemes": ["IL"]}
    labeller.expect(200, "PATCH", f"{labeller.url}/config", only)
    labeller.expect(202, "POST", f"{labeller.url}/rounds")
    running = labeller.services.sessions.rounds.under_way(labeller.session_id)
    assert running is not None
    labeller.expect(200, "DELETE", f"{labeller.url}/rounds/current")
    running.join(20)
    assert labeller.state()["interruption"]["error"] == "RoundCancelled"
    assert labeller.services.sessions.rounds.under_way(labeller.session_id) is None


def _breaks(report: Report) -> None:
    raise ValueError("no coordinates today")


def test_a_map_that_cannot_be_computed_ends_the_waiting(labeller: Labeller) -> None:
    jobs = labeller.services.jobs
    job = jobs.submit("project", _breaks, {}, resource=PROJECTION)

    def not_ready() -> None:
        raise ProjectionNotReady("it is on its way", job_id=job.id)

    content = labeller.services.sessions.rounds.views.of(labeller.services.sessions.state(labeller.session_id)).content
    view = PoolView(content, "projection", {Need.PROJECTION: Source(not_ready, expect_ready=not_ready)})
    waited: list[Job] = []
    with pytest.raises(ProjectionFailed, match="no coordinates today"):
        wait_for(view, "IL", jobs, waited.append)
