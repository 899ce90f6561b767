"""What samples are decides what is made of them: features, cards, and which classifiers take them."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from activate_va.classifiers import Classifier, ClassifierOfAnotherKind, classifier_for, classifiers
from activate_va.classifiers.neural import cnn
from activate_va.datasets import open_dataset
from activate_va.errors import UnknownName
from activate_va.kinds import AugmentationOptions, Card, Kind, kinds
from activate_va.sessions.commands import check_config
from activate_va.sessions.config import SessionConfig

IMAGES = kinds["image"]


class Words(Kind):
    name = "words"
    title = "Words"
    description = "Single words."
    default_classifier = "counts"
    augmentation = AugmentationOptions

    def features(self, items: list[str]) -> NDArray[np.uint8]:
        return np.array([[len(item)] for item in items], np.uint8)

    def card(self, item: str) -> Card:
        return Card(item.encode(), "text/plain")


def test_a_dataset_is_of_a_kind_that_knows_its_samples() -> None:
    dataset = open_dataset("mnist")
    assert dataset.kind is IMAGES
    features = dataset.kind.features(dataset.pool.items[:9])
    assert np.array_equal(features, dataset.pool.items[:9].reshape(9, -1))
    card = dataset.kind.card(dataset.pool.items[3])
    assert card.media_type == "image/png"
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(card.content))), dataset.pool.items[3])
    with pytest.raises(UnknownName, match="kind 'sound' is not known"):
        _ = replace(dataset, modality="sound").kind


@pytest.mark.parametrize("kind", list(kinds), ids=lambda kind: kind.name)
def test_every_kind_has_a_default_that_takes_it(kind: Kind) -> None:
    assert classifier_for(kind, kind.default_classifier).name == kind.default_classifier
    assert kind.augmentation() is not None
    assert kind.title
    assert kind.description


def test_a_classifier_of_another_kind_is_refused_with_those_that_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass(frozen=True)
    class Counts(Classifier):
        name: str = "counts"
        kinds: frozenset[str] = frozenset({"words"})

        def fit(self, *arguments: Any, **options: Any) -> Any:
            raise AssertionError

    monkeypatch.setattr(classifiers, "_entries", {cnn.name: cnn, "counts": Counts()})
    assert classifier_for(Words(), "counts").name == "counts"
    for kind, name, fitting in ((Words(), "cnn", "counts"), (IMAGES, "counts", "cnn")):
        with pytest.raises(ClassifierOfAnotherKind) as caught:
            check_config(SessionConfig(classifier=name), kind)
        assert name in caught.value.detail
        assert caught.value.hint.endswith(f": {fitting}")
