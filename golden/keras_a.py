"""keras-a.json: Keras's defaults, activations, losses, optimizer runs and layer cases of the first capability."""

from keras64 import keras  # first: it chooses the backend

import inspect

import jax
import jax.numpy as jnp
import numpy as np

from golden_json import grid, header, tensor, write

SEED = 11
CLASSES = {
    "layers": "Input Dense Flatten Reshape Activation Dropout Rescaling Normalization ReLU LeakyReLU ELU Softmax",
    "losses": "MeanSquaredError MeanAbsoluteError Huber BinaryCrossentropy CategoricalCrossentropy "
    "SparseCategoricalCrossentropy",
    "optimizers": "SGD Adagrad RMSprop Adam AdamW",
    "metrics": "Accuracy BinaryAccuracy CategoricalAccuracy SparseCategoricalAccuracy MeanSquaredError "
    "MeanAbsoluteError Mean",
    "initializers": "GlorotUniform GlorotNormal HeUniform HeNormal LecunUniform LecunNormal Zeros Ones Constant "
    "RandomUniform RandomNormal TruncatedNormal VarianceScaling",
    "callbacks": "EarlyStopping ModelCheckpoint LambdaCallback",
    "activations": "linear sigmoid tanh relu softmax leaky_relu elu selu gelu silu softplus",
}
MODEL_METHODS = "compile fit evaluate predict train_on_batch test_on_batch predict_on_batch save"


def defaults_of(constructor):
    parameters = inspect.signature(constructor).parameters.values()
    kept = [p for p in parameters if p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL) and p.name not in ("self", "x")]
    return {p.name: "<required>" if p.default is p.empty else p.default for p in kept}


def defaults():
    found = {
        group: {name: defaults_of(getattr(getattr(keras, group), name)) for name in names.split()}
        for group, names in CLASSES.items()
    }
    found["model"] = {name: defaults_of(getattr(keras.Model, name)) for name in MODEL_METHODS.split()}
    found["config"] = {"epsilon": keras.config.epsilon(), "image_data_format": keras.config.image_data_format()}
    return found


def activations():
    x = np.array([-300, -20, -5, -2, -1, -0.5, -0.001, 0, 0.001, 0.5, 1, 2, 5, 20, 300], np.float64)
    variants = [(name, {}) for name in CLASSES["activations"].split() if name != "softmax"]
    variants += [
        ("relu", {"negative_slope": 0.1, "max_value": 6.0, "threshold": 0.25}),
        ("leaky_relu", {"negative_slope": 0.01}),
        ("elu", {"alpha": 0.5}),
        ("gelu", {"approximate": True}),
    ]
    cases = []
    for name, options in variants:
        function = lambda v: getattr(keras.activations, name)(v, **options)  # noqa: B023, E731
        derivative = np.asarray(jax.vmap(jax.grad(function))(jnp.asarray(x)))
        y = np.asarray(function(jnp.asarray(x)))
        cases.append({"name": name, "options": options, "x": tensor(x), "y": tensor(y), "derivative": tensor(derivative)})
    random = np.random.default_rng(SEED)
    rows = np.vstack([grid(random.normal(0, 2, (3, 4))), [[300, -300, 0, 299], [0, 0, 0, 0]]])
    for options in ({}, {"axis": 0}):
        g = grid(random.normal(0, 1, rows.shape))
        y, pull = jax.vjp(lambda v: keras.activations.softmax(v, **options), jnp.asarray(rows))
        cases.append({"name": "softmax", "options": options, "x": tensor(rows), "y": tensor(y), "cotangent": tensor(g),
                      "gradient": tensor(pull(jnp.asarray(g))[0])})
    return cases


def losses():
    random = np.random.default_rng(SEED + 1)
    real, guess = grid(random.normal(0, 1, (6, 3))), grid(random.normal(0, 1.5, (6, 3)))
    bits, chances = random.integers(0, 2, (6, 3)).astype(float), grid(random.uniform(0.02, 0.98, (6, 3)))
    classes = random.integers(0, 5, 6).astype(np.int32)
    one_hot = np.eye(5)[classes]
    shares = grid(random.dirichlet(np.ones(5), 6)) + 2**-10  # positive; rows do not sum to 1: Keras divides
    logits = grid(random.normal(0, 2, (6, 5)))
    far = np.array([[300, -300, 0, 1, 2], [-300, 300, 300, 0, 0], [0, 300, -300, 300, -300]], float)
    far_classes = np.array([1, 0, 3], np.int32)
    ends = np.array([[0, 1, 0], [1, 0, 1], [0.5, 1e-9, 1 - 1e-9]], float)
    end_bits = np.array([[0, 1, 1], [0, 0, 1], [1, 1, 0]], float)
    sequence, words = grid(random.normal(0, 2, (2, 3, 5))), random.integers(0, 5, (2, 3)).astype(np.int32)
    squared, absolute, huber = "MeanSquaredError", "MeanAbsoluteError", "Huber"
    binary, categorical, sparse = (f"{kind}Crossentropy" for kind in ("Binary", "Categorical", "SparseCategorical"))
    from_logits = {"from_logits": True}
    cases = [
        (squared, {}, real, guess),
        (squared, {"reduction": "sum"}, real, guess),
        (absolute, {}, real, guess),
        (huber, {}, real, guess),
        (huber, {"delta": 0.3}, real, guess),
        (squared, {}, far, -far),
        (huber, {}, far, -far - 0.25),
        (binary, {}, bits, chances),
        (binary, {"label_smoothing": 0.1}, bits, chances),
        (binary, from_logits, bits, guess),
        (binary, {"from_logits": True, "label_smoothing": 0.1}, bits, guess),
        (binary, from_logits, np.array([[1, 0, 1, 0, 0], [1, 0, 1, 0, 1], [1, 1, 1, 0, 0]], float), far),
        (binary, {}, end_bits, ends),
        (categorical, {}, one_hot, shares),
        (categorical, {"label_smoothing": 0.1}, one_hot, shares),
        (categorical, from_logits, one_hot, logits),
        (categorical, {"from_logits": True, "label_smoothing": 0.1}, one_hot, logits),
        (categorical, from_logits, np.eye(5)[far_classes], far),
        (categorical, {}, np.eye(3), ends),
        (sparse, {}, classes, shares),
        (sparse, from_logits, classes, logits),
        (sparse, from_logits, classes[:, None], logits),
        (sparse, {"from_logits": True, "ignore_class": int(classes[0])}, classes, logits),
        (sparse, from_logits, far_classes, far),
        (sparse, {}, np.array([0, 1, 2], np.int32), ends),
        (sparse, from_logits, words, sequence),
    ]
    return [loss_case(random, *case) for case in cases]


def loss_case(random, name, options, y_true, y_pred):
    loss = getattr(keras.losses, name)(**options)
    rows = getattr(keras.losses, name)(**{**options, "reduction": "none"})
    sample_weight = grid(random.uniform(0, 2, len(y_pred)))
    predicted = jnp.asarray(y_pred)
    gradient = jax.grad(lambda p: loss(jnp.asarray(y_true), p))(predicted)
    weigh = sample_weight if np.ndim(y_pred) == 2 else np.repeat(sample_weight[:, None], y_pred.shape[1], axis=1)
    return {
        "class": name,
        "options": options,
        "yTrue": tensor(y_true),
        "yPred": tensor(y_pred),
        "value": float(loss(y_true, predicted)),
        "perExample": tensor(rows(y_true, predicted)),
        "gradient": tensor(gradient),
        "weighted": {"sampleWeight": tensor(weigh), "value": float(loss(y_true, predicted, jnp.asarray(weigh)))},
    }


def optimizers():
    random = np.random.default_rng(SEED + 2)
    initial = [grid(random.normal(0, 1, shape)) for shape in ((3, 2), (2,))]
    gradients = [[grid(random.normal(0, 1, w.shape)) for w in initial] for _ in range(5)]
    gradients[2][1][:] = 0  # a step in which nothing flows to one weight
    variants = [
        *((name, {}) for name in CLASSES["optimizers"].split()),
        ("SGD", {"momentum": 0.9}),
        ("SGD", {"momentum": 0.9, "nesterov": True}),
        ("SGD", {"weight_decay": 0.01}),
        ("SGD", {"clipnorm": 0.5}),
        ("SGD", {"clipvalue": 0.3}),
        ("SGD", {"global_clipnorm": 0.5}),
        ("SGD", {"use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 2}),
        ("SGD", {"gradient_accumulation_steps": 2}),
        ("Adagrad", {"learning_rate": 0.1, "initial_accumulator_value": 0.0, "epsilon": 1e-3}),
        ("RMSprop", {"rho": 0.5}),
        ("RMSprop", {"momentum": 0.9}),
        ("RMSprop", {"centered": True}),
        ("RMSprop", {"learning_rate": 0.1, "epsilon": 1e-2, "momentum": 0.5, "centered": True}),
        ("Adam", {"learning_rate": 0.1}),
        ("Adam", {"beta_1": 0.8, "beta_2": 0.9, "epsilon": 1e-4}),
        ("Adam", {"amsgrad": True}),
        ("Adam", {"weight_decay": 0.1, "global_clipnorm": 1.0}),
        ("AdamW", {"weight_decay": 0.1}),
    ]
    runs = []
    for name, options in variants:
        optimizer = getattr(keras.optimizers, name)(**options)
        variables = [keras.Variable(w, dtype="float64") for w in initial]
        after = []
        for step in gradients:
            optimizer.apply([jnp.asarray(g) for g in step], variables)
            after.append([tensor(v.numpy()) for v in variables])
        runs.append({"class": name, "options": options, "after": after})
    return {"initial": [tensor(w) for w in initial], "gradients": [[tensor(g) for g in s] for s in gradients], "runs": runs}


def layers():
    random = np.random.default_rng(SEED + 3)
    normal = lambda *shape: grid(random.normal(0, 1, shape))  # noqa: E731
    cases = [
        ("Dense", {"units": 4}, normal(3, 5)),
        ("Dense", {"units": 4, "activation": "tanh"}, normal(3, 5)),
        ("Dense", {"units": 2, "activation": "softmax", "use_bias": False}, normal(2, 3, 4)),
        ("Dense", {"units": 1, "activation": "sigmoid"}, normal(1, 1)),
        ("Flatten", {}, normal(2, 3, 2)),
        ("Flatten", {}, normal(3)),
        ("Reshape", {"target_shape": [3, -1]}, normal(2, 6)),
        ("Activation", {"activation": "silu"}, normal(2, 3)),
        ("Rescaling", {"scale": 0.0078125, "offset": -1.0}, normal(2, 3)),
        ("ReLU", {"max_value": 1.0, "negative_slope": 0.1, "threshold": 0.25}, normal(2, 5)),
        ("LeakyReLU", {}, normal(2, 3)),
        ("ELU", {"alpha": 0.5}, normal(2, 3)),
        ("Softmax", {"axis": 1}, normal(2, 3, 2)),
        ("Dropout", {"rate": 0.5}, normal(2, 3)),
        ("Normalization", {"mean": [1.0, 2.0, 3.0], "variance": [4.0, 0.25, 1.0]}, normal(2, 3)),
        ("Normalization", {"axis": None, "mean": 1.0, "variance": 4.0, "invert": True}, normal(2, 3)),
    ]
    adapted = [
        ("Normalization", {}, normal(7, 3)),
        ("Normalization", {"axis": None}, normal(7, 3)),
        ("Normalization", {"axis": 1}, normal(4, 3, 2)),
        ("Normalization", {"axis": [1, 2]}, normal(4, 2, 2)),
        ("Normalization", {"invert": True}, normal(7, 3)),
        ("Normalization", {}, np.column_stack([normal(4), np.full(4, 2.5)])),  # a feature that never varies
    ]
    return [layer_case(random, *c) for c in cases] + [layer_case(random, *c, adapt=True) for c in adapted]


def layer_case(random, name, options, x, adapt=False):
    layer = getattr(keras.layers, name)(**options)
    if adapt:
        layer.adapt(x)
    else:
        layer.build(x.shape)
    for weight in layer.weights:
        if not adapt:
            weight.assign(grid(random.normal(0, 0.5, weight.shape)))
    trainable = [w.value for w in layer.trainable_variables]
    fixed = [w.value for w in layer.non_trainable_variables]
    mode = {"training": False} if "training" in inspect.signature(layer.call).parameters else {}
    call = lambda ws, v: layer.stateless_call(ws, fixed, v, **mode)[0] if ws else layer(v)  # noqa: E731
    y, pull = jax.vjp(call, trainable, jnp.asarray(x))
    g = grid(random.normal(0, 1, y.shape))
    grad_weights, grad_input = pull(jnp.asarray(g))
    case = {
        "class": name,
        "options": options,
        "input": tensor(x),
        "weights": [{"name": w.name, "trainable": w.trainable, **tensor(w.numpy())} for w in layer.weights],
        "output": tensor(y),
        "cotangent": tensor(g),
        "gradWeights": [tensor(gw) for gw in grad_weights],
        "gradInput": tensor(grad_input),
    }
    if adapt:
        return {**case, "adapted": {"mean": tensor(layer.mean), "variance": tensor(layer.variance)}}
    return case


def main():
    source = (
        "Keras, JAX backend, float64 (golden/keras64.py). Tensors are {shape, data} in C order; inputs are multiples "
        "of 2^-10, so exact in float32. Names and options are spelled as in Keras; null is Python's None."
    )
    write("keras-a.json", {
        **header(source, SEED),
        "defaults": defaults(),
        "activations": activations(),
        "losses": losses(),
        "optimizers": optimizers(),
        "layers": layers(),
    })


if __name__ == "__main__":
    main()
