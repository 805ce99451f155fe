"""How golden numbers are written: one JSON per subject, each with its source, versions and seed inside."""

import json
import platform
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent


def tensor(values):
    """`{shape, data}` in C order. Python prints the shortest decimal that reads back as the same float64."""
    array = np.asarray(values)
    return {"shape": list(array.shape), "data": array.reshape(-1).tolist()}


def grid(array, bits=10):
    """Rounds to multiples of 2^-bits: the same numbers in float32 and float64, and short decimals."""
    return np.round(np.asarray(array, np.float64) * 2**bits) / 2**bits


def header(source, seed=None):
    import importlib.metadata as metadata

    names = ("keras", "jax", "torch", "numpy")
    versions = {"python": platform.python_version(), **{name: metadata.version(name) for name in names}}
    return {"source": source, "versions": versions, **({} if seed is None else {"seed": seed})}


def write(name, content):
    text = _layout(content) + "\n"
    path = FOLDER / name
    path.write_text(text)
    print(f"{name}: {len(text) / 1024:.1f} KB")


def _layout(value, indent=""):
    """One line for whatever fits in one and for arrays of numbers; an item a line for the rest."""
    flat = json.dumps(value, allow_nan=False)
    leaf = isinstance(value, list) and all(isinstance(item, (int, float)) for item in value)
    if leaf or not isinstance(value, (dict, list)) or len(flat) + len(indent) <= 110:
        return flat
    inner = indent + " "
    if isinstance(value, dict):
        if set(value) == {"shape", "data"}:
            return flat
        items = [f"{inner}{json.dumps(key)}: {_layout(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(items) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + _layout(item, inner) for item in value) + f"\n{indent}]"
