"""Which of the embeddings that came with a dataset a configuration asks for."""

from __future__ import annotations

from activate_va.classifiers import classifiers
from activate_va.classifiers.embeddings import EmbeddingOptions
from activate_va.datasets import Dataset
from activate_va.datasets.errors import OwnEmbeddingNotFound
from activate_va.options import options_of
from activate_va.pool import own_embedding_of
from activate_va.sessions.config import SessionConfig

NONE_YET = "add one on the page Import, or choose a classifier of the samples themselves"


def own_embedding_for(config: SessionConfig, dataset: Dataset) -> str | None:
    """In which the configuration's classifier is given samples, by default the first by name; None: as they are.

    Raises OwnEmbeddingNotFound.
    """
    options = options_of(classifiers, config.classifier, config.options)
    if not classifiers[config.classifier].takes_embeddings:
        return None
    chosen = options.own if isinstance(options, EmbeddingOptions) else ""
    name = chosen or next(iter(sorted(dataset.pool.own)), None)
    if name is None:
        raise OwnEmbeddingNotFound(f"{dataset.name} has no embedding of its own to train on", NONE_YET)
    dataset.own(name)
    return name


def expect_own_embeddings(config: SessionConfig, dataset: Dataset) -> None:
    """Raises OwnEmbeddingNotFound where the dataset has not what distances, the map or the classifier are of."""
    own_embedding_for(config, dataset)
    for space in (config.distance_space, config.map_space):
        own = own_embedding_of(space)
        if own is not None:
            dataset.own(own)
