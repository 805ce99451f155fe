"""keras-preprocessing.json: layers of Keras that turn numbers into categories, and their defaults.

Run by itself: `python golden/keras_preprocessing.py`."""

from keras64 import keras  # first: it chooses the backend

import numpy as np

from golden_json import header, tensor, write
from keras_a import defaults_of


def case(name, x, **options):
    layer = getattr(keras.layers, name)(**options)
    array = np.asarray(x)
    y = keras.ops.convert_to_numpy(layer(array))
    dtype = {} if array.dtype == np.float32 else {"dtype": str(array.dtype)}
    return {"class": name, "options": options, "inputs": [{**tensor(array), **dtype}], "output": tensor(y)}


def main():
    numbers = np.array([[0, 3, 3], [4, 0, 3]], np.int32)
    ages = np.array([[-1.5], [0.0], [0.75], [1.0], [250.0]], np.float32)
    wide = np.array([[17.5, 65, 18], [30, 29.5, 66]], np.float32)
    bounds = {"bin_boundaries": [18.0, 30.0, 65.0]}
    write("keras-preprocessing.json", {
        **header("keras.layers, JAX backend"),
        "defaults": {"layers": {n: defaults_of(getattr(keras.layers, n)) for n in ("CategoryEncoding", "Discretization")}},
        "layers": [
            *[case("CategoryEncoding", numbers, num_tokens=5, output_mode=m) for m in ("multi_hot", "count", "one_hot")],
            case("CategoryEncoding", numbers[:, :1], num_tokens=6, output_mode="one_hot"),
            case("Discretization", ages, bin_boundaries=[0.0, 1.0]),
            case("Discretization", wide, **bounds),
            *[case("Discretization", wide, **bounds, output_mode=m) for m in ("multi_hot", "count", "one_hot")],
        ],
    })


main()
