"""The reference in a process of its own, where TensorFlow is set up as a notebook has it: as it comes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context
from typing import Any

from measuring import Work
from workload import EPOCHS, coordinates, labels, mnist

from reference.training import inferred_labelling, make_cnn, probabilities, sil_ida_cba

QUIET = {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "3"}


@contextmanager
def another_process() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, get_context("spawn"), be_quiet) as process:
        yield process


def be_quiet() -> None:
    os.environ.update(QUIET)


def timed_there(process: ProcessPoolExecutor, work: Any, keep: list[Any] | None = None) -> Work:
    """Call `work` there and wait; the data is there already, so that only what it returns travels."""

    def wait() -> None:
        result = process.submit(work).result()
        if keep is not None:
            keep.append(result)

    return wait


def small_schemes() -> list[float]:
    data, chosen = mnist(), labels()
    images = data.pool.items[chosen.sample_ids]
    return sil_ida_cba(images, chosen.class_indices, chosen.confidences, EPOCHS, data.test.items, data.test.labels)


def inferred() -> float:
    data, chosen = mnist(), labels()
    return inferred_labelling(
        data.pool.items,
        coordinates(),
        chosen.sample_ids,
        chosen.class_indices,
        EPOCHS,
        data.test.items,
        data.test.labels,
    )


def predicted() -> None:
    probabilities(network(), mnist().pool.items)


@cache
def network() -> Any:
    return make_cnn(1)
