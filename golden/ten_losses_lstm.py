"""ten-losses-lstm.json: the first ten training losses of a small LSTM classifier, by Keras and by PyTorch's own LSTM.

PyTorch's gates stand in the order of Keras's (i, f, c, o); its second bias is 0 and is not trained. Optimizers are Keras's
formulas in tensors (torch_optimizers.py). A loss is that of the batch before its update.
"""

from keras64 import keras  # first: it chooses the backend

import numpy as np
import torch

from golden_json import grid, header, tensor, write
from loss_runs import run

SEED = 31
STEPS, BATCH, TIME, FEATURES, UNITS, CLASSES = 10, 8, 6, 5, 7, 4
RUNS = [
    ("SGD", {"learning_rate": 0.5}),
    ("SGD", {"learning_rate": 0.1, "momentum": 0.9}),
    ("Adam", {"learning_rate": 0.02}),
]
NAMES = ["lstm/kernel", "lstm/recurrentKernel", "lstm/bias", "dense/kernel", "dense/bias"]


def keras_model():
    layers = [keras.layers.LSTM(UNITS), keras.layers.Dense(CLASSES, activation="softmax")]
    return keras.Sequential([keras.layers.Input((TIME, FEATURES)), *layers])


def torch_model(weights, dtype):
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
    return parameters, lambda x: head(lstm(x.to(dtype))[1][0][0])


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
        "runs": [run(keras_model, torch_model, weights, batches, name, options) for name, options in RUNS],
    })


if __name__ == "__main__":
    main()
