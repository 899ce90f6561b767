"""In half of what several people label, the machine's predictions are withheld, and agreement is compared."""

from __future__ import annotations

from collections.abc import Mapping

from activate_va.analysis.agreement import Coefficient, alpha_difference, counts_of, krippendorff
from activate_va.projects.events import ProjectCreated
from activate_va.projects.sharing import plan
from activate_va.projects.state import ProjectState
from activate_va.seeding import Purpose, generator
from activate_va.sessions.placement import Placement
from activate_va.sessions.ratings import Counting, ratings_of
from activate_va.sessions.state import SessionState
from activate_va.value import Value


class Halves(Value):
    """Krippendorff's alpha of the overlap where people saw the machine's predictions, and where these were withheld.

    Both are of labels on samples that came once there was a model to predict them. `difference` is the first minus the
    second: above 0, predictions made people agree more.
    """

    shown: Coefficient
    withheld: Coefficient
    difference: Coefficient


def overlap(project: ProjectCreated) -> frozenset[int]:
    """The samples that several people label."""
    return frozenset(sample_id for sample_id, people in plan(project).items() if people > 1)


def withheld(project: ProjectCreated) -> frozenset[int]:
    """The half of these, drawn by the project's seed, of which nobody sees predictions."""
    if not project.halves:
        return frozenset()
    shared = sorted(overlap(project))
    order = generator(project.seed, Purpose.WITHHOLDING, 0).permutation(len(shared))
    return frozenset(shared[place] for place in order[: len(shared) // 2])


def halves_of(state: ProjectState, sessions: Mapping[str, SessionState], classes: int) -> Halves | None:
    """None where nothing is withheld, or fewer than two people have labelled."""
    project, own = state.created, [session for session in sessions.values() if session.labels]
    people = {session.session_id: one for one, session in sessions.items()}
    if not project.halves or len(own) < 2:
        return None

    def counts(half: frozenset[int]) -> Counting:
        return lambda session, label: (
            label.sample_id in half
            and had_model(session, label)
            and state.is_blind(people[session.session_id], label.sample_id)
        )

    hidden = withheld(project)
    shown = overlap(project) - hidden
    first, second = (counts_of(ratings_of(own, counts(half)).labels, classes) for half in (shown, hidden))
    return Halves(shown=krippendorff(first), withheld=krippendorff(second), difference=alpha_difference(first, second))


def had_model(state: SessionState, label: Placement) -> bool:
    """Whether a model could have predicted the sample when it came."""
    first = state.rounds[0].finished_at if state.rounds else None
    return first is not None and first <= label.selected_at
