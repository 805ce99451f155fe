"""ten-losses-cnn.json: the first ten training losses of a small convolutional network, by Keras and by PyTorch.

PyTorch convolves channels-first (F.conv2d, kernels OIHW); its flattened image is put back channels-last before the dense layer.
"""

from keras64 import keras  # first: it chooses the backend

import numpy as np
import torch
import torch.nn.functional as F

from golden_json import grid, header, tensor, write
from loss_runs import camel_path, run

SEED = 41
STEPS, BATCH, SIZE, CHANNELS, FILTERS, CLASSES = 10, 8, 12, 2, (6, 8), 5
RUNS = [
    ("SGD", {"learning_rate": 0.03}),
    ("SGD", {"learning_rate": 0.01, "momentum": 0.9}),
    ("Adam", {"learning_rate": 0.005}),
]


def keras_model(with_batch_norm):
    layers = keras.layers
    return keras.Sequential([
        layers.Input((SIZE, SIZE, CHANNELS)),
        layers.Conv2D(FILTERS[0], 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(FILTERS[1], 3, padding="same", activation="relu"),
        *([layers.BatchNormalization()] if with_batch_norm else []),
        layers.Flatten(),
        layers.Dense(CLASSES, activation="softmax"),
    ])


def torch_model(with_batch_norm):
    def build(weights, dtype):
        given = [torch.tensor(w, dtype=dtype) for w in weights]
        kernel_1, bias_1, kernel_2, bias_2 = given[:4]
        parameters = [
            kernel_1.permute(3, 2, 0, 1).contiguous(),
            bias_1,
            kernel_2.permute(3, 2, 0, 1).contiguous(),
            bias_2,
            *(given[4:6] if with_batch_norm else []),  # gamma and beta; the moving statistics play no part in training
            given[-2].T.contiguous(),
            given[-1],
        ]
        for w in parameters:
            w.requires_grad_()

        def logits(x):
            h = F.relu(F.conv2d(x.to(dtype).permute(0, 3, 1, 2), *parameters[:2]))
            h = F.relu(F.conv2d(F.max_pool2d(h, 2), *parameters[2:4], padding="same"))
            if with_batch_norm:
                h = F.batch_norm(h, None, None, *parameters[4:6], training=True, eps=1e-3)
            return F.linear(h.permute(0, 2, 3, 1).flatten(1), *parameters[-2:])

        return parameters, logits

    return build


def case(random, batches, with_batch_norm):
    keras.backend.clear_session()
    scale = {"kernel": 0.15, "bias": 0.1, "beta": 0.1, "gamma": 0.25, "moving_mean": 0.5, "moving_variance": 0.25}
    weights, named = [], []
    for w in keras_model(with_batch_norm).weights:
        value = grid(random.normal(w.name in ("gamma", "moving_variance"), scale[w.name], w.shape))
        if w.name == "moving_variance":
            value = np.abs(value)
        weights.append(value)
        named.append({"path": camel_path(w.path), **tensor(value)})
    runs = [
        run(lambda: keras_model(with_batch_norm), torch_model(with_batch_norm), weights, batches, name, options)
        for name, options in RUNS
    ]
    return {"batchNormalization": with_batch_norm, "weights": named, "runs": runs}


def main():
    random = np.random.default_rng(SEED)
    centers = random.normal(0, 1, (CLASSES, SIZE, SIZE, CHANNELS))
    batches = []
    for _ in range(STEPS):
        y = random.integers(0, CLASSES, BATCH).astype(np.int32)
        batches.append((grid(centers[y] + random.normal(0, 0.7, (BATCH, SIZE, SIZE, CHANNELS)), 6), y))
    source = (
        "keras64: Keras train_on_batch, JAX backend, float64 (golden/keras64.py). torch64, torch32: F.conv2d on NCHW, F.max_pool2d, "
        "F.batch_norm, with Keras's optimizer formulas (golden/torch_optimizers.py). conv2d 3x3 relu, maxPooling2d, conv2d 3x3 same relu, "
        "batchNormalization in the second case, flatten, dense softmax; the loss is sparse categorical cross-entropy. "
        "Weights are multiples of 2^-10, images of 2^-6."
    )
    write("ten-losses-cnn.json", {
        **header(source, SEED),
        "filters": FILTERS,
        "classes": CLASSES,
        "batches": [{"x": tensor(x), "y": tensor(y)} for x, y in batches],
        "cases": [case(random, batches, with_batch_norm) for with_batch_norm in (False, True)],
    })


if __name__ == "__main__":
    main()
