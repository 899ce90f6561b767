"""In a random half of the overlap nobody sees what the machine predicts, and the halves are compared."""

from __future__ import annotations

from activate_va.projects.progress import progress_of
from activate_va.projects.withholding import overlap, withheld
from activate_va.sessions.config import ConfigPatch
from activate_va.sessions.owners import Owner

from .people import Named


def test_cards_of_half_the_overlap_come_without_a_prediction(projects: Named) -> None:
    project_id, people = projects.begin(samples=40, overlap=0.5), projects.ids[:2]
    service, sessions = projects.projects, projects.projects.sessions
    created = service.state(project_id).created
    hidden = withheld(created)
    assert len(hidden) == 10
    assert hidden < overlap(created)
    for one in people:
        projects.label(project_id, one, projects.take(project_id, one))
        session_id = service.session_of(project_id, one, "person")
        sessions.change_config(session_id, ConfigPatch(training_schemes=("SIL",), predict_with="SIL"))
        sessions.train(session_id)
        sessions.rounds.wait(session_id)
    before = {one: set(sessions.state(service.session_of(project_id, one, "person")).board) for one in people}
    for one in people:
        projects.work(project_id, one)
        board = sessions.state(service.session_of(project_id, one, "person")).board
        later = {i: p for i, p in board.items() if i not in before[one]}
        assert {i for i, p in later.items() if p.prediction is None} == hidden & later.keys()
        assert hidden & later.keys()
        assert later.keys() - hidden
    owner = Owner("person", people[0], project_id)
    assert service.withheld_in(owner) == hidden
    assert service.withheld_in(owner._replace(project_id=None)) == frozenset()
    halves = progress_of(service.state(project_id), service.sessions_of(project_id), ["even", "odd"]).halves
    assert halves is not None
    shared = overlap(created) - before[people[0]] - before[people[1]]
    assert halves.withheld.samples == len(hidden & shared)
    assert halves.shown.samples == len(shared - hidden)
    assert halves.shown.value == halves.withheld.value == 1.0
    assert halves.difference.value == 0.0
