"""The network of examples/resnet.ts in Keras: the same images, sizes and settings.

    KERAS_BACKEND=jax python examples/peers/resnet.py [--seed 0] [--samples 10000] [--epochs 8]
"""

import argparse
import gzip
import time
from pathlib import Path

import keras
import numpy as np

L = keras.layers
DATA = Path("/usr/share/datasets/fashion-mnist")


def read(name, offset):
    return np.frombuffer(gzip.decompress((DATA / f"{name}.gz").read_bytes()), np.uint8)[offset:]


def convolution(x, filters, size, strides=1, relu=True):
    x = L.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
    x = L.BatchNormalization(momentum=0.9)(x)
    return L.ReLU()(x) if relu else x


def block(x, filters, strides=1):
    change = convolution(convolution(x, filters, 3, strides), filters, 3, relu=False)
    same = strides == 1 and x.shape[-1] == filters
    shortcut = x if same else convolution(x, filters, 1, strides, relu=False)
    return L.ReLU()(L.Add()([change, shortcut]))


def main():
    parser = argparse.ArgumentParser()
    for name, default in (("seed", 0), ("samples", 10_000), ("epochs", 8), ("batch", 64)):
        parser.add_argument(f"--{name}", type=int, default=default)
    o = parser.parse_args()
    keras.utils.set_random_seed(o.seed)
    x, y = read("train-images-idx3-ubyte", 16).reshape(-1, 28, 28, 1)[: o.samples], read("train-labels-idx1-ubyte", 8)[: o.samples]
    x_test, y_test = read("t10k-images-idx3-ubyte", 16).reshape(-1, 28, 28, 1), read("t10k-labels-idx1-ubyte", 8)
    image = keras.Input((28, 28, 1))
    found = convolution(L.Rescaling(1 / 255)(image), 8, 3, 2)
    for filters, strides in ((8, 1), (16, 2), (32, 2)):
        found = block(found, filters, strides)
    net = keras.Model(image, L.Dense(10, activation="softmax")(L.GlobalAveragePooling2D()(found)))
    rate = keras.optimizers.schedules.CosineDecay(0.005, o.epochs * -(-o.samples // o.batch))
    net.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    start = time.process_time()
    history = net.fit(x, y, batch_size=o.batch, epochs=o.epochs, verbose=0).history
    accuracy = net.evaluate(x_test, y_test, batch_size=500, verbose=0)[1]
    print(f"{sum(int(np.prod(w.shape)) for w in net.trainable_weights)} weights, "
          f"loss {history['loss'][-1]:.4f}, test accuracy {accuracy:.4f}, {time.process_time() - start:.0f} s of computing")


main()
