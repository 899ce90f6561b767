"""What a training scheme is given, and what it makes of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.options import Options
from activate_va.pool import Encoder, Inputs, LabelSet, Need, Needs
from activate_va.pool.graph import NEIGHBOURS
from activate_va.training.errors import NoLabels, OneClassOnly
from activate_va.training.fine_tuning import FineTuning

BATCH_SIZE = 32
POOL_BATCH_SIZE = 128
"""For training sets as large as the pool."""

ConfigOption = Literal["augmentation", "distance_space"]
"""Options that some schemes use and others do not. `distance_space` stands for the projection that it names, too."""


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """What a classifier is fitted on; it names pool rows and copies no images.

    indices: int64 (m,), pool rows, repeats allowed. labels: int64 (m,), class indices.
    weights: float32 (m,), non-negative, how much each counts in the loss; None: all alike.
    augment: whether each image is transformed at random, anew in every epoch.
    batch_size: images per step of the optimiser.
    stop_when_level: whether training may end before its epochs do, once the training loss falls no further.
    fine_tuning: how a classifier learns that starts from an encoder; None: it starts anew.
    """

    indices: NDArray[np.int64]
    labels: NDArray[np.int64]
    weights: NDArray[np.float32] | None = None
    augment: bool = False
    batch_size: int = BATCH_SIZE
    stop_when_level: bool = False
    fine_tuning: FineTuning | None = None

    def __len__(self) -> int:
        return len(self.indices)


@dataclass(frozen=True, eq=False)
class TrainingContext(Inputs):
    """The pool as a scheme sees it: inputs, and how many samples there are; schemes change none of it."""

    pool_size: int


class Seen(NamedTuple):
    """How a model sees the pool: its last hidden layer (n, h), and the network below its last layer, where another
    training may start from that."""

    embedding: NDArray[Any]
    encoder: Encoder | None


class TrainingScheme(ABC):
    """Turns labels into a training set. Instances have no state of their own.

    `needs`: the inputs that its context has. `n_neighbours`: how many others of each sample, where it needs neighbours.
    `options`: what may be set of it; its context has those that are chosen.
    `covers_pool`: whether it infers labels for the whole pool, and so takes longest to train on.
    `augments`: whether its training sets may ask for augmentation; those of a scheme that does not may not.
    `fine_tunes`: whether its training sets ask for fine-tuning, which not every classifier can do.
    """

    name: str
    title: str
    description: str
    needs: Needs = frozenset()
    n_neighbours: int = NEIGHBOURS
    options: ClassVar[type[Options]] = Options
    covers_pool: bool = False
    augments: bool = False
    fine_tunes: bool = False

    @property
    def uses(self) -> tuple[ConfigOption, ...]:
        """The options of a session's configuration that its training sets depend on."""
        measured = Need.COORDINATES in self.needs
        used: dict[ConfigOption, bool] = {"augmentation": self.augments, "distance_space": measured}
        return tuple(option for option, needed in used.items() if needed)

    def check(self, labels: LabelSet) -> None:
        """Refuse, before anything is computed, labels that this scheme cannot train on; see `assemble`."""
        check_trainable(labels.class_indices.tolist())

    def assemble(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        """The training set of these labels.

        Raises NoLabels or OneClassOnly (409), what the scheme itself refuses, or ValueError where it augments or
        fine-tunes without declaring it.
        """
        self.check(labels)
        made = self.arrange(labels, context, rng)
        if made.augment and not self.augments:
            raise ValueError(f"training scheme {self.name} augments: it has to declare `augments = True`")
        if made.fine_tuning is not None and not self.fine_tunes:
            raise ValueError(f"training scheme {self.name} fine-tunes: it has to declare `fine_tunes = True`")
        return made

    @abstractmethod
    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        """As `assemble`, for labels of two classes or more. Every random choice comes from `rng`."""

    def refinements(self, context: TrainingContext) -> int:
        """How often it looks again once a model has learnt what it arranged."""
        return 0

    def refined(self, labels: LabelSet, context: TrainingContext, seen: Seen, rng: np.random.Generator) -> TrainingSet:
        """What a model is to learn next, given how the one before sees the pool; only where there are `refinements`."""
        raise NotImplementedError(f"{self.name} does not look again")


def check_trainable(class_indices: Sequence[int]) -> None:
    """Raises NoLabels or OneClassOnly (409) where labels of these classes can train no classifier."""
    if not class_indices:
        raise NoLabels("there are no labels to train on")
    if len(set(class_indices)) == 1:
        raise OneClassOnly(f"all {len(class_indices)} labels are of class {class_indices[0]}")
