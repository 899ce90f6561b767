"""The models that a round trains for a scheme, one after another where it looks again, and how far they are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from activate_va.classifiers import FittedClassifier, classifiers
from activate_va.datasets import Dataset
from activate_va.jobs.reporting import Report
from activate_va.options import options_of
from activate_va.sessions.config import SessionConfig
from activate_va.sessions.own_embeddings import own_embedding_for
from activate_va.training import Seen, TrainingSet
from activate_va.training.fine_tuning import Journal


@dataclass(eq=False)
class Passes:
    """Fits a scheme's training sets, of which there will be `of`, for models with this seed, and writes the journal."""

    scheme: str
    config: SessionConfig
    dataset: Dataset
    seed: int
    of: int
    journal: Journal
    report: Report
    _done: int = field(default=0, init=False)

    def fit(self, training_set: TrainingSet) -> FittedClassifier:
        plan, classifier = training_set.fine_tuning, classifiers[self.config.classifier]
        if plan is not None:
            training_set = replace(training_set, fine_tuning=replace(plan, journal=self.journal))
        own = own_embedding_for(self.config, self.dataset)
        options = options_of(classifiers, classifier.name, self.config.options)
        fitted = classifier.fit(
            self.dataset.pool.seen_by(own),
            training_set,
            len(self.dataset.classes),
            epochs=self.config.epochs,
            seed=self.seed,
            augmentation=self.config.augmentation_of(self.dataset.kind),
            options=options if own is None else options.model_copy(update={"own": own}),
            precision=self.config.precision,
            report=lambda fraction: self._report(_learning(self.journal), fraction),
        )
        self._done += 1
        return fitted

    def look(self, fitted: FittedClassifier) -> Seen:
        self._report("looking at the pool again", 0.0)
        return Seen(fitted.embed(self.dataset.pool.seen_by(fitted.own)), fitted.taught)

    def _report(self, stage: str, fraction: float) -> None:
        self.report(f"{self.scheme}: {stage}", (self._done + fraction) / self.of)


def _learning(journal: Journal) -> str:
    if not journal.course:
        return "training"
    seconds, right = journal.course[-1]
    return f"training, {right:.1%} of validation right after {seconds:.0f} s"
