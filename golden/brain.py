"""brain.json: neurons, synapses and a network by Brian 2, the Hodgkin-Huxley membrane and axon by NEURON. Run by itself, with Debian's
python3-brian and python3-neuron: `/usr/bin/python3 golden/brain.py`. With names of parts (`cubaNetwork hodgkinHuxley`) it prints those
as JSON and writes nothing: so test/brain-live.full.test.ts asks. A library that is absent is named: `{"absent": ["neuron"]}`.

Times are in ms, potentials in mV. Brian notes a spike at the beginning of its step; here it stands at the end, one dt later.
"""

import json
import platform
import sys
from importlib import metadata
from pathlib import Path

import numpy as np

try:
    from brian2 import (
        Mohm, NeuronGroup, SpikeGeneratorGroup, SpikeMonitor, StateMonitor, Synapses, defaultclock, ms, mV, nA, nS, pA, pF, prefs, run, seed,
        second, start_scope,
    )

    prefs.codegen.target = "numpy"
except ImportError:
    prefs = None
try:
    from neuron import h
except ImportError:
    h = None


def spikes(monitor, dt):
    return [round(float(t / ms) + dt, 6) for t in monitor.t]


def adex():
    runs = []
    for current, dt in [(600, 0.05), (1000, 0.05), (1500, 0.01)]:
        start_scope()
        defaultclock.dt = dt * ms
        group = NeuronGroup(
            1,
            """dv/dt = (gL*(eL - v) + gL*deltaT*exp((v - vT)/deltaT) - w + I)/C : volt
               dw/dt = (a*(v - eL) - w)/tauW : amp
               I : amp""",
            threshold="v >= 20*mV",
            reset="v = eL; w += b",
            method="euler",
            namespace=dict(C=281 * pF, gL=30 * nS, eL=-70.6 * mV, vT=-50.4 * mV, deltaT=2 * mV, tauW=144 * ms, a=4 * nS, b=80.5 * pA),
        )
        group.v = -70.6 * mV
        group.I = current * pA
        monitor = SpikeMonitor(group)
        run(400 * ms)
        runs.append({"current": current, "dt": dt, "duration": 400, "spikes": spikes(monitor, dt)})
    return runs


def cuba_lif():
    """Brian's exact solution of the linear system, dt 0.1 ms, a current that is switched on for 20 ms of each 60."""
    start_scope()
    dt = 0.1
    defaultclock.dt = dt * ms
    group = NeuronGroup(
        2,
        """dcur/dt = (-cur + S)/tauS : amp
           dv/dt = (-(v + 70*mV) + R*cur)/(10*ms) : volt (unless refractory)
           tauS : second (constant)
           S : amp""",
        threshold="v > -50*mV",
        reset="v = -70*mV",
        refractory=2 * ms,
        method="exact",
        namespace=dict(R=10 * Mohm),
    )
    group.v = -70 * mV
    group.tauS = [5, 8] * ms
    group.run_regularly("S = 4*nA*int((t % (60*ms)) < 20*ms - dt/2)", dt=dt * ms)
    monitor = SpikeMonitor(group)
    trace = StateMonitor(group, ["cur", "v"], record=True, when="end")
    run(120 * ms)
    at = [49, 99, 149, 199, 249, 399, 599]
    return {
        "dt": dt,
        "spikes": [[round(float(t / ms) + dt, 6) for t in monitor.spike_trains()[k]] for k in range(2)],
        "steps": at,
        "i": [[float(trace.cur[k][s] / nA) for s in at] for k in range(2)],
    }


def synapses():
    """A membrane without threshold, and one spike at 1 ms, weight 1: the membrane's potential at some times."""
    kinds = {
        "exponential": "ds/dt = -s/(5*ms) : 1",
        "alpha": "ds/dt = x/ms - s/(2*ms) : 1\n dx/dt = -x/(2*ms) : 1",
        "doubleExponential": "s = k*(d - r) : 1\n dd/dt = -d/(5*ms) : 1\n dr/dt = -r/(0.5*ms) : 1",
        "conductance": "dg/dt = -g/(5*ms) : 1",
    }
    ratio = 0.5 / 5
    peak = ratio ** (ratio / (1 - ratio)) * (1 - ratio)
    given = {"exponential": "s += 1", "alpha": "x += exp(1)/2", "doubleExponential": "d += 1; r += 1", "conductance": "g += 1"}
    at = [10, 20, 30, 50, 80, 120, 200]
    found = {}
    for name, equations in kinds.items():
        start_scope()
        dt = 0.001
        defaultclock.dt = dt * ms
        drive = "g*(0*mV - v)*nA/mV*0.01" if name == "conductance" else "s*nA"
        group = NeuronGroup(
            1,
            f"dv/dt = (-(v + 70*mV) + 10*Mohm*({drive}))/(10*ms) : volt\n {equations}",
            method="rk4",
            namespace=dict(k=1 / peak),
        )
        group.v = -70 * mV
        source = SpikeGeneratorGroup(1, [0], [0.999] * ms)  # it acts from the next step on
        joined = Synapses(source, group, on_pre="\n".join(f"{part.strip().split(' ')[0]}_post += {part.split('+=')[1]}" for part in given[name].split(";")))
        joined.connect()
        trace = StateMonitor(group, "v", record=True)
        run(25 * ms)
        found[name] = [float(trace.v[0][round(t / 10 / dt)] / mV) for t in at]
    return {"times": [t / 10 for t in at], "v": found}


def figures(monitor, end):
    """Mean rate [Hz] and mean CV of the intervals of neurons with three spikes or more, from 200 ms to the end."""
    gaps = []
    count = 0
    for train in monitor.spike_trains().values():
        train = np.asarray(train / ms)
        train = train[(train >= 200) & (train < end)]
        count += len(train)
        if len(train) >= 3:
            gaps.append(np.std(np.diff(train)) / np.mean(np.diff(train)))
    return {"rate": count / 4000 / (end - 200) * 1000, "irregularity": float(np.mean(gaps))}


def cuba_network():
    """Benchmark 2 of Brette et al. (2007) over 2 s and over half a second, for five seeds."""
    runs = []
    for number in range(5):
        start_scope()
        seed(number)
        defaultclock.dt = 0.1 * ms
        group = NeuronGroup(
            4000,
            """dv/dt = (ge + gi - (v + 49*mV))/(20*ms) : volt (unless refractory)
               dge/dt = -ge/(5*ms) : volt
               dgi/dt = -gi/(10*ms) : volt""",
            threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * ms, method="exact",
        )
        group.v = "-60*mV + rand()*10*mV"
        excite = Synapses(group[:3200], group, on_pre="ge += 1.62*mV")
        inhibit = Synapses(group[3200:], group, on_pre="gi -= 9*mV")
        excite.connect(p=0.02)
        inhibit.connect(p=0.02)
        monitor = SpikeMonitor(group)
        run(2.2 * second)
        runs.append({"2000": figures(monitor, 2200), "500": figures(monitor, 700)})
    return runs


def period(train):
    """The last interval but a half: mean of the second half of the intervals."""
    gaps = np.diff(train)
    return float(np.mean(gaps[len(gaps) // 2 :]))


def lif_curve():
    """Rates [Hz] of Brian's example IF_curve_LIF at some drives [mV], steps of 0.01 ms."""
    start_scope()
    defaultclock.dt = 0.01 * ms
    drives = [11, 12, 15, 20]
    group = NeuronGroup(
        len(drives), "dv/dt = (v0 - v)/(10*ms) : volt (unless refractory)\n v0 : volt",
        threshold="v > 10*mV", reset="v = 0*mV", refractory=5 * ms, method="exact",
    )
    group.v0 = drives * mV
    monitor = SpikeMonitor(group)
    run(1 * second)
    return {"drive": drives, "rate": [1000 / period(monitor.spike_trains()[k] / ms) for k in range(len(drives))]}


def short_term():
    """Tsodyks and Markram's synapse (Brian's example, without its noise): what a spike delivers at a constant rate, in the end."""
    found = []
    for release, recovery, facilitation, rate in [(0.5, 800, 1e-3, 20), (0.03, 130, 530, 70)]:
        start_scope()
        defaultclock.dt = 0.01 * ms
        count = 120
        times = np.round(np.arange(count) * 1000 / rate, 2)
        source = SpikeGeneratorGroup(1, np.zeros(count, int), times * ms)
        target = NeuronGroup(1, "got : 1")
        joined = Synapses(
            source, target,
            f"du/dt = -u/({facilitation}*ms) : 1 (event-driven)\n dx/dt = (1 - x)/({recovery}*ms) : 1 (event-driven)",
            on_pre=f"u += {release}*(1 - u)\n got_post = u*x\n x -= u*x",
        )
        joined.connect()
        joined.x = 1
        run(float(times[-1] + 1) * ms)
        found.append({"release": release, "tauRecovery": recovery, "tauFacilitation": facilitation, "rate": rate, "delivered": float(target.got[0])})
    return found


def hh_curve():
    """Rates [Hz] of Hodgkin and Huxley's neuron (potentials from rest) by Brian, fourth order, steps of 0.01 ms."""
    start_scope()
    defaultclock.dt = 0.01 * ms
    currents = [7, 10, 20, 50]
    group = NeuronGroup(
        len(currents),
        """dv/dt = (I + 120*m**3*h*(115 - v) + 36*n**4*(-12 - v) + 0.3*(10.613 - v))/ms : 1
           dm/dt = (1/exprel((25 - v)/10)*(1 - m) - 4*exp(-v/18)*m)/ms : 1
           dh/dt = (0.07*exp(-v/20)*(1 - h) - 1/(exp((30 - v)/10) + 1)*h)/ms : 1
           dn/dt = (0.1/exprel((10 - v)/10)*(1 - n) - 0.125*exp(-v/80)*n)/ms : 1
           I : 1""",
        threshold="v > 50", refractory="v > 50", method="rk4",
    )
    group.m, group.h, group.n, group.I = 0.0529, 0.596, 0.3177, currents
    monitor = SpikeMonitor(group)
    run(400 * ms)
    return {"current": currents, "rate": [1000 / period(monitor.spike_trains()[k] / ms) for k in range(len(currents))]}


def axon():
    """Conduction velocity [m/s] of the squid's axon by NEURON: 80 mm, radius 238 µm, 35.4 Ω cm; middle half, two grids."""
    h.load_file("stdrun.hoc")
    h.usetable_hh = 0
    found = []
    for celsius, parts, dt in [(18.5, 401, 0.002), (6.3, 401, 0.002)]:
        cable = h.Section(name="cable")
        cable.L, cable.diam, cable.nseg, cable.Ra, cable.cm = 80_000, 476, parts, 35.4, 1
        cable.insert("hh")
        h.celsius = celsius
        clamp = h.IClamp(cable(0))
        clamp.delay, clamp.dur, clamp.amp = 0, 0.3, 100_000
        ends = []
        for at in (0.25, 0.75):
            counter, times = h.APCount(cable(at)), h.Vector()
            counter.thresh = -15
            counter.record(times)
            ends.append((counter, times))
        h.secondorder, h.dt = 2, dt
        h.steps_per_ms = 1 / dt
        h.finitialize(-65)
        h.continuerun(8)
        [first], [second_time] = [list(times)[:1] for _, times in ends]
        found.append({"temperature": celsius, "velocity": 40 / (second_time - first)})
        del clamp, ends, cable
    return found


def neuron_hh():
    """NEURON's hh mechanism (−65 mV, eL −54.3), variable step, absolute tolerance 1e-8."""
    h.load_file("stdrun.hoc")
    h.usetable_hh = 0  # else its rates are interpolated between whole millivolts: periods are off by 0.1 %
    runs = []
    for current in [7, 10, 20]:
        soma = h.Section(name="soma")
        soma.L = soma.diam = 10
        soma.nseg = 1
        soma.insert("hh")
        h.celsius = 6.3
        area = soma(0.5).area() * 1e-8
        clamp = h.IClamp(soma(0.5))
        clamp.delay, clamp.dur, clamp.amp = 0, 1e9, current * area * 1e3
        times = h.Vector()
        counter = h.APCount(soma(0.5))
        counter.thresh = -15
        counter.record(times)
        solver = h.CVode()
        solver.active(True)
        solver.atol(1e-8)
        h.finitialize(-65)
        solver.solve(200)
        runs.append({"current": current, "spikes": [round(t, 6) for t in times]})
        solver.active(False)
    return runs


BY_BRIAN = {
    "adex": adex, "cubaLif": cuba_lif, "synapses": synapses, "cubaNetwork": cuba_network, "lifCurve": lif_curve,
    "shortTerm": short_term, "hodgkinHuxleyCurve": hh_curve,
}
BY_NEURON = {"hodgkinHuxley": neuron_hh, "axon": axon}


def live(names):
    if prefs is not None:
        prefs.codegen.target = "auto"  # Cython where it works
    absent = [name for name, library in (("brian2", prefs), ("neuron", h)) if library is None]
    makers = {**(BY_BRIAN if prefs is not None else {}), **(BY_NEURON if h is not None else {})}
    return {"absent": absent, **{name: makers[name]() for name in names if name in makers}}


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print("\n" + json.dumps(live(sys.argv[1:])))
        sys.exit(0)
    content = {
        "source": "golden/brain.py",
        "versions": {"python": platform.python_version(), "brian2": metadata.version("brian2"), "neuron": __import__("neuron").__version__, "numpy": np.__version__},
        **{name: make() for name, make in {**BY_BRIAN, **BY_NEURON}.items()},
    }
    path = Path(__file__).parent / "brain.json"
    items = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items()]
    path.write_text("{\n" + ",\n".join(items) + "\n}\n")
    print(path.stat().st_size)
