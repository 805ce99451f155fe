"""tensor-board.json: the event files that Keras's TensorBoard callback writes, without the clock.

Run by itself: `python golden/tensor_board.py`; needs `keras tensorflow-cpu tensorboard`."""

import base64
import glob
import inspect
import json
import os
import tempfile

os.environ["KERAS_BACKEND"] = "tensorflow"  # float32: that is what the files hold

import keras
import numpy as np
import tensorflow as tf

from golden_json import grid, header, tensor, write

SEED = 53
random = np.random.default_rng(SEED)


def without_clock(events):
    """Times count up by a quarter of a second from 1.8e9, and speeds are left out: they are the machine's."""
    kept = [e for e in events if not any("per_second" in v.tag for v in e.summary.value)]
    for i, event in enumerate(kept):
        event.wall_time = 1.8e9 + i / 4
        event.ClearField("source_metadata")
        for value in event.summary.value:
            if value.tag == "keras":  # a text of Keras's own, and long
                value.tensor.string_val[0] = b"{}"
    return kept


def file_of(events):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "events")
        with tf.io.TFRecordWriter(path) as writer:
            for event in events:
                writer.write(event.SerializeToString())
        with open(path, "rb") as file:
            return file.read()


def training():
    x, y = grid(random.normal(size=(8, 2))), grid(random.normal(size=(8, 1)))
    model = keras.Sequential([
        keras.layers.Input((2,)),
        keras.layers.Dense(3, activation="tanh", name="dense"),
        keras.layers.Dense(1, name="dense_1"),
    ])
    weights = [grid(random.normal(size=w.shape)) for w in model.weights]
    model.set_weights(weights)
    model.compile("sgd", "mse", metrics=[keras.metrics.MeanAbsoluteError()])
    files, images = {}, {}
    with tempfile.TemporaryDirectory() as folder:
        board = keras.callbacks.TensorBoard(
            folder, histogram_freq=1, update_freq="batch", write_images=True, write_steps_per_second=True)
        model.fit(x, y, batch_size=4, epochs=2, shuffle=False, verbose=0, validation_data=(x, y), callbacks=[board])
        for part in ("train", "validation"):
            (path,) = glob.glob(f"{folder}/{part}/*")
            events = without_clock(tf.compat.v1.train.summary_iterator(path))
            files[part] = base64.b64encode(file_of(events)).decode()
            for event in events:
                for value in event.summary.value:
                    if value.metadata.plugin_data.plugin_name == "images" and event.step == 0:
                        images[value.tag] = [
                            tf.io.decode_png(png)[..., 0].numpy().tolist() for png in value.tensor.string_val[2:]]
    return {
        "x": tensor(x), "y": tensor(y), "weights": [tensor(w) for w in weights], "files": files, "images": images,
    }


def graph():
    a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
    shared = keras.layers.Dense(3, name="shared")
    joined = keras.layers.Concatenate(name="joined")([shared(a), shared(b)])
    outputs = [keras.layers.Dense(1, name="first")(joined), keras.layers.Dense(2, name="second")(joined)]
    model = keras.Model([a, b], outputs, name="model")
    config = json.loads(model.to_json())
    histories = lambda node: [  # noqa: E731
        arg["config"]["keras_history"] for args in node["args"] for arg in (args if isinstance(args, list) else [args])]
    return {
        "layers": [{
            "class_name": layer["class_name"],
            "name": layer["config"]["name"],
            "inbound": [histories(node) for node in layer["inbound_nodes"]],
        } for layer in config["config"]["layers"]],
        "input_layers": config["config"]["input_layers"],
        "output_layers": config["config"]["output_layers"],
    }


def main():
    import importlib.metadata as metadata

    parameters = inspect.signature(keras.callbacks.TensorBoard).parameters.values()
    content = header("keras.callbacks.TensorBoard on TensorFlow", SEED)
    for name in ("tensorflow_cpu", "tensorboard"):
        content["versions"][name] = metadata.version(name)
    write("tensor-board.json", {
        **content,
        "defaults": {p.name: p.default for p in parameters},
        "training": training(),
        "graph": graph(),
        "crc32c": [
            {"text": text, "masked": masked(text.encode())} for text in ("", "a", "123456789", "Neurograd " * 9)],
    })


def masked(data):
    """The checksum of a record's data as TensorFlow writes it."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "record")
        with tf.io.TFRecordWriter(path) as writer:
            writer.write(data)
        with open(path, "rb") as file:
            return int.from_bytes(file.read()[-4:], "little")


main()
