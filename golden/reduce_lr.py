"""reduce-lr.json: learning rates that Keras's ReduceLROnPlateau sets, for given numbers; rows of its CSVLogger.

Run by itself: `python golden/reduce_lr.py`."""

import tempfile
from pathlib import Path

from keras64 import keras  # first: it chooses the backend

import numpy as np

from early_stopping import FakeModel
from golden_json import header, write
from keras_a import defaults_of

SEED = 47
NAMES = "ReduceLROnPlateau LearningRateScheduler CSVLogger TerminateOnNaN".split()


class Optimizer:
    def __init__(self):
        self.learning_rate = 1.0


def reduced(options, values):
    callback = keras.callbacks.ReduceLROnPlateau(**options)
    model = FakeModel()
    model.optimizer = Optimizer()
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, value in enumerate(values):
        callback.on_epoch_end(epoch, {} if value is None else {options["monitor"]: value})
        rates.append(float(model.optimizer.learning_rate))
    return {"options": options, "values": values, "rates": rates}


def csv(logs, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        texts = []
        for _ in range(2):  # a second training: append or begin anew
            callback = keras.callbacks.CSVLogger(str(path), **options)
            callback.set_model(FakeModel())
            callback.on_train_begin()
            for epoch, row in enumerate(logs):
                callback.on_epoch_end(epoch, dict(row))
            callback.on_train_end()
            texts.append(path.read_bytes().decode())
    return {"options": options, "logs": logs, "texts": texts}


def main():
    random = np.random.default_rng(SEED)
    monitors = [("val_loss", "auto"), ("val_accuracy", "auto"), ("mae", "auto"), ("loss", "min"), ("val_mae", "max")]
    runs = []
    for i in range(80):
        values = (np.round((np.linspace(2, 1, 16) + random.normal(0, 0.3, 16)) * 64) / 64).tolist()
        if random.random() < 0.2:
            values[int(random.integers(16))] = None
        monitor, mode = monitors[i % len(monitors)]
        runs.append(reduced({
            "monitor": monitor,
            "mode": mode,
            "factor": [0.5, 0.1, 0.25][i % 3],
            "patience": int(random.integers(0, 4)),
            "min_delta": [1e-4, 0, 0.125, 0.5][int(random.integers(4))],
            "cooldown": int(random.integers(0, 4)),
            "min_lr": [0.0, 0.0, 0.125, 0.015625][int(random.integers(4))],
        }, values))
    trained = [{"loss": 0.5, "accuracy": 0.25}, {"loss": 0.125, "accuracy": 1.5}]
    validated = [{"loss": 0.5, "val_loss": 2.25}, {"loss": 0.1}, {"loss": 0.0625, "val_loss": 3.5}]
    write("reduce-lr.json", {
        **header("keras.callbacks", SEED),
        "defaults": {"callbacks": {name: defaults_of(getattr(keras.callbacks, name)) for name in NAMES}},
        "reduceLROnPlateau": runs,
        "csvLogger": [csv(trained), csv(validated, separator=";"), csv(trained, append=True)],
    })


main()
