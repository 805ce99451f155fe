import { fICurve, hodgkinHuxley, type NeuronRun, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { tensorType, trace } from "../../core/trace.js";
import { constantsOf, settingsOf } from "../dynamics/define.js";
import { Float64Program } from "../dynamics/float64-program.js";
import { gateRates, slopes, squidAxon } from "./squid-membrane.js";

const check = beside(
  "Hodgkin & Huxley (1952) at 6.3 °C: the equations solved by fourth-order Runge-Kutta, independently",
);
const scalar = tensorType([], "float64");

describe("the equations", () => {
  test("rates of the gates at rest", () => {
    const graph = trace({ v: scalar }, ({ v }) => {
      const { m, h, n } = gateRates(v, 0);
      return { am: m[0], bm: m[1], ah: h[0], bh: h[1], an: n[0], bn: n[1] };
    });
    const program = new Float64Program(graph);
    const at = (v: number): Readonly<Record<string, Float64Array>> => {
      program.inputs.v[0] = v;
      program.run();
      return program.outputs;
    };
    const published = { am: 0.223564, bm: 4, ah: 0.07, bh: 0.0474259, an: 0.0581977, bn: 0.125 };
    for (const [name, rate] of Object.entries(published))
      check(`${name}(0) [1/ms]`, at(0)[name][0], { published: rate, absolute: 5e-7 });
    // 0/0 in the formulas: their limits, and near them αm ≈ 1 + u/20, αn ≈ (1 + u/20)/10
    expect(at(25).am[0]).toBeCloseTo(1, 8);
    expect(at(10).an[0]).toBeCloseTo(0.1, 8);
    expect(at(25 + 1e-5).am[0]).toBeCloseTo(1 + 0.5e-6, 12);
  });

  test("rest", async () => {
    const { traces } = await simulate(hodgkinHuxley(), {
      dt: 0.05,
      duration: 300,
      record: ["v", "m", "h", "n"],
    });
    const published = {
      v: [0.00362, 5e-6],
      m: [0.052955, 5e-7],
      h: [0.595994, 5e-7],
      n: [0.317732, 5e-7],
    } as const;
    for (const [name, [value, absolute]] of Object.entries(published))
      check(`${name} at rest`, traces[name].toFloat64()[5999], { published: value, absolute });
  });
});

const dt = 0.01;
const rest = { v: 0.0036207, m: 0.0529551, h: 0.5959941, n: 0.3177324 };

/** The highest point of the first 20 ms, and when. */
function peakOf({ traces }: NeuronRun, i: number, n: number): { readonly v: number; readonly t: number } {
  const v = traces.v.toFloat64().filter((_, k) => k % n === i);
  const highest = v.reduce((best, x, k) => (x > v[best] ? k : best), 0);
  return { v: v[highest], t: (highest + 1) * dt };
}

describe("spikes", () => {
  test("after a brief shock: all or nothing", async () => {
    const shocks = [6.5, 6.6, 7, 15, 90];
    const run = await simulate(hodgkinHuxley(), {
      initial: { ...rest, v: shocks },
      dt,
      duration: 20,
      record: ["v"],
    });
    const peaks = shocks.map((_, i) => peakOf(run, i, shocks.length));
    expect(peaks[0].v).toBeLessThan(10);
    check("6.6 mV: peak [mV]", peaks[1].v, { published: 100.2, absolute: 0.05 });
    check("7 mV: peak [mV]", peaks[2].v, { published: 102.1, absolute: 0.05 });
    check("7 mV: time of the peak [ms]", peaks[2].t, { published: 3.38, absolute: 0.025 });
    check("15 mV: peak [mV]", peaks[3].v, { published: 105.4, absolute: 0.05 });
    check("15 mV: time of the peak [ms]", peaks[3].t, { published: 1.15, absolute: 0.025 });
    check("90 mV: peak [mV]", peaks[4].v, { published: 108.5, absolute: 0.05 });
  });

  test("with a steady current: none, one, eight, a train", async () => {
    const currents = [2.24, 2.25, 6.25, 6.3, 160];
    const { spikes } = await simulate(hodgkinHuxley(), {
      current: currents,
      initial: rest,
      dt,
      duration: 400,
    });
    const [none, one, eight, train, blocked] = spikes.counts();
    expect([none, one, eight]).toEqual([0, 1, 8]);
    expect(train).toBeGreaterThan(18);
    expect(blocked).toBeLessThanOrEqual(1);
    check("spikes at 6.25 µA/cm²", eight, { published: 8, absolute: 0 });
  });

  test("f–I curve", async () => {
    const published = {
      6.3: 52.37,
      6.5: 55.06,
      7: 58.33,
      8: 62.47,
      10: 68.32,
      15: 78.65,
      20: 86.47,
      30: 98.75,
      50: 117.04,
      80: 137.01,
    };
    const currents = Object.keys(published)
      .map(Number)
      .sort((a, b) => a - b);
    const { rates } = await fICurve(hodgkinHuxley(), currents, { dt: 0.02, duration: 1500, settle: 500 });
    const wanted: Readonly<Record<string, number>> = published;
    for (const [i, current] of currents.entries())
      check(`f(${current} µA/cm²) [Hz]`, rates[i], { published: wanted[current], relative: 0.002 });
  });

  test("height of a train", async () => {
    const { traces } = await simulate(hodgkinHuxley(), { current: 10, dt, duration: 100, record: ["v"] });
    const late = traces.v.toFloat64().slice(5000);
    check("train at 10 µA/cm²: peak [mV]", Math.max(...late), { published: 95.4, absolute: 0.05 });
    check("train at 10 µA/cm²: trough [mV]", Math.min(...late), { published: -9.9, absolute: 0.05 });
  });

  test("Rush and Larsen's scheme gives the same train at a larger step, and both compile", async () => {
    const times = async (
      integration: "rungeKutta" | "rushLarsen",
      step: number,
      runtime: "float64" | "native",
    ): Promise<readonly number[]> =>
      (
        await simulate(hodgkinHuxley({ integration }), { current: 10, dt: step, duration: 60, runtime })
      ).spikes.of(0);
    const exact = await times("rungeKutta", 0.02, "float64");
    expect(exact.length).toBe(4);
    for (const [k, t] of (await times("rushLarsen", 0.02, "float64")).entries())
      expect(Math.abs(t - exact[k])).toBeLessThan(0.3);
    expect(await times("rungeKutta", 0.02, "native")).toEqual(exact);
    expect(await times("rushLarsen", 0.02, "native")).toEqual(await times("rushLarsen", 0.02, "float64"));
  });

  test("today's scale: −65 added everywhere changes nothing but the scale", async () => {
    const shifted = hodgkinHuxley({ vRest: -65, eNa: 50, eK: -77, eL: -54.387, vThreshold: -15 });
    const [a, b] = [hodgkinHuxley(), shifted].map((neuron) =>
      simulate(neuron, { current: 10, dt: 0.02, duration: 60 }),
    );
    expect((await b).spikes.of(0)).toEqual((await a).spikes.of(0));
  });
});

test("where rest loses its stability: Hopf points of the fixed points, by their Jacobian", () => {
  const type = { v: scalar, m: scalar, h: scalar, n: scalar };
  const { parameters } = settingsOf("test", squidAxon, {}, {});
  const program = new Float64Program(
    trace(type, (at) => ({ ...slopes(at, at.v, constantsOf("test", parameters, 1, "float64")) })),
  );
  const names = ["v", "m", "h", "n"] as const;
  /** The slopes at a point, with v itself as the current taken off again. */
  const f = (x: readonly number[]): number[] => {
    for (const [i, name] of names.entries()) program.inputs[name][0] = x[i];
    program.run();
    return names.map((name, i) => program.outputs[name][0] - (i === 0 ? x[0] : 0));
  };
  const gatesAt = (v: number): number[] => {
    const open = f([v, 0, 0, 0]).slice(1); // αx
    const shut = f([v, 1, 1, 1]).slice(1); // −βx
    return open.map((alpha, i) => alpha / (alpha - shut[i]));
  };
  /** Coefficients of det(λ − J): λ⁴ + a₁λ³ + a₂λ² + a₃λ + a₄, by Faddeev and LeVerrier. */
  const characteristic = (v: number): number[] => {
    const x = [v, ...gatesAt(v)];
    const columns = x.map((at, j) => {
      const h = 1e-5 * Math.max(1, Math.abs(at));
      const [up, down] = [h, -h].map((step) => f(x.map((value, i) => (i === j ? value + step : value))));
      return up.map((value, i) => (value - down[i]) / (2 * h));
    });
    const jacobian = names.map((_, i) => columns.map((column) => column[i]));
    const coefficients: number[] = [];
    let m = names.map(() => names.map(() => 0));
    for (let k = 1; k <= 4; k++) {
      const last = coefficients.at(-1) ?? 1;
      m = m.map((row, i) => row.map((value, j) => value + (i === j ? last : 0)));
      m = jacobian.map((row) => names.map((_, j) => row.reduce((sum, value, i) => sum + value * m[i][j], 0)));
      coefficients.push(-m.reduce((sum, row, i) => sum + row[i], 0) / k);
    }
    return coefficients;
  };
  // A pair ±iω: a₁a₂a₃ = a₃² + a₁²a₄, ω² = a₃/a₁.
  const hurwitz = (v: number): number => {
    const [a1, a2, a3, a4] = characteristic(v);
    return a1 * a2 * a3 - a3 ** 2 - a1 ** 2 * a4;
  };
  const found = [
    [3, 8],
    [15, 30],
  ].map(([from, to]) => {
    let [a, b] = [from, to];
    for (let k = 0; k < 60; k++) {
      const middle = (a + b) / 2;
      if (Math.sign(hurwitz(middle)) === Math.sign(hurwitz(a))) a = middle;
      else b = middle;
    }
    const [a1, , a3] = characteristic(a);
    return { current: -f([a, ...gatesAt(a)])[0], frequency: (1000 * Math.sqrt(a3 / a1)) / (2 * Math.PI) };
  });
  check("first Hopf point [µA/cm²]", found[0].current, { published: 9.775, absolute: 0.005 });
  check("its frequency [Hz]", found[0].frequency, { published: 93.3, absolute: 0.05 });
  check("second Hopf point [µA/cm²]", found[1].current, { published: 154.52, absolute: 0.02 });
  check("its frequency [Hz]", found[1].frequency, { published: 169.2, absolute: 0.05 });
});
