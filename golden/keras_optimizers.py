"""keras-optimizers.json: five steps of Keras's optimizers on weights of four shapes, with the options common to all."""

from keras64 import keras  # first: it chooses the backend

import jax.numpy as jnp
import numpy as np

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 41
NAMES = "Adadelta Adamax Nadam Lion Ftrl Lamb Adafactor Muon".split()
SHAPES = {"dense/kernel": (3, 2), "dense/bias": (2,), "embedding/embeddings": (2, 4), "conv1d/kernel": (2, 3, 2)}
SCHEDULES = keras.optimizers.schedules


def variables(initial):
    made = []
    for path, w in zip(SHAPES, initial):
        layer, name = path.split("/")
        with keras.name_scope(layer):
            made.append(keras.Variable(w, dtype="float64", name=name))
    assert [v.path for v in made] == list(SHAPES)
    return made


def run(initial, gradients, name, options, exclude=None, constraint=None, schedule=None):
    given = dict(options)
    if schedule:
        given["learning_rate"] = getattr(SCHEDULES, schedule[0])(**schedule[1])
    optimizer = getattr(keras.optimizers, name)(**given)
    if exclude:
        optimizer.exclude_from_weight_decay(var_names=exclude)
    weights = variables(initial)
    if constraint:
        for weight in weights:
            weight.constraint = getattr(keras.constraints, constraint[0])(**constraint[1])
    after = []
    for step in gradients:
        optimizer.apply([jnp.asarray(g) for g in step], weights)
        after.append([tensor(v.numpy()) for v in weights])
    found = {"class": name, "options": options, "after": after}
    if exclude:
        found["exclude"] = exclude
    if constraint:
        found["constraint"] = {"class": constraint[0], "options": constraint[1]}
    if schedule:
        found["schedule"] = {"class": schedule[0], "options": schedule[1], "iterations": int(optimizer.iterations),
                             "learningRate": float(optimizer.learning_rate)}
    if options.get("use_ema"):
        optimizer.finalize_variable_values(weights)
        found["final"] = [tensor(v.numpy()) for v in weights]
    return found


def main():
    random = np.random.default_rng(SEED)
    initial = [grid(random.normal(0, 1, shape)) for shape in SHAPES.values()]
    gradients = [[grid(random.normal(0, 1, w.shape)) for w in initial] for _ in range(5)]
    gradients[2][1][:] = 0  # a step in which nothing flows to one weight
    run_all = lambda *given, **more: run(initial, gradients, *given, **more)  # noqa: E731
    common = {"clipnorm": 0.5}, {"weight_decay": 0.1}
    runs = [run_all(name, {}) for name in NAMES]
    runs += [run_all(name, options) for name, options in [
        ("Adadelta", {"learning_rate": 1.0, "rho": 0.8, "epsilon": 1e-3}),
        ("Adamax", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3}),
        ("Nadam", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3}),
        ("Lion", {"learning_rate": 0.1, "beta_1": 0.5, "beta_2": 0.8}),
        ("Ftrl", {"learning_rate": 0.1, "learning_rate_power": -0.7, "initial_accumulator_value": 0.5}),
        ("Ftrl", {"learning_rate": 0.1, "l1_regularization_strength": 0.3, "l2_regularization_strength": 0.2,
                  "l2_shrinkage_regularization_strength": 0.05, "beta": 0.4}),
        ("Lamb", {"learning_rate": 0.1, "beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-3}),
        ("Adafactor", {"learning_rate": 0.5, "beta_2_decay": -0.5, "epsilon_1": 1e-3, "epsilon_2": 0.5, "clip_threshold": 0.5}),
        ("Adafactor", {"learning_rate": 0.9, "relative_step": False}),
        ("Muon", {"learning_rate": 0.1, "adam_beta_1": 0.8, "adam_beta_2": 0.9, "epsilon": 1e-3, "adam_lr_ratio": 0.5,
                  "adam_weight_decay": 0.2, "weight_decay": 0.1, "exclude_embeddings": False}),
        ("Muon", {"momentum": 0.5, "nesterov": False, "rms_rate": None, "weight_decay": None, "adam_weight_decay": None,
                  "exclude_embeddings": False}),
        ("Muon", {"muon_a": 3.0, "muon_b": -3.2, "muon_c": 1.2, "ns_steps": 3, "exclude_layers": ["^dense"],
                  "exclude_embeddings": False}),
        *((name, options) for name in ("Nadam", "Adafactor", "Lamb") for options in common),
        ("SGD", {"learning_rate": 0.1, "momentum": 0.9, "gradient_accumulation_steps": 2}),
        ("Adam", {"learning_rate": 0.1, "gradient_accumulation_steps": 2, "global_clipnorm": 0.5, "weight_decay": 0.1}),
        ("Nadam", {"learning_rate": 0.1, "gradient_accumulation_steps": 3}),
        ("Muon", {"learning_rate": 0.1, "gradient_accumulation_steps": 2}),
        ("SGD", {"learning_rate": 0.1, "use_ema": True}),
        ("Adam", {"learning_rate": 0.1, "use_ema": True, "ema_momentum": 0.5}),
        ("Adam", {"learning_rate": 0.1, "use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2}),
        ("SGD", {"learning_rate": 0.1, "use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2,
                 "gradient_accumulation_steps": 2}),
    ]]
    runs += [
        run_all("AdamW", {"learning_rate": 0.1, "weight_decay": 0.5}, exclude=["bias", "emb"]),
        run_all("Muon", {"learning_rate": 0.1, "weight_decay": 0.5}, exclude=["kernel"]),
        run_all("SGD", {"learning_rate": 0.5}, constraint=("MaxNorm", {"max_value": 0.75})),
        run_all("Adam", {"learning_rate": 0.5, "use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 2},
                constraint=("NonNeg", {})),
        run_all("SGD", {"weight_decay": 0.1}, schedule=("ExponentialDecay",
                {"initial_learning_rate": 0.5, "decay_steps": 2, "decay_rate": 0.5})),
        run_all("Adam", {"gradient_accumulation_steps": 2}, schedule=("CosineDecay",
                {"initial_learning_rate": 0.0, "decay_steps": 4, "warmup_target": 0.5, "warmup_steps": 2})),
        run_all("Adafactor", {}, schedule=("PiecewiseConstantDecay", {"boundaries": [1, 3], "values": [0.1, 0.9, 0.3]})),
    ]
    write("keras-optimizers.json", {
        **header("Keras optimizers, JAX backend, float64 (golden/keras64.py)", SEED),
        "defaults": {"optimizers": {name: defaults_of(getattr(keras.optimizers, name)) for name in NAMES}},
        "paths": list(SHAPES),
        "initial": [tensor(w) for w in initial],
        "gradients": [[tensor(g) for g in s] for s in gradients],
        "runs": runs,
    })


if __name__ == "__main__":
    main()
