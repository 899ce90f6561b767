"""Feature spaces: where distances between samples are measured."""

from __future__ import annotations

from dataclasses import dataclass

from activate_va.pool.needs import Need
from activate_va.registry import Registry


@dataclass(frozen=True)
class FeatureSpace:
    """A space whose points are one of the pool's inputs.

    `phrase` follows "distances are measured"; `fallback` names the space that stands in while that input is missing.
    """

    name: str
    title: str
    description: str
    input: Need
    phrase: str
    fallback: str | None = None


spaces: Registry[FeatureSpace] = Registry("feature space", "activate_va.spaces")
spaces.register(
    FeatureSpace("projection", "Projection", "The two dimensions of the map.", Need.PROJECTION, "on the map")
)
spaces.register(
    FeatureSpace("original", "Original images", "The pixels as they are.", Need.FEATURES, "between original images")
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
