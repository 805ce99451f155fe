"""Writes data.json: npy files by NumPy, noiseless point sets and scalers by scikit-learn. Needs numpy, scikit-learn."""

import base64
import io
import platform

import numpy as np
import sklearn
from sklearn.datasets import make_circles, make_moons
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from golden_json import write


def saved(array, version=None):
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=version, allow_pickle=True)
    return base64.b64encode(file.getvalue()).decode()


def values(array):
    """Elements in C order; integers beyond 2^53 and strings as strings."""
    flat = array.ravel(order="C").tolist()
    return [str(v) if isinstance(v, int) and not isinstance(v, bool) and abs(v) > 2**53 else v for v in flat]


six = [[1, 2, 3], [-4, 5, 120]]
arrays = {
    "float32": np.array(six, "<f4") / 8,
    "float32, big-endian": (np.array(six) / 8).astype(">f4"),
    "float64, Fortran order": np.asfortranarray(np.array(six, "<f8") / 3),
    "int32, Fortran order, 3 axes": np.asfortranarray(np.arange(24, dtype="<i4").reshape(2, 3, 4)),
    "float16": np.array(six, "<f2") / 8,
    "float16, big-endian": (np.array(six) / 8).astype(">f2"),
    "int8": np.array(six, "i1"),
    "int16, big-endian": np.array(six, ">i2"),
    "uint16": np.array([0, 65535], "<u2"),
    "uint32": np.array([0, 2**32 - 1], "<u4"),
    "int64": np.array([-(2**63), 2**63 - 1, 5], "<i8"),
    "int64, big-endian": np.array([-(2**63), 2**63 - 1, 5], ">i8"),
    "uint64": np.array([2**63 - 1, 5], "<u8"),
    "uint8": np.array([[0, 255]], "u1"),
    "bool": np.array([[True], [False]]),
    "strings": np.array([["a", "花 𠀀"], ["", "abc"]]),
    "strings, big-endian, Fortran order": np.asfortranarray(np.array([["a", "花 𠀀"], ["", "abc"]], dtype=">U3")),
    "rank 0": np.array(2.5),
    "no elements": np.zeros((0, 3), "<f4"),
}
npy = [{"name": k, "file": saved(a), "kind": str(a.dtype.str), "shape": a.shape, "values": values(a)} for k, a in arrays.items()]
for version in ((2, 0), (3, 0)):
    a = arrays["float32"]
    npy.append({"name": f"version {version[0]}", "file": saved(a, version), "kind": a.dtype.str, "shape": a.shape, "values": values(a)})
refused = {
    "objects": saved(np.array([{}, None], dtype=object)),
    "records": saved(np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")])),
    "complex": saved(np.zeros(2, "<c8")),
    "dates": saved(np.zeros(2, "<M8[s]")),
    "uint64 over int64": saved(np.array([1, 2**63], "<u8")),
}

x = np.array([[1.0, 10.0, 5.0], [2.0, -20.0, 5.0], [4.0, 33.0, 5.0], [8.0, 0.5, 5.0]])
standard = StandardScaler().fit(x)
min_max = MinMaxScaler(feature_range=(-1, 1)).fit(x)


def points(made):
    return {"x": made[0].tolist(), "y": made[1].tolist()}


result = {
    "source": "NumPy's npy writer; scikit-learn's make_circles, make_moons, StandardScaler and MinMaxScaler",
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "npy": npy,
    "npyRefused": refused,
    "circles": points(make_circles(n_samples=9, shuffle=False, factor=0.5)),
    "moons": points(make_moons(n_samples=9, shuffle=False)),
    "scalers": {
        "x": x.tolist(),
        "standard": {"mean": standard.mean_.tolist(), "std": standard.scale_.tolist(), "x": standard.transform(x).tolist()},
        "minMax": {"min": min_max.data_min_.tolist(), "max": min_max.data_max_.tolist(), "x": min_max.transform(x).tolist()},
    },
}
write("data.json", result)
