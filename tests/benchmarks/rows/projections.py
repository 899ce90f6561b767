"""Projections of MNIST's pool, each from a process that has done nothing before."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from measuring import Pair, Row
from workload import coordinates, mnist

from activate_va.projections import load, projection_key, projections, store

REFERENCE = Path(__file__).parents[1] / "reference" / "projections.py"
COMPUTE = """
import sys
from activate_va.datasets import open_dataset
from activate_va.projections import projections
projections[sys.argv[1]].compute(open_dataset("mnist").pool.items)
"""


ENVIRONMENT = dict(os.environ)
"""As this process was started: the nannies of the services' rows write into it what their workers start with."""


@contextmanager
def cold(method: str) -> Iterator[Pair]:
    yield Pair(
        lambda: subprocess.run([sys.executable, "-c", COMPUTE, method], env=ENVIRONMENT, check=True),
        lambda: subprocess.run([sys.executable, str(REFERENCE), method], env=ENVIRONMENT, check=True),
    )


@contextmanager
def cached(method: str) -> Iterator[Pair]:
    key = projection_key(mnist().digest, projections[method], seed=1)
    with tempfile.TemporaryDirectory() as folder:
        store(key, coordinates(), Path(folder))
        yield Pair(lambda: load(key, Path(folder)))


PROJECTIONS = (
    Row("umap-cold", "UMAP of the pool, cold process", 25, partial(cold, "umap"), warm=False, slow_reference=True),
    Row("umap-cached", "UMAP of the pool, cached", 0.05, partial(cached, "umap"), calls=8),
    Row("tsne-cold", "t-SNE of the pool, cold process", 40, partial(cold, "tsne"), warm=False, slow_reference=True),
)
