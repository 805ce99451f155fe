"""keras-layers.json, keras-attention.json: layers of Keras with one or several inputs, and those that are otherwise in
training: gradients, updated statistics and defaults."""

from keras64 import keras  # first: it chooses the backend

import inspect

import jax
import jax.numpy as jnp
import numpy as np

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 23
CLASSES = {
    "keras-layers.json": "BatchNormalization LayerNormalization GroupNormalization RMSNormalization UnitNormalization "
    "SpectralNormalization ActivityRegularization "
    "Add Subtract Multiply Average Maximum Minimum Concatenate Dot "
    "Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise GaussianDropout AlphaDropout "
    "AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D "
    "AdaptiveMaxPooling2D AdaptiveMaxPooling3D Embedding Permute RepeatVector Identity ReLU LeakyReLU PReLU ELU Softmax",
    "keras-attention.json": "Attention AdditiveAttention MultiHeadAttention GroupQueryAttention",
}


def family(name):
    """Random numbers of a family of cases: new families leave the numbers of the others as they are."""
    return np.random.default_rng([SEED, *name.encode()])


def normal(random, *shape):
    return grid(random.normal(0, 1, shape))


def weight_name(weight):
    """Within its layer: `gamma`, `query/kernel`."""
    return weight.path.split("/", 1)[1]


def make(name, options):
    """The layer; an option that holds a layer is `{"class": …, "options": …}`."""
    inner = {k: make(v["class"], v["options"]) for k, v in options.items() if isinstance(v, dict)}
    return getattr(keras.layers, name)(**{**options, **inner})


def call_case(random, name, options, inputs, call=None, training=False, listed=False):
    """One call of a layer on one or several inputs. `listed`: Keras takes them as one list. Bools are masks.

    Attention by heads is asked for its scores too: without, Keras hands it to a kernel of JAX that computes in float32
    and takes no values of another size than the keys.
    """
    layer = make(name, options)
    call = call or {}
    given = [jnp.asarray(x) for x in inputs]
    arguments = lambda xs: ((list(xs),) if listed else tuple(xs))  # noqa: E731
    mode = {"training": training} if "training" in inspect.signature(layer.call).parameters else {}
    name_of = (lambda w: w.name) if hasattr(layer, "layer") else weight_name  # a wrapper's weights are called as the layer's
    mask_name = "attention_mask" if "attention_mask" in inspect.signature(layer.call).parameters else "mask"
    scores = {"return_attention_scores": True} if "kernel_initializer" in defaults_of(type(layer)) else {}
    layer(*arguments([x for x in given if x.dtype != bool]), **scores)
    for weight in layer.weights:
        values = grid(random.normal(0, 0.5, weight.shape))
        weight.assign(values**2 + 0.25 if "variance" in weight.name else values)
    trainable = [w.value for w in layer.trainable_variables]
    fixed = [w.value for w in layer.non_trainable_variables]
    floats = [i for i, x in enumerate(given) if jnp.issubdtype(x.dtype, jnp.floating)]

    def run(weights, values):
        xs = [values[floats.index(i)] if i in floats else x for i, x in enumerate(given)]
        masks = {mask_name: x for x in xs if x.dtype == bool}
        xs = [x for x in xs if x.dtype != bool]
        y, updated = layer.stateless_call(weights, fixed, *arguments(xs), **masks, **mode, **call, **scores)
        return (y[0] if scores else y), updated

    y, pull, updated = jax.vjp(run, trainable, [given[i] for i in floats], has_aux=True)
    g = normal(random, *y.shape)
    grad_weights, grad_inputs = pull(jnp.asarray(g))
    kinds = [str(np.asarray(x).dtype) for x in inputs]
    case = {
        "class": name,
        "options": options,
        **({"call": call} if call else {}),
        **({"training": True} if training else {}),
        "inputs": [{**tensor(x), **({} if kind == "float64" else {"dtype": kind})} for x, kind in zip(inputs, kinds)],
        "weights": [{"name": name_of(w), "trainable": w.trainable, **tensor(w.numpy())} for w in layer.weights],
        "output": tensor(y),
        "cotangent": tensor(g),
        "gradWeights": [tensor(w) for w in grad_weights],
        "gradInputs": [tensor(x) for x in grad_inputs],
    }
    if not training or not fixed:
        return case
    names = [name_of(w) for w in layer.non_trainable_variables]
    return {**case, "updates": [{"name": n, **tensor(v)} for n, v in zip(names, updated)]}


def normalizations():
    random = family("normalizations")
    for training in (False, True):
        yield call_case(random, "BatchNormalization", {}, [normal(random, 4, 3)], training=training)
        yield call_case(random, "BatchNormalization", {"momentum": 0.75, "epsilon": 1e-5}, [normal(random, 2, 3, 2, 2)],
                        training=training)
        yield call_case(random, "BatchNormalization", {"axis": 1, "center": False}, [normal(random, 3, 2, 4)],
                        training=training)
        yield call_case(random, "BatchNormalization", {"scale": False}, [normal(random, 3, 2, 2) + 50], training=training)
        yield call_case(random, "BatchNormalization", {"center": False, "scale": False}, [normal(random, 1, 3)],
                        training=training)
    yield call_case(random, "LayerNormalization", {}, [normal(random, 3, 5)])
    yield call_case(random, "LayerNormalization", {"epsilon": 1e-6, "center": False}, [normal(random, 2, 3, 4) + 20])
    yield call_case(random, "LayerNormalization", {"axis": 1, "scale": False}, [normal(random, 2, 3, 4)])
    yield call_case(random, "LayerNormalization", {"axis": [1, 2]}, [normal(random, 2, 3, 4)])
    yield call_case(random, "LayerNormalization", {"axis": [1, 3]}, [normal(random, 2, 3, 2, 2)])
    yield call_case(random, "GroupNormalization", {"groups": 2}, [normal(random, 2, 4)])
    yield call_case(random, "GroupNormalization", {"groups": 2, "epsilon": 1e-5}, [normal(random, 2, 3, 2, 6)])
    yield call_case(random, "GroupNormalization", {"groups": 3, "axis": 1, "center": False}, [normal(random, 2, 6, 3)])
    yield call_case(random, "GroupNormalization", {"groups": -1}, [normal(random, 2, 3, 3, 2)])
    yield call_case(random, "GroupNormalization", {"groups": 1, "scale": False}, [normal(random, 2, 3, 4)])
    yield call_case(random, "RMSNormalization", {}, [normal(random, 3, 5)])
    yield call_case(random, "RMSNormalization", {"epsilon": 0.01}, [normal(random, 2, 3, 4)])  # axis 1 fails in Keras 3.15
    yield call_case(random, "RMSNormalization", {"axis": [1, 2]}, [normal(random, 2, 3, 2)])
    yield call_case(random, "UnitNormalization", {}, [normal(random, 3, 4)])
    yield call_case(random, "UnitNormalization", {"axis": 1}, [normal(random, 2, 3, 2)])
    yield call_case(random, "UnitNormalization", {"axis": [1, 2]}, [normal(random, 2, 3, 2)])


def spectral():
    random = family("spectral")
    dense = {"class": "Dense", "options": {"units": 3}}
    conv = {"class": "Conv2D", "options": {"filters": 2, "kernel_size": 2}}
    yield call_case(random, "SpectralNormalization", {"layer": dense}, [normal(random, 2, 4)], training=True)
    yield call_case(random, "SpectralNormalization", {"layer": dense, "power_iterations": 3}, [normal(random, 2, 4)],
                    training=True)
    yield call_case(random, "SpectralNormalization", {"layer": conv}, [normal(random, 1, 3, 3, 2)], training=True)


def merges():
    random = family("merges")
    for name in ("Add", "Multiply", "Average", "Maximum", "Minimum"):
        yield call_case(random, name, {}, [normal(random, 2, 3) for _ in range(3)], listed=True)
        yield call_case(random, name, {}, [normal(random, 2, 3, 2), normal(random, 2, 1, 2)], listed=True)
    yield call_case(random, "Add", {}, [normal(random, 2, 3, 2), normal(random, 2, 2)], listed=True)
    tied = normal(random, 2, 3)
    for name in ("Maximum", "Minimum"):
        yield call_case(random, name, {}, [tied, tied], listed=True)
    yield call_case(random, "Subtract", {}, [normal(random, 2, 3), normal(random, 2, 3)], listed=True)
    yield call_case(random, "Concatenate", {}, [normal(random, 2, 3), normal(random, 2, 1), normal(random, 2, 2)], listed=True)
    yield call_case(random, "Concatenate", {"axis": 1}, [normal(random, 2, 3, 2), normal(random, 2, 1, 2)], listed=True)
    yield call_case(random, "Dot", {"axes": 1}, [normal(random, 3, 4), normal(random, 3, 4)], listed=True)
    yield call_case(random, "Dot", {"axes": 1, "normalize": True}, [normal(random, 3, 4), normal(random, 3, 4)], listed=True)
    yield call_case(random, "Dot", {"axes": [1, 2]}, [normal(random, 2, 3, 5), normal(random, 2, 4, 3)], listed=True)
    yield call_case(random, "Dot", {"axes": -1}, [normal(random, 2, 3, 5), normal(random, 2, 4, 5)], listed=True)
    yield call_case(random, "Dot", {"axes": [2, 1]}, [normal(random, 2, 2, 3, 2), normal(random, 2, 3)], listed=True)
    yield call_case(random, "Dot", {"axes": [1, 1], "normalize": True}, [normal(random, 2, 3), normal(random, 2, 3, 2, 2)],
                    listed=True)


def others():
    random = family("others")
    words = np.array([[0, 3, 3], [4, 0, 3]], np.int32)  # one word several times: its gradients add up
    yield call_case(random, "Embedding", {"input_dim": 5, "output_dim": 2}, [words])
    yield call_case(random, "Embedding", {"input_dim": 5, "output_dim": 3, "mask_zero": True}, [words[0]])
    yield call_case(random, "Permute", {"dims": [2, 1]}, [normal(random, 2, 3, 4)])
    yield call_case(random, "Permute", {"dims": [3, 1, 2]}, [normal(random, 2, 3, 2, 4)])
    yield call_case(random, "RepeatVector", {"n": 3}, [normal(random, 2, 4)])
    yield call_case(random, "Identity", {}, [normal(random, 2, 3)])
    yield call_case(random, "ReLU", {}, [normal(random, 2, 4)])
    yield call_case(random, "LeakyReLU", {"negative_slope": 0.125}, [normal(random, 2, 4)])
    yield call_case(random, "ELU", {}, [normal(random, 2, 4)])
    yield call_case(random, "PReLU", {}, [normal(random, 2, 4)])
    yield call_case(random, "PReLU", {"shared_axes": [1, 2]}, [normal(random, 2, 3, 2, 2)])
    yield call_case(random, "PReLU", {"shared_axes": [2]}, [normal(random, 2, 3, 2)])
    yield call_case(random, "Softmax", {}, [normal(random, 2, 4)])
    yield call_case(random, "Softmax", {"axis": [1, 2]}, [normal(random, 2, 3, 2)])
    kept = np.array([[1, 0, 1], [0, 0, 0]], bool)
    yield call_case(random, "Softmax", {}, [normal(random, 2, 3), kept])
    for name in ("GaussianDropout", "AlphaDropout"):  # outside training
        yield call_case(random, name, {"rate": 0.5}, [normal(random, 2, 3, 2)])
    for rank in (1, 2, 3):
        yield call_case(random, f"SpatialDropout{rank}D", {"rate": 0.5}, [normal(random, *[2] * (rank + 2))])
    yield call_case(random, "ActivityRegularization", {"l1": 0.5}, [normal(random, 2, 3)])
    yield call_case(random, "GaussianNoise", {"stddev": 0.5}, [normal(random, 2, 3)])


def adaptive_pooling():
    random = family("adaptive_pooling")
    shapes = {1: ((2, 6, 2), (2, 7, 2)), 2: ((1, 4, 6, 2), (1, 5, 7, 2)), 3: ((1, 4, 2, 4, 1), (1, 3, 5, 2, 1))}
    sizes = {1: 3, 2: [2, 3], 3: 2}
    for kind in ("Average", "Max"):
        for rank, given in shapes.items():
            for shape in given:
                yield call_case(random, f"Adaptive{kind}Pooling{rank}D", {"output_size": sizes[rank]}, [normal(random, *shape)])
        yield call_case(random, f"Adaptive{kind}Pooling1D", {"output_size": 5}, [normal(random, 1, 3, 1)])


def attentions():
    random = family("attentions")
    query, value, key = (lambda: normal(random, 2, 3, 4)), (lambda: normal(random, 2, 5, 3)), (lambda: normal(random, 2, 5, 2))
    mask = lambda: random.integers(0, 2, (2, 3, 5)) + np.eye(3, 5) > 0  # noqa: E731
    causal = {"use_causal_mask": True}
    simple = [
        ("Attention", {}),
        ("Attention", {"use_scale": True}),
        ("Attention", {"score_mode": "concat", "use_scale": True}),
        ("Attention", {"score_mode": "concat"}),
        ("AdditiveAttention", {}),
        ("AdditiveAttention", {"use_scale": False}),
    ]
    for name, options in simple:
        yield call_case(random, name, options, [normal(random, 2, 3, 4), normal(random, 2, 5, 4)], listed=True)
    for name in ("Attention", "AdditiveAttention"):
        three = [normal(random, 2, 3, 4), normal(random, 2, 5, 2), normal(random, 2, 5, 4)]
        yield call_case(random, name, {}, three, call=causal, listed=True)
    heads = {"num_heads": 2, "key_dim": 3}
    for options, inputs, call in (
        ({}, [query(), value()], {}),
        ({"value_dim": 2, "use_bias": False}, [query(), value(), key()], {}),
        ({"output_shape": 5}, [query(), value()], causal),
        ({"output_shape": [2, 3]}, [query(), value()], {}),
        ({"sliding_window": 2}, [query(), value()], {}),
        ({"use_gate": True, "value_dim": 4}, [query(), value(), key()], causal),
        ({}, [query(), value(), mask()], {}),
        ({"sliding_window": 2}, [query(), value(), key(), mask()], causal),
        ({}, [normal(random, 1, 2, 3, 4), normal(random, 1, 3, 2, 2)], {}),
        ({"attention_axes": [2]}, [normal(random, 2, 2, 3, 4), normal(random, 2, 2, 4, 2)], {}),
    ):
        yield call_case(random, "MultiHeadAttention", {**heads, **options}, inputs, call=call)
    grouped = {"head_dim": 3, "num_query_heads": 4, "num_key_value_heads": 2}
    for options, inputs, call in (
        ({}, [query(), value()], {}),
        ({"use_bias": False}, [query(), value(), key()], causal),
        ({"num_key_value_heads": 1, "use_gate": True}, [query(), value()], {}),
        ({"num_key_value_heads": 4}, [query(), value()], {}),
        ({"sliding_window": 2}, [query(), value(), mask()], {}),
    ):
        yield call_case(random, "GroupQueryAttention", {**grouped, **options}, inputs, call=call)


def batch_norm_steps():
    """Four batches through a model in training: losses, and what the batches left behind."""
    random = family("batch_norm_steps")
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.BatchNormalization(momentum=0.9), keras.layers.Dense(2)])
    model.compile(optimizer=keras.optimizers.SGD(0.125), loss="mse", jit_compile=False)
    for weight in model.weights:
        if weight.trainable and weight.name != "gamma":
            weight.assign(normal(random, *weight.shape))
    named = lambda: [{"name": weight_name(w), **tensor(w.numpy())} for w in model.weights]  # noqa: E731
    first, steps = named(), []
    for _ in range(4):
        x, y = normal(random, 5, 3) * 2 + 1, normal(random, 5, 2)
        loss = float(model.train_on_batch(x, y))
        steps.append({"x": tensor(x), "y": tensor(y), "loss": loss, "weights": named()})
    x = normal(random, 2, 3)
    predicted = model.predict(x, verbose=0)
    return {"momentum": 0.9, "learningRate": 0.125, "weights": first, "steps": steps,
            "predict": {"x": tensor(x), "y": tensor(predicted)}}


def write_layers(name, cases, **others):
    source = (
        "Keras, JAX backend, float64 (golden/keras64.py). Like `layers` and `defaults` of keras-a.json, with several inputs: "
        "`gradInputs` holds one tensor for each float input. `updates`: statistics after a call in training."
    )
    defaults = {"layers": {kind: defaults_of(getattr(keras.layers, kind)) for kind in CLASSES[name].split()}}
    write(name, {**header(source, SEED), "defaults": defaults, "layers": cases, **others})


def main():
    write_layers("keras-layers.json", [*normalizations(), *spectral(), *merges(), *others(), *adaptive_pooling()], batchNormSteps=batch_norm_steps())
    write_layers("keras-attention.json", [*attentions()])


if __name__ == "__main__":
    main()
