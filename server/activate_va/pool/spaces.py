"""Feature spaces: where distances between samples are measured."""

from __future__ import annotations

from dataclasses import dataclass

from activate_va.pool.needs import Need
from activate_va.registry import Registry


@dataclass(frozen=True)
class FeatureSpace:
    """A space whose points are one of the pool's inputs.

    `phrase` follows "distances are measured"; `fallback` names the space that stands in while that input is missing.
    `representation`: by which of the representations the points are made, None: by none. Where there is one, the
    neighbour graph is that of its points too.
    """

    name: str
    title: str
    description: str
    input: Need
    phrase: str
    fallback: str | None = None
    representation: str | None = None


spaces: Registry[FeatureSpace] = Registry("feature space", "activate_va.spaces")
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
        "shifted, turned by up to 20°, sheared, scaled or brightened. Takes minutes, once per dataset. Not where one "
        "of these changes the class.",
        Need.REPRESENTATION,
        "in what the pool itself has taught",
        representation="self_supervised",
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
