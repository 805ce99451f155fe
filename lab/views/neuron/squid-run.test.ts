import { hodgkinHuxley, simulate } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { experiments } from "./experiments.js";
import { SquidRun, sampleCount, span, squidNeuron } from "./squid-run.js";

/** Spikes in the first 60 ms, and the highest potential. */
async function seen(
  id: string,
): Promise<{ readonly spikes: number; readonly highest: number; run: SquidRun }> {
  const { pulses, blocked } = experiments.find((each) => each.id === id) ?? experiments[0];
  const run = await SquidRun.begin();
  run.reset(pulses, blocked);
  run.advance(span.window);
  return { spikes: run.spikes, highest: Math.max(...run.trace.v), run };
}

describe("what the experiments promise", () => {
  test("a kick of 6 fails, one of 7 makes a whole spike", async () => {
    const [small, whole] = [await seen("small"), await seen("spike")];
    expect(small.spikes).toBe(0);
    expect(small.highest).toBeLessThan(-55);
    expect(whole.spikes).toBe(1);
    expect(whole.highest).toBeGreaterThan(30);
  });

  test("two kicks make one spike", async () => {
    expect((await seen("twice")).spikes).toBe(1);
  });

  test("10 µA/cm² make 68 spikes a second", async () => {
    const { run } = await seen("train");
    const times: number[] = [];
    for (let before = run.spikes; times.length < 3; before = run.spikes) {
      run.advance(span.sample);
      if (run.spikes > before) times.push(run.time);
    }
    expect(1000 / (times[2] - times[1])).toBeGreaterThan(67.5);
    expect(1000 / (times[2] - times[1])).toBeLessThan(69);
  });

  test("let go of −10 it fires; poisoned it never does", async () => {
    const rebound = await seen("rebound");
    expect(rebound.spikes).toBe(1);
    const poison = await seen("poison");
    expect(poison.spikes).toBe(0);
    expect(poison.run.open.inward.sodium).toBe(0);
    expect(poison.highest).toBeLessThan(-45);
  });
});

describe("SquidRun", () => {
  test("its numbers are those of simulate, on today's scale", async () => {
    const run = await SquidRun.begin();
    const initial = { ...run.state };
    run.held = 10;
    run.advance(20);
    const { traces } = await simulate(squidNeuron({ sodium: false, potassium: false }), {
      current: 10,
      dt: span.dt,
      duration: 20,
      initial,
      record: ["v"],
    });
    expect(run.state.v).toBe(traces.v.toFloat64().at(-1));
    expect(run.time).toBeCloseTo(20, 9);
    expect(run.trace.v[sampleCount - 1]).toBe(run.state.v);
    // 65 mV lower than the paper's, to the error of the rest that was rounded
    const paper = await simulate(hodgkinHuxley(), {
      current: 10,
      dt: span.dt,
      duration: 20,
      initial: { ...initial, v: initial.v + 65 },
      record: ["v"],
    });
    expect(run.state.v + 65).toBeCloseTo(paper.traces.v.toFloat64().at(-1) ?? NaN, 2);
  });

  test("time that is too short for a sample is owed, not lost", async () => {
    const run = await SquidRun.begin();
    for (let k = 0; k < 100; k++) run.advance(0.013);
    expect(run.time).toBeCloseTo(1.28, 9);
  });

  test("a poison acts from where the membrane is", async () => {
    const run = await SquidRun.begin();
    run.held = 20;
    run.advance(0.4);
    const { v } = run.state;
    run.block({ sodium: true, potassium: false });
    expect(run.state.v).toBe(v);
    run.advance(30);
    expect(run.spikes).toBe(0);
    run.reset([], { sodium: false, potassium: false });
    expect(run.time).toBe(0);
    run.advance(30);
    expect(run.spikes, "held still").toBeGreaterThan(1);
  });
});
