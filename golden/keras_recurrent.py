"""keras-recurrent.json: recurrent layers, their wrappers and masks of Keras, with gradients, states and defaults."""

from keras64 import keras  # first: it chooses the backend

import jax
import jax.numpy as jnp
import numpy as np

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 29
CELLS = ("SimpleRNN", "LSTM", "GRU")


def family(name):
    """Random numbers of a family of cases: new families leave the numbers of the others as they are."""
    return np.random.default_rng([SEED, *name.encode()])


def normal(random, *shape):
    return grid(random.normal(0, 1, shape))


def made(name, options):
    """A layer; options named `layer` hold {class, options} of another."""
    nested = {key: made(value["class"], value["options"]) if isinstance(value, dict) else value
              for key, value in options.items()}
    return getattr(keras.layers, name)(**nested)


def case(random, name, options, x, initial=(), mask=None):
    """One call: sequences, then initial states; with a mask of positions, [batch, time]."""
    layer = made(name, options)
    layer(jnp.asarray(x))
    for weight in layer.trainable_weights:
        weight.assign(normal(random, *weight.shape) / 2)
    trainable = [w.value for w in layer.trainable_variables]
    fixed = [w.value for w in layer.non_trainable_variables]
    given = None if mask is None else jnp.asarray(mask)
    extra = {} if given is None else {"mask": given}

    def run(weights, values):
        states = {"initial_state": list(values[1:])} if len(values) > 1 else {}
        y, _ = layer.stateless_call(weights, fixed, values[0], **states, **extra)
        return list(y) if isinstance(y, (list, tuple)) else [y]

    ys, pull = jax.vjp(run, trainable, [jnp.asarray(v) for v in (x, *initial)])
    gs = [normal(random, *y.shape) for y in ys]
    grad_weights, grad_inputs = pull([jnp.asarray(g) for g in gs])
    found = {
        "class": name,
        "options": options,
        **({} if mask is None else {"mask": mask.astype(int).tolist()}),
        "inputs": [tensor(v) for v in (x, *initial)],
        "weights": named(layer),
        "outputs": [tensor(y) for y in ys],
        "cotangents": [tensor(g) for g in gs],
        "gradWeights": [tensor(w) for w in grad_weights],
        "gradInputs": [tensor(v) for v in grad_inputs],
    }
    if mask is not None or name == "Masking":
        out = layer.compute_mask(jnp.asarray(x), given)
        out = out[0] if isinstance(out, (list, tuple)) else out
        found["outputMask"] = None if out is None else np.asarray(out).astype(int).tolist()
    return found


def named(layer):
    return [{"name": name_of(layer, w), "trainable": True, **tensor(w.numpy())} for w in layer.trainable_weights]


def name_of(layer, weight):
    """`kernel`; below a wrapper of two `forward/kernel`."""
    sides = [side for side in ("forward", "backward") if any(weight is w for w in getattr(layer, f"{side}_layer", layer).weights)]
    return "/".join([*(sides if hasattr(layer, "forward_layer") else []), weight.path.split("/")[-1]])


def recurrent():
    random = family("recurrent")
    for name in CELLS:
        states = 2 if name == "LSTM" else 1
        initial = [normal(random, 2, 4) for _ in range(states)]
        base = {"units": 4}
        both = {"return_sequences": True, "return_state": True}
        yield case(random, name, base, normal(random, 2, 5, 3))
        yield case(random, name, {**base, **both}, normal(random, 2, 5, 3), initial)
        yield case(random, name, {**base, **both, "go_backwards": True}, normal(random, 2, 5, 3))
        yield case(random, name, {**base, "go_backwards": True, "unroll": True}, normal(random, 2, 3, 3))
        yield case(random, name, {**base, "use_bias": False, "activation": "relu"}, normal(random, 3, 4, 2))
        if name != "SimpleRNN":
            gates = {"activation": "softplus", "recurrent_activation": "tanh"}
            yield case(random, name, {**base, **gates, "return_sequences": True}, normal(random, 2, 3, 2))
        yield case(random, name, {"units": 1}, normal(random, 1, 1, 1))
    before = {"units": 4, "reset_after": False}
    yield case(random, "GRU", before, normal(random, 2, 5, 3))
    yield case(random, "GRU", {**before, "use_bias": False, "return_sequences": True}, normal(random, 2, 3, 3))
    yield case(random, "LSTM", {"units": 4, "unit_forget_bias": False}, normal(random, 2, 3, 3))


MASK = np.array([[1, 1, 0, 1, 0], [0, 1, 1, 1, 1], [0, 0, 0, 0, 0], [1, 1, 1, 0, 0]], bool)


def masked():
    random = family("masked")
    for name in CELLS:
        initial = [normal(random, 4, 3) for _ in range(2 if name == "LSTM" else 1)]
        base = {"units": 3}
        for options in ({}, {"go_backwards": True}, {"return_sequences": True, "return_state": True},
                        {"return_sequences": True, "zero_output_for_mask": True}, {"zero_output_for_mask": True},
                        {"return_sequences": True, "return_state": True, "go_backwards": True}):
            yield case(random, name, {**base, **options}, normal(random, 4, 5, 2), mask=MASK)
        yield case(random, name, {**base, "return_sequences": True}, normal(random, 4, 5, 2), initial, mask=MASK)


def masking():
    random = family("masking")
    for value in (0.0, -1.0):
        x = normal(random, 3, 4, 2)
        x[0, 1] = x[1, 3] = x[2] = value
        x[0, 2, 0] = value  # one feature alone says nothing
        yield case(random, "Masking", {} if value == 0 else {"mask_value": value}, x)


def stateful():
    """Three batches in a row, each beginning where the one before ended."""
    random = family("stateful")
    for name in CELLS:
        layer = made(name, {"units": 3, "stateful": True})
        xs = [normal(random, 2, 4, 2) for _ in range(3)]
        layer.build(xs[0].shape)
        for weight in layer.trainable_weights:
            weight.assign(normal(random, *weight.shape) / 2)
        batches = []
        for x in xs:
            y = layer(jnp.asarray(x))
            batches.append({"input": tensor(x), "output": tensor(y), "states": [tensor(v.numpy()) for v in layer.states]})
        yield {"class": name, "options": {"units": 3, "stateful": True}, "weights": named(layer), "batches": batches}


def rnn(name, **options):
    return {"class": name, "options": {"units": 2, **options}}


def wrappers():
    random = family("wrappers")
    x, mask = (2, 4, 3), MASK[:, :4]
    for mode in ("concat", "sum", "ave", "mul", None):
        for sequences in (False, True):
            inner = rnn("SimpleRNN", return_sequences=sequences)
            yield case(random, "Bidirectional", {"layer": inner, "merge_mode": mode}, normal(random, *x))
    yield case(random, "Bidirectional", {"layer": rnn("LSTM")}, normal(random, *x))
    states = [normal(random, 2, 2) for _ in range(4)]
    both = rnn("LSTM", return_sequences=True, return_state=True)
    yield case(random, "Bidirectional", {"layer": both}, normal(random, *x), states)
    yield case(random, "Bidirectional", {"layer": both, "merge_mode": None}, normal(random, *x))
    other = rnn("GRU", go_backwards=True)
    yield case(random, "Bidirectional", {"layer": rnn("LSTM"), "backward_layer": other}, normal(random, *x))
    for sequences in (False, True):
        for name in ("LSTM", "GRU"):
            inner = rnn(name, return_sequences=sequences)
            yield case(random, "Bidirectional", {"layer": inner}, normal(random, 4, 4, 3), mask=mask)
    dense = {"class": "Dense", "options": {"units": 2, "activation": "tanh"}}
    conv = {"class": "Conv1D", "options": {"filters": 2, "kernel_size": 2}}
    yield case(random, "TimeDistributed", {"layer": dense}, normal(random, *x))
    yield case(random, "TimeDistributed", {"layer": dense}, normal(random, 4, 4, 3), mask=mask)
    yield case(random, "TimeDistributed", {"layer": conv}, normal(random, 2, 3, 4, 2))
    yield case(random, "TimeDistributed", {"layer": rnn("GRU", return_sequences=True)}, normal(random, 2, 2, 3, 2))


def convolutional():
    random = family("convolutional")
    base = {"filters": 2, "kernel_size": [2, 3]}
    same = {**base, "padding": "same"}
    both = {"return_sequences": True, "return_state": True}
    yield case(random, "ConvLSTM2D", base, normal(random, 1, 3, 4, 5, 1))
    yield case(random, "ConvLSTM2D", {**same, **both}, normal(random, 2, 2, 3, 3, 2))
    yield case(random, "ConvLSTM2D", {**same, "strides": 2, "use_bias": False}, normal(random, 1, 2, 4, 4, 2))
    yield case(random, "ConvLSTM2D", {**base, "dilation_rate": 2, "go_backwards": True}, normal(random, 1, 3, 5, 6, 1))
    yield case(random, "ConvLSTM2D", {**same, "activation": "softplus", "recurrent_activation": "tanh", **both},
               normal(random, 1, 2, 3, 3, 1), [normal(random, 1, 3, 3, 2) for _ in range(2)])


def pooled():
    random = family("pooled")
    for options in ({}, {"keepdims": True}):
        yield case(random, "GlobalAveragePooling1D", options, normal(random, 3, 5, 2), mask=MASK[[0, 1, 3]])


def masked_batch_norm():
    """A call in training: the statistics of the positions that are there."""
    random = family("masked_batch_norm")
    layer = keras.layers.BatchNormalization(momentum=0.75)
    x = normal(random, 4, 5, 2) * 2 + 1
    layer.build(x.shape)
    for weight in layer.weights:
        weight.assign(normal(random, *weight.shape) ** 2 + 0.25)
    trained, fixed = ([w.value for w in ws] for ws in (layer.trainable_variables, layer.non_trainable_variables))
    run = lambda ws, v: layer.stateless_call(ws, fixed, v, training=True, mask=jnp.asarray(MASK))  # noqa: E731
    y, pull, updates = jax.vjp(run, trained, jnp.asarray(x), has_aux=True)
    g = normal(random, *y.shape)
    grad_weights, grad_input = pull(jnp.asarray(g))
    return {
        "mask": MASK.astype(int).tolist(), "input": tensor(x), "output": tensor(y), "cotangent": tensor(g),
        "weights": [{"name": w.name, **tensor(w.numpy())} for w in layer.weights],
        "gradients": [tensor(v) for v in (grad_input, *grad_weights)], "updates": [tensor(v) for v in updates],
    }


def masked_models():
    """Losses of whole models in which a mask travels: to layers that skip positions, and to the loss."""
    random = family("masked_models")
    layers = keras.layers
    mask_of_sequence = [
        layers.Masking(), layers.Dense(4, activation="tanh"), layers.Dropout(0.0),
        layers.Bidirectional(layers.GRU(3, return_sequences=True)), layers.LSTM(3), layers.Dense(3, activation="softmax"),
    ]
    mask_of_loss = [
        layers.Masking(), layers.LSTM(4, return_sequences=True), layers.TimeDistributed(layers.Dense(2, activation="tanh")),
    ]
    for name, stack, loss in (("sequence", mask_of_sequence, "sparse_categorical_crossentropy"), ("loss", mask_of_loss, "mse")):
        model = keras.Sequential([layers.Input((5, 2)), *stack])
        for weight in model.trainable_weights:
            weight.assign(normal(random, *weight.shape) / 2)
        weights = [tensor(w.numpy()) for w in model.trainable_weights]
        model.compile(optimizer=keras.optimizers.SGD(0.5), loss=loss)
        steps = []
        for _ in range(4):
            x = normal(random, 4, 5, 2)
            x[~MASK] = 0
            y = random.integers(0, 3, 4).astype(np.int32) if name == "sequence" else normal(random, 4, 5, 2)
            steps.append({"x": tensor(x), "y": tensor(y), "loss": float(model.train_on_batch(x, y))})
        predicted = model.predict(x, verbose=0)
        yield {"name": name, "weights": weights, "steps": steps, "evaluated": float(model.evaluate(x, y, verbose=0)),
               "predicted": tensor(predicted)}


SOURCE = (
    "Keras, JAX backend, float64 (golden/keras64.py). Inputs are sequences, then initial states; outputs, then states. "
    "A mask has 1 for positions that count; outputMask is that of the first output. "
    "Names and options are spelled as in Keras; an option may be a layer."
)


def defaults(names):
    return {"layers": {name: defaults_of(getattr(keras.layers, name)) for name in names}}


def main():
    write("keras-recurrent.json", {
        **header(SOURCE, SEED),
        "defaults": {
            **defaults([*CELLS, "Masking"]),
            "initializers": {"Orthogonal": defaults_of(keras.initializers.Orthogonal)},
        },
        "layers": [*recurrent(), *masked(), *masking()],
        "stateful": list(stateful()),
    })
    write("keras-masks.json", {
        **header("Keras, JAX backend, float64 (golden/keras64.py). SGD at a rate of 0.5.", SEED),
        "layers": list(pooled()),
        "batchNormalization": masked_batch_norm(),
        "models": list(masked_models()),
    })
    write("keras-wrappers.json", {
        **header(SOURCE, SEED),
        "defaults": defaults(["Bidirectional", "TimeDistributed", "ConvLSTM2D"]),
        "layers": [*wrappers(), *convolutional()],
    })


if __name__ == "__main__":
    main()
