"""Classifiers by name."""

from __future__ import annotations

from collections.abc import Iterable

from activate_va.classifiers.base import Classifier
from activate_va.classifiers.embeddings import embedding_logistic_regression, embedding_mlp
from activate_va.classifiers.errors import ClassifierCannotFineTune, ClassifierOfAnotherKind
from activate_va.classifiers.neural import cnn, logistic_regression
from activate_va.classifiers.tabular import random_forest, tabular_logistic_regression, tabular_mlp
from activate_va.classifiers.text import text_logistic_regression
from activate_va.classifiers.text_network import text_mlp
from activate_va.kinds import Kind
from activate_va.registry import Registry
from activate_va.training import schemes

classifiers: Registry[Classifier] = Registry("classifier", "activate_va.classifiers")
classifiers.register(cnn)
classifiers.register(logistic_regression)
classifiers.register(text_logistic_regression)
for _classifier in (
    text_mlp,
    tabular_logistic_regression,
    random_forest,
    tabular_mlp,
    embedding_logistic_regression,
    embedding_mlp,
):
    classifiers.register(_classifier)


def classifier_for(kind: Kind, name: str) -> Classifier:
    """The classifier of that name. Raises UnknownName, or ClassifierOfAnotherKind where it does not take the kind."""
    classifier = classifiers[name]
    if kind.name not in classifier.kinds:
        fitting = ", ".join(each.name for each in classifiers if kind.name in each.kinds)
        taken = ", ".join(sorted(classifier.kinds))
        raise ClassifierOfAnotherKind(
            f"classifier {name!r} takes samples of kind {taken}, not {kind.name}", f"for {kind.name}: {fitting}"
        )
    return classifier


def check_fine_tuning(name: str, kind: Kind, training_schemes: Iterable[str]) -> None:
    """Raises ClassifierCannotFineTune where one of the schemes asks for what the classifier cannot do, UnknownName."""
    asking = [scheme for scheme in training_schemes if schemes[scheme].fine_tunes]
    if asking and not classifiers[name].fine_tunes:
        able = ", ".join(each.name for each in classifiers if each.fine_tunes and kind.name in each.kinds)
        hint = f"choose {able}, or leave {asking[0]} out" if able else f"leave {asking[0]} out"
        raise ClassifierCannotFineTune(
            f"{asking[0]} goes on from a network that the pool has taught, which {name} of {kind.name}s cannot", hint
        )
