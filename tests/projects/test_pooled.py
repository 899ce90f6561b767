"""A round that trains on everybody's labels can be had again from its cut, and says nothing of the overlap."""

from __future__ import annotations

import pytest

from activate_va.projects.errors import NothingToPool
from activate_va.projects.events import PoolingRule
from activate_va.projects.pooling import pooled_labels
from activate_va.projects.state import continued
from activate_va.projects.withholding import overlap
from activate_va.sessions.errors import RoundRunning
from activate_va.sessions.events import LabelsImported
from activate_va.sessions.fold import fold

from .people import Named


@pytest.mark.parametrize("rule", ["majority", "adjudicated_first", "weighted"])
def test_everybodys_labels_at_the_cut_train_one_model(projects: Named, rule: PoolingRule) -> None:
    project_id, (first, second) = projects.begin(samples=30, overlap=0.5), projects.ids[:2]
    service, sessions = projects.projects, projects.projects.sessions
    with pytest.raises(NothingToPool):
        service.pooled_rounds.start(project_id, rule, "person")
    for one in (first, second):
        projects.label(project_id, one, projects.take(project_id, one))
    state = service.pooled_rounds.start(project_id, rule, f"annotator:{first}")
    (started,) = state.pooled
    with pytest.raises(RoundRunning):
        service.pooled_rounds.start(project_id, rule, "person")
    projects.label(project_id, first, projects.take(project_id, first), 1)  # Comes too late.
    sessions.rounds.wait(started.session_id)

    logs = {one: service.session_of(project_id, one, "person") for one in (first, second)}
    assert set(started.cut) == set(logs.values())
    then = {one: fold([e for e in sessions.events(log) if e.seq <= started.cut[log]]) for one, log in logs.items()}
    decided = continued(None, [e for e in service.log.events(project_id) if e.seq <= started.decided_seq])
    again = pooled_labels(decided, then, rule)
    assert len(again.sample_ids) == started.labels
    (imported,) = (e.payload for e in sessions.events(started.session_id) if isinstance(e.payload, LabelsImported))
    assert again == imported

    (result,) = service.pooled_rounds.results(project_id)
    assert (result.rule, result.labels, result.people, result.running) == (rule, started.labels, 2, False)
    assert result.failure is None
    assert set(result.measures) == {"SIL", "IL", "IDA", "CBA"}
    owner = sessions.owners.of(started.session_id)
    assert (owner.annotator_id, owner.purpose) == (None, "pooled")
    assert service.withheld_in(owner) == overlap(state.created)
