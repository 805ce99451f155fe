"""keras-conv.json: convolution, pooling, padding, cropping and upsampling layers of Keras, with gradients and defaults."""

from keras64 import keras  # first: it chooses the backend

import numpy as np

from golden_json import grid, header, write
from keras_a import defaults_of, layer_case

SEED = 17
SHAPES = {1: (2, 9), 2: (1, 6, 5), 3: (1, 3, 2, 3)}  # batch, then space
WINDOWS = {1: 3, 2: [3, 2], 3: [2, 1, 2]}
CLASSES = [
    *(f"{kind}{rank}D" for kind in ("Conv", "MaxPooling", "AveragePooling", "ZeroPadding", "Cropping", "UpSampling")
      for rank in (1, 2, 3)),
    *(f"Conv{rank}DTranspose" for rank in (1, 2, 3)),
    *(f"{kind}{rank}D" for kind in ("DepthwiseConv", "SeparableConv") for rank in (1, 2)),
    *(f"Global{kind}Pooling{rank}D" for kind in ("Max", "Average") for rank in (1, 2, 3)),
]


def convolutions(rank):
    """Options of a layer with filters; those of `strides` and `dilation_rate` exclude each other in Keras."""
    window = WINDOWS[rank]
    base = {"filters": 2, "kernel_size": window}
    yield f"Conv{rank}D", {**base, "activation": "tanh"}, 2
    yield f"Conv{rank}D", {**base, "padding": "same", "strides": 2}, 2
    yield f"Conv{rank}D", {**base, "padding": "same", "dilation_rate": 2, "use_bias": False}, 2
    yield f"Conv{rank}D", {**base, "filters": 4, "groups": 2, "strides": 3}, 4
    if rank == 1:
        yield "Conv1D", {**base, "padding": "causal", "dilation_rate": 2}, 2
        yield "Conv1D", {**base, "padding": "causal", "strides": 2}, 2
    for strides in (1, 2, 3)[: 4 - rank]:
        yield f"Conv{rank}DTranspose", {**base, "strides": strides, "activation": "relu"}, 2
        yield f"Conv{rank}DTranspose", {**base, "strides": strides, "padding": "same"}, 2
    yield f"Conv{rank}DTranspose", {**base, "strides": 2, "padding": "same", "output_padding": 1}, 2
    yield f"Conv{rank}DTranspose", {**base, "strides": 2, "output_padding": 1}, 2
    yield f"Conv{rank}DTranspose", {**base, "dilation_rate": 2, "padding": "same"}, 2
    if rank < 3:
        yield f"DepthwiseConv{rank}D", {"kernel_size": window, "depth_multiplier": 2}, 3
        yield f"DepthwiseConv{rank}D", {"kernel_size": window, "strides": 2, "padding": "same", "use_bias": False}, 3
        yield f"DepthwiseConv{rank}D", {"kernel_size": window, "dilation_rate": 2, "activation": "relu"}, 2
        yield f"SeparableConv{rank}D", {**base, "depth_multiplier": 2, "activation": "tanh"}, 3
        yield f"SeparableConv{rank}D", {**base, "strides": 2, "padding": "same"}, 2


def others(rank):
    window = WINDOWS[rank]
    for kind in ("Max", "Average"):
        name = f"{kind}Pooling{rank}D"
        yield name, {"pool_size": 2}
        yield name, {"pool_size": 2, "padding": "same"}
        yield name, {"pool_size": window, "strides": 2}
        yield name, {"pool_size": window, "strides": 1, "padding": "same"}
        yield f"Global{kind}Pooling{rank}D", {}
        yield f"Global{kind}Pooling{rank}D", {"keepdims": True}
    pairs = [[1, 1], [0, 1], [1, 0]][:rank]
    yield f"ZeroPadding{rank}D", {}
    yield f"ZeroPadding{rank}D", {"padding": pairs[0] if rank == 1 else pairs}
    yield f"Cropping{rank}D", {"cropping": pairs[0] if rank == 1 else pairs}
    if rank < 3:
        yield f"Cropping{rank}D", {"cropping": 1}
    yield f"UpSampling{rank}D", {"size": 2}
    if rank == 2:
        yield "ZeroPadding2D", {"padding": [2, 1]}
        yield "UpSampling2D", {"size": [2, 3], "interpolation": "nearest"}
        yield "UpSampling2D", {"size": [2, 3], "interpolation": "bilinear"}


def cases():
    random = np.random.default_rng(SEED)
    for rank in (1, 2, 3):
        for name, options, channels in convolutions(rank):
            yield layer_case(random, name, options, grid(random.normal(0, 1, (*SHAPES[rank], channels))))
        for name, options in others(rank):
            yield layer_case(random, name, options, grid(random.normal(0, 1, (*SHAPES[rank], 2))))


def main():
    source = "Keras, JAX backend, float64 (golden/keras64.py). The form is that of `layers` and `defaults` in keras-a.json."
    write("keras-conv.json", {
        **header(source, SEED),
        "defaults": {"layers": {name: defaults_of(getattr(keras.layers, name)) for name in CLASSES}},
        "layers": list(cases()),
    })


if __name__ == "__main__":
    main()
