"""early-stopping.json: when Keras's EarlyStopping stops, and which epochs ModelCheckpoint saves, for given numbers.

Run by itself: `python golden/early_stopping.py`."""

import os
import warnings

os.environ["KERAS_BACKEND"] = "jax"

import keras  # noqa: E402
import numpy as np  # noqa: E402

from golden_json import header, write  # noqa: E402

SEED = 29


class Metric:
    def __init__(self, name, direction):
        self.name = name
        self._direction = direction


class Metrics(keras.src.trainers.compile_utils.MetricsList):
    def __init__(self, metrics):
        self.metrics = metrics


class FakeModel:
    """Its weights are the number of the epoch that is over."""

    def __init__(self):
        self.stop_training = False
        self.weights = -1
        self.metrics = [Metrics([Metric("accuracy", "up"), Metric("mae", "down")])]
        self.saved = []

    def get_weights(self):
        return self.weights

    def set_weights(self, weights):
        self.weights = weights

    def save(self, path, overwrite):
        self.saved.append(path)


def early_stopping(options, values):
    callback = keras.callbacks.EarlyStopping(**options)
    model = FakeModel()
    callback.set_model(model)
    callback.on_train_begin()
    epochs = 0
    for epoch, value in enumerate(values):
        model.weights = epoch
        callback.on_epoch_end(epoch, {} if value is None else {options["monitor"]: value})
        epochs += 1
        if model.stop_training:
            break
    callback.on_train_end()
    return {
        "options": options,
        "values": values,
        "epochs": epochs,
        "stoppedEpoch": callback.stopped_epoch,
        "bestEpoch": callback.best_epoch,
        "best": None if callback.best is None else float(callback.best),
        "weights": model.weights,
    }


def model_checkpoint(options, values):
    callback = keras.callbacks.ModelCheckpoint("{epoch:03d}.keras", **options)
    model = FakeModel()
    callback.set_model(model)
    for epoch, value in enumerate(values):
        callback.on_epoch_begin(epoch)
        callback.on_epoch_end(epoch, {options["monitor"]: value})
    return {"options": options, "values": values, "saved": model.saved}


def batches(save_freq, steps, epochs):
    callback = keras.callbacks.ModelCheckpoint("{epoch:02d}-{batch:04d}.keras", monitor="loss", save_freq=save_freq)
    model = FakeModel()
    callback.set_model(model)
    for epoch in range(epochs):
        callback.on_epoch_begin(epoch)
        for batch in range(steps):
            callback.on_train_batch_end(batch, {"loss": 1.0})
    return {"saveFreq": save_freq, "steps": steps, "epochs": epochs, "saved": model.saved}


def names(template, values):
    return {"template": template, "values": values, "name": template.format(**values)}


def main():
    warnings.simplefilter("ignore")  # of epochs without the number
    random = np.random.default_rng(SEED)

    def sequence():
        falling = np.linspace(2, 0.5, 12) + random.normal(0, 0.25, 12)
        values = (np.round(falling * 64) / 64).tolist()  # the same in float32, in which Keras compares
        if random.random() < 0.2:
            values[int(random.integers(12))] = None
        return values

    monitors = [("val_loss", "auto"), ("val_accuracy", "auto"), ("mae", "auto"), ("loss", "min"), ("val_mae", "max")]
    stops = []
    for i in range(120):
        monitor, mode = monitors[i % len(monitors)]
        options = {
            "monitor": monitor,
            "mode": mode,
            "patience": int(random.integers(0, 4)),
            "min_delta": [0, 0.0625, -0.125, 0.5][int(random.integers(4))],
            "baseline": [None, None, 1.0, 0.25, 2.5][int(random.integers(5))],
            "restore_best_weights": bool(random.integers(2)),
            "start_from_epoch": [0, 0, 2, 5][int(random.integers(4))],
        }
        stops.append(early_stopping(options, sequence()))
    saves = [
        model_checkpoint(
            {
                "monitor": monitors[i % 5][0],
                "mode": monitors[i % 5][1],
                "save_best_only": i % 3 != 0,
                "initial_value_threshold": [None, 1.25][i % 2],
            },
            [value for value in sequence() if value is not None],
        )
        for i in range(20)
    ]
    logs = {"epoch": 7, "batch": 31, "loss": 0.123456, "val_loss": 12.5}
    templates = ["{epoch}", "{epoch:02d}-{val_loss:.2f}", "m{batch:5d}.{loss:.3e}", "{loss:08.3f}_{loss:f}", "{{{epoch:03d}}}", "{val_loss}"]
    content = {
        **header("keras.callbacks", SEED),
        "earlyStopping": stops,
        "modelCheckpoint": saves,
        "saveFreq": [batches(4, 10, 3), batches(10, 10, 2), batches(7, 3, 5), batches(1, 2, 2)],
        "fileNames": [names(template, logs) for template in templates],
    }
    write("early-stopping.json", content)


if __name__ == "__main__":
    main()
