import { escapeRate, hodgkinHuxley, lif, liveNeurons, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";

describe("liveNeurons", () => {
  test("the numbers of simulate, to the last bit, with a current that changes on the way", async () => {
    const duration = 30;
    const dt = 0.02;
    const current = (t: number): number => (t >= 5 && t < 20 ? 10 : 0);
    const run = await simulate(hodgkinHuxley(), {
      n: 1,
      current: (t, now) => {
        now[0] = current(t);
      },
      dt,
      duration,
      record: ["v", "n"],
    });
    const live = await liveNeurons(hodgkinHuxley(), { dt });
    const seen: number[] = [];
    const fired: number[] = [];
    for (let k = 0; k < duration / dt; k++) {
      live.current[0] = current(k * dt);
      live.step();
      seen.push(live.state.v[0]);
      if (live.spikes[0] === 1) fired.push(live.time);
    }
    expect(seen).toEqual(Array.from(run.traces.v.toFloat64()));
    expect(live.state.n[0]).toBe(run.traces.n.toFloat64().at(-1));
    expect(fired).toEqual(Array.from(run.spikes.of(0)));
    expect(fired.length).toBeGreaterThan(0);
    expect(live.time).toBeCloseTo(duration, 9);
  });

  test("chance too: the same spikes of a noisy neuron, and others by another seed", async () => {
    const neuron = escapeRate();
    const counts = async (seed: number): Promise<number[]> => {
      const live = await liveNeurons(neuron, { n: 3, current: [1.8, 2, 2.2], seed });
      const sums = [0, 0, 0];
      for (let k = 0; k < 2000; k++) {
        live.step();
        for (let i = 0; i < 3; i++) sums[i] += live.spikes[i];
      }
      return sums;
    };
    const options = { current: [1.8, 2, 2.2], dt: 0.1, duration: 200, seed: 4 };
    expect(await counts(4)).toEqual(Array.from((await simulate(neuron, options)).spikes.counts()));
    expect(await counts(5)).not.toEqual(await counts(4));
  });

  test("goes on from a given state, several steps at once", async () => {
    const whole = await liveNeurons(lif(), { current: 1.5 });
    whole.step(40);
    const first = await liveNeurons(lif(), { current: 1.5 });
    first.step(25);
    const second = await liveNeurons(lif(), { current: 1.5, initial: { v: first.state.v } });
    second.step(15);
    expect(second.state.v[0]).toBe(whole.state.v[0]);
    second.state.v[0] = first.state.v[0];
    second.step(15);
    expect(second.state.v[0]).toBe(whole.state.v[0]);
  });

  test("refuses what it does not know", async () => {
    await expect(liveNeurons(lif(), { dt: 0 })).rejects.toThrow(
      "liveNeurons: dt is 0; use a number > 0. (invalid_option)",
    );
    await expect(liveNeurons(lif(), { initial: { m: 1 } })).rejects.toThrow("unknown_name");
  });
});
