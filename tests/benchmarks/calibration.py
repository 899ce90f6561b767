"""How sure IDA is after a hundred labels, and how often right: calibration before and after, over seeds.

    python tests/benchmarks/calibration.py --seeds 10

Labels are drawn at random, or, with --rounds, ten at a time by least confidence. The temperature is fitted on the
validation split; errors and accuracy are those on the test split, which decides nothing.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from activate_va.classifiers import classifiers
from activate_va.datasets import Dataset, open_dataset
from activate_va.evaluation import at_temperature, expected_calibration_error, fitted_temperature
from activate_va.pool import LabelSet
from activate_va.seeding import Purpose, derived_seed, generator
from activate_va.selection import SelectionContext, select
from activate_va.training import TrainingContext, schemes

EPOCHS, BATCH = 5, 10


@dataclass(frozen=True)
class Outcome:
    temperature: float
    accuracy: float
    before: float
    after: float


def labelled(data: Dataset, rows: NDArray[np.int64]) -> LabelSet:
    assert data.pool.labels is not None
    return LabelSet(rows, data.pool.labels[rows], np.ones(len(rows)))


def run(data: Dataset, scheme: str, selection: str, labels: int, seed: int) -> Outcome:
    """Train on labels that are selected ten at a time; with RS nothing has to be trained between."""
    rows, probabilities, number = np.empty(0, np.int64), None, 0
    while len(rows) < labels:
        free = np.setdiff1d(np.arange(len(data.pool)), rows)
        context = SelectionContext(free, rows, probabilities=probabilities)
        chosen = select(selection, context, BATCH, generator(seed, Purpose.SELECTION, number))
        rows, number = np.concatenate([rows, chosen.sample_ids]), number + 1
        if selection == "RS" and len(rows) < labels:
            continue
        made = schemes[scheme].assemble(
            labelled(data, np.sort(rows)), TrainingContext(len(data.pool)), generator(seed, Purpose.TRAINING, number)
        )
        fitted = classifiers["cnn"].fit(
            data.pool.items, made, len(data.classes), epochs=EPOCHS, seed=derived_seed(seed, Purpose.TRAINING, number)
        )
        probabilities = None if len(rows) >= labels else fitted.predict_proba(data.pool.items)
    validation, test = data.validation.labelled(), data.test.labelled()
    assert validation.labels is not None
    assert test.labels is not None
    temperature = fitted_temperature(validation.labels, fitted.predict_proba(validation.items))
    said = fitted.predict_proba(test.items)
    return Outcome(
        temperature,
        float((said.argmax(axis=1) == test.labels).mean()),
        expected_calibration_error(test.labels, said),
        expected_calibration_error(test.labels, at_temperature(said, temperature)),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", default="mnist")
    parser.add_argument("--scheme", default="IDA")
    parser.add_argument("--selection", default="RS")
    parser.add_argument("--labels", type=int, default=100)
    parser.add_argument("--seeds", type=int, default=10)
    asked = parser.parse_args()
    found = list[Outcome]()
    for seed in range(asked.seeds):
        found.append(run(open_dataset(asked.dataset), asked.scheme, asked.selection, asked.labels, seed))
        print(f"seed {seed}: {found[-1]}", flush=True)
    for name in ("temperature", "accuracy", "before", "after"):
        values = np.array([getattr(outcome, name) for outcome in found])
        print(f"{name:12} {values.mean():.4f} ± {values.std(ddof=1):.4f}, {values.min():.4f} to {values.max():.4f}")


if __name__ == "__main__":
    main()
