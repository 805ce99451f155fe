"""hashing.json: numbers that Keras's Hashing gives to words and integers, and FarmHash fingerprints by TensorFlow.

Run by itself: `python golden/hashing.py`; needs `keras tensorflow-cpu`."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf

from golden_json import header, tensor, write

TEXT = "Es gibt nichts Gutes, außer man tut es. 花 есть что-то 🌱 "


def fingerprint(text):
    bytes8 = tf.fingerprint(tf.constant([text])).numpy()[0]  # little endian
    return str(int.from_bytes(bytes8.tobytes(), "little"))


def case(x, **options):
    layer = keras.layers.Hashing(**options)
    return {"options": options, "x": np.asarray(x).tolist(), "y": tensor(layer(tf.constant(x)).numpy())}


def main():
    texts = [(TEXT * 5)[:n] for n in [*range(0, 68), 100, 127, 128, 129, 191, 192, 193, 250]]
    words = [["A", "B", "C", ""], ["D", "E", "花", "A longer word, or two, or three, or so"]]
    numbers = [[0, 1, 2, 3], [-1, 2147483647, 12, 100000]]
    modes = ["one_hot", "multi_hot", "count"]
    write("hashing.json", {
        **header("keras.layers.Hashing on TensorFlow, tf.fingerprint"),
        "fingerprints": [{"text": text, "value": fingerprint(text)} for text in texts],
        "cases": [
            case(words, num_bins=3),
            case(words, num_bins=1000),
            case(words, num_bins=3, mask_value=""),
            case(words, num_bins=1, mask_value=""),
            case(numbers, num_bins=7),
            case(numbers, num_bins=7, mask_value=2),
            *[case(words, num_bins=5, output_mode=mode) for mode in modes],
        ],
    })


main()
