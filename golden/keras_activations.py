"""keras-activations.json: the activations of Keras that keras-a.json does not hold, with derivatives and defaults."""

from keras64 import keras  # first: it chooses the backend

import jax
import jax.numpy as jnp
import numpy as np

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 29
POINTS = np.array([-300, -20, -5, -3, -2, -1, -0.5, -0.001, 0, 0.001, 0.5, 1, 2, 3, 5, 6, 20, 300], np.float64)
NAMES = (
    "celu exponential hard_shrink hard_sigmoid hard_silu hard_tanh log_sigmoid mish relu6 soft_shrink softsign sparse_plus "
    "sparse_sigmoid squareplus tanh_shrink threshold"
).split()
ROWS = "glu log_softmax".split()
DEFAULTS_ONLY = ["sparsemax"]  # Keras 3.15 adds up cumulative sums to its threshold: rows do not sum to 1


def pointwise(name, options, x=POINTS):
    function = lambda v: getattr(keras.activations, name)(v, **options)  # noqa: E731
    y = np.asarray(function(jnp.asarray(x)))
    derivative = np.asarray(jax.vmap(jax.grad(function))(jnp.asarray(x)))
    return {"name": name, "options": options, "x": tensor(x), "y": tensor(y), "derivative": tensor(derivative)}


def rowwise(random, name, options, x):
    y, pull = jax.vjp(lambda v: getattr(keras.activations, name)(v, **options), jnp.asarray(x))
    g = grid(random.normal(0, 1, y.shape))
    return {"name": name, "options": options, "x": tensor(x), "y": tensor(y), "cotangent": tensor(g),
            "gradient": tensor(pull(jnp.asarray(g))[0])}


def cases():
    for name in NAMES:
        given = {"threshold": 0.5, "default_value": -2.0} if name == "threshold" else {}
        yield pointwise(name, given, POINTS[np.abs(POINTS) <= 20] if name == "exponential" else POINTS)
    for name, options in (
        ("celu", {"alpha": 0.5}),
        ("hard_shrink", {"threshold": 2.0}),
        ("soft_shrink", {"threshold": 2.0}),
        ("squareplus", {"b": 1}),
    ):
        yield pointwise(name, options)
    random = np.random.default_rng(SEED)
    for name in ROWS:
        yield rowwise(random, name, {}, grid(random.normal(0, 1, (3, 4))))
        yield rowwise(random, name, {"axis": 1}, grid(random.normal(0, 1, (2, 6, 3))))
        yield rowwise(random, name, {}, np.array([[300, -300, 0, 299], [0.25, -0.25, 0.125, -0.5]]))


def main():
    source = "Keras, JAX backend, float64 (golden/keras64.py). The form is that of `activations` and `defaults` in keras-a.json."
    defaults = {"activations": {name: defaults_of(getattr(keras.activations, name)) for name in NAMES + ROWS + DEFAULTS_ONLY}}
    write("keras-activations.json", {**header(source, SEED), "defaults": defaults, "activations": list(cases())})


if __name__ == "__main__":
    main()
