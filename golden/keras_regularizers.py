"""keras-regularizers.json: Keras's regularizers and constraints, and a training with them."""

from keras64 import keras  # first: it chooses the backend

import jax
import jax.numpy as jnp
import numpy as np

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 43
REGULARIZERS = "L1 L2 L1L2 OrthogonalRegularizer".split()
CONSTRAINTS = "MaxNorm NonNeg UnitNorm MinMaxNorm".split()


def named(name, options):
    return {"class": name, "options": options}


def main():
    random = np.random.default_rng(SEED)
    normal = lambda *shape: grid(random.normal(0, 1, shape))  # noqa: E731
    matrix, kernel = normal(3, 4), normal(2, 2, 3, 2)
    assert matrix.all() and kernel.all()  # at 0 the slope of |w| is a matter of choice
    regularizers = []
    for name, options, x in [
        *((name, {}, matrix) for name in REGULARIZERS),
        ("L1", {"l1": 0.5}, kernel),
        ("L2", {"l2": 0.25}, kernel),
        ("L1L2", {"l1": 0.5, "l2": 0.25}, matrix),
        ("OrthogonalRegularizer", {"factor": 0.5, "mode": "columns"}, matrix),
    ]:
        regularizer = getattr(keras.regularizers, name)(**options)
        regularizers.append({**named(name, options), "x": tensor(x), "value": float(regularizer(jnp.asarray(x))),
                             "gradient": tensor(jax.grad(lambda v: jnp.asarray(regularizer(v)) * 1.0)(jnp.asarray(x)))})  # noqa: B023
    constraints = []
    for name, options, w in [
        *((name, {}, 2 * matrix) for name in CONSTRAINTS),
        ("MaxNorm", {"max_value": 0.75, "axis": [0, 1, 2]}, kernel),
        ("UnitNorm", {"axis": [0, 1, 2]}, kernel),
        ("MinMaxNorm", {"min_value": 1.5, "max_value": 2.0, "rate": 0.7, "axis": 1}, matrix),
    ]:
        constraint = getattr(keras.constraints, name)(**options)
        constraints.append({**named(name, options), "w": tensor(w), "after": tensor(constraint(jnp.asarray(w)))})
    write("keras-regularizers.json", {
        **header("Keras regularizers and constraints, JAX backend, float64 (golden/keras64.py)", SEED),
        "defaults": {
            "regularizers": {name: defaults_of(getattr(keras.regularizers, name)) for name in REGULARIZERS},
            "constraints": {name: defaults_of(getattr(keras.constraints, name)) for name in CONSTRAINTS},
        },
        "regularizers": regularizers,
        "constraints": constraints,
        "training": training(random),
    })


def training(random):
    """Five steps of a network with every kind of rule: loss of each, loss of evaluation, weights at the end."""
    normal = lambda *shape: grid(random.normal(0, 1, shape))  # noqa: E731
    r, c = keras.regularizers, keras.constraints
    model = keras.Sequential([
        keras.Input((6, 2)),
        keras.layers.Conv1D(3, 2, kernel_regularizer=r.L1(0.01), bias_regularizer=r.L1L2(0.01, 0.1), kernel_constraint=c.MaxNorm(0.5, axis=[0, 1]), activity_regularizer=r.L2(0.02)),
        keras.layers.SeparableConv1D(3, 2, depthwise_regularizer=r.L2(0.03), pointwise_regularizer=r.L1(0.02), bias_regularizer=r.L2(0.1)),
        keras.layers.Flatten(),
        keras.layers.Dense(3, activation="tanh", trainable=False, kernel_regularizer=r.L2(0.5)),
        keras.layers.Dense(2, kernel_regularizer=r.OrthogonalRegularizer(0.1, mode="columns"), bias_regularizer=r.L2(0.1), bias_constraint=c.NonNeg(), kernel_constraint=c.UnitNorm()),
    ])
    model.compile(optimizer=keras.optimizers.SGD(0.1), loss="mse")
    for weight in model.weights:
        weight.assign(normal(*weight.shape) / 2)
    initial = [tensor(w.numpy()) for w in model.weights]
    x, y = normal(4, 6, 2), normal(4, 2)
    losses = []
    for _ in range(5):
        model.reset_metrics()
        losses.append(float(model.train_on_batch(x, y)))
    return {"x": tensor(x), "y": tensor(y), "initial": initial, "losses": losses,
            "evaluated": float(model.evaluate(x, y, verbose=0)), "final": [tensor(w.numpy()) for w in model.weights],
            "trainable": [bool(w.trainable) for w in model.weights]}


if __name__ == "__main__":
    main()
