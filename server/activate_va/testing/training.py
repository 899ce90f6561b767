"""What every training scheme must keep to."""

from __future__ import annotations

import numpy as np

from activate_va.errors import ActivateError
from activate_va.testing.pool import shown
from activate_va.training import LabelSet, NoLabels, OneClassOnly, TrainingContext, TrainingScheme, TrainingSet


class TrainingContract:
    """Inherit in a class named `Test…` and set `scheme` to have pytest hold a scheme to the contract."""

    scheme: TrainingScheme
    pool_size = 80

    def labels(self, n: int = 12, n_classes: int = 3) -> LabelSet:
        rng = np.random.default_rng(0)
        sample_ids = rng.choice(self.pool_size, n, replace=False).astype(np.int64)
        return LabelSet(sample_ids, np.arange(n) % n_classes, rng.integers(0, 5, n) / 4)

    def assemble(self, labels: LabelSet, seed: int = 0) -> TrainingSet:
        coordinates = np.random.default_rng(1).integers(0, 6, (self.pool_size, 2)).astype(np.float32)
        probabilities = np.full((self.pool_size, 3), 1 / 3, np.float32)
        context = TrainingContext(self.pool_size, **shown(self.scheme, coordinates, probabilities))
        return self.scheme.assemble(labels, context, np.random.default_rng(seed))

    def test_it_is_described(self) -> None:
        assert self.scheme.name
        assert self.scheme.title
        assert self.scheme.description

    def test_the_arrays_fit_together(self) -> None:
        made = self.assemble(self.labels())
        assert made.indices.shape == made.labels.shape == (len(made),)
        assert made.indices.dtype == made.labels.dtype == np.int64
        assert len(made) > 0
        assert made.indices.min() >= 0
        assert made.indices.max() < self.pool_size
        assert set(made.labels.tolist()) <= {0, 1, 2}
        assert made.batch_size > 0
        assert (made.fine_tuning is not None) <= self.scheme.fine_tunes

    def test_weights_are_non_negative(self) -> None:
        made = self.assemble(self.labels())
        if made.weights is not None:
            assert made.weights.shape == (len(made),)
            assert np.isfinite(made.weights).all()
            assert made.weights.min() >= 0

    def test_what_the_person_labelled_keeps_its_label(self) -> None:
        labels = self.labels()
        given = dict(zip(labels.sample_ids.tolist(), labels.class_indices.tolist(), strict=True))
        made = self.assemble(labels)
        for index, label in zip(made.indices.tolist(), made.labels.tolist(), strict=True):
            assert given.get(index, label) == label

    def test_what_fine_tunes_knows_which_labels_are_peoples(self) -> None:
        labels = self.labels()
        made = self.assemble(labels)
        if made.fine_tuning is not None:
            assert made.indices[made.fine_tuning.positions].tolist() == labels.sample_ids.tolist()
            assert made.fine_tuning.confidences.tolist() == labels.confidences.tolist()

    def test_same_seed_same_answer(self) -> None:
        first, second = self.assemble(self.labels(), seed=3), self.assemble(self.labels(), seed=3)
        assert np.array_equal(first.indices, second.indices)
        assert np.array_equal(first.labels, second.labels)

    def test_no_labels_and_one_class_are_refused(self) -> None:
        for labels, error in ((self.labels(n=0), NoLabels), (self.labels(n_classes=1), OneClassOnly)):
            refusal = self.refusal(labels)
            assert isinstance(refusal, error)
            assert refusal.hint

    def refusal(self, labels: LabelSet) -> ActivateError | None:
        try:
            self.assemble(labels)
        except ActivateError as error:
            return error
        return None
