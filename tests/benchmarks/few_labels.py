"""Feature spaces, selection and inference with few labels, over seeds, on MNIST and Fashion-MNIST.

    .venv/bin/python tests/benchmarks/few_labels.py pool --folder DIR --out results.jsonl [--quick]
    .venv/bin/python tests/benchmarks/few_labels.py test --folder DIR --out results.jsonl [--quick]
    .venv/bin/python tests/benchmarks/few_labels.py table --out results.jsonl

`pool`: the share of the pool that each training scheme infers right from 10 to 100 labels that a selection scheme asks
for at once, in a feature space; `test`: test accuracy of a CNN on what is inferred, by IDA on the labels, or by SSL
(`--inference SSL --spaces self_supervised`). `"SSL once"` is SSL that does not look again, in less than 15 s a round;
`"FT and IDA"` a mixture, on labels alone, for which `--recommended` takes the augmentation that is recommended for
drawings, and twice the epochs.
Representations and graphs are kept in `--folder`, which may be a server's `representations`, and computed where they
are missing: minutes for the self-supervised one. `--quick`: two seeds, MNIST, 10 and 100 labels, no training of an
encoder. What is in the file already is not run again. Nothing is chosen by the test split.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from functools import cache
from itertools import groupby, product
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import FittedClassifier, classifiers
from activate_va.datasets import Dataset, open_dataset
from activate_va.jobs.representing import represent
from activate_va.kinds import AugmentationOptions
from activate_va.options import Options, options_of
from activate_va.pool import (
    Need,
    Neighbours,
    PoolView,
    Source,
    content_of,
    load_graph,
    load_spectrum,
    spaces,
    spectrum_key,
    store_graph,
    store_spectrum,
)
from activate_va.pool.spectrum import spectrum
from activate_va.projections import load as load_map
from activate_va.projections import projection_key, projections
from activate_va.projections import store as store_map
from activate_va.representations import (
    Learnt,
    load,
    load_encoder,
    load_parts,
    representation_key,
    representations,
    store_learnt,
)
from activate_va.seeding import Purpose, derived_seed, generator
from activate_va.selection import SelectionContext
from activate_va.selection import schemes as selection_schemes
from activate_va.sessions.recommended import FEW_LABELS
from activate_va.training import LabelSet, Seen, TrainingContext, TrainingSet, schemes
from activate_va.training.refining import learnt

DATASETS = ("mnist", "fashion_mnist")
SPACES = ("projection", "components", "deskewed", "self_supervised", "combined")
SELECTION = ("RS", "KC", "TC", "SC", "PC")
LABELS = (10, 20, 50, 100)
EPOCHS = 5
INFERENCE: dict[str, tuple[str, dict[str, Any]]] = {
    "IL": ("IL", {}),
    "ILS": ("ILS", {"by_certainty": False}),
    "IPL alone": ("IPL", {"class_sizes": "free", "cuts": 0}),
    "IPL free": ("IPL", {"class_sizes": "free"}),
    "IPL estimated": ("IPL", {"class_sizes": "estimated"}),
    "IPL equal": ("IPL", {"class_sizes": "equal"}),
    "SSL once": ("SSL", {"refinements": 0, "steps": 300}),
}
MIXTURES = {"FT and IDA": {"FT": 0.7, "IDA": 0.3}}
"""Weights of models that answer together, found on the validation split (decision 0036)."""
Result = dict[str, Any]


class Case(NamedTuple):
    dataset: str
    space: str
    selection: str
    labels: int
    seed: int


class Bench:
    """A dataset's pool in one feature space; its truth answers the queries."""

    def __init__(self, name: str, space: str, folder: Path, augmentation: AugmentationOptions | None = None) -> None:
        self.augmentation = augmentation
        self.data: Dataset = open_dataset(name)
        self.truth: NDArray[np.int64] = np.asarray(self.data.pool.labels)
        self.view = PoolView(content_of(self.data, folder), space, _sources(self.data, space, folder))

    def labels(self, case: Case) -> LabelSet:
        scheme = selection_schemes[case.selection]
        everything = np.arange(len(self.truth))
        context = SelectionContext(everything, everything[:0], **self.view.inputs(scheme))
        chosen = scheme.select(context, case.labels, generator(case.seed, Purpose.SELECTION, 0))
        return LabelSet(chosen, self.truth[chosen], np.ones(case.labels))

    def context(self, name: str, chosen: dict[str, Any]) -> TrainingContext:
        options: Options = options_of(schemes, name, {f"training.{name}": chosen})
        return TrainingContext(len(self.truth), options=options, **self.view.inputs(schemes[name]))

    def pool(self, case: Case, inferences: list[str]) -> Iterator[Result]:
        labels = self.labels(case)
        found = {"classes": len(np.unique(labels.class_indices))}
        for inference in inferences if found["classes"] > 1 else ():
            name, chosen = INFERENCE.get(inference, (inference, {}))
            rng = generator(case.seed, Purpose.TRAINING, 0)
            made = schemes[name].assemble(labels, self.context(name, chosen), rng)
            yield {**case._asdict(), **found, "inference": inference, "pool": self._right(made)}

    def test(self, case: Case, inferences: list[str]) -> Iterator[Result]:
        labels = self.labels(case)
        for inference in inferences if len(np.unique(labels.class_indices)) > 1 else ():
            parts = MIXTURES.get(inference, {inference: 1.0})
            begun = time.perf_counter(), time.process_time()
            fitted = [self._learnt(case, labels, part) for part in parts]
            spent = {"seconds": time.perf_counter() - begun[0], "processor": time.process_time() - begun[1]}
            said = [model.predict_proba(self.data.test.items) for _, model in fitted]
            mixed = np.tensordot(list(parts.values()), np.stack(said), 1)
            accuracy = float((mixed.argmax(axis=1) == self.data.test.labels).mean())
            yield {
                **case._asdict(),
                "inference": inference,
                **spent,
                **self._covered(next(iter(parts)), fitted[0][0]),
                "test": accuracy,
            }

    def _learnt(self, case: Case, labels: LabelSet, inference: str) -> tuple[TrainingSet, FittedClassifier]:
        name, chosen = INFERENCE.get(inference, (inference, {}))
        rng = generator(case.seed, Purpose.TRAINING, 0)
        learner = Learner(self.data, derived_seed(case.seed, Purpose.TRAINING, 0), self.augmentation)
        return learnt(schemes[name], labels, self.context(name, chosen), rng, learner)

    def _covered(self, inference: str, made: TrainingSet) -> Result:
        """The share of the pool that is labelled right, by a scheme that labels it."""
        name, _ = INFERENCE.get(inference, (inference, {}))
        return {"pool": self._right(made)} if schemes[name].covers_pool else {}

    def _right(self, made: TrainingSet) -> float:
        return int((made.labels == self.truth[made.indices]).sum()) / len(self.truth)


class Learner(NamedTuple):
    """Fits CNNs to a dataset's pool, as a round does; with an augmentation in place of shifts, for twice as long."""

    data: Dataset
    seed: int
    augmentation: AugmentationOptions | None = None

    def fit(self, training_set: TrainingSet) -> FittedClassifier:
        epochs = EPOCHS if self.augmentation is None else 2 * EPOCHS
        return classifiers["cnn"].fit(
            self.data.pool.items,
            training_set,
            len(self.data.classes),
            epochs=epochs,
            seed=self.seed,
            augmentation=self.augmentation,
        )

    def look(self, fitted: FittedClassifier) -> Seen:
        return Seen(fitted.embed(self.data.pool.items), fitted.taught)


def _sources(data: Dataset, space: str, folder: Path) -> dict[Need, Source]:
    method = spaces[space].representation
    if method is None:
        return {Need.PROJECTION: Source(lambda: _map(data, folder))}
    key = representation_key(data.digest, representations[method])
    points, graph = load(key, folder), load_graph(key, folder)
    if points is None or graph is None:
        known = _known_parts(data, method, folder)
        made = represent(data.name, method, points, known, lambda stage, done: print(f"\r{stage} {done:.0%}", end=" "))
        points, graph = np.asarray(made.points, np.int8), made.neighbours
        store_graph(key, graph, folder)
        for part, its in ((method, Learnt(points, made.encoder)), *made.parts):
            store_learnt(representation_key(data.digest, representations[part]), its, folder)
    return {
        Need.REPRESENTATION: Source(lambda: points),
        Need.NEIGHBOURS: Source(lambda: graph),
        Need.SPECTRUM: Source(lambda: _spectrum(key, graph, folder)),
        Need.ENCODER: Source(lambda: load_encoder(key, folder)),
    }


def _known_parts(data: Dataset, method: str, folder: Path) -> dict[str, Learnt]:
    """What the method's parts have learnt before, where it joins some."""
    return load_parts(representations[method], lambda part: representation_key(data.digest, part), folder)


def _spectrum(key: str, graph: Neighbours, folder: Path) -> NDArray[np.float32]:
    kept_as = spectrum_key(key)
    found = load_spectrum(kept_as, folder)
    if found is None:
        found = spectrum(graph)
        store_spectrum(kept_as, found, folder)
    return found


@cache
def _map(data: Dataset, folder: Path) -> NDArray[np.float32]:
    key = projection_key(data.digest, projections["umap"])
    found = load_map(key, folder)
    if found is None:
        found = projections["umap"].compute(data.kind.features(data.pool.items))
        store_map(key, found, folder)
    return found


def run(
    part: str,
    cases: list[Case],
    inferences: list[str],
    folder: Path,
    out: Path,
    augmentation: AugmentationOptions | None,
) -> None:
    """Append what is missing, a line for each result."""
    done = {tuple(row[field] for field in Case._fields) for row in _rows(out) if part in row}
    for (dataset, space), alike in groupby(cases, key=lambda case: (case.dataset, case.space)):
        bench = Bench(dataset, space, folder, augmentation)
        for case in (case for case in alike if tuple(case) not in done):
            rows = list(getattr(bench, part)(case, inferences))
            with out.open("a", encoding="utf-8") as stream:
                stream.writelines(json.dumps(row) + "\n" for row in rows)
            print(*case, {row["inference"]: round(row[part], 4) for row in rows}, flush=True)


def table(out: Path) -> None:
    """Mean ± standard deviation over seeds, and the lowest seed, of what the file holds."""
    for measure in ("pool", "test"):
        groups: dict[tuple[Any, ...], list[float]] = {}
        for row in (row for row in _rows(out) if measure in row):
            groups.setdefault((*(row[f] for f in Case._fields[:4]), row["inference"]), []).append(row[measure])
        for group, values in groups.items():
            spread = statistics.stdev(values) if len(values) > 1 else 0.0
            named = " | ".join(map(str, (measure, *group)))
            print(f"| {named} | {statistics.mean(values):.3f} ± {spread:.3f} | {min(values):.3f} | {len(values)} |")


def _rows(out: Path) -> list[Result]:
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()] if out.is_file() else []


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["pool", "test", "table"])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--folder", type=Path, default=Path("few-labels"))
    parser.add_argument("--datasets", nargs="+", default=list(DATASETS))
    parser.add_argument("--spaces", nargs="+", default=list(SPACES))
    parser.add_argument("--labels", nargs="+", type=int, default=list(LABELS))
    parser.add_argument("--selection", nargs="+", default=list(SELECTION))
    parser.add_argument("--inference", nargs="+", default=list(INFERENCE))
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--recommended", action="store_true")
    parser.add_argument("--quick", action="store_true")
    given = parser.parse_args()
    if given.quick:
        given.datasets, given.spaces, given.labels, given.seeds = ["mnist"], ["components", "deskewed"], [10, 100], 2
    if given.part == "table":
        table(given.out)
    else:
        axes = (given.datasets, given.spaces, given.selection, given.labels, range(given.seeds))
        augmentation = FEW_LABELS.augmentation if given.recommended else None
        cases = [Case(*values) for values in product(*axes)]
        run(given.part, cases, given.inference, given.folder, given.out, augmentation)


if __name__ == "__main__":
    main()
