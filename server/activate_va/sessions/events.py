"""The events of a session: one pydantic model per kind, in one discriminated union.

Everything that happens in a session is one append-only row. Nothing else stores labels: state,
undo, replay, audit log and export are all folds of these.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from activate_va.guideline import GuidelinePublished
from activate_va.sessions.config import SessionConfig, Weight
from activate_va.value import Value

EVENT_VERSION = 5
"""5: a guideline may be written in a session.
4: configurations say what the map is laid out from.
3: sessions say what they make of existing labels, and results what they are evaluated on.
2: labels say where their confidence comes from; undoing goes by actor; results carry measures by name. Version 1
is read as it is, with nulls, but for its three measures, which are put in their place."""

VERSION_1_MEASURES = ("accuracy", "macro_f1", "calibration_error")
"""What `scheme_trained` had as fields of its own."""

ConfidenceSource = Literal["stated", "default", "accepted"]
"""`stated`: a person put the sample at that height, or changed it by key. `default`: a person named the class and no
confidence. `accepted`: the machine's own, confirmed as it stood."""

ExistingLabels = Literal["hide", "suggest", "trust"]
"""What a session makes of labels that its dataset's pool comes with. `hide`: nothing; simulations alone know them.
`suggest`: a sample arrives where they put it, for a person to confirm or correct. `trust`: they are labels."""

SampleId = Annotated[int, Field(ge=0, description="stable index of the sample in the dataset's pool")]
Confidence = Annotated[
    float, Field(ge=0, le=1, allow_inf_nan=False, description="height on the board: 0 at the bottom, 1 at the top")
]
ClassIndex = Annotated[int, Field(ge=0)]
Measures = dict[str, Annotated[float, Field(allow_inf_nan=False)] | None]


class Prediction(Value):
    """What the machine believes: the most probable class, and the whole distribution as the model gives it.

    `confidence` is the height: the highest probability, at the model's temperature where the configuration calibrates.
    Of a label that the dataset came with there is no distribution.
    """

    class_index: ClassIndex
    confidence: Confidence
    probabilities: tuple[float, ...]


class SelectedSample(Value):
    """`suggested`: the prediction is no model's, but a label that the dataset came with.

    `strategy`: by which of them it came, where the selection scheme has several.
    """

    sample_id: SampleId
    prediction: Prediction | None
    suggested: bool = False
    strategy: str | None = None


MIXTURE = "mixture"
"""Stands for the training scheme where the models of several predict together."""


class Predictor(Value):
    """The model that made the predictions of a selection, or the models, by the weights of their training schemes.

    Without weights it is the model of `training_scheme`, with them that is `MIXTURE`.
    """

    round: int
    training_scheme: str
    weights: dict[str, Weight] = Field(default_factory=dict)


class SessionCreated(Value):
    kind: Literal["session_created"] = "session_created"
    name: str
    dataset: str
    dataset_digest: str
    seed: int
    config: SessionConfig
    existing_labels: ExistingLabels = "hide"
    evaluation_first: bool = False


HeldOutFor = Literal["evaluation", "validation"]
"""What a sample is held out for: to report on, or to choose by."""


class EvaluationDrawn(Value):
    """Samples drawn at random from `drawn_from` that were left, to be labelled and held out for good.

    They are never selected, trained on, inferred, or shown with a prediction; nothing is fitted on them.
    """

    kind: Literal["evaluation_drawn"] = "evaluation_drawn"
    held_out_for: HeldOutFor
    sample_ids: tuple[SampleId, ...]
    drawn_from: int


class LabelsImported(Value):
    """Labels that the dataset came with, as columns by sample id; no person has acted on them.

    A confidence is null where the file says none.
    """

    kind: Literal["labels_imported"] = "labels_imported"
    sample_ids: tuple[SampleId, ...]
    class_indices: tuple[ClassIndex, ...]
    confidences: tuple[Confidence | None, ...]


class ConfigChanged(Value):
    """The whole new configuration."""

    kind: Literal["config_changed"] = "config_changed"
    config: SessionConfig


class SamplesQueried(Value):
    """The machine selected samples. `reason` says why scheme or distances are not those asked for."""

    kind: Literal["samples_queried"] = "samples_queried"
    scheme: str
    effective_scheme: str
    reason: str | None
    samples: tuple[SelectedSample, ...]
    predicted_by: Predictor | None


class SamplesPicked(Value):
    """The person selected samples."""

    kind: Literal["samples_picked"] = "samples_picked"
    samples: tuple[SelectedSample, ...]
    predicted_by: Predictor | None


class SamplesPredicted(Value):
    """A new model placed samples anew on which nobody has acted."""

    kind: Literal["samples_predicted"] = "samples_predicted"
    samples: tuple[SelectedSample, ...]
    predicted_by: Predictor


class SamplePlaced(Value):
    """The person put a sample into a class region, or moved it. `source` is null in logs of version 1."""

    kind: Literal["sample_placed"] = "sample_placed"
    sample_id: SampleId
    class_index: ClassIndex
    confidence: Confidence
    source: Literal["stated", "default"] | None = None


class SamplesLabelled(Value):
    """The person gave several samples one class, in one step; those that were not on the board came onto it so."""

    kind: Literal["samples_labelled"] = "samples_labelled"
    sample_ids: tuple[SampleId, ...]
    class_index: ClassIndex
    confidence: Confidence
    source: Literal["stated", "default"]


class LabelsConfirmed(Value):
    """The person accepted the machine's placements as they stand."""

    kind: Literal["labels_confirmed"] = "labels_confirmed"
    sample_ids: tuple[SampleId, ...]


class SampleReturned(Value):
    """The person put a sample back into the unlabelled region."""

    kind: Literal["sample_returned"] = "sample_returned"
    sample_id: SampleId


class Effort(Value):
    """Relabelling effort: labels that a round got for the first time, by how they came about."""

    labelled: int
    corrected: int
    hand_labelled: int


class RoundStarted(Value):
    """A training of the chosen schemes on all labels so far; `round` counts finished rounds from 1."""

    kind: Literal["round_started"] = "round_started"
    round: int
    labels: int
    effort: Effort
    config: SessionConfig


class Reached(Value):
    """The share of the validation split that a model had right after so many seconds of training."""

    seconds: float
    accuracy: float


class SchemeTrained(Value):
    """One training scheme's model is trained and evaluated: on the test split, or the evaluation set of the session.

    `measures` are those that the server knew then, by name, `f1:3` being of class 3; null where a measure has nothing
    to say. `confusion` has a row per actual and a column per predicted class; `seconds` is training alone;
    `training_size` counts training samples per epoch. `note` says what stood in for what the configuration asks for,
    and why; null where nothing did. `temperature` is what calibrates the model; null where the configuration asks for
    none, or there was nothing to fit it on. `validation` is a confusion matrix as well, of the session's validation
    set; null where it has none. `course` is how right the model was while it trained,
    for a scheme that fine-tunes; null for any other, and where the validation split has no labels.
    """

    kind: Literal["scheme_trained"] = "scheme_trained"
    round: int
    training_scheme: str
    measures: Measures
    confusion: tuple[tuple[int, ...], ...]
    seconds: float
    labels_used: int
    training_size: int
    model_digest: str
    note: str | None = None
    temperature: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    evaluated_on: Literal["test", "evaluation"] = "test"
    validation: tuple[tuple[int, ...], ...] | None = None
    course: tuple[Reached, ...] | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_version_1(cls, data: Any) -> Any:
        """Its measures are those that it has; older logs have no calibration error."""
        if not isinstance(data, dict) or "measures" in data:
            return data
        others = {name: value for name, value in data.items() if name not in VERSION_1_MEASURES}
        return others | {"measures": {name: data[name] for name in VERSION_1_MEASURES if name in data}}


class RoundFinished(Value):
    kind: Literal["round_finished"] = "round_finished"
    round: int
    seconds: float


class RoundFailed(Value):
    kind: Literal["round_failed"] = "round_failed"
    round: int
    error: str
    detail: str
    hint: str


class RoundCancelled(Value):
    kind: Literal["round_cancelled"] = "round_cancelled"
    round: int


class Undone(Value):
    """The event of that `seq`, a step of the actor's own, no longer counts.

    A step of `person` is also the own one of whoever is `person:NAME`, who may have given the name later.
    """

    kind: Literal["undone"] = "undone"
    seq: int


class Redone(Value):
    """The undone event of that `seq` counts again."""

    kind: Literal["redone"] = "redone"
    seq: int


Payload = Annotated[
    SessionCreated
    | EvaluationDrawn
    | LabelsImported
    | ConfigChanged
    | GuidelinePublished
    | SamplesQueried
    | SamplesPicked
    | SamplesPredicted
    | SamplePlaced
    | SamplesLabelled
    | LabelsConfirmed
    | SampleReturned
    | RoundStarted
    | SchemeTrained
    | RoundFinished
    | RoundFailed
    | RoundCancelled
    | Undone
    | Redone,
    Field(discriminator="kind"),
]


class Event(Value):
    """One row of the log. `actor` is `annotator:ID`, `token:NAME`, `machine` or `simulated:LABELLER`; on a server
    without accounts `person:NAME`, or `person` where no name was given.

    `client_key` makes a repeated write harmless.

    `client_at` and `client_t` are when the client acted by its own clocks, the second in milliseconds and never set
    back, so that reaction times can be had; null where it did not say. Nothing is decided by them.
    """

    session_id: str
    seq: Annotated[int, Field(ge=1)]
    at: datetime
    actor: str
    version: int = EVENT_VERSION
    client_key: str | None = None
    client_at: datetime | None = None
    client_t: float | None = None
    payload: Payload
