"""ten-losses-lstm.json: the first ten training losses of a small LSTM classifier, by Keras and by PyTorch's own LSTM.

PyTorch's gates stand in the order of Keras's (i, f, c, o); its second bias is 0 and is not trained. Optimizers are Keras's
formulas in tensors (torch_optimizers.py). A loss is that of the batch before its update.
"""

from keras64 import default_options, keras  # first: it chooses the backend

import numpy as np
import torch

from golden_json import grid, header, tensor, write
from torch_optimizers import BY_NAME

SEED = 31
STEPS, BATCH, TIME, FEATURES, UNITS, CLASSES = 10, 8, 6, 5, 7, 4
RUNS = [
    ("SGD", {"learning_rate": 0.5}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("Adam", {"learning_rate": 0.02}),
]
NAMES = ["lstm/kernel", "lstm/recurrentKernel", "lstm/bias", "dense/kernel", "dense/bias"]


def by_keras(weights, batches, name, options):
    layers = [keras.layers.LSTM(UNITS), keras.layers.Dense(CLASSES, activation="softmax")]
    model = keras.Sequential([keras.layers.Input((TIME, FEATURES)), *layers])
    model.set_weights(weights)
    model.compile(optimizer=getattr(keras.optimizers, name)(**options), loss="sparse_categorical_crossentropy")
    return [float(model.train_on_batch(x, y)) for x, y in batches]


def by_torch(weights, batches, name, options, dtype):
    kernel, recurrent, bias, dense, dense_bias = (torch.tensor(w, dtype=dtype) for w in weights)
    lstm = torch.nn.LSTM(FEATURES, UNITS, batch_first=True, dtype=dtype)
    head = torch.nn.Linear(UNITS, CLASSES, dtype=dtype)
    with torch.no_grad():
        lstm.weight_ih_l0.copy_(kernel.T)
        lstm.weight_hh_l0.copy_(recurrent.T)
        lstm.bias_ih_l0.copy_(bias)
        lstm.bias_hh_l0.zero_()
        head.weight.copy_(dense.T)
        head.bias.copy_(dense_bias)
    parameters = [lstm.weight_ih_l0, lstm.weight_hh_l0, lstm.bias_ih_l0, head.weight, head.bias]
    slots = [{} for _ in parameters]
    losses = []
    for t, (x, y) in enumerate(batches, start=1):
        _, (h, _) = lstm(torch.tensor(x, dtype=dtype))
        loss = torch.nn.functional.cross_entropy(head(h[0]), torch.tensor(y, dtype=torch.int64))
        gradients = torch.autograd.grad(loss, parameters)
        losses.append(loss.item())
        with torch.no_grad():
            for w, g, slot in zip(parameters, gradients, slots):
                BY_NAME[name](w, g, slot, t, **options)
    return losses


def run(weights, batches, name, options):
    losses = by_keras(weights, batches, name, options)
    torch64, torch32 = (by_torch(weights, batches, name, options, dtype) for dtype in (torch.float64, torch.float32))
    apart, apart32 = (np.abs(np.subtract(losses, other)).max() for other in (torch64, torch32))
    print(f"  {name} {options}: {losses[0]:.4f} -> {losses[-1]:.4f}, torch64 {apart:.1e}, torch32 {apart32:.1e}")
    assert apart < 1e-12
    options = {**default_options(getattr(keras.optimizers, name), options), **options}
    return {"optimizer": name, "options": options, "keras64": losses, "torch64": torch64, "torch32": torch32}


def main():
    random = np.random.default_rng(SEED)
    shapes = [(FEATURES, 4 * UNITS), (UNITS, 4 * UNITS), (4 * UNITS,), (UNITS, CLASSES), (CLASSES,)]
    weights = [grid(random.normal(0, 0.4, shape)) for shape in shapes]
    centers = random.normal(0, 1, (CLASSES, TIME, FEATURES))
    batches = []
    for _ in range(STEPS):
        y = random.integers(0, CLASSES, BATCH).astype(np.int32)
        batches.append((grid(centers[y] + random.normal(0, 0.7, (BATCH, TIME, FEATURES))), y))
    source = (
        "keras64: Keras train_on_batch, JAX backend, float64 (golden/keras64.py). torch64, torch32: torch.nn.LSTM and Linear, with "
        "Keras's optimizer formulas (golden/torch_optimizers.py). LSTM of 7 units, then 4 classes by softmax; the loss is sparse "
        "categorical cross-entropy. Weights and data are multiples of 2^-10."
    )
    write("ten-losses-lstm.json", {
        **header(source, SEED),
        "units": UNITS,
        "classes": CLASSES,
        "weights": [{"path": path, **tensor(w)} for path, w in zip(NAMES, weights)],
        "batches": [{"x": tensor(x), "y": tensor(y)} for x, y in batches],
        "runs": [run(weights, batches, name, options) for name, options in RUNS],
    })


if __name__ == "__main__":
    main()
