"""Bodies of requests and responses that are not already events or state."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from activate_va.jobs.service import Job
from activate_va.measures import MeasureInfo
from activate_va.number import AS_NUMBER
from activate_va.options import OptionValue
from activate_va.pool import Need
from activate_va.sessions.config import ConfigPatch, SessionConfig
from activate_va.sessions.events import (
    ClassIndex,
    Confidence,
    Event,
    ExistingLabels,
    HeldOutFor,
    SampleId,
    SelectedSample,
)
from activate_va.sessions.state import Round
from activate_va.sessions.trying import Opinion
from activate_va.studies.marked_yaml import MOST_CHARACTERS
from activate_va.studies.service import Study
from activate_va.text import Text
from activate_va.training import ConfigOption

SampleIds = Annotated[tuple[Annotated[SampleId, AS_NUMBER], ...], Field(min_length=1, max_length=10_000)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ErrorBody(BaseModel):
    """The one shape of every error: its name, what is wrong and where, and what to do."""

    error: str
    detail: str
    hint: str


class Health(BaseModel):
    status: Literal["ok"] = "ok"
    version: str


class Ready(BaseModel):
    status: Literal["ready"] = "ready"


class EntryInfo(BaseModel):
    name: str
    title: str
    description: str


class OptionInfo(BaseModel):
    """What may be set of an entry. Bounds are null where there are none, or the value is no number.

    `choices`: the texts that a value may be; empty where it may be any, or is none.
    """

    name: str
    description: str
    type: Literal["integer", "number", "boolean", "string"]
    default: OptionValue
    minimum: float | None
    maximum: float | None
    choices: list[str]


class SettableInfo(EntryInfo):
    """An entry, and what may be set of it: in `config.options`, under `key`."""

    key: str
    options: list[OptionInfo]


class ClassifierInfo(SettableInfo):
    """A classifier, and the kinds of samples that it takes: a dataset's `modality` is one of them.

    `takes_embeddings`: it is for datasets with an embedding of their own. `says_words`: its models say which words of a
    text an answer rests on.
    """

    kinds: list[str]
    says_words: bool
    takes_embeddings: bool


class SchemeInfo(SettableInfo):
    """A scheme, and what it looks at."""

    needs: list[Need]


class TrainingSchemeInfo(SchemeInfo):
    """`uses`: options of the configuration that decide what the scheme trains on; others change nothing for it.

    `infers`: it infers a label for the whole pool, which rounds keep.
    """

    uses: list[ConfigOption]
    infers: bool


class DistanceSpaceInfo(EntryInfo):
    """Where distances are measured, and the kinds of samples that have points there."""

    kinds: list[str]


class Catalogue(BaseModel):
    """What can be chosen, what is chosen where nobody says otherwise, and what is recommended for few labels."""

    selection_schemes: list[SchemeInfo]
    training_schemes: list[TrainingSchemeInfo]
    kinds: list[SettableInfo]
    classifiers: list[ClassifierInfo]
    projections: list[SettableInfo]
    distance_spaces: list[DistanceSpaceInfo]
    measures: list[MeasureInfo]
    defaults: SessionConfig
    few_labels: SessionConfig
    few_labels_upright: SessionConfig


class ClassInfo(BaseModel):
    index: int
    name: str


class Counts(BaseModel):
    pool: int
    validation: int
    test: int


class Sprites(BaseModel):
    """Sample i stands on page i // (columns * rows), then row by row from the top left; tiles in pixels."""

    columns: int
    rows: int
    tile_width: int
    tile_height: int
    pages: int


class SpaceInfo(BaseModel):
    """A feature space of a dataset that is ready to measure distances in."""

    name: str


class DatasetInfo(BaseModel):
    """A dataset; `shape` is height, width, channels, `digest` the sha256 of names and content, in hexadecimal.

    `labelled` counts the pool's samples that come with a label. `own_embeddings` are those that came with the samples;
    each is the feature space `own.NAME`. `imported`: whether it may be changed. `originals`: whether images are smaller
    than they came, and are kept as they came, too. `grew_from`: the digests of the datasets that this one is with
    samples added. `shape` and `sprites` are null where samples, as `modality` says, are no images.
    """

    name: str
    title: str
    modality: str
    classes: list[ClassInfo]
    counts: Counts
    labelled: int
    shape: tuple[int, int, int] | None
    digest: str
    imported: bool
    originals: bool
    own_embeddings: list[str]
    grew_from: list[str]
    sprites: Sprites | None


class DatasetList(BaseModel):
    datasets: list[DatasetInfo]


class JobAnswer(BaseModel):
    job: Job


class NewSession(Body):
    """`existing_labels`: what becomes of labels that the dataset's pool comes with. `hide`, or null: nobody sees them.
    `suggest`: a sample arrives where its label puts it, for a person to confirm or correct. `trust`: they are labels
    from the start, of status `imported`. `evaluation_first`: nothing is selected or trained before a random evaluation
    set has been begun; null: where the dataset has no test sample with a label."""

    dataset: Text
    name: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    seed: Annotated[int | None, Field(ge=0, lt=2**53), AS_NUMBER] = None
    config: ConfigPatch | None = None
    existing_labels: ExistingLabels | None = None
    evaluation_first: bool | None = None


class SessionEntryInfo(BaseModel):
    """A session in a list; `actor` began it, as events name them. `seq` is its last event.

    `annotator` is the handle of whose it is, null where it was begun without an account; `project_id` is the project
    that it labels for, if any, and `purpose` what it is for there, null where it labels: `adjudication` or `pooled`.
    `labels` and `rounds` are null where the session cannot be read; `problem` then says why. `deleted`: a person has
    deleted it, which can be undone; its events are kept. `archived`: lists show it only to who asks for archived ones.
    """

    session_id: str
    name: str
    dataset: str
    created_at: datetime
    actor: str
    seq: int
    labels: int | None
    rounds: int | None
    deleted: bool = False
    archived: bool = False
    annotator_id: str | None = None
    annotator: str | None = None
    project_id: str | None = None
    purpose: str | None = None
    problem: str | None = None


class SessionListing(Body):
    """How lists show a session; what is left out stays as it is."""

    name: Annotated[Text, Field(min_length=1, max_length=200)] | None = None
    deleted: bool | None = None
    archived: bool | None = None


class SessionCopy(Body):
    """How lists name a copy of a session. `dataset`: one that is the session's with samples added, to go on with; null:
    the same."""

    name: Annotated[Text, Field(min_length=1, max_length=200)]
    dataset: Annotated[Text | None, Field(max_length=200)] = None


class SessionList(BaseModel):
    sessions: list[SessionEntryInfo]


Wanted = Annotated[Text, Field(min_length=1, max_length=500, description="words, or an expression of RE2")]


class MachineSelection(Body):
    """The machine selects; what is left out comes from the session's configuration."""

    by: Literal["machine"]
    scheme: Text | None = None
    count: Annotated[int | None, Field(ge=1), AS_NUMBER] = None


class UserSelection(Body):
    """The person picks these samples."""

    by: Literal["user"]
    sample_ids: SampleIds


class SearchSelection(Body):
    """Up to `count` samples, by lot, of those that a search finds: all of these words, or a regular expression."""

    by: Literal["search"]
    wanted: Wanted
    expression: bool = False
    count: Annotated[int | None, Field(ge=1, le=10_000), AS_NUMBER] = None


class EvaluationSelection(Body):
    """Samples are drawn at random to be labelled and held out for good: never selected, trained on or inferred."""

    by: Literal["lot"]
    held_out_for: HeldOutFor = "evaluation"
    count: Annotated[int | None, Field(ge=1, le=10_000), AS_NUMBER] = None


NewSelection = Annotated[
    MachineSelection | UserSelection | EvaluationSelection | SearchSelection, Field(discriminator="by")
]


class SelectionAnswer(BaseModel):
    """The samples now on the board; schemes and `reason` are null where the person picked or lots were drawn."""

    seq: int
    samples: tuple[SelectedSample, ...]
    scheme: str | None
    effective_scheme: str | None
    reason: str | None


class Drawing(Body):
    """A picture as the dataset's are: a value for each pixel, and for each of its channels, row by row."""

    pixels: Annotated[
        tuple[Annotated[int, Field(ge=0, le=255), AS_NUMBER], ...], Field(min_length=1, max_length=1 << 20)
    ]


class OpinionList(BaseModel):
    opinions: list[Opinion]


class Label(Body):
    """`confidence` only where a person stated one; without it the label stands at the configuration's default."""

    class_index: Annotated[ClassIndex, AS_NUMBER]
    confidence: Annotated[Confidence, AS_NUMBER] | None = None


class AlikeLabels(Label):
    """One class, and one confidence, for several samples; `relabel`: also for those that have labels."""

    sample_ids: SampleIds
    relabel: bool = False


class Confirmations(Body):
    """`class_indices`: where the person saw each sample; one that a newer model has moved is then left out."""

    sample_ids: SampleIds
    class_indices: tuple[Annotated[ClassIndex, AS_NUMBER], ...] | None = None

    @model_validator(mode="after")
    def _a_class_each(self) -> Self:
        if self.class_indices is not None and len(self.class_indices) != len(self.sample_ids):
            raise ValueError("class_indices names a class for each of sample_ids, or is left out")
        return self


class RoundAnswer(BaseModel):
    round: int
    seq: int


class RoundList(BaseModel):
    """Finished rounds, and the one that runs, if any."""

    rounds: tuple[Round, ...]
    running: Round | None


class ModelList(BaseModel):
    """The training schemes whose model of a round is kept; a study may drop those of its sessions' earlier rounds."""

    training_schemes: tuple[str, ...]


class EventList(BaseModel):
    events: list[Event]


class NewStudy(Body):
    """A study to run: a preset by its name, or a text in YAML; `seeds` is put in place of its own."""

    preset: Annotated[Text, Field(max_length=100)] | None = None
    yaml: Annotated[Text, Field(max_length=MOST_CHARACTERS)] | None = None
    seeds: Annotated[int | None, Field(ge=1, le=1000), AS_NUMBER] = None


class StudyPreset(BaseModel):
    """A study that comes with this package; `sessions` for each seed, `labels` in each session. `problem` says why it
    cannot run here."""

    name: str
    yaml: str
    title: str = ""
    sessions: int | None = None
    rounds: int | None = None
    labels: int | None = None
    seeds: int | None = None
    problem: str | None = None


class StudyList(BaseModel):
    """Studies of the data directory, and the presets."""

    studies: list[Study]
    presets: list[StudyPreset]
