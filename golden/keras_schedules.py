"""keras-schedules.json: learning rates by step of Keras's schedules, and of PyTorch's OneCycleLR, with defaults."""

from keras64 import keras  # first: it chooses the backend

import numpy as np
import torch

from golden_json import header, write
from keras_a import defaults_of

NAMES = "ExponentialDecay CosineDecay CosineDecayRestarts PolynomialDecay PiecewiseConstantDecay InverseTimeDecay".split()
STEPS = [*range(0, 33), 63, 64, 65, 100, 148, 310, 1000, 99_999, 100_000, 1_000_000]


def rates(name, options):
    schedule = getattr(keras.optimizers.schedules, name)(**options)
    return [float(schedule(np.int64(step))) for step in STEPS]


def one_cycle(max_lr, total_steps, **options):
    """Rates of steps 0 to total_steps - 1, as PyTorch sets them."""
    optimizer = torch.optim.SGD([torch.zeros(1)], lr=1.0)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr, total_steps, cycle_momentum=False, **options)
    found = []
    for _ in range(total_steps):
        found.append(schedule.get_last_lr()[0])
        optimizer.step()
        if len(found) < total_steps:
            schedule.step()
    return {"options": {"max_lr": max_lr, "total_steps": total_steps, **options}, "rates": found}


def main():
    decay = {"initial_learning_rate": 0.1, "decay_steps": 10}
    variants = [
        ("ExponentialDecay", {**decay, "decay_rate": 0.96}),
        ("ExponentialDecay", {**decay, "decay_rate": 0.5, "staircase": True}),
        ("ExponentialDecay", {"initial_learning_rate": 1.0, "decay_steps": 10_000, "decay_rate": 0.9}),
        ("InverseTimeDecay", {**decay, "decay_rate": 0.5}),
        ("InverseTimeDecay", {**decay, "decay_rate": 0.5, "staircase": True}),
        ("PolynomialDecay", decay),
        ("PolynomialDecay", {**decay, "end_learning_rate": 0.01, "power": 0.5}),
        ("PolynomialDecay", {**decay, "power": 2.0, "cycle": True}),
        ("PiecewiseConstantDecay", {"boundaries": [5, 20, 100], "values": [1.0, 0.5, 0.1, 0.01]}),
        ("PiecewiseConstantDecay", {"boundaries": [7], "values": [0.3, 0.03]}),
        ("CosineDecay", decay),
        ("CosineDecay", {**decay, "alpha": 0.1}),
        ("CosineDecay", {"initial_learning_rate": 0.0, "decay_steps": 20, "warmup_target": 0.5, "warmup_steps": 8}),
        ("CosineDecay", {"initial_learning_rate": 0.2, "decay_steps": 90_000, "alpha": 0.01, "warmup_target": 0.1, "warmup_steps": 10}),
        ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 10}),
        ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 8, "t_mul": 1.0, "m_mul": 0.9}),
        ("CosineDecayRestarts", {"initial_learning_rate": 0.1, "first_decay_steps": 4, "t_mul": 1.5, "m_mul": 0.8, "alpha": 0.05}),
    ]
    write("keras-schedules.json", {
        **header("Keras optimizers.schedules, JAX backend, float64 (golden/keras64.py); torch.optim.lr_scheduler.OneCycleLR"),
        "defaults": {"schedules": {name: defaults_of(getattr(keras.optimizers.schedules, name)) for name in NAMES}},
        "steps": STEPS,
        "schedules": [{"class": name, "options": options, "rates": rates(name, options)} for name, options in variants],
        "oneCycle": [
            one_cycle(0.5, 20),
            one_cycle(0.1, 50, pct_start=0.1, div_factor=10.0, final_div_factor=100.0),
            one_cycle(1.0, 41, pct_start=0.4, three_phase=True),
        ],
    })


if __name__ == "__main__":
    main()
