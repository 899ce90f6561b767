"""Classifiers that are Keras networks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from activate_va.classifiers.architectures import CNN, LOGISTIC_REGRESSION, Architecture, build_model
from activate_va.classifiers.archive import keras_archive
from activate_va.classifiers.augmentation import ranges
from activate_va.classifiers.base import Classifier, FittedClassifier, Report, chosen_or_default, unreported
from activate_va.classifiers.encoding import EncoderBody, encoding
from activate_va.classifiers.engine import Weights
from activate_va.classifiers.engines import alone, engine_for
from activate_va.classifiers.fine_tuner import FineTuner
from activate_va.classifiers.precision import policy_for
from activate_va.classifiers.views import view_ranges
from activate_va.kinds import AugmentationOptions
from activate_va.number import AS_NUMBER
from activate_va.options import Options
from activate_va.pool import Encoder
from activate_va.training import TrainingSet

LearningRate = Annotated[
    float, AS_NUMBER, Field(gt=0, le=1, description="Adam's learning rate in the first step; it falls to 0")
]
WeightDecay = Annotated[
    float,
    AS_NUMBER,
    Field(ge=0, le=1, description="how much weights shrink in a step, times the learning rate (AdamW)"),
]


class RegressionOptions(Options):
    """Fields of an architecture, by their names in it."""

    learning_rate: LearningRate = LOGISTIC_REGRESSION.learning_rate
    weight_decay: WeightDecay = LOGISTIC_REGRESSION.weight_decay


class CnnOptions(Options):
    """Fields of an architecture, by their names in it."""

    learning_rate: LearningRate = CNN.learning_rate
    dropout: Annotated[
        float,
        AS_NUMBER,
        Field(ge=0, le=0.9, description="share of the hidden layer left out of a step; none in very short trainings"),
    ] = CNN.dropout
    weight_decay: WeightDecay = CNN.weight_decay


@dataclass(frozen=True, eq=False)
class FittedNetwork(FittedClassifier):
    """A network's weights in the order of its Keras model, and what is needed to build that again."""

    architecture: Architecture
    shape: tuple[int, int, int]
    n_classes: int
    policy: str
    weights: Weights

    @property
    def taught(self) -> Encoder | None:
        body = self.architecture.body
        return Encoder(body.filters, body.units, self.weights[:-2]) if isinstance(body, EncoderBody) else None

    def predict_proba(self, images: NDArray[np.uint8], report: Report | None = None) -> NDArray[np.float32]:
        with engine_for(self.architecture, self.shape, self.n_classes, self.policy) as engine:
            return engine.predict(self.weights, with_channels(images), report or unreported)

    def embed(self, images: NDArray[np.uint8], report: Report | None = None) -> NDArray[np.float16]:
        if not self.architecture.hidden:
            raise TypeError(f"{self.architecture.name} has no hidden layer")
        with engine_for(self.architecture, self.shape, self.n_classes, self.policy) as engine:
            return engine.embed(self.weights, with_channels(images), report or unreported)

    def to_bytes(self) -> bytes:
        """A `.keras` archive for plain `keras.models.load_model`, without an optimiser.

        It takes raw pixel values 0 to 255 of shape (n, h, w, c), c = 1 for grey; it rescales them itself.
        The same network gives the same bytes. It computes in float32 whatever the network was
        trained in, so that it runs everywhere.
        """
        model, _ = build_model(self.architecture, self.shape, self.n_classes, "float32")
        model.set_weights(self.weights)
        return keras_archive(model)


@dataclass(frozen=True)
class KerasClassifier(Classifier):
    """A network trained with Adam on the cross-entropy. `name` and `description` are the classifier's own.

    `options` are fields of the architecture, whose values are their defaults.
    """

    name: str
    title: str
    description: str
    architecture: Architecture
    options: type[Options]  # type: ignore[misc]
    suffix: str = ".keras"
    fine_tunes: bool = False

    @property
    def embeds(self) -> bool:  # type: ignore[override]
        return self.architecture.hidden

    def fit(
        self,
        images: NDArray[np.uint8],
        training_set: TrainingSet,
        n_classes: int,
        *,
        epochs: int,
        seed: int,
        augmentation: BaseModel | None = None,
        options: Options | None = None,
        precision: str = "auto",
        report: Report | None = None,
    ) -> FittedNetwork:
        transforms = chosen_or_default(augmentation, AugmentationOptions)
        architecture = replace(self.architecture, **chosen_or_default(options, self.options).model_dump())
        if training_set.fine_tuning is not None:
            return self._fine_tuned(with_channels(images), training_set, n_classes, seed, precision, report)
        shaped, rows = _only_needed(with_channels(images), training_set)
        height, width, channels = shaped.shape[1:]
        shape, policy = (height, width, channels), policy_for(precision)
        augment = training_set.augment and not transforms.is_identity
        limits = ranges(transforms, height, width) if augment else None
        with engine_for(architecture, shape, n_classes, policy) as engine:
            weights = engine.fit(shaped, rows, epochs, seed, limits, report or unreported)
        return FittedNetwork(architecture, shape, n_classes, policy, weights)

    def _fine_tuned(
        self,
        images: NDArray[np.uint8],
        training_set: TrainingSet,
        n_classes: int,
        seed: int,
        precision: str,
        report: Report | None,
    ) -> FittedNetwork:
        """The network that the encoder is of, whatever this classifier's own: how far strong views may differ is what
        the encoder was taught to overlook."""
        plan = training_set.fine_tuning
        assert plan is not None  # noqa: S101 - who calls has looked; this tells the type checker
        height, width, channels = images.shape[1:]
        shape, policy = (height, width, channels), policy_for(precision)
        architecture = encoding(plan.encoder.filters, plan.encoder.units)
        limits = view_ranges(plan.encoder.views, height, width)
        with alone(FineTuner, architecture, shape, n_classes, policy) as trainer:
            weights = trainer.fit(images, training_set, limits, seed, report or unreported)
        return FittedNetwork(architecture, shape, n_classes, policy, weights)


def with_channels(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Images (n, h, w, c) from (n, h, w) or themselves."""
    return images[..., None] if images.ndim == 3 else images


def _only_needed(images: NDArray[np.uint8], training_set: TrainingSet) -> tuple[NDArray[np.uint8], TrainingSet]:
    """The images that the training set names, each once, and the training set that indexes these."""
    used, indices = np.unique(training_set.indices, return_inverse=True)
    if len(used) == len(images):
        return images, training_set
    return images[used], replace(training_set, indices=indices)


logistic_regression = KerasClassifier(
    "logistic_regression",
    "Logistic regression",
    "Multinomial logistic regression on the pixels: quick, and easy to read.",
    LOGISTIC_REGRESSION,
    RegressionOptions,
)
cnn = KerasClassifier(
    "cnn",
    "Convolutional neural network",
    "Two convolutions or more and a hidden layer, the paper's choice.",
    CNN,
    CnnOptions,
    fine_tunes=True,
)
