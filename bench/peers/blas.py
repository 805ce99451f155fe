"""The rate of a 1024^3 float32 product on one thread, and the environment in which this Python's BLAS is at its best.

OpenBLAS chooses its kernels by the processor's name: a build older than the processor falls back to the slowest ones, and a
variable set for another program may have chosen others. So each is tried, in a process of its own.
"""

import json
import os
import subprocess
import sys

CORES = ["", "Haswell", "SkylakeX", "Cooperlake", "Sapphirerapids", "Zen"]


def measure():
    """Prints library, rate [GFLOP/s], whether OpenBLAS does the work, and the error of the product."""
    import time

    try:
        import torch

        torch.set_num_threads(1)
        library, a = f"PyTorch {torch.__version__.split('+')[0]}", torch.rand(1024, 1024)
        mkl = "BLAS_INFO=mkl" in torch.__config__.show()
        exact = lambda: float((a @ a - (a.double() @ a.double())).abs().max())  # noqa: E731
    except ImportError:
        import numpy

        mkl = False
        library, a = f"NumPy {numpy.__version__}", numpy.random.default_rng(1).random((1024, 1024), numpy.float32)
        exact = lambda: float(abs(a @ a - a.astype(float) @ a.astype(float)).max())  # noqa: E731
    wall = processor = float("inf")
    for i in range(12):
        start = time.perf_counter(), time.process_time()
        a @ a
        if i > 1:
            wall = min(wall, time.perf_counter() - start[0])
            processor = min(processor, time.process_time() - start[1])
    rates = {"gflops": 2 * 1024**3 / wall / 1e9, "gflopsOfProcessorTime": 2 * 1024**3 / processor / 1e9}
    print(json.dumps({"library": library, **rates, "mkl": mkl, "error": exact()}))


def with_core(core):
    env = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    env.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")
    if core:
        env["OPENBLAS_CORETYPE"] = core
    child = subprocess.run([sys.executable, __file__, "measure"], env=env, capture_output=True, text=True)
    try:
        return json.loads(child.stdout)
    except json.JSONDecodeError:  # no library, or kernels that this processor cannot run
        return None


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else None
    if wanted == "measure":
        return measure()
    first = with_core(wanted or "")
    if first is None:
        print(json.dumps({"absent": "neither PyTorch nor NumPy for this Python"}))
        return
    rates = {wanted or "": first}
    if not first["mkl"] and wanted is None:
        rates.update({core: found for core in CORES[1:] if (found := with_core(core)) is not None})
    right = {core: found for core, found in rates.items() if found["error"] < 0.01}
    # By processor time, which other work on the machine does not lengthen; a setting has to be worth a tenth.
    core = max(right, key=lambda name: right[name]["gflopsOfProcessorTime"] * (1.1 if name == "" else 1))
    env = {"OPENBLAS_CORETYPE": core} if core else {}
    tried = {name: round(found["gflopsOfProcessorTime"], 1) for name, found in rates.items()}
    print(json.dumps({"library": first["library"], "gflops": right[core]["gflops"], "env": env, "tried": tried}))


main()
