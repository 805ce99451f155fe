"""metrics.json: metrics over ragged batches, accuracy as Keras resolves it by shapes, and the history of `fit`."""

from keras64 import keras  # first: it chooses the backend

import numpy as np
from keras.src.trainers.compile_utils import CompileMetrics

from golden_json import grid, header, tensor, write

SEED = 23


def metric_cases():
    random = np.random.default_rng(SEED)
    chance = lambda *shape: grid(random.uniform(0, 1, shape))  # noqa: E731
    normal = lambda *shape: grid(random.normal(0, 1, shape))  # noqa: E731
    bits = lambda *shape: random.integers(0, 2, shape).astype(float)  # noqa: E731
    halves = chance(11, 1)
    halves[:4, 0] = [0.5, 0.5, 1.0, 0.0]  # the threshold itself counts as 0
    ties = chance(7, 3)
    ties[0] = [0.25, 0.5, 0.5]  # the first of equal maxima wins
    ties[1] = [0.5, 0.5, 0.25]
    cases = [
        ("binary: both [n, 1]", "accuracy", bits(11, 1), halves),
        ("binary: labels [n]", "accuracy", bits(11), chance(11, 1)),
        ("sparse: labels [n]", "accuracy", random.integers(0, 4, 10).astype(np.int32), chance(10, 4)),
        ("sparse: labels [n, 1]", "accuracy", random.integers(0, 4, (10, 1)).astype(np.int32), chance(10, 4)),
        ("sparse: ties", "accuracy", np.array([1, 0, 2, 0, 1, 2, 0], np.int32), ties),
        ("sparse: a label a step", "accuracy", random.integers(0, 3, (5, 4)).astype(np.int32), chance(5, 4, 3)),
        ("categorical: one-hot", "accuracy", np.eye(4)[random.integers(0, 4, 9)], chance(9, 4)),
        ("categorical: many labels a row", "accuracy", bits(7, 3), chance(7, 3)),
        ("two classes, labels [n, 2]", "accuracy", np.eye(2)[random.integers(0, 2, 6)], chance(6, 2)),
        ("mse", "mse", normal(10, 3), normal(10, 3)),
        ("mse: targets [n], predictions [n, 1]", "mse", normal(10), normal(10, 1)),
        ("mae", "mae", normal(7, 2), normal(7, 2)),
        ("mae: a row of sequence", "mae", normal(5, 3, 2), normal(5, 3, 2)),
    ]
    return [metric_case(*case) for case in cases]


def metric_case(name, metric, y_true, y_pred, batch=4):
    compiled = CompileMetrics([metric], None)
    after = []
    for start in range(0, len(y_true), batch):
        y, p = y_true[start : start + batch], y_pred[start : start + batch]
        if start == 0:
            compiled.build(y, p)
        compiled.update_state(y, p)
        after.append(float(list(compiled.result().values())[0]))
    resolved = type(compiled.metrics[0]).__name__
    if resolved == "MeanMetricWrapper":
        resolved = compiled.metrics[0]._fn.__name__
    return {"name": name, "metric": metric, "resolved": resolved, "batchSize": batch, "yTrue": tensor(y_true),
            "yPred": tensor(y_pred), "afterEachBatch": after, "value": after[-1]}


def history_cases():
    random = np.random.default_rng(SEED + 1)
    x, y = grid(random.normal(0, 1, (10, 3))), random.integers(0, 3, 10).astype(np.int32)
    x_val, y_val = grid(random.normal(0, 1, (7, 3))), random.integers(0, 3, 7).astype(np.int32)
    weights = [grid(random.normal(0, 0.7, (3, 3))), grid(random.normal(0, 0.1, 3))]
    sample_weight = grid(random.uniform(0, 2, 10))
    common = {"batch_size": 4, "epochs": 3, "shuffle": False, "verbose": 0}
    runs = [
        ("ragged last batch", {}, {}),
        ("validationData", {"validation_data": (x_val, y_val)}, {"validationData": True}),
        ("validationSplit 0.25", {"validation_split": 0.25}, {"validationSplit": 0.25}),
        ("sampleWeight", {"sample_weight": sample_weight}, {"sampleWeight": True}),
    ]
    written = []
    for name, given, said in runs:
        model, batch_losses = dense_softmax(weights), []
        record = keras.callbacks.LambdaCallback(on_train_batch_end=lambda _, logs: batch_losses.append(logs["loss"]))
        history = model.fit(x, y, **common, **given, callbacks=[record]).history
        final = [tensor(w) for w in model.get_weights()]
        loss, accuracy = model.evaluate(x_val, y_val, batch_size=4, verbose=0)
        written.append({"name": name, "options": said, "history": history, "runningLoss": batch_losses, "final": final,
                        "evaluate": {"loss": loss, "accuracy": accuracy}})
    return {
        "model": "dense 3 -> 3, softmax; sparse categorical cross-entropy; SGD, learning rate 0.5; accuracy",
        "fit": {"batchSize": 4, "epochs": 3, "shuffle": False},
        "x": tensor(x), "y": tensor(y), "xVal": tensor(x_val), "yVal": tensor(y_val),
        "weights": [tensor(w) for w in weights],
        "sampleWeight": tensor(sample_weight),
        "evaluate": "on xVal, yVal in batches of 4, after fit",
        "runningLoss": "what Keras shows after each batch: the mean so far in this epoch, weighted by examples",
        "runs": written,
    }


def dense_softmax(weights):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, activation="softmax")])
    model.set_weights(weights)
    optimizer = keras.optimizers.SGD(0.5)
    model.compile(optimizer=optimizer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def main():
    source = "Keras, JAX backend, float64 (golden/keras64.py): CompileMetrics for `metrics`, Model.fit for `history`."
    write("metrics.json", {**header(source, SEED), "metrics": metric_cases(), "history": history_cases()})


if __name__ == "__main__":
    main()
