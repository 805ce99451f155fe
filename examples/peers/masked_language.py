"""The network of examples/masked-language.ts in PyTorch: python examples/peers/masked_language.py [--seed 0] [--steps 1000]"""

import argparse

import torch
from torch.nn import functional as F

from char_gpt import BLOCK, LetterTransformer, adam_w, learning_rate, read_text

BATCH, HIDDEN = 16, 10


def cover_up(whole, generator):
    """Some letters of each piece become 0, not at its ends; and where they are."""
    places = 1 + torch.rand(len(whole), BLOCK - 2, generator=generator).argsort(dim=1)[:, :HIDDEN]
    covered = torch.zeros_like(whole, dtype=torch.bool).scatter(1, places, True)
    return whole.masked_fill(covered, 0), covered


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    generator = torch.Generator().manual_seed(options.seed)
    reading, held, vocabulary = read_text()
    net = LetterTransformer(vocabulary, blocks=2, heads=4, width=96, is_causal=False, first_window=3)
    optimizer = adam_w(net)

    losses = []
    for step in range(options.steps):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, options.steps, top=2e-3, alpha=0.05)
        starts = torch.randint(len(reading) - BLOCK, (BATCH,))
        y = torch.stack([reading[s : s + BLOCK] for s in starts])
        x, covered = cover_up(y, generator)
        optimizer.zero_grad(set_to_none=True)
        loss = F.cross_entropy(net(x)[covered], y[covered])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % max(1, options.steps // 10) == 0:
            print(f"step {step + 1}: loss {sum(losses) / len(losses):.4f}", flush=True)
            losses = []

    count = (len(held) - 1) // BLOCK
    y = held[: count * BLOCK].view(count, BLOCK)
    x, covered = cover_up(y, torch.Generator().manual_seed(0))
    with torch.no_grad():
        right = sum((net(a)[c].argmax(dim=1) == b[c]).sum().item() for a, b, c in zip(x.split(64), y.split(64), covered.split(64)))
    print(f"of the held text: {100 * right / covered.sum().item():.1f} %")


if __name__ == "__main__":
    main()
