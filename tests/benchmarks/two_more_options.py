"""Diverse mini-batches and label spreading beside the paper's schemes, over paired seeds, on MNIST.

    .venv/bin/python tests/benchmarks/two_more_options.py selection --out results.jsonl
    .venv/bin/python tests/benchmarks/two_more_options.py inference --out results.jsonl
    .venv/bin/python tests/benchmarks/two_more_options.py training --out results.jsonl
    .venv/bin/python tests/benchmarks/two_more_options.py table --out results.jsonl

`selection`: ten rounds of ten samples, a CNN on IDA, a labeller that knows the truth; test accuracy after
100 labels, and how many placements of the machine had to be corrected. `inference`: the share of the
pool that IL and ILS infer right from labels drawn at random, or nearest to centres of k-means. `training`: test
accuracy of a CNN on what each training scheme makes of the same 100 random labels.

What is in the file already is not run again, so that a run can be stopped and taken up.
"""

from __future__ import annotations

import argparse
import json
import statistics
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import FittedClassifier, classifiers
from activate_va.datasets import Dataset, open_dataset
from activate_va.pool import Need, PoolView, Source, content_of
from activate_va.pool.features import COMPONENTS, principal_components
from activate_va.projections import load, projection_key, projections
from activate_va.seeding import Purpose, derived_seed, generator
from activate_va.selection import SelectionContext, select
from activate_va.selection import schemes as selection_schemes
from activate_va.training import LabelSet, TrainingContext, TrainingSet, schemes

ROUNDS, BATCH, EPOCHS, CONFIDENCE = 10, 10, 5, 0.9
SELECTION = ("RS", "MCRS", "DMB", "LCRS", "DS")
TRAINING = ("IDA", "IL", "ILS", "ILS unweighted")
LABELS = (10, 20, 50, 100)
Result = dict[str, Any]


class Bench:
    """MNIST, its UMAP, and its neighbour graph, which is kept in `folder`; the pool's truth answers the queries."""

    def __init__(self, folder: Path) -> None:
        self.data: Dataset = open_dataset("mnist")
        self.images = self.data.pool.items
        self.truth: NDArray[np.int64] = np.asarray(self.data.pool.labels)
        found = load(projection_key(self.data.digest, projections["umap"]), Path())
        assert found is not None
        self.map = found
        self.view = PoolView(content_of(self.data, folder), "projection", {Need.PROJECTION: Source(lambda: found)})

    @cached_property
    def features(self) -> NDArray[np.float32]:
        return principal_components(self.images.reshape(len(self.images), -1), COMPONENTS, 0)

    def training_set(self, scheme: str, labelled: NDArray[np.int64], seed: int) -> TrainingSet:
        labels = LabelSet(labelled, self.truth[labelled], np.full(len(labelled), CONFIDENCE))
        rng = generator(seed, Purpose.TRAINING, 0)
        context = TrainingContext(len(self.images), **self.view.inputs(schemes[scheme]))
        return schemes[scheme].assemble(labels, context, rng)

    def fit(self, scheme: str, labelled: NDArray[np.int64], seed: int, round_: int) -> FittedClassifier:
        name, _, unweighted = scheme.partition(" ")
        training_set = self.training_set(name, labelled, seed)
        if unweighted:
            training_set = replace(training_set, weights=None)
        fit_seed = derived_seed(seed, Purpose.TRAINING, round_)
        return classifiers["cnn"].fit(self.images, training_set, 10, epochs=EPOCHS, seed=fit_seed)

    def inferred(self, scheme: str, labelled: NDArray[np.int64]) -> Result:
        """The share inferred right; for ILS also with each sample counting by its certainty."""
        made = self.training_set(scheme, labelled, 0)
        right = made.labels == self.truth[made.indices]
        weighted = float(np.average(right, weights=made.weights))
        return {"right": float(right.sum() / len(self.truth)), "weighted": weighted}

    def tested(self, fitted: FittedClassifier) -> float:
        predicted = fitted.predict_proba(self.data.test.items).argmax(axis=1)
        return float((predicted == self.data.test.labels).mean())


def run_selection(bench: Bench, scheme: str, seed: int) -> Result:
    """Ten rounds of ten; the test split is looked at once, at the end."""
    labelled, fitted, corrected = np.empty(0, np.int64), None, 0
    for round_ in range(1, ROUNDS + 1):
        chosen = _chosen(bench, scheme, labelled, fitted, generator(seed, Purpose.SELECTION, round_))
        if fitted is not None:
            guessed = fitted.predict_proba(bench.images[chosen]).argmax(axis=1)
            corrected += int((guessed != bench.truth[chosen]).sum())
        labelled = np.concatenate([labelled, chosen])
        fitted = bench.fit("IDA", labelled, seed, round_)
    assert fitted is not None
    right = {name: bench.inferred(name, labelled)["right"] for name in ("IL", "ILS")}
    return {"accuracy": bench.tested(fitted), "corrected": corrected, **right}


def _chosen(
    bench: Bench, scheme: str, labelled: NDArray[np.int64], fitted: FittedClassifier | None, rng: np.random.Generator
) -> NDArray[np.int64]:
    asks = fitted is not None and Need.PROBABILITIES in selection_schemes[scheme].needs
    probabilities = fitted.predict_proba(bench.images) if fitted is not None and asks else None
    free = np.setdiff1d(np.arange(len(bench.images)), labelled)
    context = SelectionContext(free, labelled, coordinates=bench.map, probabilities=probabilities)
    return select(scheme, context, BATCH, rng).sample_ids


def run_inference(bench: Bench, how: str, seed: int) -> Result:
    """`how` is scheme, number of labels, and where they come from: `ILS-50-random`."""
    scheme, n, source = how.split("-")
    labelled = _random(bench, int(n), seed) if source == "random" else _central(bench, int(n), seed)
    return bench.inferred(scheme, labelled)


def _random(bench: Bench, n: int, seed: int) -> NDArray[np.int64]:
    return generator(seed, Purpose.SELECTION, n).choice(len(bench.images), n, replace=False)


def _central(bench: Bench, n: int, seed: int) -> NDArray[np.int64]:
    """The samples nearest to n centres of k-means on the features that neighbours are found in."""
    from sklearn.cluster import MiniBatchKMeans

    means = MiniBatchKMeans(n, n_init=3, random_state=seed).fit(bench.features)
    return np.unique(means.transform(bench.features).argmin(axis=0)).astype(np.int64)


def run_training(bench: Bench, scheme: str, seed: int) -> Result:
    labelled = _random(bench, ROUNDS * BATCH, seed)
    return {"accuracy": bench.tested(bench.fit(scheme, labelled, seed, ROUNDS))}


RUNS: dict[str, tuple[Callable[[Bench, str, int], Result], tuple[str, ...]]] = {
    "selection": (run_selection, SELECTION),
    "inference": (
        run_inference,
        tuple(f"{scheme}-{n}-{source}" for source in ("random", "centres") for n in LABELS for scheme in ("IL", "ILS")),
    ),
    "training": (run_training, TRAINING),
}


def missing(kind: str, seeds: range, done: list[Result]) -> Iterator[tuple[str, int]]:
    known = {(r["kind"], r["name"], r["seed"]) for r in done}
    return ((name, seed) for seed in seeds for name in RUNS[kind][1] if (kind, name, seed) not in known)


def table(results: list[Result]) -> None:
    for kind, name in dict.fromkeys((r["kind"], r["name"]) for r in results):
        own = [r for r in results if (r["kind"], r["name"]) == (kind, name)]
        values = {key: [r[key] for r in own] for key in own[0] if key not in ("kind", "name", "seed")}
        print(f"{kind:9} {name:16} {len(own):2} seeds ", "  ".join(f"{key} {spread(v)}" for key, v in values.items()))


def spread(values: list[float]) -> str:
    return f"{statistics.mean(values):.3f} ± {statistics.stdev(values) if len(values) > 1 else 0:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=[*RUNS, "table"])
    parser.add_argument("--out", type=Path, default=Path("two-more-options.jsonl"))
    parser.add_argument("--seeds", type=int, nargs=2, default=(0, 10), metavar=("FROM", "BEFORE"))
    arguments = parser.parse_args()
    lines = arguments.out.read_text(encoding="utf-8").splitlines() if arguments.out.exists() else []
    done = [json.loads(line) for line in lines]
    if arguments.kind == "table":
        return table(done)
    bench = Bench(arguments.out.parent)
    with arguments.out.open("a", encoding="utf-8") as out:
        for name, seed in missing(arguments.kind, range(*arguments.seeds), done):
            found = RUNS[arguments.kind][0](bench, name, seed)
            print(json.dumps({"kind": arguments.kind, "name": name, "seed": seed, **found}), file=out, flush=True)
    return None


if __name__ == "__main__":
    main()
