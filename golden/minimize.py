"""minimize.json: minima that SciPy's L-BFGS-B finds, to the last digits. Run by itself: `python golden/minimize.py`; needs scipy."""

import numpy as np
import scipy
from scipy.optimize import minimize, root

from golden_json import grid, tensor, write

SEED = 53
TIGHT = {"gtol": 1e-12, "ftol": 1e-16, "maxiter": 10_000, "maxfun": 100_000}


def rosenbrock(x):
    a, b = x[:-1], x[1:]
    value = np.sum(100 * (b - a**2) ** 2 + (1 - a) ** 2)
    gradient = np.zeros_like(x)
    gradient[:-1] += -400 * a * (b - a**2) - 2 * (1 - a)
    gradient[1:] += 200 * (b - a**2)
    return value, gradient


def logistic(x, y, strength):
    """Mean log loss of classes ±1 with an L2 penalty on the weights; the last parameter is the bias."""
    def function(p):
        margin = y * (x @ p[:-1] + p[-1])
        value = np.mean(np.logaddexp(0, -margin)) + strength * np.sum(p[:-1] ** 2)
        pull = -y / (1 + np.exp(margin)) / len(y)
        return value, np.append(x.T @ pull + 2 * strength * p[:-1], pull.sum())
    return function


def main():
    random = np.random.default_rng(SEED)
    start = np.array([-1.2, 1.0, -0.5, 0.75, 2.0, 0.0])
    valley = minimize(rosenbrock, start, jac=True, method="L-BFGS-B", options=TIGHT)
    x = grid(random.normal(0, 1, (40, 3)))
    y = np.where(x @ [1.5, -2.0, 0.5] + 0.25 + random.normal(0, 1, 40) > 0, 1.0, -1.0)
    function = logistic(x, y, 0.01)
    fitted = minimize(function, np.zeros(4), jac=True, method="L-BFGS-B", options=TIGHT)
    fitted.x = root(lambda p: function(p)[1], fitted.x, tol=1e-15).x  # the last digits, where values differ no more
    assert np.abs(function(fitted.x)[1]).max() < 1e-15
    write("minimize.json", {
        "source": "scipy.optimize.minimize, L-BFGS-B, float64",
        "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
        "seed": SEED,
        "rosenbrock": {"start": tensor(start), "x": tensor(valley.x), "value": float(valley.fun)},
        "logistic": {"x": tensor(x), "y": tensor(y), "strength": 0.01, "weights": tensor(fitted.x[:-1]),
                     "bias": float(fitted.x[-1]), "value": float(fitted.fun)},
    })


main()
