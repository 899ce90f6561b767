"""How often classifiers of texts are right, and how long they take: `python -m tests.benchmarks.texts`.

Of sentences of docstrings, by subpackage (`tests/docstrings.py`): labels drawn at random, the last quarter to test on.
A row for each classifier and number of labels: mean and spread over seeds, seconds for fitting.
"""

from __future__ import annotations

import argparse
import time

import numpy as np

from activate_va.classifiers import classifiers
from activate_va.training import TrainingSet

from ..docstrings import SUBPACKAGES, sentences

LABELS = (100, 300, 1_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--quick", action="store_true", help="two seeds, up to 300 labels")
    given = parser.parse_args()
    items, labels = sentences()
    n = len(items) * 3 // 4
    print(f"{len(items):,} sentences, {', '.join(SUBPACKAGES)}\n{'':28} labels  right  spread  seconds", flush=True)
    for name in ("text_logistic_regression", "text_mlp"):
        for count in LABELS[:2] if given.quick else LABELS:
            right, seconds = [], []
            for seed in range(2 if given.quick else given.seeds):
                rows = np.sort(np.random.default_rng(seed).choice(n, count, replace=False))
                began = time.perf_counter()
                training_set = TrainingSet(rows, labels[rows])
                fitted = classifiers[name].fit(items[:n], training_set, len(SUBPACKAGES), epochs=1, seed=seed)
                seconds.append(time.perf_counter() - began)
                right.append((fitted.predict_proba(items[n:]).argmax(axis=1) == labels[n:]).mean())
            spread = np.std(right, ddof=1)
            print(f"{name:28} {count:6} {np.mean(right):6.3f} {spread:7.3f} {np.median(seconds):8.2f}", flush=True)


if __name__ == "__main__":
    main()
