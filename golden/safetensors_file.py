"""safetensors.json: one file by the reference implementation (`pip install safetensors`), its numbers, and its bytes.

Run by itself: `python golden/safetensors_file.py`."""

import base64
import importlib.metadata as metadata

import numpy as np
from safetensors.numpy import save

from golden_json import tensor, write

ARRAYS = {
    "b/bool": np.array([[True, False, True]]),
    "u8": np.array([0, 1, 255], np.uint8),
    "i32": np.array([-(2**31), 2**31 - 1], np.int32),
    "u32": np.array([2**32 - 1], np.uint32),
    "i64": np.array([-5, 2**53 - 1], np.int64),
    "f16": np.array([0.5, -2.0, 65504.0], np.float16),
    "z f32": np.array([[1.5, -0.0], [3.25, 2.0**-149]], np.float32),
    "a f32": np.array(7.0, np.float32),
    "f64": np.array([0.1, 1e300]),
    "empty": np.zeros((0, 3), np.float32),
    "\u540d\u5b57 \"\\": np.array([2.0], np.float32),
}
NOTES = {"format": "\u00e9"}
content = {
    "source": "safetensors.numpy.save",
    "versions": {name: metadata.version(name) for name in ("safetensors", "numpy")},
    "metadata": NOTES,
    "tensors": {name: {"dtype": str(array.dtype), **tensor(array.astype(float))} for name, array in ARRAYS.items()},
    "base64": base64.b64encode(save(ARRAYS, NOTES)).decode(),
}
write("safetensors.json", content)
