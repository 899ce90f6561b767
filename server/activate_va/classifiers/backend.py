"""TensorFlow and Keras, imported on first use and set up to give the same answer every time."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple

from activate_va.classifiers.threads import single_threaded

logger = logging.getLogger(__name__)


class Backend(NamedTuple):
    tf: Any
    keras: Any


@cache
def backend() -> Backend:
    """The two modules. The first call takes some seconds."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    with _standard_error_closed():
        import keras
        import tensorflow as tf

    # Each network traces its own steps once; TensorFlow takes that for retracing and warns.
    tf.get_logger().setLevel("ERROR")
    tf.config.experimental.enable_op_determinism()
    if single_threaded():
        _one_thread_an_operation(tf)
    return Backend(tf, keras)


def _one_thread_an_operation(tf: Any) -> None:
    try:
        tf.config.threading.set_intra_op_parallelism_threads(1)
    except RuntimeError:
        logger.warning("TensorFlow was in use before: operations keep their threads, and training takes longer")


@contextmanager
def _standard_error_closed() -> Iterator[None]:
    """TensorFlow's native code greets there before any log level counts; an error while importing still raises."""
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
