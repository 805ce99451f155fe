import { adex, cubaLif, simulate } from "neurograd/brain";
import { describe, test } from "vitest";
import { readBrain } from "../../../golden/read-brain.js";
import { beside } from "../../../test/support/beside.js";
import {
  axonBeside,
  hodgkinHuxleyBeside,
  hodgkinHuxleyCurveBeside,
  lifCurveBeside,
  shortTermBeside,
} from "../../../test/support/beside-brain.js";
import { expectClose } from "../../../test/support/expect-close.js";

const golden = readBrain();

describe("adex beside Brian 2, Euler with the same step", () => {
  test.each(golden.adex)("$current pA", async ({ current, dt, duration, spikes: wanted }) => {
    const { spikes } = await simulate(adex(), { current, dt, duration });
    expectClose(spikes.of(0), wanted, 1e-9, "spikes [ms]");
  });
});

describe("cubaLif beside Brian 2's exact solution", () => {
  const { dt, spikes: wanted, steps, i } = golden.cubaLif;
  const current = (t: number, input: Float64Array): void => {
    input.fill(t % 60 < 20 - dt / 2 ? 4 : 0);
  };

  test("spikes and synaptic current", async () => {
    const neuron = cubaLif({ tauSynapse: [5, 8], tRefractory: 1.9 }); // Brian counts its 2 ms from the beginning of the step that fires
    const run = await simulate(neuron, { current, n: 2, dt, duration: 120, record: ["i"] });
    for (const k of [0, 1]) {
      expectClose(run.spikes.of(k), wanted[k], 1e-9, "spikes [ms]");
      const trace = run.traces.i.toFloat64();
      expectClose(
        steps.map((step) => trace[step * 2 + k]),
        i[k],
        1e-12,
        "i [nA]",
      );
    }
  });

  test("equal time constants: the limit, as small steps find it", async () => {
    const neuron = cubaLif({ tauSynapse: 10, tauMembrane: 10, vThreshold: 1000 });
    const [exact, fine] = await Promise.all(
      [1, 0.01].map((step) => simulate(neuron, { current: 2, dt: step, duration: 30, record: ["v"] })),
    );
    // v − vRest = R I (1 − e^(−x) (1 + x)), x = t/τ
    const closed = [10, 20, 30].map((t) => -70 + 20 * (1 - Math.exp(-t / 10) * (1 + t / 10)));
    expectClose(
      [10, 20, 30].map((t) => exact.traces.v.toFloat64()[t - 1]),
      closed,
      1e-9,
    );
    expectClose(
      [10, 20, 30].map((t) => fine.traces.v.toFloat64()[t * 100 - 1]),
      closed,
      1e-9,
    );
  });
});

describe("beside Brian 2.5: rates, and synapses that tire", () => {
  const check = beside("Brian 2.5, the same steps");
  test("LIF: Brian's example IF_curve_LIF", () => lifCurveBeside(golden.lifCurve, check));
  test("hodgkinHuxley", () => hodgkinHuxleyCurveBeside(golden.hodgkinHuxleyCurve, check));
  test("shortTermPlasticity", () => shortTermBeside(golden.shortTerm, check));
});

describe("beside NEURON 8.2", () => {
  const check = beside("NEURON 8.2: the squid's membrane on today's scale, spikes at −15 mV; its axon");
  test("spikes of hodgkinHuxley, variable step", () => hodgkinHuxleyBeside(golden.hodgkinHuxley, check));
  test("conduction velocity", () => axonBeside(golden.axon, check));
});
