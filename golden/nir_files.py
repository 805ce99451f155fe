"""nir/*.nir and nir.json: networks in NIR's file format, written by h5py in the layout of NIR's own program (nir 1.0: `nir.write`),
and what they answer, computed by PyTorch (convolutions, pooling) and NumPy (neurons; the exact step by SciPy's matrix exponential).

    /opt/…/python golden/nir_files.py
"""

import platform
from pathlib import Path

import h5py
import numpy as np
import scipy
import torch
import torch.nn.functional as F
from scipy.linalg import expm

import golden_json

FOLDER = Path(__file__).parent / "nir"
VERSION = "1.0.8"


def save(name, graph, version=VERSION, compression="gzip", libver="earliest"):
    def fill(group, node):
        for key, value in node.items():
            if isinstance(value, dict):
                fill(group.create_group(key), value)
            elif isinstance(value, str):
                group.create_dataset(key, data=value, dtype=h5py.string_dtype())
            elif isinstance(value, np.ndarray) and value.ndim > 0 and value.size > 0 and compression:
                group.create_dataset(key, data=value, dtype=value.dtype, compression=compression)
            else:
                group.create_dataset(key, data=value)

    FOLDER.mkdir(exist_ok=True)
    with h5py.File(FOLDER / name, "w", libver=libver) as file:
        file.create_dataset("version", data=version, dtype=h5py.string_dtype())
        fill(file.create_group("node"), graph)


def graph(nodes, edges, **more):
    return {"type": "NIRGraph", "nodes": nodes, "edges": edges, **more}


def chain(nodes, **more):
    names = list(nodes)
    return graph(nodes, list(zip(names, names[1:])), **more)


def node(type, **fields):
    return {"type": type, **fields}


def ints(*values):
    return np.array(values, np.int64)


def full(shape, value, dtype=np.float32):
    return np.full(shape, value, dtype)


# ---- the LIF of the NIR paper (Pedersen et al. 2024, figure 2)


def lif():
    one = lambda value: np.array([value], np.float32)
    save(
        "lif.nir",
        chain(
            {
                "input": node("Input", shape=ints(1)),
                "affine": node("Affine", weight=np.ones((1, 1), np.float32), bias=np.zeros(1, np.float32)),
                "lif": node(
                    "LIF", tau=one(0.0025), r=one(1), v_leak=one(0), v_threshold=one(0.1), v_reset=one(0),
                    metadata={"note": "Pedersen et al. 2024"},
                ),
                "output": node("Output", shape=ints(1)),
            }
        ),
    )


# ---- neurons in NumPy


def euler_cuba(i, v, s, p, dt):
    di = (-i + p["w_in"] * s) / p["tau_syn"]
    dv = (p["v_leak"] - v + p["r"] * i) / p["tau_mem"]
    return i + dt * di, v + dt * dv


def exact_cuba(i, v, s, p, dt):
    """The linear system of i, v and 1, by the matrix exponential, neuron by neuron."""
    out = np.zeros((2, len(v)))
    for k in range(len(v)):
        ts, tm, r, leak, w = (float(p[name][k]) for name in ("tau_syn", "tau_mem", "r", "v_leak", "w_in"))
        a = np.array([[-1 / ts, 0, w * s[k] / ts], [r / tm, -1 / tm, leak / tm], [0, 0, 0]])
        out[:, k] = (expm(a * dt) @ np.array([i[k], v[k], 1.0]))[:2]
    return out[0], out[1]


def cuba_layer(n, rng, tau_mem=(0.005, 0.02)):
    u = lambda low, high: rng.uniform(low, high, n).astype(np.float32)
    return node(
        "CubaLIF", tau_syn=u(0.002, 0.008), tau_mem=u(*tau_mem), r=u(0.8, 1.2), v_leak=u(-0.02, 0.02),
        v_threshold=u(0.15, 0.25), v_reset=u(-0.02, 0.0), w_in=u(0.9, 1.1),
    )


def run_cuba(layer, currents, dt, rule, reset, recurrent=None):
    p = {k: v.astype(np.float64) for k, v in layer.items() if k != "type"}
    n = len(p["r"])
    i, v, spikes, out = np.zeros(n), p["v_leak"].copy(), np.zeros(n), []
    for x in currents:
        s = x + (recurrent(spikes) if recurrent else 0)
        i, v = rule(i, v, s, p, dt)
        spikes = (v > p["v_threshold"]).astype(np.float64)
        v = np.where(spikes > 0, p["v_reset"], v) if reset == "value" else v - spikes * (p["v_threshold"] - p["v_reset"])
        out.append(spikes)
    return np.array(out)


# ---- a recurrent network of the kind of the NIR paper's Braille reader


def recurrent():
    rng = np.random.default_rng(7)
    affine = lambda o, i, gain: node(
        "Affine", weight=(gain * rng.standard_normal((o, i))).astype(np.float32), bias=(0.3 + 0.05 * rng.standard_normal(o)).astype(np.float32)
    )
    nodes = {
        "input": node("Input", shape=ints(4)),
        "fc1": affine(8, 4, 2.5),
        "lif1": cuba_layer(8, rng),
        "lif1.w_rec": affine(8, 8, 0.8),
        "fc2": affine(3, 8, 2.0),
        "lif2": cuba_layer(3, rng),
        "output": node("Output", shape=ints(3)),
    }
    edges = [
        ("input", "fc1"), ("fc1", "lif1"), ("lif1", "lif1.w_rec"), ("lif1.w_rec", "lif1"),
        ("lif1", "fc2"), ("fc2", "lif2"), ("lif2", "output"),
    ]
    save("recurrent.nir", graph(nodes, edges))
    x = (rng.random((120, 4)) < 0.3).astype(np.float64)
    apply = lambda name: lambda v: nodes[name]["weight"].astype(np.float64) @ v + nodes[name]["bias"]
    answers = {}
    for rule in (euler_cuba, exact_cuba):
        for reset in ("value", "subtract"):
            hidden = run_cuba(nodes["lif1"], map(apply("fc1"), x), 1e-3, rule, reset, apply("lif1.w_rec"))
            out = run_cuba(nodes["lif2"], map(apply("fc2"), hidden), 1e-3, rule, reset)
            answers[f"{rule.__name__.split('_')[0]} {reset}"] = {
                "hidden": golden_json.tensor(hidden.astype(int)), "output": golden_json.tensor(out.astype(int)),
            }
    return {"dt": 1, "input": golden_json.tensor(x.astype(int)), "runs": answers}


# ---- convolutions and pooling


def conv():
    rng = np.random.default_rng(11)
    w = lambda *shape: (0.4 * rng.standard_normal(shape)).astype(np.float32)
    if_ = lambda shape, r, th: node("IF", r=full(shape, r), v_threshold=full(shape, th), v_reset=full(shape, 0))
    nodes = {
        "input": node("Input", shape=ints(2, 9, 8)),
        "conv1": node(
            "Conv2d", input_shape=ints(9, 8), weight=w(4, 2, 3, 3), stride=ints(1, 2), padding=ints(1, 0), dilation=ints(1, 1),
            groups=1, bias=w(4),
        ),
        "if1": if_((4, 9, 3), 1000, 0.5),
        "avg": node("AvgPool2d", kernel_size=ints(3, 2), stride=ints(2, 1), padding=ints(1, 1)),
        "conv2": node(
            "Conv2d", input_shape=ints(5, 4), weight=w(6, 2, 2, 3), stride=ints(1, 1), padding="same", dilation=ints(2, 1),
            groups=2, bias=w(6),
        ),
        "if2": if_((6, 5, 4), 1000, 0.3),
        "sum": node("SumPool2d", kernel_size=ints(2, 2), stride=ints(2, 2), padding=ints(1, 0)),
        "flatten": node("Flatten", start_dim=0, end_dim=-1, input_type=ints(6, 3, 2)),
        "fc": node("Affine", weight=w(5, 36), bias=w(5)),
        "li": node("LI", tau=full(5, 0.01), r=full(5, 1), v_leak=full(5, 0.1)),
        "output": node("Output", shape=ints(5)),
    }
    save("conv.nir", chain(nodes), libver="latest")
    t = lambda name, field: torch.tensor(nodes[name][field].astype(np.float64))
    x = rng.integers(0, 2, (12, 2, 9, 8)).astype(np.float64)
    v1, v2, v3, out = torch.zeros(4, 9, 3, dtype=torch.float64), torch.zeros(6, 5, 4, dtype=torch.float64), torch.full((5,), float(np.float32(0.1)), dtype=torch.float64), []
    th1, th2 = float(np.float32(0.5)), float(np.float32(0.3))
    for step in torch.tensor(x):
        v1 = v1 + F.conv2d(step[None], t("conv1", "weight"), t("conv1", "bias"), stride=(1, 2), padding=(1, 0))[0]
        s1 = (v1 > th1).double()
        v1 = v1 - s1 * th1
        pooled = F.avg_pool2d(s1[None], (3, 2), (2, 1), (1, 1))
        v2 = v2 + F.conv2d(pooled, t("conv2", "weight"), t("conv2", "bias"), padding="same", dilation=(2, 1), groups=2)[0]
        s2 = (v2 > th2).double()
        v2 = v2 - s2 * th2
        summed = 4 * F.avg_pool2d(s2[None], 2, 2, (1, 0))
        i = F.linear(summed.flatten(), t("fc", "weight"), t("fc", "bias"))
        kept = np.exp(-1e-3 / float(np.float32(0.01)))
        goal = float(np.float32(0.1)) + i
        v3 = goal + (v3 - goal) * kept
        out.append(v3)
    return {"dt": 1, "input": golden_json.tensor(x.astype(int)), "output": golden_json.tensor(torch.stack(out).numpy())}


# ---- the kinds that are left, and a graph within a graph


def kinds():
    rng = np.random.default_rng(3)
    w = lambda *shape: (0.5 * rng.standard_normal(shape)).astype(np.float32)
    cuba = {"tau_syn": full(4, 0.004), "tau_mem": full(4, 0.009), "r": full(4, 1.5), "v_leak": full(4, 0.05), "w_in": full(4, 0.8)}
    inner = graph(
        {
            "in": node("Input", shape=ints(4)),
            "cuba": node("CubaLI", **cuba),
            "out": node("Output", shape=ints(4)),
        },
        [("in", "cuba"), ("cuba", "out")],
    )
    delays = np.array([0, 0.001, 0.002, 0.004], np.float32)
    nodes = {
        "input": node("Input", shape=ints(2, 10)),
        "conv": node("Conv1d", input_shape=10, weight=w(3, 2, 3), stride=2, padding=1, dilation=1, groups=1, bias=w(3)),
        "flatten": node("Flatten", start_dim=0, end_dim=1, input_type=ints(3, 5)),
        "scale": node("Scale", scale=w(15)),
        "linear": node("Linear", weight=w(4, 15)),
        "delay": node("Delay", delay=delays),
        "inner": inner,
        "threshold": node("Threshold", threshold=full(4, 0.05)),
        "integrator": node("I", r=full(4, 50)),
        "output": node("Output", shape=ints(4)),
        "spikes": node("Output", shape=ints(4)),
    }
    edges = [
        ("input", "conv"), ("conv", "flatten"), ("flatten", "scale"), ("scale", "linear"), ("linear", "delay"), ("delay", "inner"),
        ("inner", "threshold"), ("threshold", "spikes"), ("threshold", "integrator"), ("integrator", "output"),
    ]
    metadata = {"author": "golden", "count": np.int64(3), "rate": 0.25, "list": np.array([1.5, 2.5]), "inner": {"deep": "yes"}}
    save("kinds.nir", graph(nodes, edges, metadata=metadata))

    x = rng.standard_normal((15, 2, 10))
    t = lambda name, field: torch.tensor(nodes[name][field].astype(np.float64))
    arrived = []
    for step in torch.tensor(x):
        c = F.conv1d(step[None], t("conv", "weight"), t("conv", "bias"), stride=2, padding=1)[0]
        arrived.append((t("linear", "weight") @ (c.flatten() * t("scale", "scale"))).numpy())
    steps = [0, 1, 2, 4]
    late = np.array([[arrived[k - d][j] if k >= d else 0.0 for j, d in enumerate(steps)] for k in range(len(x))])
    p = {name: value.astype(np.float64) for name, value in cuba.items()}
    i, v, total, spikes, out = np.zeros(4), p["v_leak"].copy(), np.zeros(4), [], []
    for s in late:
        i, v = exact_cuba(i, v, s, p, 1e-3)
        z = (v > float(np.float32(0.05))).astype(np.float64)
        total = total + 1e-3 * 50 * z
        spikes.append(z)
        out.append(total)
    return {"dt": 1, "input": golden_json.tensor(x), "spikes": golden_json.tensor(np.array(spikes).astype(int)), "output": golden_json.tensor(np.array(out))}


# ---- a file of an early version: no compression, no v_reset, no w_in, single numbers, types of graphs written out


def old():
    nodes = {
        "0": node("Input", shape=ints(1, 4, 4)),
        "1": node("Conv2d", weight=np.ones((1, 1, 2, 2), ">f4"), stride=2, padding=0, dilation=1, groups=1, bias=np.zeros(1, ">f8")),
        "2": node("IF", r=np.ones((1, 2, 2)), v_threshold=np.ones((1, 2, 2))),
        "3": node("Flatten", start_dim=0, end_dim=2),
        "4": node("CubaLIF", tau_mem=np.float64(0.01), tau_syn=np.float64(0.005), r=np.float64(1), v_leak=np.float64(0), v_threshold=np.float64(1)),
        "5": node("Output", shape=ints(4)),
    }
    save(
        "old.nir",
        chain(nodes, input_type={"0": ints(1, 4, 4)}, output_type={"5": ints(4)}),
        version="0.2",
        compression=None,
    )


if __name__ == "__main__":
    lif()
    old()
    versions = {"python": platform.python_version(), "h5py": h5py.__version__, "hdf5": h5py.version.hdf5_version, "numpy": np.__version__, "scipy": scipy.__version__, "torch": torch.__version__}
    golden_json.write("nir.json", {"source": "golden/nir_files.py; times in ms", "versions": versions, "recurrent": recurrent(), "conv": conv(), "kinds": kinds()})
    for path in sorted(FOLDER.glob("*.nir")):
        print(f"{path.name}: {path.stat().st_size / 1024:.1f} KB")
