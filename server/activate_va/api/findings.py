"""What the server answers that looks through a session's pool, or at what a model's answers rest on."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel


class FoundSamples(BaseModel):
    """Samples of the pool that are not on the board, in order; `how` says by what, `note` what stood in, and why."""

    sample_ids: list[int]
    how: str
    note: str | None


class SearchedSamples(BaseModel):
    """Samples of the pool that a search finds, ascending, at most 10,000 of them; none that is held out.

    `total` counts all of them, `free` those that are not on the board.
    """

    sample_ids: list[int]
    total: int
    free: int


class Explanation(BaseModel):
    """What in an image speaks for the most probable class, `top`, against the second, `runner_up`.

    `values`: row by row, by how much `top` less `runner_up` falls where that part is hidden, in [-2, 2]. `confidence`:
    of `top`, in [0, 1]; `margin`: by how much `runner_up` is less probable.
    """

    top: int
    runner_up: int
    confidence: float
    margin: float
    values: list[list[float]]


class TextPiece(BaseModel):
    """A word of a text with what stands around it, or the space between two, and by how much it speaks for a class."""

    text: str
    value: float


class WordEvidence(BaseModel):
    """What in a text speaks for the most probable class, `top`, against the second, `runner_up`.

    `pieces` joined are the text. Their values and `intercept` add up to `difference`, that of the logits of both.
    """

    top: int
    runner_up: int
    difference: float
    intercept: float
    pieces: list[TextPiece]


class ScoreInfo(BaseModel):
    """`right` of so many `samples`, and Wilson's 95 % interval of that share, in [0, 1]."""

    name: str
    samples: int
    right: int
    lower: float
    upper: float


class ScoresAnswer(BaseModel):
    """`by_strategy`: of labels that people gave to samples with a prediction, by whichever model was the newest then.

    `by_length`: of the newest model, on the set that `evaluated_on` names, in quarters by numbers of words; empty, and
    null, unless samples are texts and there is a model and such a set.
    """

    by_strategy: list[ScoreInfo]
    by_length: list[ScoreInfo]
    evaluated_on: Literal["test", "evaluation"] | None
