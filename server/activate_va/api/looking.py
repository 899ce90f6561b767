"""What else there is in the pool: samples like one, and samples between two classes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query

from activate_va.api.dependencies import AllServices, SessionId, Sessions
from activate_va.api.errors import responses
from activate_va.api.findings import (
    Explanation,
    FoundSamples,
    ScoreInfo,
    ScoresAnswer,
    SearchedSamples,
    TextPiece,
    WordEvidence,
)
from activate_va.api.permissions import Permission, needs
from activate_va.api.schemas import Wanted
from activate_va.api.withholding import withheld_in
from activate_va.sessions.events import ClassIndex
from activate_va.sessions.scores import scores_of

router = APIRouter(prefix="/sessions/{session_id}/pool", tags=["pool"])

SampleInPool = Annotated[int, Path(ge=0, lt=2**53)]
MOST_SHOWN = 10_000
Count = Annotated[int, Query(ge=1, le=10_000, description="no more samples than these")]


@router.get("/like/{sample_id}", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_like(session_id: SessionId, sample_id: SampleInPool, sessions: Sessions, count: Count = 24) -> FoundSamples:
    """The nearest to a sample where the session measures distances; none that is on the board."""
    found = sessions.looking.like(sessions.state(session_id), sample_id, count)
    return FoundSamples(**found._asdict())


@router.get("/search", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_search(
    session_id: SessionId,
    sessions: Sessions,
    wanted: Annotated[Wanted, Query()],
    expression: Annotated[bool, Query(description="`wanted` is a regular expression")] = False,
) -> SearchedSamples:
    """Texts, or rows by their cells of text, that hold all of these words, in capitals or not; or a match."""
    state = sessions.state(session_id)
    found = sessions.looking.search(state, wanted, expression)
    free = len(found) - len(state.board.keys() & set(found.tolist()))
    return SearchedSamples(sample_ids=found[:MOST_SHOWN].tolist(), total=len(found), free=free)


@router.get("/why/{sample_id}", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_why(session_id: SessionId, sample_id: SampleInPool, services: AllServices) -> Explanation:
    """On which parts of an image the answer of the model rests that predicts, by hiding each of them in turn."""
    sessions, withheld = services.sessions, withheld_in(services, session_id)
    found = sessions.looking.why(sessions.state(session_id), sample_id, withheld)
    values = found.values.astype(float).round(4).tolist()
    return Explanation(
        top=found.top, runner_up=found.runner_up, confidence=found.confidence, margin=found.margin, values=values
    )


@router.get("/words/{sample_id}", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_words(session_id: SessionId, sample_id: SampleInPool, services: AllServices) -> WordEvidence:
    """Which words of a text speak for what the model says that predicts, and which against it.

    A word's value is what its own TF-IDF, that of pairs with it and that of characters within it add to the difference
    of logits between the most probable class and the second, times their coefficients.
    """
    sessions, withheld = services.sessions, withheld_in(services, session_id)
    found = sessions.looking.words(sessions.state(session_id), sample_id, withheld)
    return WordEvidence(**found._asdict() | {"pieces": [TextPiece(**each._asdict()) for each in found.pieces]})


@router.get("/scores", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_scores(session_id: SessionId, sessions: Sessions) -> ScoresAnswer:
    """How often models were right, by what selected a sample and, of texts, by how long one is."""
    state = sessions.state(session_id)
    found = scores_of(state, sessions.shelf.open(state.dataset), sessions.selecting.predictions)
    return ScoresAnswer(
        by_strategy=[ScoreInfo(**each._asdict()) for each in found.by_strategy],
        by_length=[ScoreInfo(**each._asdict()) for each in found.by_length],
        evaluated_on=found.evaluated_on,
    )


@router.get("/contradicted", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_contradicted(session_id: SessionId, services: AllServices) -> FoundSamples:
    """Labels that the newest model which predicts would put in another class, the surest of that first.

    It has learnt from them, so it contradicts fewer than a review does, which leaves each out in turn. None of labels
    whose predictions a project withholds, nor of those to evaluate on.
    """
    sessions, withheld = services.sessions, withheld_in(services, session_id)
    return FoundSamples(**sessions.looking.contradicted(sessions.state(session_id), withheld)._asdict())


@router.get("/between", responses=responses(404, 409))
@needs(Permission.READ_SESSION)
def get_between(
    session_id: SessionId,
    services: AllServices,
    first: Annotated[ClassIndex, Query(lt=2**53)],
    second: Annotated[ClassIndex, Query(lt=2**53)],
    count: Count = 10,
) -> FoundSamples:
    """Samples that the model which predicts hesitates over between two classes; none that is on the board."""
    state = services.sessions.state(session_id)
    n_classes = len(services.shelf.open(state.dataset).classes)
    withheld = withheld_in(services, session_id)
    found = services.sessions.looking.between(state, first, second, count, n_classes, withheld)
    return FoundSamples(**found._asdict())
