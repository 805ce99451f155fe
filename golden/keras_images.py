"""keras-images.json: Keras's layers that resize and augment images, with gradients, defaults and the random numbers drawn.

Keras's own generators are replaced by ones that hand out uniform numbers in [0, 1) and normal ones from a list that the file
keeps: what a layer makes of them (angles, places, what is erased) is then Keras's, too.
"""

from keras64 import keras  # first: it chooses the backend

import jax
import jax.numpy as jnp
import numpy as np
from keras.src.backend.jax import random as keras_random

from golden_json import grid, header, tensor, write
from keras_a import defaults_of

SEED = 31
CLASSES = (
    "Resizing CenterCrop RandomFlip RandomRotation RandomTranslation RandomZoom RandomShear RandomCrop RandomBrightness "
    "RandomContrast RandomErasing RandomColorDegeneration RandomSharpness RandomPosterization Solarization AutoContrast "
    "Equalization RandAugment"
).split()
drawn = {}


def uniform(shape, minval=0.0, maxval=1.0, dtype=None, seed=None):
    numbers = drawn["random"].integers(1, 1024, shape) / 1024
    drawn["uniforms"].append(np.reshape(numbers, -1).tolist())
    return jnp.asarray(minval + (maxval - minval) * numbers)


def normal(shape, mean=0.0, stddev=1.0, dtype=None, seed=None):
    numbers = grid(drawn["random"].normal(0, 1, shape))
    drawn["normals"].append(np.reshape(numbers, -1).tolist())
    return jnp.asarray(mean + stddev * numbers)


def randint(shape, minval, maxval, dtype="int32", seed=None):
    numbers = drawn.pop("kinds", None)
    if numbers is None:
        return jnp.floor(uniform(shape, minval, maxval)).astype(dtype)
    drawn["uniforms"].append([(kind + 0.5) / 11 for kind in numbers])
    return jnp.asarray(numbers, dtype)


keras_random.uniform, keras_random.normal, keras_random.randint = uniform, normal, randint


def image_case(name, options, x, training=True, dtype=None, kinds=None):
    random = np.random.default_rng([SEED, *name.encode(), len(str(options))])
    drawn.update(random=random, uniforms=[], normals=[])
    if kinds is not None:
        drawn["kinds"] = kinds
    layer = getattr(keras.layers, name)(**options)
    given = jnp.asarray(x, dtype or "float64")
    transformation = layer.get_random_transformation(given, training=training)
    call = lambda v: layer.transform_images(v, transformation, training=training)  # noqa: E731
    case = {"class": name, "options": options, "training": training, "input": tensor(x)}
    case |= {"uniforms": drawn["uniforms"], "normals": drawn["normals"]}
    if dtype:
        return {**case, "dtype": dtype, "output": tensor(call(given))}
    y, pull = jax.vjp(call, given)
    g = grid(random.normal(0, 1, y.shape))
    gradient = pull(jnp.asarray(g))[0]
    if name == "AutoContrast" or kinds == [9]:  # its extremes lie where clipping has no derivative
        return {**case, "output": tensor(y)}
    return {**case, "output": tensor(y), "cotangent": tensor(g), "gradInput": tensor(gradient)}


def values(*shape, scale=1.0):
    random = np.random.default_rng([SEED, *shape])
    return grid(random.normal(0, scale, shape))


def pixels(*shape):
    return np.random.default_rng([SEED, *shape]).integers(0, 256, shape).astype(float)


def resizings():
    small, large = {"height": 3, "width": 4}, {"height": 9, "width": 7}
    for size in (small, large):
        for interpolation in ("bilinear", "nearest", "bicubic", "lanczos3", "lanczos5"):
            yield "Resizing", {**size, "interpolation": interpolation}, values(1, 5, 6, 2)
    yield "Resizing", {**small, "antialias": True}, values(1, 8, 11, 1)
    yield "Resizing", {**small, "antialias": True, "interpolation": "bicubic"}, values(1, 8, 11, 1)
    for size in ({"height": 3, "width": 7}, {"height": 8, "width": 2}):
        yield "Resizing", {**size, "crop_to_aspect_ratio": True}, values(2, 5, 6, 2)
        yield "Resizing", {**size, "pad_to_aspect_ratio": True, "fill_value": 0.5}, values(2, 5, 6, 2)
    for size in (small, large, {"height": 5, "width": 5}, {"height": 2, "width": 9}):
        yield "CenterCrop", size, values(2, 5, 6, 2)


def augmentations():
    x = values(3, 4, 5, 1)
    for mode in ("horizontal", "vertical", "horizontal_and_vertical"):
        yield "RandomFlip", {"mode": mode}, values(6, 3, 4, 1)
    for fill in ("reflect", "wrap", "constant", "nearest"):
        mode = {"fill_mode": fill, **({"fill_value": 0.5} if fill == "constant" else {})}
        yield "RandomRotation", {"factor": 0.5, **mode}, x
        yield "RandomTranslation", {"height_factor": 0.7, "width_factor": [-0.2, 0.9], **mode}, x
        yield "RandomZoom", {"height_factor": 0.8, **mode}, x
        yield "RandomShear", {"x_factor": 0.6, "y_factor": [0.1, 0.9], **mode}, x
        yield "RandomRotation", {"factor": [0.1, 0.4], "interpolation": "nearest", **mode}, x
    yield "RandomZoom", {"height_factor": [0.1, 0.9], "width_factor": [-0.5, 0.0]}, x
    yield "RandomCrop", {"height": 3, "width": 2}, values(1, 5, 6, 2)
    yield "RandomCrop", {"height": 4, "width": 5}, values(1, 5, 6, 2)
    yield "RandomBrightness", {"factor": 0.3}, pixels(3, 3, 4, 2)
    yield "RandomBrightness", {"factor": [-0.6, -0.1], "value_range": [-1, 1]}, grid(pixels(3, 3, 4, 2) / 128 - 1)
    yield "RandomContrast", {"factor": 0.9}, pixels(3, 3, 4, 2)
    yield "RandomContrast", {"factor": [0.3, 0.8], "value_range": [0, 1]}, grid(pixels(3, 3, 4, 2) / 256)
    yield "RandomErasing", {"fill_value": 0.25, "scale": [0.2, 0.6]}, values(5, 5, 6, 1)
    yield "RandomErasing", {"value_range": [0, 1], "scale": 0.9, "factor": [1.0, 1.0]}, values(2, 5, 4, 2)


def mixes():
    """MixUp and CutMix of Keras, with what they drew: partners, weights and boxes."""
    random = np.random.default_rng([SEED, 5])
    images = {"images": jnp.asarray(pixels(4, 5, 6, 2)), "labels": jnp.eye(3)[jnp.asarray([0, 1, 2, 1])]}
    order = random.permutation(4)
    weights = random.integers(1, 1024, 4) / 1024
    given = {"images": tensor(images["images"]), "labels": tensor(images["labels"]), "partners": order.tolist()}
    drawn = {"mix_weight": jnp.asarray(weights), "permutation_order": jnp.asarray(order)}
    layer = keras.layers.MixUp()
    apply = lambda how: {  # noqa: E731
        "newImages": tensor(layer.transform_images(images["images"], how)),
        "newLabels": tensor(layer.transform_labels(images["labels"], how)),
    }
    yield {"kind": "mixUp", **given, "weights": weights.tolist(), **apply(drawn)}
    layer = keras.layers.CutMix()
    corners = [jnp.asarray(v) for v in ([0.5, 0, 3, 1.25], [3.25, 6, 3, 5.5], [1, 0, 2, 1.5], [2.75, 5, 4, 1.75])]
    masks, weights = layer._generate_batch_mask((4, 5, 6, 2), corners)
    drawn = {"mix_weight": weights, "permutation_order": jnp.asarray(order), "batch_masks": masks}
    boxes = [dict(zip(("left", "right", "top", "bottom"), map(float, box))) for box in zip(*corners)]
    yield {"kind": "cutMix", **given, "weights": np.asarray(weights).tolist(), "boxes": boxes, **apply(drawn)}


def colors():
    x = pixels(2, 4, 5, 3)
    unit = grid(pixels(2, 4, 5, 3) / 256)
    yield "RandomColorDegeneration", {"factor": 0.8}, x
    yield "RandomColorDegeneration", {"factor": [0.2, 1.0], "value_range": [0, 1]}, unit
    yield "RandomSharpness", {"factor": 1.0}, x
    yield "RandomSharpness", {"factor": [0.6, 0.9], "value_range": [0, 1]}, unit
    yield "RandomPosterization", {"factor": 6}, x
    yield "RandomPosterization", {"factor": [3, 3]}, x
    yield "RandomPosterization", {"factor": [2, 8], "value_range": [0, 1]}, unit
    yield "Solarization", {}, x
    yield "Solarization", {"addition_factor": 0.3, "threshold_factor": [0.2, 0.7]}, x
    yield "Solarization", {"threshold_factor": 0.9, "value_range": [0, 1]}, unit
    flat = x.copy()
    flat[0, :, :, 1] = 77
    yield "AutoContrast", {}, flat
    yield "AutoContrast", {"value_range": [0, 1]}, unit
    yield "Equalization", {}, pixels(1, 6, 7, 2)
    yield "Equalization", {"bins": 16}, flat[:1]
    yield "Equalization", {"value_range": [0, 1]}, unit[:1]


def main():
    source = (
        "Keras, JAX backend, float64 (golden/keras64.py). `uniforms`, `normals`: the numbers drawn, a list for each draw; "
        "`gradInput`: what `cotangent` of the output becomes at the input."
    )
    cases = [image_case(name, options, x, training=False) for name, options, x in resizings()]
    cases += [
        image_case("Resizing", {"height": 3, "width": 3, "interpolation": kind}, pixels(1, 5, 7, 2), False, "uint8")
        for kind in ("bilinear", "nearest", "bicubic")
    ]
    cases += [image_case(*case) for case in (*augmentations(), *colors())]
    cases += [
        image_case("RandAugment", {"num_ops": 1, "factor": 0.6}, pixels(1, 4, 5, 3), kinds=[kind]) for kind in range(11)
    ]
    defaults = {"layers": {kind: defaults_of(getattr(keras.layers, kind)) for kind in CLASSES}}
    write("keras-images.json", {**header(source, SEED), "defaults": defaults, "layers": cases, "mixes": list(mixes())})


if __name__ == "__main__":
    main()
