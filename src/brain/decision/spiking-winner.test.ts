import { type SpikingTrials, spikingWinner } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { rejection } from "../../../test/support/thrown.js";

const mean = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((a, b) => a + b, 0) / values.length;
/** Two alternatives around 1.85 nA. */
const between = (evidence: number): number[] => [1.85 + evidence / 2, 1.85 - evidence / 2];

describe("winner takes all, by spikes", () => {
  const check = beside(
    "Wang (2002): half right without evidence, better and faster with it, one population left",
  );
  const trials = 40;

  test("accuracy rises and time falls with evidence; half without; the winner silences the other", async () => {
    const found: SpikingTrials[] = [];
    for (const evidence of [0, 0.05, 0.2])
      found.push(await spikingWinner({ inputs: between(evidence), trials, seed: 1 }));
    const correct = found.map(({ errorRate }) => 1 - errorRate);
    const allowed = 3 * Math.sqrt(0.25 / trials);
    check("share of first choices, no evidence", found[0].shares[0], { published: 0.5, absolute: allowed });
    check("correct, strong evidence", correct[2], { published: 1, absolute: 0.05 });
    expect(correct[1]).toBeGreaterThan(correct[0]);
    expect(correct[2]).toBeGreaterThan(correct[1]);
    for (const i of [1, 2]) expect(found[i].meanTime).toBeLessThan(found[i - 1].meanTime);
    for (const { choices } of found) expect(choices.every((choice) => choice >= 0)).toBe(true);
    expect(mean(found[2].confidences)).toBeGreaterThan(mean(found[0].confidences)); // clearer evidence, clearer win
    const [winners, losers] = [Math.max, Math.min].map((pick) =>
      mean(Array.from({ length: trials }, (_, t) => pick(...found[2].finalRates.slice(2 * t, 2 * t + 2)))),
    );
    expect(winners).toBeGreaterThan(40);
    check("rate of the loser at the end [Hz]", losers, { published: 0, absolute: 2 });
  }, 60_000);

  test("without inhibition nobody is silenced: both populations fire", async () => {
    const { finalRates } = await spikingWinner({
      inputs: between(0.2),
      inhibition: 0,
      trials: 5,
      duration: 0.6,
    });
    for (const rate of finalRates) expect(rate).toBeGreaterThan(25);
  });

  test("a lower threshold is faster and errs more", async () => {
    const options = { inputs: between(0.08), trials, duration: 1, seed: 2 };
    const [hasty, careful] = [
      await spikingWinner({ ...options, threshold: 12 }),
      await spikingWinner({ ...options, threshold: 30 }),
    ];
    expect(hasty.meanTime).toBeLessThan(careful.meanTime / 1.5);
    expect(hasty.errorRate).toBeGreaterThan(careful.errorRate);
  }, 60_000);

  test("of three, the one with most; paths end and spikes count as the rates say", async () => {
    const options = { inputs: [1.75, 2, 1.75], neurons: 10, trials: 6, duration: 0.6, record: 1 };
    const { shares, paths, spikes, finalRates, times, choices, dt } = await spikingWinner(options);
    expect(shares[1]).toBe(1);
    expect(choices).toEqual(new Int32Array(6).fill(1));
    expect(paths).toHaveLength(1);
    expect(paths[0]).toHaveLength(3 * 600);
    expect(paths[0].slice(-3)).toEqual(finalRates.slice(0, 3));
    const step = Math.round(times[0] / dt) - 1;
    expect(paths[0][3 * step + 1]).toBeGreaterThanOrEqual(25);
    expect(Math.max(...paths[0].slice(0, 3 * step))).toBeLessThan(25);
    expect(spikes[0].n).toBe(35); // 3 × 10, and 5 inhibitory
    // The smoothed rate's integral and what is left in it are all spikes.
    const ofWinner = spikes[0]
      .counts()
      .slice(10, 20)
      .reduce((a, b) => a + b);
    const keep = Math.exp(-1 / 30);
    const integral = paths[0].filter((_, i) => i % 3 === 1).reduce((sum, rate) => sum + rate * dt, 0);
    const left = (finalRates[1] * dt * keep) / (1 - keep);
    expect((integral + left) * 10).toBeCloseTo(ofWinner, 6);
  });

  test("a trial does not depend on how many there are; the same seed gives the same trials", async () => {
    const options = { inputs: between(0.1), neurons: 8, duration: 0.3, record: 1, seed: 3 };
    const [few, more] = [
      await spikingWinner({ ...options, trials: 2 }),
      await spikingWinner({ ...options, trials: 3 }),
    ];
    expect(few.paths[0]).toEqual(more.paths[0]);
    const other = await spikingWinner({ ...options, trials: 2, seed: 4 });
    expect(other.paths[0]).not.toEqual(few.paths[0]);
  });

  test("errors", async () => {
    expect(await rejection(spikingWinner({ inputs: [1] }))).toBe(
      "spikingWinner: inputs has 1 numbers; give one for each of at least two alternatives. (invalid_option)",
    );
    expect(await rejection(spikingWinner({ inputs: [1, 1], inhibition: -1 }))).toBe(
      "spikingWinner: inhibition is -1; use a number from 0. (invalid_option)",
    );
    // @ts-expect-error: it is inputs
    expect(await rejection(spikingWinner({ inputs: [1, 1], input: 1 }))).toMatch(/unknown_name/);
  });
});
