"""What the early stop of a scheme that covers the pool costs in accuracy, against all five epochs, over paired seeds.

    .venv/bin/python tests/benchmarks/early_stop.py IL --seeds 600 601 602 603 604

Each seed draws its own labels, weights and order. The stop was tuned on the validation split with seeds 500 to 502.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
from workload import EPOCHS, coordinates, labels, mnist

from activate_va.classifiers import classifiers
from activate_va.datasets import Split
from activate_va.pool import Need, PoolView, Source, content_of
from activate_va.training import TrainingContext, TrainingSet, schemes

KEPT = Path("bench-results")


def inferred(scheme: str, seed: int, count: int) -> TrainingSet:
    view = PoolView(content_of(mnist(), KEPT), "projection", {Need.PROJECTION: Source(coordinates)})
    context = TrainingContext(len(mnist().pool), **view.inputs(schemes[scheme]))
    rng = np.random.default_rng(seed)
    made = schemes[scheme].assemble(labels(seed, count), context, rng)
    return replace(made, stop_when_level=True)


def reached(training_set: TrainingSet, seed: int) -> tuple[float, float, float]:
    """Accuracy on validation and test, and seconds."""
    begun = time.perf_counter()
    fitted = classifiers["cnn"].fit(mnist().pool.items, training_set, 10, epochs=EPOCHS, seed=seed)
    seconds = time.perf_counter() - begun

    def accuracy(split: Split) -> float:
        return float((fitted.predict_proba(split.items).argmax(axis=1) == split.labels).mean())

    return accuracy(mnist().validation), accuracy(mnist().test), seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scheme", choices=[scheme.name for scheme in schemes if scheme.covers_pool])
    parser.add_argument("--seeds", type=int, nargs="+", default=[600, 601, 602, 603, 604])
    parser.add_argument("--labels", type=int, default=100)
    arguments = parser.parse_args()
    rows = []
    print("seed  stopped: validation, test, seconds    all epochs: validation, test, seconds")
    for seed in arguments.seeds:
        training_set = inferred(arguments.scheme, seed, arguments.labels)
        rows.append((*reached(training_set, seed), *reached(replace(training_set, stop_when_level=False), seed)))
        print(seed, *(f"{value:.4f}" for value in rows[-1]), flush=True)
    print("mean", *(f"{value:.4f}" for value in np.mean(rows, axis=0)))


if __name__ == "__main__":
    main()
