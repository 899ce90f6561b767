"""The test split measures, and never teaches: nothing that trains, selects or stops receives it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import activate_va
from activate_va.datasets import Dataset, open_dataset
from activate_va.pool import Encoder, Need, PoolView, Source, content_of
from activate_va.projections import projections
from activate_va.representations.self_supervised import SelfSupervised
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.training_task import PredictionOrder, Trained, TrainingOrder, predict_pool, train_scheme
from activate_va.training import LabelSet, schemes

PACKAGE = Path(activate_va.__file__).parent
LEARNERS = ("classifiers", "projections", "selection", "training", "evaluation")
EPOCHS = 2


@pytest.fixture(scope="module")
def disguised_path(digits_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same digits with another test split: noise for images, and labels that mean nothing."""
    rng = np.random.default_rng(0)
    with np.load(digits_path) as digits:
        content = dict(digits)
    content["x_test"] = rng.integers(0, 256, content["x_test"].shape, dtype=np.uint8)
    content["y_test"] = rng.permutation(content["y_test"])
    path = tmp_path_factory.mktemp("disguised") / "digits.npz"
    np.savez(path, **content)
    return path


def silent(stage: str, fraction: float) -> None:
    """Nobody listens to progress."""


def taught(dataset: Dataset) -> Encoder:
    """A network that some of the pool's images have taught, quickly."""
    learnt = SelfSupervised(filters=4, fewest_steps=20, epochs=1).learn(dataset.pool.items[:200], dataset.kind)
    assert learnt.encoder is not None
    return learnt.encoder


def train(path: Path, scheme: str, classifier: str, folder: Path) -> Trained:
    dataset = open_dataset(str(path))
    assert dataset.pool.labels is not None
    labelled, content = np.arange(40), content_of(dataset, folder)
    sources = {
        Need.PROJECTION: Source(lambda: projections["pca"].compute(dataset.pool.items)),
        Need.REPRESENTATION: Source(lambda: content.components),
        Need.ENCODER: Source(lambda: taught(dataset)),
    }
    view = PoolView(content, "projection", sources)
    order = TrainingOrder(
        reference=str(path),
        digest=dataset.digest,
        scheme=scheme,
        round=1,
        seed=3,
        labels=LabelSet(labelled, dataset.pool.labels[labelled], np.linspace(0.2, 1, 40)),
        config=SessionConfig(classifier=classifier, epochs=EPOCHS, options={"training.SSL": {"steps": 40}}),
        pool=view.shipment(schemes[scheme]),
        folder=folder,
    )
    return train_scheme(order, silent)


@pytest.mark.parametrize(
    ("scheme", "classifier"), [*((scheme.name, "cnn") for scheme in schemes), ("IDA", "logistic_regression")]
)
def test_another_test_split_leaves_every_byte_of_the_model(
    scheme: str, classifier: str, digits_path: Path, disguised_path: Path, tmp_path: Path
) -> None:
    plain = train(digits_path, scheme, classifier, tmp_path)
    disguised = train(disguised_path, scheme, classifier, tmp_path)
    assert plain.archive == disguised.archive
    assert plain.outcome.model_digest == disguised.outcome.model_digest
    assert plain.outcome.training_size == disguised.outcome.training_size
    assert plain.outcome.confusion != disguised.outcome.confusion


def test_what_selection_goes_by_is_the_same_too(digits_path: Path, disguised_path: Path, tmp_path: Path) -> None:
    predicted = []
    for path in (digits_path, disguised_path):
        fitted, digest = train(path, "SIL", "cnn", tmp_path).fitted, open_dataset(str(path)).digest
        predicted.append(predict_pool(PredictionOrder(str(path), digest, "SIL", fitted), silent))
    assert np.array_equal(*predicted)


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in PACKAGE.rglob("*.py"):
        yield str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8"))


def test_the_test_split_is_read_where_models_are_evaluated_and_nowhere_else() -> None:
    assert "test" in Dataset.__dataclass_fields__
    readers = set()
    for name, tree in sources():
        for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
            if any(isinstance(node, ast.Attribute) and node.attr == "test" for node in ast.walk(function)):
                readers.add((name, function.name))
    whether_it_has_labels = ("sessions/service.py", "create")
    what_is_imported = ("importing/arrays.py", "_splits")
    assert readers == {
        ("datasets/base.py", "counts"),
        ("sessions/training_task.py", "_evaluate"),
        ("sessions/scores.py", "_evaluated"),
        whether_it_has_labels,
        what_is_imported,
    }


def test_what_learns_is_never_given_a_dataset() -> None:
    for name, tree in sources():
        if name.split("/")[0] in LEARNERS:
            imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
            imported |= {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
            assert not any(module.startswith("activate_va.datasets") for module in imported), name
