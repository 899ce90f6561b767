"""What a training scheme is given, and what it makes of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from activate_va.training.errors import NoLabels, OneClassOnly

BATCH_SIZE = 32
POOL_BATCH_SIZE = 128
"""For training sets as large as the pool."""

ConfigOption = Literal["augmentation", "distance_space"]
"""Options that some schemes use and others do not. `distance_space` stands for the projection that it names, too."""


@dataclass(frozen=True, eq=False)
class LabelSet:
    """The labels so far: sample ids int64 (n,) without repeats, class indices int64 (n,), confidences (n,) in [0, 1].

    Raises ValueError where they do not fit together.
    """

    sample_ids: NDArray[np.int64]
    class_indices: NDArray[np.int64]
    confidences: NDArray[np.float64]

    def __post_init__(self) -> None:
        if not len(self.sample_ids) == len(self.class_indices) == len(self.confidences):
            raise ValueError("sample_ids, class_indices and confidences differ in length")
        if len(np.unique(self.sample_ids)) != len(self.sample_ids):
            raise ValueError("a sample is labelled twice")
        if not np.all((self.confidences >= 0) & (self.confidences <= 1)):
            raise ValueError("a confidence is outside [0, 1]")

    def __len__(self) -> int:
        return len(self.sample_ids)


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """What a classifier is fitted on; it names pool rows and copies no images.

    indices: int64 (m,), pool rows, repeats allowed. labels: int64 (m,), class indices.
    weights: float32 (m,), non-negative, how much each counts in the loss; None: all alike.
    augment: whether each image is transformed at random, anew in every epoch.
    batch_size: images per step of the optimiser.
    stop_when_level: whether training may end before its epochs do, once the training loss falls no further.
    """

    indices: NDArray[np.int64]
    labels: NDArray[np.int64]
    weights: NDArray[np.float32] | None = None
    augment: bool = False
    batch_size: int = BATCH_SIZE
    stop_when_level: bool = False

    def __len__(self) -> int:
        return len(self.indices)


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The k nearest others of each pool sample: rows int32 (n, k) and distances float32 (n, k), nearest first."""

    rows: NDArray[np.int32]
    distances: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class TrainingContext:
    """The pool as a scheme sees it; schemes change none of it.

    coordinates: float32 (n, d), the whole pool in the space that distances are measured in; None
        where the scheme needs none. neighbours: likewise, those among the pool's features.
    """

    pool_size: int
    coordinates: NDArray[np.float32] | None = None
    neighbours: Neighbours | None = None


class TrainingScheme(ABC):
    """Turns labels into a training set. Instances have no state of their own.

    `needs_neighbours`: how many nearest others of each sample it wants to know.
    `augments`: whether its training sets may ask for augmentation; those of a scheme that does not may not.
    """

    name: str
    title: str
    description: str
    needs_coordinates: bool = False
    needs_neighbours: int = 0
    augments: bool = False

    @property
    def uses(self) -> tuple[ConfigOption, ...]:
        """The options of a session's configuration that its training sets depend on."""
        used: dict[ConfigOption, bool] = {"augmentation": self.augments, "distance_space": self.needs_coordinates}
        return tuple(option for option, needed in used.items() if needed)

    @property
    def covers_pool(self) -> bool:
        """Whether it infers labels for the whole pool, and so takes longest to train on."""
        return self.needs_coordinates or self.needs_neighbours > 0

    def check(self, labels: LabelSet) -> None:
        """Refuse, before anything is computed, labels that this scheme cannot train on; see `assemble`."""
        check_trainable(labels.class_indices.tolist())

    def assemble(
        self,
        labels: LabelSet,
        pool_size: int,
        coordinates: NDArray[np.float32] | None,
        rng: np.random.Generator,
        neighbours: Neighbours | None = None,
    ) -> TrainingSet:
        """The training set of these labels; coordinates and neighbours as in TrainingContext.

        Raises NoLabels or OneClassOnly (409), what the scheme itself refuses, or ValueError where it augments
        without declaring it.
        """
        self.check(labels)
        made = self.arrange(labels, TrainingContext(pool_size, coordinates, neighbours), rng)
        if made.augment and not self.augments:
            raise ValueError(f"training scheme {self.name} augments: it has to declare `augments = True`")
        return made

    @abstractmethod
    def arrange(self, labels: LabelSet, context: TrainingContext, rng: np.random.Generator) -> TrainingSet:
        """As `assemble`, for labels of two classes or more. Every random choice comes from `rng`."""


def check_trainable(class_indices: Sequence[int]) -> None:
    """Raises NoLabels or OneClassOnly (409) where labels of these classes can train no classifier."""
    if not class_indices:
        raise NoLabels("there are no labels to train on")
    if len(set(class_indices)) == 1:
        raise OneClassOnly(f"all {len(class_indices)} labels are of class {class_indices[0]}")
