"""What a person may set in a session; every change of it is an event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from activate_va.classifiers import classifiers
from activate_va.kinds import Kind, kinds
from activate_va.number import AS_NUMBER
from activate_va.options import OptionValue, options_of
from activate_va.projections import projections
from activate_va.registry import Registry
from activate_va.selection import schemes as selection_schemes
from activate_va.text import Text
from activate_va.training import AugmentationOptions
from activate_va.training import schemes as training_schemes

WITH_OPTIONS: tuple[Registry[Any], ...] = (selection_schemes, training_schemes, classifiers, projections, kinds)
"""Registries whose entries have options of their own in a configuration; those of labellers stand beside their name."""

Weight = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]

ORIGINAL = "original"
"""Samples as they are, which a map is laid out from where nobody says otherwise."""


class SessionConfig(BaseModel):
    """A session's configuration. Names are checked against the registries when it is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    classifier: str = "cnn"
    projection: str = "umap"
    selection_scheme: str = "RS"
    batch_size: Annotated[int, Field(ge=1, le=10_000, description="samples to get per query")] = 10
    training_schemes: Annotated[tuple[str, ...], Field(min_length=1)] = ("SIL", "IL", "IDA", "CBA")
    predict_with: Annotated[str, Field(description="the training scheme whose model places new samples")] = "IDA"
    mixture: Annotated[
        dict[str, Weight],
        Field(
            description="weights, of sum 1, of trained schemes whose models place new samples together, in place of "
            "`predict_with`; empty: none do"
        ),
    ] = {}
    distance_space: Annotated[
        str, Field(description="the feature space where selection and inferred labelling measure distance")
    ] = "projection"
    map_space: Annotated[
        str, Field(description="what the map is laid out from: `original`, or an own embedding, as `own.NAME`")
    ] = ORIGINAL
    epochs: Annotated[int, Field(ge=1, le=1000)] = 5
    precision: Literal["auto", "float32", "bfloat16"] = "auto"
    augmentation: AugmentationOptions = AugmentationOptions()
    default_confidence: Annotated[
        float, Field(ge=0, le=1, allow_inf_nan=False, description="height of a label whose confidence nobody stated")
    ] = 0.8
    accepted_confidence: Annotated[
        Literal["machine", "default"],
        Field(description="what a confirmed prediction counts for in CBA: the machine's confidence, or the default"),
    ] = "machine"
    calibration: Annotated[
        Literal["none", "temperature"],
        Field(
            description="whether the machine's heights are scaled to be right as often as they say, by a temperature "
            "fitted on the validation split; a new session that leaves it out does, where that split has labels"
        ),
    ] = "none"
    first_labels: Annotated[
        int, Field(ge=1, le=10_000, description="labels that a class needs before a first training")
    ] = 1
    first_classes: Annotated[
        int, Field(ge=2, le=10_000, description="classes that need as many labels before a first training")
    ] = 2
    options: Annotated[
        dict[str, dict[str, OptionValue]],
        Field(
            description="options of schemes, classifiers, projections and the kind of samples, by their key: "
            '{"selection.DMB": {"shortlist_factor": 5}, "projections.umap": {"min_dist": 0.3}}'
        ),
    ] = {}

    def weights(self) -> dict[str, float]:
        """Of the schemes whose models predict, by name; none is 0, and their sum is 1."""
        return {name: weight for name, weight in self.mixture.items() if weight > 0} or {self.predict_with: 1.0}

    def augmentation_of(self, kind: Kind) -> BaseModel:
        """How far augmented samples of the kind may stray: of images in a field of its own, of others an option."""
        if isinstance(self.augmentation, kind.augmentation):
            return self.augmentation
        return options_of(kinds, kind.name, self.options)


TEXTS: dict[Any, Any] = {
    str: Text,
    tuple[str, ...]: tuple[Text, ...],
    dict[str, dict[str, OptionValue]]: dict[Text, dict[Text, bool | int | float | Text]],
    dict[str, Weight]: dict[Text, Annotated[Weight, AS_NUMBER]],
}


def _optional(field: FieldInfo) -> tuple[Any, None]:
    """The field of a patch: null where left out, else within the same bounds, and checked as what clients send is.

    Configurations in events are not: they are read far oftener, and were checked when they came in.
    """
    check = AS_NUMBER if field.annotation in (int, float) else Field()
    given: Any = Annotated[TEXTS.get(field.annotation, field.annotation), *field.metadata, check]
    return Annotated[given | None, Field(description=field.description)], None


_PARTS: dict[str, Any] = {name: _optional(field) for name, field in SessionConfig.model_fields.items()}
_EveryPart: Any = create_model("_EveryPart", **_PARTS)


class ConfigPatch(_EveryPart):
    """Any part of a SessionConfig; what is left out stays as it is."""

    model_config = ConfigDict(extra="forbid")

    if TYPE_CHECKING:  # Which fields there are is known only when it runs.

        def __init__(self, **parts: Any) -> None: ...
        def __getattr__(self, name: str) -> Any: ...

    def applied_to(self, config: SessionConfig) -> SessionConfig:
        changes = {name: value for name in self.model_fields_set if (value := getattr(self, name)) is not None}
        return config.model_copy(update=changes)
