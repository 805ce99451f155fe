"""ten-losses.json: the first ten training losses, same weights and batches, by Keras and by PyTorch tensors.

One number checks gradient, optimizer, loss and order of events at once. A loss is that of the batch before its update.
"""

from keras64 import default_options, keras  # first: it chooses the backend

import numpy as np
import torch

import hash_uniform
from golden_json import grid, header, tensor, write
from torch_optimizers import BY_NAME

SEED = 7
STEPS = 10
SMALL_RUNS = [
    ("SGD", {"learning_rate": 0.1}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9, "nesterov": True}),
    ("Adam", {"learning_rate": 0.01}),
    ("AdamW", {"learning_rate": 0.01, "weight_decay": 0.1}),
    ("RMSprop", {"learning_rate": 0.01}),
    ("RMSprop", {"learning_rate": 0.01, "momentum": 0.9, "centered": True}),
    ("Adagrad", {"learning_rate": 0.1}),
]
LARGE_RUNS = [
    ("SGD", {"learning_rate": 0.1}),
    ("SGD", {"learning_rate": 0.01, "momentum": 0.9}),
    ("Adam", {"learning_rate": 0.001}),
]


def by_keras(layers, weights, batches, name, options):
    """A Keras model, trained by its own `train_on_batch`."""
    inputs = keras.Input(batches[0][0].shape[1:])
    x = inputs
    for units, activation in layers:
        x = keras.layers.Dense(units, activation=activation)(x)
    model = keras.Model(inputs, x)
    model.set_weights(weights)
    optimizer = getattr(keras.optimizers, name)(**options)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy")
    losses = [float(model.train_on_batch(x, y)) for x, y in batches]
    return losses, [np.asarray(w) for w in model.get_weights()]


def by_torch(layers, weights, batches, name, options, dtype):
    """Tensors, autograd and Keras's formulas; the loss from the logits, since the softmax is the last layer."""
    parameters = [torch.tensor(w, dtype=dtype, requires_grad=True) for w in weights]
    slots = [{} for _ in parameters]
    losses = []
    for t, (x, y) in enumerate(batches, start=1):
        h = torch.tensor(x, dtype=dtype)
        for i, (_, activation) in enumerate(layers):
            h = h @ parameters[2 * i] + parameters[2 * i + 1]
            if activation != "softmax":
                h = getattr(torch, activation)(h)
        loss = -torch.log_softmax(h, dim=-1)[torch.arange(len(y)), torch.tensor(y, dtype=torch.int64)].mean()
        gradients = torch.autograd.grad(loss, parameters)
        losses.append(loss.item())
        with torch.no_grad():
            for w, g, slot in zip(parameters, gradients, slots):
                BY_NAME[name](w, g, slot, t, **options)
    return losses, [p.detach().numpy().astype(np.float64) for p in parameters]


def run(layers, weights, batches, name, options):
    losses, final = by_keras(layers, weights, batches, name, options)
    torch64, torch_final = by_torch(layers, weights, batches, name, options, torch.float64)
    torch32, _ = by_torch(layers, weights, batches, name, options, torch.float32)
    norms, torch_norms = ([float(np.linalg.norm(w)) for w in ws] for ws in (final, torch_final))
    apart = np.abs(np.subtract(losses, torch64)).max()
    apart32 = np.abs(np.subtract(losses, torch32)).max()
    print(f"  {name} {options}: {losses[0]:.4f} -> {losses[-1]:.4f}, torch64 {apart:.1e}, torch32 {apart32:.1e}")
    assert apart < 1e-12 and np.allclose(norms, torch_norms, rtol=1e-12, atol=0)
    return {
        "optimizer": name,
        "options": {**default_options(getattr(keras.optimizers, name), options), **options},
        "keras64": losses,
        "torch64": torch64,
        "torch32": torch32,
        "finalNorms": norms,
    }


def small():
    random = np.random.default_rng(SEED)
    layers = [(16, "relu"), (16, "tanh"), (5, "softmax")]
    sizes = [12, *(units for units, _ in layers)]
    weights = []
    for fan_in, units in zip(sizes, sizes[1:]):
        weights.append(grid(random.normal(0, 1 / np.sqrt(fan_in), (fan_in, units))))
        weights.append(grid(random.normal(0, 0.1, units)))
    centers = random.normal(0, 1, (5, 12))
    batches = []
    for _ in range(STEPS):
        y = random.integers(0, 5, 8).astype(np.int32)
        batches.append((grid(centers[y] + random.normal(0, 0.7, (8, 12))), y))
    names = [f"dense{'' if i == 0 else f'_{i}'}/{kind}" for i in range(3) for kind in ("kernel", "bias")]
    return {
        "layers": [{"units": units, "activation": activation} for units, activation in layers],
        "batchSize": 8,
        "weights": [{"path": name, **tensor(w)} for name, w in zip(names, weights)],
        "batches": [{"x": tensor(x), "y": tensor(y)} for x, y in batches],
        "runs": [run(layers, weights, batches, name, options) for name, options in SMALL_RUNS],
    }


def large():
    layers = [(128, "relu"), (128, "relu"), (10, "softmax")]
    specs = [
        ("dense/kernel", (784, 128), 1, 0.5, 0.125),
        ("dense/bias", (128,), 2, 0.5, 0.0625),
        ("dense_1/kernel", (128, 128), 3, 0.5, 0.25),
        ("dense_1/bias", (128,), 4, 0.5, 0.0625),
        ("dense_2/kernel", (128, 10), 5, 0.5, 0.5),
        ("dense_2/bias", (10,), 6, 0.5, 0.0625),
    ]
    weights = [hash_uniform.uniform(seed, shape, offset, scale) for _, shape, seed, offset, scale in specs]
    batches = []
    for step in range(STEPS):
        y = hash_uniform.labels(100 + step, 32, 10)
        x = hash_uniform.uniform(200 + step, (32, 784))
        x *= np.where(np.arange(784)[None, :] % 10 == y[:, None], 1.0, 0.25)
        batches.append((x, y))
    first = batches[0]
    return {
        "layers": [{"units": units, "activation": activation} for units, activation in layers],
        "batchSize": 32,
        "hash": hash_uniform.PROSE,
        "weights": [
            {"path": path, "shape": list(shape), "seed": seed, "offset": offset, "scale": scale}
            for path, shape, seed, offset, scale in specs
        ],
        "batches": (
            "For step s = 0 … 9 and row r = 0 … 31: label y[r] = h modulo 10, h being the 32 bits (before >>> 8) of "
            "u(100 + s, r); pixel x[r, p] = u(200 + s, 784 r + p) * (1 if p modulo 10 = y[r] else 0.25)."
        ),
        "check": {
            "firstValues": [{"path": s[0], "values": w.reshape(-1)[:3].tolist()} for s, w in zip(specs, weights)],
            "firstLabels": first[1][:8].tolist(),
            "firstPixels": first[0][0, :12].tolist(),
            "sumOfFirstBatch": float(first[0].sum()),
        },
        "runs": [run(layers, weights, batches, name, options) for name, options in LARGE_RUNS],
    }


def main():
    source = (
        "keras64: Keras train_on_batch, JAX backend, float64 (golden/keras64.py). torch64, torch32: Keras's optimizer formulas written "
        "out in PyTorch tensors (golden/torch_optimizers.py). Kernels are [in, out]; all weights and data are exact "
        "in float32. finalNorms: Frobenius norms of the weights after step ten, in the order of `weights`, float64."
    )
    write("ten-losses.json", {**header(source, SEED), "small": small(), "large": large()})


if __name__ == "__main__":
    main()
