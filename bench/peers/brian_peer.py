"""Brian 2 with one of its three ways to run: `cython`, `numpy`, `standalone` (a C++ program). One thread."""

import shutil
import tempfile
import time

from serve import absent, job, serve

try:
    import brian2 as b
except ImportError:
    absent("no Brian 2 for this Python", "apt-get install python3-brian")

JOB = job()
WAY = JOB["runtime"]
FOLDER = tempfile.mkdtemp() if WAY == "standalone" else None
if FOLDER is None:
    b.prefs.codegen.target = WAY
else:
    b.set_device("cpp_standalone", directory=FOLDER, build_on_run=False)


def cuba():
    b.defaultclock.dt = 0.1 * b.ms
    group = b.NeuronGroup(
        4000,
        """dv/dt = (ge + gi - (v + 49*mV))/(20*ms) : volt (unless refractory)
           dge/dt = -ge/(5*ms) : volt
           dgi/dt = -gi/(10*ms) : volt""",
        threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * b.ms, method="exact",
    )
    group.v = "-60*mV + rand()*10*mV"
    excite = b.Synapses(group[:3200], group, on_pre="ge += 1.62*mV")
    inhibit = b.Synapses(group[3200:], group, on_pre="gi -= 9*mV")
    excite.connect(p=0.02)
    inhibit.connect(p=0.02)
    return b.Network(group, excite, inhibit, b.SpikeMonitor(group)), 1000 * b.ms


def hh():
    b.defaultclock.dt = 0.01 * b.ms
    group = b.NeuronGroup(
        1000,
        """dv/dt = (10 + 120*m**3*h*(115 - v) + 36*n**4*(-12 - v) + 0.3*(10.613 - v))/ms : 1
           dm/dt = (1/exprel((25 - v)/10)*(1 - m) - 4*exp(-v/18)*m)/ms : 1
           dh/dt = (0.07*exp(-v/20)*(1 - h) - 1/(exp((30 - v)/10) + 1)*h)/ms : 1
           dn/dt = (0.1/exprel((10 - v)/10)*(1 - n) - 0.125*exp(-v/80)*n)/ms : 1""",
        threshold="v > 50", refractory="v > 50", method="exponential_euler",
    )
    group.m, group.h, group.n = 0.0529, 0.596, 0.3177
    return b.Network(group, b.SpikeMonitor(group)), 100 * b.ms


def timed(net, length):
    """Seconds of the steps: what Brian does before the first one, seen at a run of one step, is taken away."""

    def runs(n):
        total = 0
        for _ in range(n):
            start = time.perf_counter()
            net.run(b.defaultclock.dt)
            ready = time.perf_counter()
            net.run(length)
            total += time.perf_counter() - ready - (ready - start)
        return total

    return runs


def standalone(net, length):
    net.run(length)
    b.device.build(directory=FOLDER, compile=True, run=False)

    def runs(n):
        total = 0
        for _ in range(n):
            b.device.run(FOLDER, with_output=False, run_args=[])
            total += b.device._last_run_time  # of the steps alone
        return total

    return runs


net, length = {"cuba": cuba, "hh": hh}[JOB["task"]]()
try:
    runs = timed(net, length) if FOLDER is None else standalone(net, length)
    serve(f"Brian {b.__version__} {WAY}", runs, "", True)
finally:
    if FOLDER is not None:
        shutil.rmtree(FOLDER)
