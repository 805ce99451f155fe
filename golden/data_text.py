"""Writes data-text.json: Keras's preprocessing layers and utilities, scikit-learn's folds. Needs tensorflow, scikit-learn."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import importlib.metadata as metadata
import platform

import keras
import numpy as np
import tensorflow as tf
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split

from golden_json import tensor, write

L = keras.layers


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(part.capitalize() for part in rest)


MODES = {"one_hot": "oneHot", "multi_hot": "multiHot", "tf_idf": "tfIdf"}
STANDARDIZE = {
    "lower_and_strip_punctuation": "lowerAndStripPunctuation",
    "strip_punctuation": "stripPunctuation",
}


def here(options):
    """Options in the spelling of this package; a tuple of n-gram widths becomes a list."""
    return {camel(k): {**MODES, **STANDARDIZE}.get(v, v) if isinstance(v, str) else v for k, v in options.items()}


def plain(layer):
    vocabulary = layer.get_vocabulary()
    return [int(v) if not isinstance(v, str) else v for v in vocabulary]


def out(y):
    y = np.asarray(y)
    if y.dtype.kind in "SO":
        y = np.array([v.decode() if isinstance(v, bytes) else v for v in y.ravel()]).reshape(y.shape)
    return tensor(y)


def lookup(cls, options, x, adapt=None):
    layer = cls(**options)
    if adapt is not None:
        layer.adapt(adapt)
    case = {"options": here(options), "x": x, "vocabulary": plain(layer), "y": out(layer(np.array(x)))}
    return {**case, "adapt": adapt} if adapt is not None else case


words = [["b", "a", "b", "c"], ["c", "a", "b", "é"], ["z", "a", "zz", "b"]]
asked = [["b", "?", "zz"], ["a", "a", "é"]]
idf = [0.25, 0.75, 0.6, 0.4]
strings = [
    lookup(L.StringLookup, {}, asked, words),
    lookup(L.StringLookup, {"max_tokens": 4}, asked, words),
    lookup(L.StringLookup, {"mask_token": ""}, [["b", "", "x"]], words),
    lookup(L.StringLookup, {"vocabulary": ["a", "b", "c", "d"]}, [["c", "m"], ["d", "a"]]),
    lookup(L.StringLookup, {"vocabulary": ["[UNK]", "a", "b"]}, ["b", "q", "a"]),
    lookup(L.StringLookup, {"vocabulary": ["a", "b", "c"], "num_oov_indices": 0}, ["c", "a"]),
    lookup(L.StringLookup, {"output_mode": "one_hot"}, ["a", "q", "z"], words),
    lookup(L.StringLookup, {"output_mode": "one_hot"}, [["a"], ["q"]], words),
    lookup(L.StringLookup, {"output_mode": "multi_hot"}, asked, words),
    lookup(L.StringLookup, {"output_mode": "multi_hot", "mask_token": "a"}, asked, words),
    lookup(L.StringLookup, {"output_mode": "count"}, asked, words),
    lookup(L.StringLookup, {"output_mode": "count", "max_tokens": 9, "pad_to_max_tokens": True}, asked, words),
    lookup(L.StringLookup, {"output_mode": "tf_idf"}, asked, words),
    lookup(L.StringLookup, {"output_mode": "tf_idf", "max_tokens": 9, "pad_to_max_tokens": True}, asked, words),
    lookup(L.StringLookup, {"output_mode": "tf_idf", "vocabulary": ["a", "b", "c", "d"], "idf_weights": idf}, [["a", "c", "d", "d"], ["d", "z", "b", "z"]]),
    lookup(L.StringLookup, {"output_mode": "tf_idf", "vocabulary": ["[UNK]", "a", "b", "c", "d"], "idf_weights": [0.9, *idf]}, [["a", "c"], ["d", "z"]]),
]
inverse = [
    {"options": {"vocabulary": ["a", "b", "c"], "invert": True}, "x": [[1, 3], [0, 2]], "y": out(L.StringLookup(vocabulary=["a", "b", "c"], invert=True)(np.array([[1, 3], [0, 2]])))},
    {"options": {"vocabulary": ["a", "b"], "invert": True, "maskToken": ""}, "x": [0, 1, 2, 3, 9], "y": out(L.StringLookup(vocabulary=["a", "b"], invert=True, mask_token="")(np.array([0, 1, 2, 3, 9])))},
]
numbers = [[12, 1138, 42], [42, 1000, 36], [12, 42, -1]]
integers = [
    lookup(L.IntegerLookup, {}, [[12, 7], [36, 42]], numbers),
    lookup(L.IntegerLookup, {"mask_token": 0}, [[12, 0], [36, 42]], numbers),
    lookup(L.IntegerLookup, {"max_tokens": 3}, [[12, 0], [36, 42]], numbers),
    lookup(L.IntegerLookup, {"vocabulary": [12, 36, 1138, 42], "num_oov_indices": 2}, [[12, 37, 1000], [36, -3, 42]]),
    lookup(L.IntegerLookup, {"vocabulary": [12, 36, 1138, 42], "output_mode": "count"}, [[12, 1138, 42, 42], [42, 7, 36, 7]]),
    lookup(L.IntegerLookup, {"output_mode": "multi_hot"}, [[12, 1138], [7, 7]], numbers),
]
integer_inverse = [
    {"options": {"vocabulary": [12, 36, 1138, 42], "invert": True}, "x": [[1, 3, 4], [4, 0, 2]], "y": out(L.IntegerLookup(vocabulary=[12, 36, 1138, 42], invert=True)(np.array([[1, 3, 4], [4, 0, 2]])))},
]

texts = [
    "The quick brown Fox, jumps over the lazy dog!",
    "  A dog\tis a dog; a fox is not... ",
    "Größe (naïve) – don't stop_it 花 花　花",
    "",
]
asked_texts = ["the dog, the naïve cat", "a a fox", ""]


def vectorized(options, adapt=texts):
    layer = L.TextVectorization(**options)
    if adapt is not None:
        layer.adapt(adapt)
    case = {"options": here(options), "x": asked_texts, "vocabulary": plain(layer), "y": out(layer(np.array(asked_texts)))}
    return {**case, "adapt": adapt} if adapt is not None else case


vectorization = [
    vectorized({}),
    vectorized({"max_tokens": 6}),
    vectorized({"output_sequence_length": 3}),
    vectorized({"output_sequence_length": 8}),
    vectorized({"standardize": "lower"}),
    vectorized({"standardize": "strip_punctuation"}),
    vectorized({"standardize": None}),
    vectorized({"split": "character"}),
    vectorized({"ngrams": 2}),
    vectorized({"ngrams": (2, 3), "max_tokens": 12}),
    vectorized({"output_mode": "multi_hot"}),
    vectorized({"output_mode": "count", "ngrams": 2}),
    vectorized({"output_mode": "count", "max_tokens": 40, "pad_to_max_tokens": True}),
    vectorized({"output_mode": "tf_idf"}),
    vectorized({"vocabulary": ["dog", "the"]}, None),
]


def encoding(options, x, weights=None):
    layer = L.CategoryEncoding(**options)
    y = layer(np.array(x)) if weights is None else layer(np.array(x), count_weights=np.array(weights))
    case = {"options": here(options), "x": x, "y": out(y)}
    return case if weights is None else {**case, "countWeights": weights}


encodings = [
    encoding({"num_tokens": 4, "output_mode": "one_hot"}, [3, 2, 0, 1]),
    encoding({"num_tokens": 4, "output_mode": "one_hot"}, [[3], [2]]),
    encoding({"num_tokens": 4, "output_mode": "one_hot"}, [[3, 1], [2, 2]]),
    encoding({"num_tokens": 4}, [[0, 1], [0, 0], [1, 2], [3, 1]]),
    encoding({"num_tokens": 4}, [0, 2, 2]),
    encoding({"num_tokens": 4, "output_mode": "count"}, [[0, 1], [0, 0], [1, 2], [3, 1]]),
    encoding({"num_tokens": 4, "output_mode": "count"}, [[0, 1], [0, 0], [1, 2], [3, 1]], [[0.1, 0.2], [0.1, 0.1], [0.2, 0.3], [0.2, 0.4]]),
]


def binned(options, x, adapt=None):
    layer = L.Discretization(**options)
    if adapt is not None:
        layer.adapt(np.array(adapt))
    y = layer(np.array(x, "float32"))
    case = {"options": here(options), "x": x, "binBoundaries": np.asarray(layer.bin_boundaries, float).tolist(), "y": out(y)}
    return case if adapt is None else {**case, "adapt": adapt}


rng = np.random.default_rng(5)
many = (np.round(rng.normal(size=250) * 256) / 256).tolist()
few = [0.5, -1.0, 3.0, 2.0, 7.0, 7.0, -4.0]
bins_x = [[-1.5, 1.0, 3.4, 0.5], [0.0, 3.0, 1.3, 0.0]]
discretization = [
    binned({"bin_boundaries": [0.0, 1.0, 2.0]}, bins_x),
    binned({"bin_boundaries": [0.0, 1.0, 2.0], "output_mode": "one_hot"}, bins_x),
    binned({"bin_boundaries": [0.0, 1.0, 2.0], "output_mode": "multi_hot"}, bins_x),
    binned({"bin_boundaries": [0.0, 1.0, 2.0], "output_mode": "count"}, bins_x),
    binned({"num_bins": 4}, bins_x, few),
    binned({"num_bins": 4, "epsilon": 0.05}, bins_x, many),
    binned({"num_bins": 10}, bins_x, many),
    binned({"num_bins": 3, "epsilon": 0.1}, bins_x, many),
]

sequences = [[1], [2, 3], [4, 5, 6], []]
padding = [
    {"options": here(o), "y": out(keras.utils.pad_sequences(sequences, **o))}
    for o in (
        {},
        {"value": -1, "padding": "post"},
        {"maxlen": 2},
        {"maxlen": 2, "truncating": "post"},
        {"maxlen": 2, "truncating": "post", "padding": "post"},
        {"maxlen": 5, "dtype": "float32", "value": 0.5},
    )
]
vectors = [[[1, 2]], [[3, 4], [5, 6]]]
padding.append({"sequences": vectors, "options": {"maxlen": 3}, "y": out(keras.utils.pad_sequences(vectors, maxlen=3))})


def windows(options, n=20, targets=True):
    data = np.arange(2 * n).reshape(n, 2)
    target = np.arange(n) * 10 if targets is True else (np.arange(targets) * 10 if targets else None)
    batches = list(keras.utils.timeseries_dataset_from_array(data, target, **options))
    if target is None:
        batches = [(b, None) for b in batches]
    return {
        "options": here(options),
        "n": n,
        "targets": None if target is None else target.tolist(),
        "batches": [{"x": out(x), **({} if y is None else {"y": out(y)})} for x, y in batches],
    }


timeseries = [
    windows({"sequence_length": 5, "batch_size": 4}),
    windows({"sequence_length": 3, "sequence_stride": 4, "sampling_rate": 2, "batch_size": 2}),
    windows({"sequence_length": 6, "batch_size": 128}, targets=10),
    windows({"sequence_length": 4, "sequence_stride": 3, "batch_size": 3, "start_index": 2, "end_index": 15}),
    windows({"sequence_length": 4, "sequence_stride": 5, "batch_size": 3}, targets=False),
    windows({"sequence_length": 4, "sequence_stride": 8, "batch_size": None}),
]

labels = [0, 1, 2, 0, 0, 1, 0, 2, 2, 0, 0, 1, 0]
folds = {
    "kFold": [{"n": n, "splits": k, "folds": [[a.tolist(), b.tolist()] for a, b in KFold(k).split(np.zeros(n))]} for n, k in ((10, 5), (11, 4), (3, 2))],
    "labels": labels,
    "stratified": [{"splits": k, "folds": [[a.tolist(), b.tolist()] for a, b in StratifiedKFold(k).split(np.zeros(13), labels)]} for k in (2, 3)],
    "sizes": [
        {"n": n, "testSize": size, "sizes": [len(p) for p in train_test_split(np.zeros(n), test_size=size, random_state=0)]}
        for n, size in ((10, 0.25), (10, 3), (7, 0.5), (101, 0.1), (3, 0.01))
    ],
    "unshuffled": [p.tolist() for p in train_test_split(np.arange(7), test_size=0.3, shuffle=False)],
}

t = np.arange(1500) / 8000
signal = np.round((0.6 * np.sin(2 * np.pi * 440 * t) + 0.3 * np.sin(2 * np.pi * 1250 * t * (1 + t)) + 0.02 * rng.normal(size=1500)) * 2**12) / 2**12


def mel(options, x):
    layer = L.MelSpectrogram(**options)
    return {"options": here(options), "y": tensor(np.asarray(layer(x), np.float64).round(6))}


small = {"fft_length": 256, "sequence_stride": 200, "sampling_rate": 8000, "num_mel_bins": 12}
mels = [
    mel(small, signal),
    mel({**small, "sequence_length": 200, "min_freq": 100.0, "max_freq": 3000.0}, signal),
    mel({**small, "power_to_db": False, "mag_exp": 1.0}, signal),
    mel({**small, "window": "hamming", "top_db": 30.0, "ref_power": 4.0}, signal),
    mel({**small, "window": None}, signal),
]
mel_batch = mel({**small, "top_db": 20.0}, np.stack([signal[:700], signal[700:1400] / 64]))

names = ("keras", "scikit-learn", "numpy")
write(
    "data-text.json",
    {
        "source": "Keras's StringLookup, IntegerLookup, TextVectorization, CategoryEncoding, Discretization, MelSpectrogram, pad_sequences, timeseries_dataset_from_array; scikit-learn's KFold, StratifiedKFold, train_test_split",
        "versions": {"python": platform.python_version(), **{n: metadata.version(n) for n in names}, "tensorflow": tf.__version__},
        "seed": 5,
        "stringLookup": strings,
        "stringInverse": inverse,
        "integerLookup": integers,
        "integerInverse": integer_inverse,
        "textVectorization": vectorization,
        "categoryEncoding": encodings,
        "discretization": discretization,
        "sequences": sequences,
        "padSequences": padding,
        "timeseries": timeseries,
        "folds": folds,
        "signal": signal.tolist(),
        "melSpectrogram": mels,
        "melBatch": mel_batch,
    },
)
