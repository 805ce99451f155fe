"""The network of examples/fashion-mnist.ts in PyTorch: the same images, sizes and settings.

    OMP_NUM_THREADS=1 python examples/peers/fashion_mnist.py [--seed 0] [--epochs 28] [--batch 128]
"""

import argparse
import gzip
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

DATA = Path("/usr/share/datasets/fashion-mnist")


def read(name, offset):
    return torch.from_numpy(np.frombuffer(gzip.decompress((DATA / f"{name}.gz").read_bytes()), np.uint8)[offset:].copy())


def network():
    net = nn.Sequential(
        nn.Conv2d(1, 24, 5, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(24, eps=1e-3), nn.ReLU(),
        nn.Conv2d(24, 64, 5, bias=False), nn.MaxPool2d(2), nn.BatchNorm2d(64, eps=1e-3), nn.ReLU(),
        nn.Flatten(), nn.Linear(1024, 56), nn.ReLU(), nn.Dropout(0.2), nn.Linear(56, 10))
    for layer in net:
        if isinstance(layer, (nn.Conv2d, nn.Linear)):
            nn.init.xavier_uniform_(layer.weight)
            if layer.bias is not None:
                nn.init.zeros_(layer.bias)
    return net.to(memory_format=torch.channels_last)


def main():
    parser = argparse.ArgumentParser()
    for name, default in (("seed", 0), ("epochs", 28), ("batch", 128)):
        parser.add_argument(f"--{name}", type=int, default=default)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    x, y = read("train-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28), read("train-labels-idx1-ubyte", 8).long()
    x_test, y_test = read("t10k-images-idx3-ubyte", 16).reshape(-1, 1, 28, 28).float() / 255, read("t10k-labels-idx1-ubyte", 8)
    net = network()
    optimizer = torch.optim.AdamW(net.parameters(), 0.006, eps=1e-7, weight_decay=0.01, fused=True)
    steps = o.epochs * -(-len(x) // o.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.006, total_steps=steps + 1, cycle_momentum=False)
    start = time.process_time()
    for epoch in range(o.epochs):
        total = 0.0
        for rows in torch.randperm(len(x)).split(o.batch):
            images = x[rows].float() / 255
            images = torch.where(torch.rand(len(rows), 1, 1, 1) < 0.5, images.flip(3), images)
            dy, dx = torch.randint(3, (2, len(rows), 1, 1, 1))  # moved by up to a pixel, black comes in
            at = torch.arange(28)
            images = F.pad(images, (1, 1, 1, 1)).gather(2, (at.view(1, 1, 28, 1) + dy).expand(-1, 1, 28, 30))
            images = images.gather(3, (at.view(1, 1, 1, 28) + dx).expand(-1, 1, 28, 28))
            loss = F.cross_entropy(net(images.contiguous(memory_format=torch.channels_last)), y[rows], label_smoothing=0.1)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item()
        print(f"epoch {epoch + 1}: loss {total / steps * o.epochs:.4f}, {time.process_time() - start:.0f} s of computing", flush=True)
    net.eval()
    with torch.no_grad():
        answers = torch.cat([net(part) for part in x_test.split(500)])
    print(f"test accuracy {(answers.argmax(1) == y_test).float().mean().item():.4f}")


main()
