"""What a kind of sample says of its items."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from activate_va.options import Options


class Card(NamedTuple):
    """What a card on the board shows of a sample, and its media type."""

    content: bytes
    media_type: str


class Kind(ABC):
    """What the samples of a dataset are. Instances have no state of their own.

    `default_classifier`: by what a session's samples are predicted where nobody says otherwise. `augmentation`: how far
    augmented items may stray from their originals, a model whose defaults are those of a session. `views`: such a
    model, how far two items may differ that self-supervised learning takes to be the same; None where nobody knows.
    `options`: what may be set of the kind in a session's `options`, augmentation included, but for images, for which
    a session has a field. `features_are_dear`: whether they take so long that they are kept on disk for the next time.
    """

    name: str
    title: str
    description: str
    default_classifier: str
    augmentation: ClassVar[type[BaseModel]]
    views: ClassVar[BaseModel | None] = None
    options: ClassVar[type[Options]] = Options
    features_are_dear: bool = False

    @abstractmethod
    def features(self, items: Any) -> NDArray[Any]:
        """Numbers (n, d) for n items: what distances, components and projections start from.

        Bytes, 0 to 255, which are many and are reduced to principal components; or float32, which are directions
        already and serve as components as they are.
        """

    @abstractmethod
    def card(self, item: Any) -> Card:
        """What shows one item to a person."""

    def words(self, items: Any) -> Any:
        """How often each word of all stands in each item, as a CSR matrix (n, v); None where items have no words."""
        return None

    def searched(self, items: Any) -> list[str] | None:
        """What a search looks through, a text for each item; None where items have no words."""
        return None

    def exported(self, item: Any) -> dict[str, str]:
        """What stands in a row of labels beside an item's ids, by column; nothing but for texts."""
        return {}

    def content(self, items: Any) -> Iterator[bytes | memoryview]:
        """What the digest of a dataset is taken of, in parts; alike only for items that are alike."""
        return array_content(items)

    def image_shape(self, items: Any) -> tuple[int, int, int] | None:
        """Height, width and channels of each item; None where they are no images, and so have no thumbnails."""
        return None


def array_content(array: NDArray[Any]) -> Iterator[bytes | memoryview]:
    """Type, shape and values of an array whose values are numbers."""
    yield repr((array.dtype.str, array.shape)).encode()
    yield np.ascontiguousarray(array).data


def text_content(items: NDArray[Any], called: str) -> Iterator[bytes]:
    """Each item in UTF-8 after its length, so that no two lists of texts look alike."""
    yield f"{len(items)} {called}".encode()
    for item in items:
        text = str(item).encode()
        yield f"{len(text)}:".encode() + text
