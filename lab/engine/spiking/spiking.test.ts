import type { AccountLine } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beta, defaultSpikingSpec, surrogateNames, tellers, timeSteps, vThreshold } from "./spec.js";
import { Spiking } from "./spiking.js";

async function trained(steps: number): Promise<Spiking> {
  const subject = new Spiking(defaultSpikingSpec);
  for (let k = 0; k < steps; k++) await subject.advance();
  return subject;
}

const at = [0.3, -0.2] as const;

describe("the spiking network beside an ordinary one", () => {
  test("both learn two rings; the same spec and steps give the same bits", async () => {
    const subject = await trained(0);
    const first = await subject.frame({});
    expect(first.spiking.loss).toBeCloseTo(Math.LN2, 2); // it is nearly silent: both classes alike
    for (let k = 0; k < 150; k++) await subject.advance();
    const frame = await subject.frame({ maps: { size: 8 }, trace: { at }, distances: {} });
    const seen = `after 150 steps: loss ${frame.spiking.loss} by spikes, ${frame.ordinary.loss} by numbers`;
    expect(frame.spiking.testAccuracy, seen).toBeGreaterThan(0.95);
    expect(frame.ordinary.testAccuracy, seen).toBeGreaterThan(0.95);
    expect(frame.spiking.loss, seen).toBeLessThan(0.1);

    const again = await trained(150);
    expect(await again.frame({ maps: { size: 8 }, trace: { at }, distances: {} })).toEqual(frame);
    expect(frame.epoch).toBe(150 / 7);
  }, 60_000);

  test("what is shown of one point is what leaky neurons do, computed by hand", async () => {
    const subject = await trained(40);
    const trace = await subject.questions.trace({ at });
    const { told, fired, membranes, slopes, neurons, hidden } = trace;
    expect([trace.steps, neurons, trace.classes]).toEqual([timeSteps, 2 * tellers, 2]);
    const [kernel, bias] = subject.nets.spiking.getWeights().map((weight) => weight.toFloat64());
    let spikes = 0;
    for (let j = 0; j < hidden; j++) {
      let [v, spiked] = [0, 0];
      for (let t = 0; t < timeSteps; t++) {
        let current = bias[j];
        for (let i = 0; i < neurons; i++) current += told[t * neurons + i] * kernel[i * hidden + j];
        v = beta * v + current - vThreshold * spiked;
        spiked = Number(v > vThreshold);
        spikes += spiked;
        expect(membranes[t * hidden + j]).toBeCloseTo(v, 4);
        expect(fired[t * hidden + j]).toBe(spiked);
        const u = v - vThreshold; // arctan, a = 2: 1 / (1 + (π u)²)
        expect(slopes[t * hidden + j]).toBeCloseTo(1 / (1 + (Math.PI * u) ** 2), 4);
      }
    }
    expect(spikes).toBeGreaterThan(0);
    // each neuron that tells the point does so once
    for (let i = 0; i < neurons; i++) {
      let count = 0;
      for (let t = 0; t < timeSteps; t++) count += told[t * neurons + i];
      expect(count).toBeLessThanOrEqual(1);
    }
    expect(trace.spiking.reduce((a, b) => a + b)).toBeCloseTo(1, 6);
  }, 60_000);

  test("work: a MAC for each weight by numbers; by spikes an addition for each weight that a spike meets", async () => {
    const subject = await trained(40);
    const [spiking, ordinary] = await subject.questions.work();
    expect(ordinary.total.macs).toBe(16 * 16 + 16 * 2);
    expect([spiking.total.macs, ordinary.total.accumulates]).toEqual([0, 0]);
    const { at: places, labels, trained: learned } = await subject.questions.points();
    const tests = labels.length - learned;
    let [told, fired] = [0, 0];
    for (let k = learned; k < labels.length; k++) {
      const trace = await subject.questions.trace({ at: [places[2 * k], places[2 * k + 1]] });
      told += trace.told.reduce((a, b) => a + b);
      fired += trace.fired.reduce((a, b) => a + b);
    }
    const line = (name: string): AccountLine | undefined =>
      spiking.lines.find((candidate) => candidate.name === name);
    expect(line("hidden")?.accumulates).toBeCloseTo((told * 16) / tests, 6);
    expect(line("output")?.accumulates).toBeCloseTo((fired * 2) / tests, 6);
  }, 60_000);

  test("every surrogate offered can be trained, also where spikes cost something", async () => {
    for (const surrogate of surrogateNames) {
      const subject = new Spiking({
        ...defaultSpikingSpec,
        data: "blobs",
        hidden: 4,
        surrogate,
        spikeCost: 0.001,
      });
      await subject.advance();
      const { spiking, trace } = await subject.frame({ trace: { at } });
      expect(spiking.loss, surrogate).toBeGreaterThan(0);
      expect(
        trace?.slopes.every((slope) => slope >= 0),
        surrogate,
      ).toBe(true);
    }
  }, 60_000);
});
