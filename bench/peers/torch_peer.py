"""PyTorch on the CPU, any version from 1.13: eager, with the fastest of Adam's implementations on this machine."""

import time

from serve import absent, job, serve

try:
    import torch
except ImportError:
    absent("no PyTorch for this Python", "pip install torch")

from torch.nn import functional as F

import mnist

JOB = job()
torch.set_num_threads(JOB["threads"])
torch.manual_seed(1)


def perceptron():
    layer = torch.nn.Linear
    return torch.nn.Sequential(
        layer(784, 128), torch.nn.ReLU(), layer(128, 128), torch.nn.ReLU(), layer(128, 10)
    )


class Spike(torch.autograd.Function):
    """1 where u > 0; backwards the derivative of arctan(pi u)/pi."""

    @staticmethod
    def forward(context, u):
        context.save_for_backward(u)
        return (u > 0).to(u.dtype)

    @staticmethod
    def backward(context, g):
        (u,) = context.saved_tensors
        return g / (1 + (torch.pi * u) ** 2)


class Leaky(torch.nn.Module):
    """784-1000-10 leaky neurons, a loop over time; the images' product, the same at every step, is made once."""

    def __init__(self, steps=25, beta=0.95):
        super().__init__()
        self.inner, self.outer = torch.nn.Linear(784, 1000), torch.nn.Linear(1000, 10)
        self.steps, self.beta = steps, beta

    def forward(self, x):
        current = self.inner(x)
        v1, s1 = torch.zeros_like(current), torch.zeros_like(current)
        v2 = s2 = torch.zeros(len(x), 10)
        membranes = []
        for _ in range(self.steps):
            v1 = self.beta * v1 + current - s1.detach()
            s1 = Spike.apply(v1 - 1)
            v2 = self.beta * v2 + self.outer(s1) - s2
            s2 = (v2.detach() > 1).to(v2.dtype)
            membranes.append(v2)
        return torch.stack(membranes)


def loss_over_time(membranes, y):
    steps, batch, classes = membranes.shape
    return F.cross_entropy(membranes.reshape(-1, classes), y.repeat(steps), reduction="sum") / batch


def optimizers(parameters):
    """Every implementation that this version has on a CPU, by name."""
    if JOB["optimizer"] == "sgd":
        kind, base = torch.optim.SGD, {"lr": 1.0}
    else:
        kind, base = torch.optim.Adam, {"lr": 0.001, "eps": 1e-7}
    found = {}
    for name, options in (("loop", {"foreach": False}), ("foreach", {"foreach": True}), ("fused", {"fused": True})):
        try:
            found[name] = kind(parameters, **base, **options)
        except (RuntimeError, TypeError):  # not in this version, or not on a CPU
            continue
    return found


def from_mnist(net, optimizer):
    """What `fit` does: batches by index from the resident bytes, rescaled; loss and accuracy summed up."""
    images, labels = (torch.from_numpy(a) for a in mnist.read(JOB["data"]))
    labels = labels.long()
    batch = JOB["batch"]
    state = {"order": torch.randperm(60000), "at": 0}
    loss_sum, correct = torch.zeros(()), torch.zeros((), dtype=torch.int64)

    def step(rows):
        x = images.index_select(0, rows).float().div_(255)
        y = labels.index_select(0, rows)
        found = net(x)
        loss = loss_over_time(found, y) if found.dim() == 3 else F.cross_entropy(found, y)
        logits = found.sum(0) if found.dim() == 3 else found
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        loss_sum.add_(loss.detach())
        correct.add_((logits.detach().argmax(1) == y).sum())

    def steps(n):
        for _ in range(n):
            if state["at"] + batch > 60000:
                state["order"], state["at"] = torch.randperm(60000), 0
            step(state["order"][state["at"] : state["at"] + batch])
            state["at"] += batch
        loss_sum.item(), correct.item()

    def epochs(n):
        for _ in range(n):
            for rows in torch.randperm(60000).split(batch):
                step(rows)
            loss_sum.item(), correct.item()

    return epochs if JOB["task"] == "epoch" else steps


def bare(net, optimizer, x, y, loss_of):
    def steps(n):
        for _ in range(n):
            loss = loss_of(net(x), y)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()

    return steps


def program(name):
    """The job's steps with one of the optimizer's implementations; None where there is no such one."""
    if JOB["task"] == "xor":
        layer = torch.nn.Linear
        net = torch.nn.Sequential(layer(2, 4), torch.nn.Tanh(), layer(4, 1), torch.nn.Sigmoid())
    else:
        net = Leaky() if JOB["task"] == "surrogate" else perceptron()
    optimizer = optimizers(list(net.parameters())).get(name)
    if optimizer is None:
        return None
    if JOB["task"] in ("mlp", "epoch", "surrogate"):
        return from_mnist(net, optimizer)
    if JOB["task"] == "xor":
        return bare(net, optimizer, torch.from_numpy(mnist.XOR_X), torch.from_numpy(mnist.XOR_Y), F.mse_loss)
    x, y = torch.rand(JOB["batch"], 784), torch.randint(0, 10, (JOB["batch"],))
    return bare(net, optimizer, x, y, F.cross_entropy)


def fastest(programs):
    """By the best of five turns; an epoch is tried once. On one thread by processor time, which other work does not lengthen."""
    clock = time.process_time if JOB["threads"] == 1 else time.perf_counter
    n = 1 if JOB["task"] == "epoch" else 5 if JOB["task"] == "surrogate" else max(5, 4000 // JOB["batch"])
    best = {}
    for turn in range(1 if JOB["task"] == "epoch" else 6):
        for name, run in programs.items():
            start = clock()
            run(n)
            seconds = clock() - start
            if turn > 0 or JOB["task"] == "epoch":
                best[name] = min(best.get(name, seconds), seconds)
    return min(best, key=best.get)


programs = {name: program(name) for name in ("loop", "foreach", "fused")}
programs = {name: run for name, run in programs.items() if run is not None}
name = fastest(programs)
label = f"PyTorch {torch.__version__.split('+')[0]}"
serve(label, programs[name], f"{JOB['optimizer']} {name}", JOB["task"] == "epoch")
