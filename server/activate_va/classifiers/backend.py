"""TensorFlow and Keras, imported on first use and set up to give the same answer every time."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, NamedTuple


class Backend(NamedTuple):
    tf: Any
    keras: Any


@cache
def backend() -> Backend:
    """The two modules. The first call takes some seconds."""
    os.environ["KERAS_BACKEND"] = "tensorflow"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import keras
    import tensorflow as tf

    # Each network traces its own steps once; TensorFlow takes that for retracing and warns.
    tf.get_logger().setLevel("ERROR")
    tf.config.experimental.enable_op_determinism()
    return Backend(tf, keras)
