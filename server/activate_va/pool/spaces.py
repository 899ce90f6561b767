"""Feature spaces: where distances between samples are measured."""

from __future__ import annotations

from dataclasses import dataclass

from activate_va.pool.needs import Need
from activate_va.registry import Registry


@dataclass(frozen=True)
class FeatureSpace:
    """A space whose points are one of the pool's inputs.

    `phrase` follows "distances are measured"; `fallback` names the space that stands in while that input is missing.
    `representation`: by which of the representations the points are made, or the own embedding that they are, None:
    neither. Where there is one, the neighbour graph is that of its points too.
    """

    name: str
    title: str
    description: str
    input: Need
    phrase: str
    fallback: str | None = None
    representation: str | None = None


OWN = "own."
"""Begins the name of a space whose points are an embedding that came with a dataset: `own.clip` is that named clip."""


class Spaces(Registry[FeatureSpace]):
    """Those registered, and one for each embedding that a dataset may bring; whether it does, the dataset says."""

    def __getitem__(self, name: str) -> FeatureSpace:
        own = own_embedding_of(name)
        return super().__getitem__(name) if own is None else _of_an_embedding(own)

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or (isinstance(name, str) and own_embedding_of(name) is not None)


def own_embedding_of(space: str | None) -> str | None:
    """Which embedding of a dataset's own has its points there; None: none has."""
    return space.removeprefix(OWN) if space is not None and space.startswith(OWN) else None


def _of_an_embedding(own: str) -> FeatureSpace:
    return FeatureSpace(
        f"{OWN}{own}",
        f"Own embedding {own}",
        f"The vectors named {own} that came with the samples.",
        Need.REPRESENTATION,
        f"in the embedding {own}",
        representation=f"{OWN}{own}",
    )


spaces = Spaces("feature space", "activate_va.spaces")
spaces.register(
    FeatureSpace("projection", "Projection", "The two dimensions of the map.", Need.PROJECTION, "on the map")
)
spaces.register(
    FeatureSpace(
        "original",
        "Samples as they are",
        "The pixels of an image, the latent semantic directions of a text, the columns of a row.",
        Need.FEATURES,
        "between samples as they are",
    )
)
spaces.register(
    FeatureSpace(
        "components",
        "Principal components",
        "The 50 directions of largest variance: most of what tells samples apart, and little of the noise.",
        Need.COMPONENTS,
        "between principal components",
    )
)
spaces.register(
    FeatureSpace(
        "learned",
        "Learned",
        "The last hidden layer of the model that predicts: samples are near that it takes to be alike.",
        Need.EMBEDDING,
        "in what the model has learnt",
        fallback="components",
    )
)
spaces.register(
    FeatureSpace(
        "self_supervised",
        "Self-supervised",
        "What a small network learns from the pool's images alone, with no label: to know an image again when it is "
        "shifted, turned by up to 20°, sheared, scaled, brightened or faded. For handwriting and other drawings. Takes "
        "minutes, once per dataset. Not where one of these changes the class.",
        Need.REPRESENTATION,
        "in what the pool itself has taught",
        representation="self_supervised",
    )
)
spaces.register(
    FeatureSpace(
        "upright",
        "Self-supervised (upright things)",
        "As self-supervised, for pictures of things that stand upright in the middle, as clothing or products: hardly "
        "moved or turned, but lit in very different ways. Takes minutes, once per dataset. Not where brightness "
        "changes the class.",
        Need.REPRESENTATION,
        "in what the pool itself has taught about upright things",
        representation="upright",
    )
)
spaces.register(
    FeatureSpace(
        "barlow_twins",
        "Self-supervised (Barlow Twins)",
        "As self-supervised, learnt by another rule: images are not told apart from each other, but each number says "
        "something else. Takes minutes, once per dataset. Not where one of the changes named there changes the class.",
        Need.REPRESENTATION,
        "in what the pool itself has taught by Barlow Twins",
        representation="barlow_twins",
    )
)
spaces.register(
    FeatureSpace(
        "deskewed",
        "Deskewed",
        "The principal components of images set upright, centred and blurred: for handwriting and other strokes. "
        "Takes seconds, once per dataset. Not where slant or place tells classes apart.",
        Need.REPRESENTATION,
        "between deskewed images",
        representation="deskewed",
    )
)
spaces.register(
    FeatureSpace(
        "combined",
        "Combined",
        "Self-supervised and deskewed side by side: near is what both find alike. For handwriting and other strokes. "
        "Takes minutes, once per dataset; less than one where the self-supervised space is there. Not where either of "
        "them would mislead.",
        Need.REPRESENTATION,
        "in the combined space",
        representation="combined",
    )
)
