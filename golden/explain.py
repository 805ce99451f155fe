"""explain.json: input gradients, integrated gradients and Grad-CAM in float64 by JAX. Run by itself: `python golden/explain.py`.

The network and Grad-CAM are written out in jax.numpy; derivatives are jax.grad's. The integral is Gauss-Legendre's with
16 points on each of 16 parts; tanh has no kinks, so no error is left that float64 can show (completeness is asserted to 1e-12).
"""

import os

os.environ["JAX_ENABLE_X64"] = "1"
os.environ["JAX_PLATFORMS"] = "cpu"

import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402
import numpy as np  # noqa: E402
from jax import lax  # noqa: E402

from golden_json import grid, header, tensor, write  # noqa: E402

SEED = 71


def conv(x, kernel, bias, padding):
    dimensions = ("NHWC", "HWIO", "NHWC")
    return lax.conv_general_dilated(x, kernel, (1, 1), padding, dimension_numbers=dimensions) + bias


def trunk(weights, x):
    hidden = jnp.tanh(conv(x, weights[0], weights[1], "VALID"))
    return jnp.tanh(conv(hidden, weights[2], weights[3], "SAME"))


def head(weights, maps):
    return maps.reshape(maps.shape[0], -1) @ weights[4] + weights[5]


def logits(weights, x):
    return head(weights, trunk(weights, x))


def score(weights, x, target, kind):
    found = logits(weights, x)
    if kind == "output":
        found = jax.nn.softmax(found, axis=-1)
    return found[jnp.arange(x.shape[0]), target]


def main():
    random = np.random.default_rng(SEED)
    shapes = [(3, 3, 2, 3), (3,), (3, 3, 3, 4), (4,), (5 * 4 * 4, 3), (3,)]
    weights = [jnp.asarray(grid(random.normal(0, 0.4, shape))) for shape in shapes]
    x = jnp.asarray(grid(random.normal(0, 1, (2, 7, 6, 2))))
    baseline = jnp.asarray(grid(random.normal(0, 0.5, (7, 6, 2))))
    target = np.array([2, 0])

    cases = []
    for kind in ("logit", "output"):
        def f(point):
            return score(weights, point, target, kind)

        slope = jax.jit(jax.grad(lambda point: f(point).sum()))
        nodes, shares = np.polynomial.legendre.leggauss(16)
        path = jnp.zeros_like(x)
        for part in range(16):
            for node, share in zip(nodes, shares):
                alpha = (part + (node + 1) / 2) / 16
                path += share / 32 * slope(baseline + alpha * (x - baseline))
        integrated = (x - baseline) * path
        begin = f(jnp.broadcast_to(baseline, x.shape))
        assert np.abs(integrated.sum((1, 2, 3)) - (f(x) - begin)).max() < 1e-12

        maps = trunk(weights, x)

        def of_maps(maps):
            found = head(weights, maps)
            found = jax.nn.softmax(found, axis=-1) if kind == "output" else found
            return found[jnp.arange(2), target].sum()

        alphas = jax.grad(of_maps)(maps).mean((1, 2), keepdims=True)
        cam = jnp.maximum((alphas * maps).sum(-1), 0)
        midpoints = sum(slope(baseline + (k + 0.5) / 20 * (x - baseline)) for k in range(20)) / 20
        cases.append({"score": kind, "scores": tensor(f(x)), "baselineScores": tensor(begin), "gradients": tensor(slope(x)),
                      "integrated": tensor(integrated), "integrated20": tensor((x - baseline) * midpoints),
                      "gradCam": tensor(cam)})

    write("explain.json", {**header("jax.grad of a network written in jax.numpy, float64", SEED),
                           "weights": [tensor(w) for w in weights], "x": tensor(x), "baseline": tensor(baseline),
                           "target": target.tolist(), "answers": np.argmax(logits(weights, x), -1).tolist(), "cases": cases})


main()
