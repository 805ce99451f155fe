import { Tensor } from "neurograd";
import { lif, lifRate, type NeuronRun, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";

describe("f–I curve", () => {
  const check = beside(
    "LIF rates [Hz]: closed form, Gerstner & Kistler (2002); parameters of Brian's IF_curve_LIF.py",
  );
  const brian = { tauMembrane: 10, resistance: 1, vRest: 0, vThreshold: 10, vReset: 0, tRefractory: 5 };
  const published = [
    [11, 34.5078],
    [12, 43.6346],
    [15, 62.5543],
    [20, 83.812],
  ] as const;

  test("closed form", () => {
    for (const [current, rate] of published)
      check(`RI = ${current} mV`, lifRate(current, brian), { published: rate, absolute: 5e-5 });
    expect(lifRate(10, brian)).toBe(0);
  });

  test("a clock's period is longer by at most one step", async () => {
    const dt = 0.01;
    const currents = published.map(([current]) => current);
    const { spikes } = await simulate(lif(brian), { current: currents, dt, duration: 200 });
    for (const [i, current] of currents.entries()) {
      const [first, second] = spikes.of(i);
      const late = second - first - 1000 / lifRate(current, brian);
      expect(late).toBeGreaterThan(-1e-9);
      expect(late).toBeLessThan(dt + 1e-9);
    }
  });
});

describe("NEST's iaf_psc_alpha: C 250 pF, τ 10 ms, 2 ms refractory, −70 to −55 mV", () => {
  const check = beside("NEST 3, test_iaf_psc_alpha.py and the closed form");
  const nest = { tauMembrane: 10, resistance: 40, vRest: -70, vThreshold: -55, vReset: -70, tRefractory: 2 };
  const at = ({ traces, dt }: NeuronRun, t: number): number => traces.v.toFloat64()[Math.round(t / dt) - 1];

  test("rates", () => {
    const rates = { 376: 16.314, 400: 33.641, 500: 63.04, 750: 111.964, 1000: 149.253 };
    for (const [current, published] of Object.entries(rates))
      check(`${current} pA [Hz]`, lifRate(Number(current) / 1000, nest), { published, absolute: 5e-4 });
    expect(lifRate(0.375, nest)).toBe(0); // the rheobase
  });

  test("the membrane at 1000 pA, and the period on the grid", async () => {
    const run = await simulate(lif({ ...nest, fireWhen: ">=" }), {
      current: 1,
      dt: 0.1,
      duration: 20,
      record: ["v"],
    });
    const trace = {
      0.1: -69.602,
      0.2: -69.2079,
      0.3: -68.8178,
      0.4: -68.4316,
      0.5: -68.0492,
      4.3: -56.0204,
      4.5: -55.5051,
      4.7: -55.0001,
    };
    for (const [t, published] of Object.entries(trace))
      check(`v(${t} ms) [mV]`, at(run, Number(t)), { published, absolute: 5e-5 });
    const [first, second] = run.spikes.of(0);
    check("first spike [ms]", first, { published: 4.8, absolute: 1e-9 });
    check("period on the grid [ms]", second - first, { published: 6.8, absolute: 1e-9 });
    check("exact period [ms]", 1000 / lifRate(1, nest), { published: 6.7, absolute: 5e-5 });
    for (const t of [4.8, 5.8, 6.8]) expect(at(run, t)).toBe(-70); // held
    expect(at(run, 6.9)).toBeGreaterThan(-70);
  });

  test("1450 pA: a spike at 3.0 ms whatever the step", async () => {
    for (const dt of [0.1, 0.2, 0.5, 1]) {
      const run = await simulate(lif({ ...nest, fireWhen: ">=" }), {
        current: 1.45,
        dt,
        duration: 5,
        record: ["v"],
      });
      check(`first spike, dt ${dt} [ms]`, run.spikes.of(0)[0], { published: 3, absolute: 1e-9 });
      check(`v(1.0 ms), dt ${dt} [mV]`, at(run, 1), { published: -64.4806, absolute: 5e-5 });
      check(`v(2.0 ms), dt ${dt} [mV]`, at(run, 2), { published: -59.4864, absolute: 5e-5 });
    }
  });
});

describe("the LIF run of the NIR paper", () => {
  const check = beside("Pedersen et al. (2024), Nat. Commun. 15:8122: spikes of its LIF, by step");
  const steps = [
    60, 220, 270, 310, 320, 350, 370, 400, 410, 430, 440, 450, 460, 470, 480, 490, 500, 510, 520, 530, 670,
    680, 690, 700, 710, 720, 730, 740, 750, 760, 770, 780, 840, 850,
  ];
  const input = new Float64Array(1000);
  for (const k of steps) input[k] = 1;
  const current = new Tensor(input, [1000, 1], "float64");
  const bins = [460, 510, 710, 760];
  const paper = { tauMembrane: 2.5, resistance: 1, vRest: 0, vThreshold: 0.1, vReset: 0 };
  /** Of each way to make steps, how far its membrane is from the exact one. */
  const rmse: Readonly<Record<string, number>> = {
    "exact, subtract": 1.08e-4,
    "euler, subtract": 3.99e-4,
    "euler, value": 9.33e-4,
  };

  /** dv/dt = (x − v) / τ solved between the changes of x and the crossings of the threshold, at which v is 0 again. */
  function solve(): { readonly v: Float64Array; readonly spikes: readonly number[] } {
    const [tau, dt, threshold] = [2.5e-3, 1e-4, 0.1];
    const spikes: number[] = [];
    let v = 0;
    const each = input.map((x, k) => {
      let at = 0;
      const later = (time: number): number => x + (v - x) * Math.exp(-time / tau);
      while (later(dt - at) > threshold) {
        at += tau * Math.log((v - x) / (threshold - x));
        spikes.push(k * dt + at);
        v = 0;
      }
      v = later(dt - at);
      return v;
    });
    return { v: each, spikes };
  }
  const exact = solve();

  test.each(
    (["exact", "euler"] as const).flatMap((integration) =>
      (["value", "subtract"] as const).flatMap((reset) =>
        (["float64", "native"] as const).map((runtime) => ({ integration, reset, runtime })),
      ),
    ),
  )("$integration, reset $reset, $runtime", async ({ integration, reset, runtime }) => {
    const run = await simulate(lif({ ...paper, integration, reset }), {
      current,
      dt: 0.1,
      duration: 100,
      runtime,
      record: ["v"],
    });
    const found = run.spikes.of(0).map((t) => Math.round(t / 0.1) - 1);
    expect(found).toEqual(bins);
    if (runtime !== "float64") return;
    for (const [k, bin] of found.entries())
      check(`${integration}, ${reset}: spike ${k + 1}`, bin, { published: bins[k], absolute: 0 });
    const v = run.traces.v.toFloat64();
    const error = Math.sqrt(v.reduce((sum, each, k) => sum + (each - exact.v[k]) ** 2, 0) / 1000);
    const wanted = rmse[`${integration}, ${reset}`];
    if (wanted !== undefined)
      check(`${integration}, ${reset}: RMSE of v to the exact solution`, error, {
        published: wanted,
        relative: 5e-3,
      });
  });

  test("its exact solution, from crossing to crossing of the threshold", () => {
    for (const [k, t] of [0.046084, 0.05109, 0.071092, 0.076091].entries())
      check(`exact time of spike ${k + 1} [s]`, exact.spikes[k], { published: t, absolute: 5e-7 });
    expect(exact.spikes).toHaveLength(4);
  });
});
