import {
  allToAll,
  clockDriven,
  eventDriven,
  exponential,
  fromRaster,
  hodgkinHuxley,
  integrateAndFire,
  lif,
  lifRate,
  type Network,
  oneToOne,
  poisson,
  randomConnections,
  SpikeTrains,
  shortTermPlasticity,
  simulate,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";

const membrane = {
  tauMembrane: 20,
  resistance: 1,
  vRest: 0,
  vThreshold: 20,
  vReset: 10,
  tRefractory: 2,
} as const;

/** Two populations, excitatory and inhibitory, and spikes from outside. */
async function randomNetwork(fireWhen: ">" | ">="): Promise<Network> {
  const outside = await simulate(poisson(), { n: 60, current: 60, dt: 0.1, duration: 300, seed: 11 });
  const neuron = lif({ ...membrane, fireWhen });
  const drives = Float64Array.from({ length: 40 }, (_, i) => 15 + (i % 11));
  const connect = (weight: number, seed: number): ReturnType<typeof randomConnections> =>
    randomConnections({ probability: 0.2, weight, seed });
  return {
    populations: {
      outside: { spikes: outside.spikes },
      e: { neuron, n: 40, current: drives },
      i: { neuron, n: 10, current: 18.5 },
    },
    projections: [
      { from: "outside", to: "e", connect: connect(1.37, 1), delay: 0.4 },
      {
        from: "e",
        to: "e",
        connect: connect(0.61, 2),
        delay: 1.5,
        plasticity: shortTermPlasticity({ tauRecovery: 100 }),
      },
      { from: "e", to: "i", connect: connect(1.1, 3), delay: 0.8 },
      { from: "i", to: "e", connect: connect(-2.3, 4), delay: 1.5 },
    ],
  };
}

const sorted = (trains: SpikeTrains): string[] =>
  Array.from(trains.times, (t, k) => `${(Math.round(t * 10) / 10).toFixed(1)} ${trains.neurons[k]}`).sort();

describe("two engines, one answer", () => {
  test.each([">", ">="] as const)("a random network, fires where v %s threshold", async (fireWhen) => {
    const network = await randomNetwork(fireWhen);
    const clock = await clockDriven(network, { dt: 0.1, duration: 300 });
    const events = eventDriven(network, { dt: 0.1, duration: 300 });
    expect(clock.spikes.e.length).toBeGreaterThan(300);
    expect(clock.spikes.i.length).toBeGreaterThan(50);
    for (const name of ["e", "i", "outside"])
      expect(sorted(events.spikes[name])).toEqual(sorted(clock.spikes[name]));
    expect(events.updates).toBeLessThan(3000 * 50);
  });

  test("resting, soft reset, no leak", async () => {
    const neuron = integrateAndFire({ reset: "subtract", tRefractory: [0, 1.5, 3] });
    const network: Network = {
      populations: {
        a: { neuron, n: 3, current: [0.0517, 0.34, 0.29] },
        b: { neuron, n: 3, current: 0.013 },
      },
      projections: [
        { from: "a", to: "b", connect: oneToOne(0.83), delay: 2 },
        { from: "b", to: "a", connect: allToAll(1.71), delay: 1 },
      ],
    };
    const clock = await clockDriven(network, { dt: 0.5, duration: 200 });
    const { spikes } = eventDriven(network, { dt: 0.5, duration: 200 });
    for (const name of ["a", "b"]) expect(sorted(spikes[name])).toEqual(sorted(clock.spikes[name]));
    expect(clock.spikes.b.length).toBeGreaterThan(20);
  });

  test("as the clock's step shrinks, its spikes come to the exact ones", async () => {
    const network: Network = {
      populations: {
        a: { neuron: lif(membrane), n: 1, current: 25 },
        b: { neuron: lif(membrane), n: 1, current: 19.5 },
      },
      projections: [{ from: "a", to: "b", connect: allToAll(2), delay: 1 }],
    };
    const exact = eventDriven(network, { duration: 100 }).spikes.b.of(0);
    expect(exact.length).toBeGreaterThan(0);
    const errors: number[] = [];
    for (const dt of [0.1, 0.01, 0.001]) {
      const { spikes } = await clockDriven(network, { dt, duration: 100 });
      errors.push(Math.abs(spikes.b.of(0)[0] - exact[0]));
    }
    expect(errors[0]).toBeLessThan(0.5);
    expect(errors[2]).toBeLessThan(0.01);
  });
});

describe("exact times", () => {
  const check = beside(
    "LIF periods by the event-driven engine [ms], beside the closed form of Gerstner & Kistler (2002)",
  );

  test("the f–I curve to 1e-9", () => {
    const neuron = { tauMembrane: 10, resistance: 1, vRest: 0, vThreshold: 10, vReset: 0, tRefractory: 5 };
    for (const current of [11, 12, 15, 20]) {
      const network: Network = { populations: { a: { neuron: lif(neuron), n: 1, current } } };
      const times = eventDriven(network, { duration: 1000 }).spikes.a.of(0);
      const period = (times[times.length - 1] - times[0]) / (times.length - 1);
      check(`RI = ${current} mV`, period, { published: 1000 / lifRate(current, neuron), relative: 1e-9 });
    }
  });

  test("a spike's way: 3 mV twice within a millisecond, at the threshold of 5", () => {
    const two = new SpikeTrains({ times: [1, 2], neurons: [0, 0] }, 1, 10);
    const neuron = lif({ ...membrane, tauMembrane: 1, vThreshold: 4, vReset: 0, vRest: 0 });
    const run = (weight: number): readonly number[] =>
      eventDriven(
        {
          populations: { s: { spikes: two }, a: { neuron, n: 1 } },
          projections: [{ from: "s", to: "a", connect: allToAll(weight), delay: 0.25 }],
        },
        { duration: 10 },
      ).spikes.a.of(0);
    // 3 + 3/e = 4.10 crosses 4; 2.9 + 2.9/e = 3.97 does not
    expect(run(3)).toEqual([2.25]);
    expect(run(2.9)).toEqual([]);
  });
});

describe("on a clock", () => {
  test("delays in whole steps, and a given spike arrives where it should", async () => {
    const given = new SpikeTrains({ times: [1, 5], neurons: [0, 1] }, 2, 10);
    const network: Network = {
      populations: { s: { spikes: given }, a: { neuron: lif({ ...membrane, vThreshold: 100 }), n: 2 } },
      projections: [{ from: "s", to: "a", connect: oneToOne(10), delay: 1.5 }],
    };
    const { traces } = await clockDriven(network, { dt: 0.5, duration: 10, record: { a: ["v"] } });
    const v = (t: number, i: number): number => traces.a.v.toFloat64()[(Math.round(t / 0.5) - 1) * 2 + i];
    expect([v(2, 0), v(2.5, 0), v(6, 1), v(6.5, 1)]).toEqual([0, 10, 0, 10]);
    expect(v(4.5, 0)).toBeCloseTo(10 * Math.exp(-2 / 20), 12);
  });

  test("a raster there and back", async () => {
    const { spikes } = await simulate(poisson(), { n: 5, current: 100, dt: 1, duration: 100, seed: 2 });
    const again = fromRaster(spikes.toRaster(1), 1);
    expect([Array.from(again.times), Array.from(again.neurons)]).toEqual([
      Array.from(spikes.times),
      Array.from(spikes.neurons),
    ]);
  });

  test("the same seed gives the same spikes, another one others", async () => {
    const run = async (seed: number): Promise<number[]> =>
      Array.from(
        (await simulate(poisson(), { n: 20, current: 50, dt: 1, duration: 200, seed })).spikes.times,
      );
    expect(await run(1)).toEqual(await run(1));
    expect(await run(2)).not.toEqual(await run(1));
  });
});

describe("what cannot be run", () => {
  const one = (population: object): Network => ({
    populations: { a: { neuron: lif(), n: 1, ...population } },
  });

  test("event-driven", () => {
    expect(() => eventDriven(one({ neuron: hodgkinHuxley() }), { duration: 1 })).toThrow(
      'eventDriven: population "a" hodgkinHuxley has no closed form between spikes; use clockDriven. (invalid_option)',
    );
    expect(() => eventDriven(one({ current: () => {} }), { duration: 1 })).toThrow(
      'eventDriven: population "a" has a current that changes; use clockDriven. (invalid_option)',
    );
    const projections = [{ from: "a", to: "a", connect: allToAll(1) }];
    expect(() => eventDriven({ ...one({}), projections }, { duration: 1 })).toThrow(
      'eventDriven: the projection "a" to "a" has no delay; give one > 0, or a grid by dt. (invalid_option)',
    );
    const lasting = [{ ...projections[0], synapse: exponential() }];
    expect(() => eventDriven({ ...one({}), projections: lasting }, { duration: 1 })).toThrow(
      'eventDriven: population "a" receives through exponential, which lasts; use clockDriven. (invalid_option)',
    );
  });

  test("on a clock", async () => {
    const clock = { dt: 1, duration: 3 };
    await expect(clockDriven(one({ current: [1, 2] }), clock)).rejects.toThrow(
      'population "a": the current has 2 numbers for 1 neurons; give one number, or one for each neuron. (shape_mismatch)',
    );
    await expect(
      clockDriven({ ...one({}), projections: [{ from: "a", to: "b", connect: oneToOne() }] }, clock),
    ).rejects.toThrow(
      'projection: population: unknown name "b"; did you mean "a"? use one of a. (unknown_name)',
    );
    await expect(simulate(lif(), { ...clock, record: ["u"] })).rejects.toThrow(
      'lif: record: unknown name "u"; did you mean "v"? use one of v. (unknown_name)',
    );
    await expect(simulate(lif({ tauMembrane: [1, 2] }), { ...clock, n: 3 })).rejects.toThrow(
      "lif: tauMembrane has 2 numbers for 3 units; give one number, or one for each unit. (shape_mismatch)",
    );
  });
});
