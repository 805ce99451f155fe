"""JAX on the CPU: one jitted step with donated state. Adam as Keras writes it."""

import os

from serve import absent, job, one_core, serve

JOB = job()
one_core(JOB["threads"])  # before XLA counts the cores
if JOB["threads"] == 1:
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
os.environ["JAX_PLATFORMS"] = "cpu"

try:
    import jax
except ImportError:
    absent("no JAX for this Python", "pip install jax")

import jax.numpy as jnp
import numpy as np

import mnist

LEARNING_RATE = 0.001
BATCH = JOB["batch"]
random = np.random.default_rng(1)


def logits_of(w, x):
    h = jax.nn.relu(x @ w[0] + w[1])
    h = jax.nn.relu(h @ w[2] + w[3])
    return h @ w[4] + w[5]


def cross_entropy(w, x, y):
    logits = logits_of(w, x)
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], axis=1).mean(), logits


def xor_error(w, x, y):
    return jnp.mean((jax.nn.sigmoid(jnp.tanh(x @ w[0] + w[1]) @ w[2] + w[3]) - y) ** 2), 0.0


def adam(state, gradients):
    w, m, v, t = state
    t = t + 1
    alpha = LEARNING_RATE * jnp.sqrt(1 - 0.999**t) / (1 - 0.9**t)
    m = [mi + (g - mi) * 0.1 for mi, g in zip(m, gradients)]
    v = [vi + (g * g - vi) * 0.001 for vi, g in zip(v, gradients)]
    w = [wi - alpha * mi / (jnp.sqrt(vi) + 1e-7) for wi, mi, vi in zip(w, m, v)]
    return w, m, v, t


def sgd(state, gradients):
    w, *rest = state
    return [wi - g for wi, g in zip(w, gradients)], *rest


update = {"adam": adam, "sgd": sgd}[JOB["optimizer"]]
loss_of = xor_error if JOB["task"] == "xor" else cross_entropy


def plain_step(state, x, y):
    (loss, logits), gradients = jax.value_and_grad(loss_of, has_aux=True)(state[0], x, y)
    return update(state, gradients), loss, logits


def gathering_step(state, totals, images, labels, rows):
    x, y = images[rows].astype(jnp.float32) / 255, labels[rows]
    state, loss, logits = plain_step(state, x, y)
    return state, (totals[0] + loss, totals[1] + (logits.argmax(1) == y).sum())


class Program:
    def __init__(self):
        w = [jnp.asarray(a) for a in mnist.glorot(random, [2, 4, 1] if JOB["task"] == "xor" else [784, 128, 128, 10])]
        self.state = (w, [jnp.zeros_like(a) for a in w], [jnp.zeros_like(a) for a in w], jnp.zeros(()))
        if JOB["task"] in ("mlp", "epoch"):
            images, labels = mnist.read(JOB["data"])
            self.images, self.labels = jnp.asarray(images), jnp.asarray(labels.astype(np.int32))
            self.step = jax.jit(gathering_step, donate_argnums=(0, 1))
            self.order, self.at = random.permutation(60000), 0
            self.totals = (jnp.zeros(()), jnp.zeros((), jnp.int32))
        else:
            self.step = jax.jit(lambda state, x, y: plain_step(state, x, y)[:2], donate_argnums=0)
            if JOB["task"] == "xor":
                self.batch = jnp.asarray(mnist.XOR_X), jnp.asarray(mnist.XOR_Y)
            else:
                x, y = random.random((BATCH, 784), np.float32), random.integers(0, 10, BATCH).astype(np.int32)
                self.batch = jnp.asarray(x), jnp.asarray(y)

    def gather(self, rows):
        self.state, self.totals = self.step(self.state, self.totals, self.images, self.labels, rows)

    def steps(self, n):
        for _ in range(n):
            if self.at + BATCH > 60000:
                self.order, self.at = random.permutation(60000), 0
            self.gather(self.order[self.at : self.at + BATCH])
            self.at += BATCH
        jax.device_get(self.totals)

    def epochs(self, n):
        for _ in range(n):
            order = random.permutation(60000)
            for at in range(0, 60000, BATCH):
                self.gather(order[at : at + BATCH])
            jax.device_get(self.totals)

    def bare(self, n):
        for _ in range(n):
            self.state, loss = self.step(self.state, *self.batch)
        jax.block_until_ready((self.state, loss))


program = Program()
run = {"mlp": program.steps, "epoch": program.epochs}.get(JOB["task"], program.bare)
serve(f"JAX {jax.__version__}", run, f"{JOB['optimizer']}, jit", JOB["task"] == "epoch")
