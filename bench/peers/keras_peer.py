"""Keras's own `fit`, on the backend that KERAS_BACKEND names."""

import os
import time

from serve import absent, job, one_core, serve

JOB = job()
BACKEND = os.environ.setdefault("KERAS_BACKEND", "jax")
one_core(JOB["threads"])
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
if JOB["threads"] == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    os.environ["TF_NUM_INTRAOP_THREADS"] = os.environ["TF_NUM_INTEROP_THREADS"] = "1"

try:
    import keras
except ImportError as error:
    package = {"jax": "jax", "tensorflow": "tensorflow-cpu", "torch": "torch"}[BACKEND]
    absent(f"no Keras with {BACKEND} for this Python ({error.name})", f"pip install keras {package}")

import mnist

images, labels = mnist.read(JOB["data"])
images = images.reshape(-1, 28, 28)
layers = keras.layers
net = keras.Sequential(
    [
        keras.Input((28, 28), dtype="uint8"),
        layers.Rescaling(1 / 255),
        layers.Flatten(),
        layers.Dense(128, activation="relu"),
        layers.Dense(128, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
net.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])


class Clock(keras.callbacks.Callback):
    """The time from the first batch of an epoch to the end of its last: without what `fit` sets up once."""

    def on_train_batch_begin(self, batch, logs=None):
        if batch == 0:
            self.start = time.perf_counter()

    def on_train_batch_end(self, batch, logs=None):
        self.end = time.perf_counter()


def fit(examples):
    clock = Clock()
    net.fit(images[:examples], labels[:examples], batch_size=JOB["batch"], verbose=0, callbacks=[clock])
    return clock.end - clock.start


def steps(n):
    """Seconds of n steps, timed over at most an epoch of them."""
    timed = min(n, 60000 // JOB["batch"])
    return fit(timed * JOB["batch"]) * n / timed


def epochs(n):
    return sum(fit(60000) for _ in range(n))


label = f"Keras {keras.__version__} fit, {BACKEND}"
serve(label, *((epochs, "adam", True) if JOB["task"] == "epoch" else (steps, "adam")))
