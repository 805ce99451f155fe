"""spiking.json: ten training losses of small spiking networks, by a loop over time in PyTorch.

The neuron, its resets and the surrogates are written by the formulas of snnTorch (`Leaky`, `atan`, `fast_sigmoid`, `sigmoid`, with the reset
detached), the triangular one by those of Esser et al. (2016). Weights and data are multiples of 2^-10. In no case does a membrane come nearer
to its threshold than 1e-4, so that float32 gives the same spikes.
"""

import numpy as np
import torch

from golden_json import grid, header, tensor, write

SEED = 13
STEPS, BATCH, TIME, FEATURES, HIDDEN, CLASSES = 10, 6, 7, 5, 8, 3
RATE = 1 / 64
CASES = [
    {"surrogate": "arctan", "slope": 2, "reset": "subtract", "beta": 0.875},
    {"surrogate": "fastSigmoid", "slope": 25, "reset": "zero", "beta": 0.875},
    {"surrogate": "sigmoid", "slope": 25, "reset": "none", "beta": 0.5},
    {"surrogate": "triangular", "slope": 1, "reset": "subtract", "beta": 0.75, "learnBeta": True},
    {"surrogate": "arctan", "slope": 2, "reset": "subtract", "beta": 0.875, "detachReset": False},
    {"surrogate": "arctan", "slope": 2, "reset": "subtract", "beta": 0.875, "alpha": 0.5},
    {"surrogate": "arctan", "slope": 2, "reset": "zero", "beta": 0.75, "alpha": 0.25, "recurrent": True},
]
SURROGATES = {
    "arctan": lambda u, a: a / 2 / (1 + (torch.pi / 2 * u * a) ** 2),
    "fastSigmoid": lambda u, k: 1 / (k * u.abs() + 1) ** 2,
    "sigmoid": lambda u, k: k * torch.sigmoid(k * u) * torch.sigmoid(-k * u),  # k e^-ku / (1 + e^-ku)^2
    "triangular": lambda u, k: torch.clamp(1 - k * u.abs(), min=0),
}


class Spike(torch.autograd.Function):
    @staticmethod
    def forward(context, u, surrogate, slope):
        context.save_for_backward(u)
        context.derivative = lambda x: SURROGATES[surrogate](x, slope)
        return (u > 0).to(u.dtype)

    @staticmethod
    def backward(context, g):
        return g * context.derivative(*context.saved_tensors), None, None


def losses(case, weights, batches, dtype):
    parameters = [torch.tensor(w, dtype=dtype, requires_grad=True) for w in weights[:4]]
    betas = [torch.tensor(case["beta"], dtype=dtype, requires_grad=case.get("learnBeta", False)) for _ in range(2)]
    trained = [*parameters, *betas] if case.get("learnBeta") else parameters
    optimizer = torch.optim.SGD(trained, lr=RATE)
    nearest, counts, told = 1.0, [], []

    recurrent = case.get("recurrent", False)
    back = torch.tensor(weights[4], dtype=dtype, requires_grad=True)
    if recurrent:
        optimizer.add_param_group({"params": [back]})

    def neuron(v, spiked, current, beta):
        nonlocal nearest
        s = spiked if case.get("detachReset", True) is False else spiked.detach()
        charged = beta.clamp(0, 1) * v + current
        v = {"subtract": charged - s, "zero": (1 - s) * charged, "none": charged}[case["reset"]]
        nearest = min(nearest, (v - 1).abs().min().item())
        return v, Spike.apply(v - 1, case["surrogate"], case["slope"])

    for x, y in batches:
        x, y = torch.tensor(x, dtype=dtype), torch.tensor(y, dtype=torch.int64)
        kernel, bias, out, out_bias = parameters
        i1 = torch.zeros(BATCH, HIDDEN, dtype=dtype)
        v1 = s1 = torch.zeros(BATCH, HIDDEN, dtype=dtype)
        v2 = s2 = torch.zeros(BATCH, CLASSES, dtype=dtype)
        loss, count = 0, 0
        for t in range(TIME):
            i1 = case.get("alpha", 0) * i1 + (x[:, t] @ kernel + bias)
            if recurrent:
                i1 = i1 + s1 @ back
            v1, s1 = neuron(v1, s1, i1, betas[0])
            v2, s2 = neuron(v2, s2, s1 @ out + out_bias, betas[1])
            loss = loss + torch.nn.functional.cross_entropy(v2, y)
            count += s1.sum().item()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        told.append(loss.item())
        counts.append(int(count))
    assert nearest > 1e-4, nearest
    assert min(counts) > 20, counts
    return told, counts, [beta.item() for beta in betas]


def main():
    random = np.random.default_rng(SEED)
    shapes = [(FEATURES, HIDDEN), (HIDDEN,), (HIDDEN, CLASSES), (CLASSES,)]
    weights = [grid(random.normal(0, 0.7, shape)) for shape in shapes]
    batches = []
    for _ in range(STEPS):
        y = random.integers(0, CLASSES, BATCH).astype(np.int32)
        batches.append((grid(random.uniform(0, 1, (BATCH, TIME, FEATURES)) + 0.3 * y[:, None, None]), y))
    weights.append(grid(random.normal(0, 0.3, (HIDDEN, HIDDEN))))  # of the way back
    runs = []
    for case in CASES:
        told, counts, betas = losses(case, weights, batches, torch.float64)
        told32, counts32, _ = losses(case, weights, batches, torch.float32)
        assert counts == counts32
        runs.append({"case": case, "torch64": told, "torch32": told32, "hiddenSpikes": counts, "finalBetas": betas})
        print(case, [round(x, 4) for x in told], counts)
    write("spiking.json", {
        **header("PyTorch, a loop over time with snnTorch's formulas (golden/spiking.py). Dense 5-8-3 with leaky neurons; SGD", SEED),
        "rate": RATE,
        "weights": [tensor(w) for w in weights],
        "batches": [{"x": tensor(x), "y": tensor(y)} for x, y in batches],
        "runs": runs,
    })


if __name__ == "__main__":
    main()
