"""A space that a network learns from the pool's images alone, with no label."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.kinds import Kind, Views
from activate_va.pool.features import principal_components
from activate_va.projections.base import Report
from activate_va.representations.barlow import barlow_loss
from activate_va.representations.base import Learnt, Representation
from activate_va.representations.contrastive import Contrastive, Recipe
from activate_va.representations.encoder import contrastive_loss


class SelfSupervised(Representation):
    """SimCLR (Chen et al. 2020): two views of an image, differently augmented, are to be near, and far from all others.

    What `views` change is taken to mean nothing; where there are none, what the kind's do. Points are scaled to one
    length, so that distances rank as cosines do, and turned to their first `dimensions` principal axes. `epochs`:
    passes over the pool; a small one is gone through more often, until there have been `fewest_steps`.
    """

    name = "self_supervised"
    kinds = frozenset({"image"})
    teaches = True
    version = 2
    views: Views | None = None

    def __init__(self, epochs: int = 20, filters: int = 16, dimensions: int = 48, fewest_steps: int = 600) -> None:
        self.parameters = {
            "epochs": epochs,
            "fewest_steps": fewest_steps,
            "batch": 500,
            "filters": filters,
            "units": 128,
            "outputs": 64,
            "temperature": 0.3,
            "learning_rate": 2e-3,
            "dimensions": dimensions,
        }

    def represent(self, items: NDArray[np.uint8], kind: Kind, seed: int, report: Report) -> Learnt:
        images = items.reshape(*items.shape[:3], -1)
        views = self.views or kind.views
        if not isinstance(views, Views):
            raise TypeError(f"the views of {kind.name} are none of images")
        report("preparing the network", 0.0)
        recipe = self._recipe(len(images), views)
        learner = Contrastive(images, recipe, seed)
        for done in learner.learn():
            report("learning from the pool", 0.97 * done / recipe.steps)
        points = learner.embedded()
        points /= np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-6)
        scores = principal_components(points, int(self.parameters["dimensions"]), seed)
        return Learnt(scores, learner.taught())

    def _loss(self, first: Any, second: Any) -> Any:
        return contrastive_loss(first, second, float(self.parameters["temperature"]))

    def _recipe(self, n: int, views: Views) -> Recipe:
        chosen = self.parameters
        batch = min(int(chosen["batch"]), n)
        steps = max(int(chosen["epochs"]) * (n // batch), int(chosen["fewest_steps"]))
        return Recipe(
            filters=int(chosen["filters"]),
            units=int(chosen["units"]),
            outputs=int(chosen["outputs"]),
            batch=batch,
            steps=steps,
            loss=self._loss,
            learning_rate=float(chosen["learning_rate"]),
            views=views,
        )


class Upright(SelfSupervised):
    """SimCLR for pictures of things that stand upright in their place, as clothing does: light counts for nothing,
    be it stronger, darker or uneven, but outlines do; so these are hardly moved, and the temperature is lower."""

    name = "upright"
    views = Views(
        width_shift=0.05, height_shift=0.05, rotation=5, scale=0.1, shear=5, contrast=0.4, gamma=1.0, shade=1.4
    )

    def __init__(self, epochs: int = 20, filters: int = 16, dimensions: int = 48, fewest_steps: int = 600) -> None:
        super().__init__(epochs, filters, dimensions, fewest_steps)
        self.parameters |= {"temperature": 0.1, "views": self.views.model_dump_json()}


class BarlowTwins(SelfSupervised):
    """Barlow Twins (Zbontar et al. 2021): what is seen of two views is to agree in each number, and numbers are to say
    different things; other images are not compared with. Everything else as SimCLR here."""

    name = "barlow_twins"

    def __init__(self, epochs: int = 20, filters: int = 16, dimensions: int = 48, fewest_steps: int = 600) -> None:
        super().__init__(epochs, filters, dimensions, fewest_steps)
        del self.parameters["temperature"]
        self.parameters |= {"outputs": 256, "redundancy": 0.01}

    def _loss(self, first: Any, second: Any) -> Any:
        return barlow_loss(first, second, float(self.parameters["redundancy"]))
