"""What a classifier is given, and what comes out fitted."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any, ClassVar, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from activate_va.classifiers.evidence import Evidence
from activate_va.options import Options
from activate_va.pool import Encoder
from activate_va.training import TrainingSet

Report = Callable[[float], None]
"""Called between batches with the share done, in [0, 1]; what it raises stops the work and passes through."""


def unreported(fraction: float) -> None:
    """Progress that nobody asked for."""


Chosen = TypeVar("Chosen", bound=BaseModel)


class FittedClassifier(ABC):
    """A trained classifier: a value that pickles, and that nothing changes."""

    own: str | None = None
    """The embedding of a dataset's own that it is to be given samples in; None: as they are."""

    @property
    def taught(self) -> Encoder | None:
        """The network below its last layer, where another training may start from that."""
        return None

    @abstractmethod
    def predict_proba(self, items: NDArray[Any], report: Report | None = None) -> NDArray[np.float32]:
        """Class probabilities (n, c) of n items, as images (n, h, w) or (n, h, w, channels); every row sums to 1."""

    def embed(self, items: NDArray[Any], report: Report | None = None) -> NDArray[np.float16]:
        """The last hidden layer (n, h) of these items, finite. TypeError where the classifier has none."""
        raise TypeError(f"{type(self).__name__} has no hidden layer")

    def evidence(self, item: Any) -> Evidence:
        """Which words of a text speak for the most probable class. TypeError where the classifier cannot say."""
        raise TypeError(f"{type(self).__name__} does not say which words its answers rest on")

    @abstractmethod
    def to_bytes(self) -> bytes:
        """A file with the classifier's `suffix` that opens without this package."""


class Classifier(ABC):
    """Learns class probabilities from items. Instances have no state of their own.

    `kinds`: the names of the kinds of samples that it takes.
    `embeds`: whether what it fits has a hidden layer to show, by `FittedClassifier.embed`.
    `says_words`: whether what it fits says which words an answer rests on, by `FittedClassifier.evidence`.
    `fine_tunes`: whether it fits training sets that ask for fine-tuning; others may take them for plain ones.
    `takes_embeddings`: whether its items are vectors float32 (n, d), of an embedding that came with the dataset.
    `prepares`: whether `prepare` saves time later.
    `options`: what may be set of it; `fit` is given those that are chosen.
    """

    name: str
    title: str
    description: str
    suffix: str
    kinds: frozenset[str] = frozenset({"image"})
    embeds: bool = False
    says_words: bool = False
    fine_tunes: bool = False
    takes_embeddings: bool = False
    prepares: bool = False
    options: ClassVar[type[Options]] = Options

    def prepare(self, items: NDArray[Any], asked: Sequence[NDArray[Any]] = ()) -> None:  # noqa: B027 - most need not
        """Have in this process what each fit on `items`, the whole pool, begins with, and what each prediction of the
        items that will be `asked` about begins with."""

    @abstractmethod
    def fit(
        self,
        items: NDArray[Any],
        training_set: TrainingSet,
        n_classes: int,
        *,
        epochs: int,
        seed: int,
        augmentation: BaseModel | None = None,
        options: Options | None = None,
        precision: str = "auto",
        report: Report | None = None,
    ) -> FittedClassifier:
        """Fit from scratch on rows of `items`, the whole pool, as images (n, h, w) or (n, h, w, channels).

        Weights in the training set multiply the loss of their items. `augmentation` is what their kind calls so, None:
        its defaults. `options`: of the classifier's own kind, None: its defaults. The same seed gives the same
        answer to the bit on the same machine's CPU. 0 <= seed < 2**31.

        A training set that says `stop_when_level` may be left off before `epochs`, once the training
        loss falls no further; nothing but that loss decides.
        """


def chosen_or_default(chosen: BaseModel | None, kind: type[Chosen]) -> Chosen:
    """What was chosen, or the defaults. Raises TypeError for the augmentation of another kind of samples, or for the
    options of another classifier."""
    found = kind() if chosen is None else chosen
    if not isinstance(found, kind):
        raise TypeError(f"{type(found).__name__} is no {kind.__name__}")
    return found
