"""Keras in true float64, on its JAX backend. Import this before anything else that imports Keras.

Keras 3.15 lowers float64 to float32 inside tanh, mean, var and others on every backend but TensorFlow (the table
BIT64_TO_BIT32_DTYPE, errors up to 2e-7); on TensorFlow it rounds Python constants such as momentum 0.9 to float32
(`ops.cast`). So: JAX, with the entry of that table that TensorFlow has.
"""

import os

os.environ["KERAS_BACKEND"] = "jax"
os.environ["JAX_ENABLE_X64"] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"

import keras  # noqa: E402
from keras.src.backend.common import dtypes  # noqa: E402

keras.config.set_floatx("float64")
dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"
assert keras.ops.tanh(keras.ops.ones((), dtype="float64")).dtype == "float64"


def default_options(constructor, given):
    """The options given, then Keras's own defaults for the rest of its configuration."""
    config = constructor(**given).get_config()
    return {key: value for key, value in config.items() if key != "name" and isinstance(value, (int, float, bool))}
