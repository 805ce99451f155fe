import { fICurve, izhikevich, izhikevichKinds, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";

const { regularSpiking, intrinsicallyBursting, chattering, fastSpiking, lowThresholdSpiking } =
  izhikevichKinds;

describe("the equation", () => {
  const check = beside(
    "Izhikevich (2003), equations 1 to 3: steady rates [Hz] of a regular spiking neuron, Euler, dt 0.02 ms",
  );
  const published = { 4: 7.14, 5: 10.64, 6: 13.25, 8: 17.9, 10: 22.27, 15: 32.94, 20: 43.52 };

  test("steady rates", async () => {
    const currents = Object.keys(published).map(Number);
    const neuron = izhikevich(regularSpiking);
    const { rates } = await fICurve(neuron, currents, { dt: 0.02, duration: 3000, settle: 1000 });
    for (const [i, rate] of Object.values(published).entries())
      check(`I = ${currents[i]}`, rates[i], { published: rate, relative: 1e-3 });
  });

  test("rest at (−70, −14); beyond −50 mV it fires without a current; below I = 3.7975 rest holds, above it does not", async () => {
    const still = await simulate(izhikevich({ d: 8 }), {
      initial: { v: -70, u: -14 },
      n: 1,
      dt: 0.1,
      duration: 500,
      record: ["v", "u"],
    });
    expect(still.traces.v.toFloat64().every((v) => Math.abs(v + 70) < 1e-9)).toBe(true);
    expect(still.traces.u.toFloat64().every((u) => Math.abs(u + 14) < 1e-9)).toBe(true);
    const pushed = await simulate(izhikevich(), {
      n: 2,
      initial: { v: [-50.1, -49.9], u: -10 },
      dt: 0.01,
      duration: 30,
    });
    expect(pushed.spikes.counts()).toEqual([0, 1]);
    // v = (a − 5)/0.08 = −62.25 is where the fixed point loses its stability: I = 3.7975
    const fixed = (current: number): number => (-4.8 - Math.sqrt(4.8 ** 2 - 0.16 * (140 + current))) / 0.08; // 0.04 v² + 4.8 v + 140 + I = 0
    expect(fixed(3.7975)).toBeCloseTo(-62.25, 6);
    const at = async (current: number): Promise<number> => {
      const v = fixed(current) + 0.01;
      const run = await simulate(izhikevich(), {
        current,
        initial: { v, u: 0.2 * v },
        dt: 0.01,
        duration: 4000,
        record: ["v"],
      });
      return run.spikes.length;
    };
    expect(await at(3.7)).toBe(0);
    expect(await at(3.9)).toBeGreaterThan(0);
  });
});

describe("the program of the paper, 1 ms steps, is another system", () => {
  const check = beside(
    "Izhikevich's program (2003): spikes in 1 s at I = 10; the equation's own beside them",
  );
  const published = [
    ["regular spiking", regularSpiking, 20, 23],
    ["intrinsically bursting", intrinsicallyBursting, 27, 34],
    ["chattering", chattering, 43, 87],
    ["fast spiking", fastSpiking, 63, 136],
    ["low-threshold spiking", lowThresholdSpiking, 44, 78],
  ] as const;

  test.each(published)("%s", async (name, kind, ofProgram, ofEquation) => {
    const count = async (scheme: "paper" | "euler", dt: number): Promise<number> =>
      (
        await simulate(izhikevich({ ...kind, scheme }), {
          current: 10,
          initial: { v: -65, u: -65 * kind.b },
          dt,
          duration: 1000,
        })
      ).spikes.between(0, 1000).length;
    check(`${name}, program`, await count("paper", 1), { published: ofProgram, absolute: 0 });
    check(`${name}, equation`, await count("euler", 0.01), { published: ofEquation, absolute: 0 });
  });

  test("its first spikes", async () => {
    const neuron = izhikevich({ ...regularSpiking, scheme: "paper" });
    const first = [4, 31, 79, 141, 195, 243];
    for (const runtime of ["float64", "native"] as const) {
      const { spikes } = await simulate(neuron, { current: 10, dt: 1, duration: 250, runtime });
      expect(spikes.of(0)).toEqual(first);
    }
    for (const [k, t] of first.entries())
      check(`spike ${k + 1} [ms]`, t, { published: first[k], absolute: 0 });
  });
});
