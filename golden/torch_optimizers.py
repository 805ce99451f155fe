"""Keras's optimizer formulas written out in PyTorch tensors: epsilon and bias correction where Keras has them.

Every `update(w, g, slots, t)` changes the weight `w` in place; t counts from 1; `slots` starts empty.
"""

import torch


def sgd(w, g, slots, t, learning_rate=0.01, momentum=0.0, nesterov=False):
    if momentum == 0:
        w -= learning_rate * g
        return
    m = slots.setdefault("m", torch.zeros_like(w))
    m.copy_(momentum * m - learning_rate * g)
    w += momentum * m - learning_rate * g if nesterov else m


def adam(w, g, slots, t, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    m = slots.setdefault("m", torch.zeros_like(w))
    v = slots.setdefault("v", torch.zeros_like(w))
    alpha = learning_rate * (1 - beta_2**t) ** 0.5 / (1 - beta_1**t)
    m += (g - m) * (1 - beta_1)
    v += (g * g - v) * (1 - beta_2)
    w -= alpha * m / (v.sqrt() + epsilon)  # epsilon added to the uncorrected sqrt(v)


def adamw(w, g, slots, t, learning_rate=0.001, weight_decay=0.004, **options):
    w -= w * weight_decay * learning_rate  # before the update, biases too
    adam(w, g, slots, t, learning_rate, **options)


def rmsprop(w, g, slots, t, learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-7, centered=False):
    v = slots.setdefault("v", torch.zeros_like(w))
    v.copy_(rho * v + (1 - rho) * g * g)
    denominator = v + epsilon  # epsilon inside the root
    if centered:
        mean = slots.setdefault("mean", torch.zeros_like(w))
        mean.copy_(rho * mean + (1 - rho) * g)
        denominator = denominator - mean * mean
    increment = learning_rate * g / denominator.sqrt()
    if momentum > 0:
        m = slots.setdefault("m", torch.zeros_like(w))
        m.copy_(momentum * m + increment)
        increment = m
    w -= increment


def adagrad(w, g, slots, t, learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-7):
    accumulator = slots.setdefault("accumulator", torch.full_like(w, initial_accumulator_value))
    accumulator += g * g
    w -= learning_rate * g / (accumulator + epsilon).sqrt()  # epsilon inside the root


BY_NAME = {"SGD": sgd, "Adam": adam, "AdamW": adamw, "RMSprop": rmsprop, "Adagrad": adagrad}
