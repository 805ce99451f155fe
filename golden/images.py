"""Writes images.json: PNG and JPEG files with their pixels by TensorFlow and Pillow, and folders read by Keras.

Needs tensorflow-cpu, pillow. Run by itself.
"""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"

import base64
import importlib.metadata as metadata
import io
import platform
import struct
import tempfile
import zlib
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from PIL import Image

from golden_json import tensor, write

H, W = 11, 13
yy, xx = np.mgrid[0:H, 0:W]
rng = np.random.default_rng(7)


def scene(h=H, w=W):
    y, x = np.mgrid[0:h, 0:w]
    waves = [128 + 100 * np.sin(x / 3.1) * np.cos(y / 2.3), (x * 19 + y * 7) % 256, 128 + 90 * np.sin((x + y) / 2.7)]
    return np.clip(np.stack(waves, -1), 0, 255).astype(np.uint8)


rgb = scene()
alpha = ((xx * 20 + yy * 5) % 256).astype(np.uint8)


def saved(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(samples, depth, color, interlaced=False, extra=b""):
    """A PNG by hand, for what Pillow does not write: samples [h, w, c] of `depth` bits, rows unfiltered."""
    h, w, c = samples.shape

    def rows(part):
        out = b""
        for row in part:
            flat = row.reshape(-1)
            if depth == 16:
                packed = flat.astype(">u2").tobytes()
            else:
                bits = ((flat[:, None] >> np.arange(depth - 1, -1, -1)) & 1).astype(np.uint8)
                packed = np.packbits(bits.reshape(-1)).tobytes()
            out += b"\0" + packed
        return out

    if interlaced:
        passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
        data = b"".join(rows(samples[y::dy, x::dx]) for y, x, dy, dx in passes)
    else:
        data = rows(samples)
    header = struct.pack(">IIBBBBB", w, h, depth, color, 0, 0, int(interlaced))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")
    )


def gray(depth):
    return ((xx * 5 + yy * 3) % 2**depth).astype(np.uint32)[..., None]


wide = (scene().astype(np.uint32) * 257 + xx[..., None] * 7) % 65536
palette = Image.fromarray(rgb).quantize(16)
clear = saved(palette, "PNG", transparency=bytes(range(0, 256, 16)), bits=4)
exif = Image.Exif()
exif[0x0112] = 6  # turned by 90 degrees
profile = zlib.compress(bytes(1000))

big = Image.fromarray(scene(33, 35))
files = {
    "gray.png": saved(Image.fromarray(rgb[..., 0]), "PNG"),
    "gray-alpha.png": saved(Image.fromarray(np.stack([rgb[..., 0], alpha], -1), "LA"), "PNG"),
    "rgb.png": saved(Image.fromarray(rgb), "PNG"),
    "rgba.png": saved(Image.fromarray(np.dstack([rgb, alpha])), "PNG"),
    "palette.png": saved(palette, "PNG", bits=4),
    "palette-8.png": saved(palette, "PNG", bits=8),
    "palette-alpha.png": clear,
    "gray-1.png": png(gray(1), 1, 0),
    "gray-2.png": png(gray(2), 2, 0),
    "gray-4.png": png(gray(4), 4, 0),
    "gray-16.png": png(wide[..., :1], 16, 0),
    "rgb-16.png": png(wide, 16, 2),
    "interlaced.png": png(rgb.astype(np.uint32), 8, 2, interlaced=True),
    "interlaced-4.png": png(gray(4), 4, 0, interlaced=True),
    "interlaced-16.png": png(wide, 16, 2, interlaced=True),
    "transparent-color.png": png(rgb.astype(np.uint32), 8, 2, extra=chunk(b"tRNS", struct.pack(">HHH", *rgb[0, 0]))),
    "profile.png": png(rgb.astype(np.uint32), 8, 2, extra=chunk(b"iCCP", b"x\0\0" + profile)),
    "420.jpg": saved(big, "JPEG", quality=90),
    "422.jpg": saved(big, "JPEG", quality=90, subsampling=1),
    "444.jpg": saved(Image.fromarray(rgb), "JPEG", quality=90, subsampling=0),
    "progressive.jpg": saved(big, "JPEG", quality=80, progressive=True),
    "gray.jpg": saved(Image.fromarray(rgb[..., 0]), "JPEG", quality=90),
    "turned.jpg": saved(Image.fromarray(rgb), "JPEG", quality=90, exif=exif),
    "restarts.jpg": saved(big, "JPEG", quality=90, restart_marker_rows=1),
}
cases = []
for name, data in files.items():
    y = tf.io.decode_image(data, expand_animations=False).numpy()
    if name.endswith("png") and "16" not in name and "transparent" not in name:
        image = Image.open(io.BytesIO(data))
        mode = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}[y.shape[-1]]
        assert (np.asarray(image.convert(mode)).reshape(y.shape) == y).all(), name
    if name.endswith("jpg"):  # TensorFlow's own default is a faster, coarser transform
        exact = tf.io.decode_jpeg(data, dct_method="INTEGER_ACCURATE").numpy()
        image = np.asarray(Image.open(io.BytesIO(data)))
        assert (image.reshape(exact.shape) == exact).all(), name
        print(name, "TensorFlow's default differs by", np.abs(exact.astype(int) - y).max())
        y = exact
    cases.append({"name": name, "base64": base64.b64encode(data).decode(), "y": tensor(y)})

modes = []
for name, mode, pillow in [
    ("rgb.png", "grayscale", "L"),
    ("rgba.png", "grayscale", "L"),
    ("rgba.png", "rgb", "RGB"),
    ("rgb.png", "rgba", "RGBA"),
    ("gray.png", "rgb", "RGB"),
    ("gray.png", "rgba", "RGBA"),
    ("gray-alpha.png", "grayscale", "L"),
    ("gray-alpha.png", "rgb", "RGB"),
    ("gray-alpha.png", "rgba", "RGBA"),
    ("palette-alpha.png", "rgb", "RGB"),
    ("444.jpg", "grayscale", "L"),
]:
    y = np.asarray(Image.open(io.BytesIO(files[name])).convert(pillow))
    modes.append({"name": name, "colorMode": mode, "y": tensor(y.reshape(*y.shape[:2], -1))})

layout = {
    "cats/a.png": "rgb.png",
    "cats/b.png": "gray.png",
    "cats/more/c.png": "rgba.png",
    "dogs/B.png": "palette.png",
    "dogs/a.png": "rgb-16.png",
    "emus/z.PNG": "interlaced.png",
    "emus/notes.txt": "rgb.png",
}
folders = []
with tempfile.TemporaryDirectory() as root:
    for path, name in layout.items():
        file = Path(root) / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(files[name])
    for options in [
        {"image_size": [4, 5]},
        {"image_size": [20, 16], "interpolation": "nearest", "label_mode": "categorical"},
        {"image_size": [6, 3], "crop_to_aspect_ratio": True, "class_names": ["emus", "cats"], "label_mode": "binary"},
        {"image_size": [3, 9], "crop_to_aspect_ratio": True, "labels": None},
        {"image_size": [3, 3], "labels": [0, 1, 1, 0, 2, 2], "batch_size": 4},
        {"image_size": [2, 2], "validation_split": 0.4, "subset": "training"},
        {"image_size": [2, 2], "validation_split": 0.4, "subset": "validation"},
    ]:
        data = keras.utils.image_dataset_from_directory(root, shuffle=False, verbose=False, **options)
        batches = []
        for batch in data:
            x, *y = batch if isinstance(batch, tuple) else (batch,)
            batches.append({"x": tensor(np.asarray(x)), **({"y": tensor(np.asarray(y[0]))} if y else {})})
        folders.append(
            {
                "options": options,
                "classNames": data.class_names,
                "filePaths": [os.path.relpath(path, root) for path in data.file_paths],
                "batches": batches,
            }
        )

names = ("keras", "tensorflow-cpu", "numpy", "pillow")
versions = {"python": platform.python_version()}
for name in names:
    try:
        versions[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        versions["tensorflow"] = tf.__version__
write(
    "images.json",
    {
        "source": "tf.io.decode_image, decode_jpeg; Pillow's convert; keras.utils.image_dataset_from_directory",
        "versions": versions,
        "seed": 7,
        "files": cases,
        "modes": modes,
        "layout": layout,
        "folders": folders,
    },
)
