"""keras-outputs.json: the history of `fit` for models with several outputs, sample weights and class weights."""

from keras64 import keras  # first: it chooses the backend

import numpy as np

from golden_json import grid, header, tensor, write

SEED = 31
COMMON = {"batch_size": 4, "epochs": 3, "shuffle": False, "verbose": 0}


def data(random):
    return {
        "left": grid(random.normal(0, 1, (10, 3))),
        "right": grid(random.normal(0, 1, (10, 2))),
        "kind": random.integers(0, 3, 10).astype(np.int32),
        "size": grid(random.normal(0, 1, (10, 2))),
        "leftVal": grid(random.normal(0, 1, (6, 3))),
        "rightVal": grid(random.normal(0, 1, (6, 2))),
        "kindVal": random.integers(0, 3, 6).astype(np.int32),
        "sizeVal": grid(random.normal(0, 1, (6, 2))),
        "sampleWeight": grid(random.uniform(0, 2, 10)),
        "stepWeight": grid(random.uniform(0, 2, (10, 3))),
        "series": grid(random.normal(0, 1, (10, 3, 2))),
        "marks": grid(random.normal(0, 1, (10, 3, 1))),
    }


def two_headed(weights):
    """Two inputs, a shared tanh layer on both, two outputs: three classes, two numbers."""
    left, right = keras.Input((3,), name="left"), keras.Input((2,), name="right")
    joined = keras.layers.Concatenate(name="joined")([left, right])
    shared = keras.layers.Dense(4, activation="tanh", name="shared")(joined)
    kind = keras.layers.Dense(3, activation="softmax", name="kind")(shared)
    size = keras.layers.Dense(2, name="size")(shared)
    model = keras.Model({"left": left, "right": right}, {"kind": kind, "size": size})
    model.set_weights(weights)
    return model


def one_headed(weights):
    model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(3, activation="softmax")])
    model.set_weights(weights)
    return model


def by_step(weights):
    model = keras.Sequential([keras.Input((3, 2)), keras.layers.Dense(1)])
    model.set_weights(weights)
    return model


def run(name, model, options, said, x, y, x_val=None, y_val=None, **fit):
    model.compile(optimizer=keras.optimizers.SGD(0.2), **options)
    validation = {} if x_val is None else {"validation_data": (x_val, y_val)}
    history = model.fit(x, y, **COMMON, **fit, **validation).history
    return {"name": name, "options": said, "history": history, "final": [tensor(w) for w in model.get_weights()]}


def main():
    random = np.random.default_rng(SEED)
    d = data(random)
    two = [grid(random.normal(0, 0.6, shape)) for shape in ((5, 4), (4,), (4, 3), (3,), (4, 2), (2,))]
    one = [grid(random.normal(0, 0.6, shape)) for shape in ((3, 3), (3,))]
    step = [grid(random.normal(0, 0.6, shape)) for shape in ((2, 1), (1,))]
    x, y = {"left": d["left"], "right": d["right"]}, {"kind": d["kind"], "size": d["size"]}
    x_val, y_val = {"left": d["leftVal"], "right": d["rightVal"]}, {"kind": d["kindVal"], "size": d["sizeVal"]}
    losses = {"kind": "sparse_categorical_crossentropy", "size": "mse"}
    mse = {"loss": "mse"}
    scce = {"loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"], "weighted_metrics": ["mae"]}
    class_weight = {0: 0.5, 2: 3.0}
    runs = [
        run("two losses", two_headed(two), {"loss": losses}, {}, x, y),
        run("weights and metrics", two_headed(two),
            {"loss": losses, "loss_weights": {"kind": 0.3, "size": 2.0}, "metrics": {"kind": ["accuracy"], "size": ["mae"]}},
            {"lossWeights": {"kind": 0.3, "size": 2.0}, "metrics": {"kind": ["accuracy"], "size": ["mae"]}},
            x, y, x_val, y_val),
        run("losses in a list", two_headed(two), {"loss": {"kind": "sparse_categorical_crossentropy", "size": "mae"}, "loss_weights": {"kind": 1, "size": 0.5}},
            {"loss": ["sparseCategoricalCrossentropy", "mae"], "lossWeights": [1, 0.5]}, x, y),
        run("sample weights", two_headed(two), {"loss": losses}, {"sampleWeight": "sampleWeight"}, x, y,
            sample_weight={"kind": d["sampleWeight"], "size": d["sampleWeight"]}),
        run("weighted metrics", one_headed(one), {**scce, "weighted_metrics": ["sparse_categorical_accuracy"]},
            {"sampleWeight": "sampleWeight", "weightedMetrics": ["sparseCategoricalAccuracy"]},
            d["left"], d["kind"], sample_weight=d["sampleWeight"]),
        run("class weights", one_headed(one), {"loss": scce["loss"], "metrics": ["accuracy"]}, {"classWeight": {"0": 0.5, "2": 3}},
            d["left"], d["kind"], class_weight=class_weight),
        run("class weights, one-hot targets", one_headed(one), {"loss": "categorical_crossentropy"},
            {"classWeight": {"0": 0.5, "2": 3}, "oneHot": True}, d["left"], np.eye(3)[d["kind"]], class_weight=class_weight),
        run("a weight a step", by_step(step), mse, {"sampleWeight": "stepWeight"}, d["series"], d["marks"],
            sample_weight=d["stepWeight"]),
    ]
    write("keras-outputs.json", {
        **header("Keras, JAX backend, float64 (golden/keras64.py)", SEED),
        "fit": {"batchSize": 4, "epochs": 3, "shuffle": False, "optimizer": "SGD, learning rate 0.2"},
        "data": {name: tensor(value) for name, value in d.items()},
        "weights": {"two": [tensor(w) for w in two], "one": [tensor(w) for w in one], "step": [tensor(w) for w in step]},
        "runs": runs,
    })


if __name__ == "__main__":
    main()
