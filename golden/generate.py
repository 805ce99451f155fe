"""Writes every golden file: `python golden/generate.py [name …]`. Needs keras, jax and torch (see README.md)."""

import subprocess
import sys
from pathlib import Path

NAMES = ["ten_losses", "keras_a", "keras_conv", "keras_optimizers", "keras_schedules", "keras_regularizers", "keras_losses", "keras_metrics", "keras_activations", "keras_layers", "keras_outputs", "initializers", "metrics", "keras_recurrent",
         "keras_images", "ten_losses_lstm", "ten_losses_cnn", "ten_losses_transformer"]
folder = Path(__file__).parent
for name in sys.argv[1:] or NAMES:
    if name not in NAMES:
        sys.exit(f"no golden file is called {name}; the names are {', '.join(NAMES)}")
    subprocess.run([sys.executable, folder / f"{name}.py"], check=True)
