import {
  hodgkinHuxley,
  hodgkinHuxleyAxon,
  lif,
  type NeuronRun,
  shortTermPlasticity,
  simulate,
} from "neurograd/brain";
import { expect } from "vitest";
import type { BrainGolden } from "../../golden/read-brain.js";
import type { Published } from "./beside.js";

// Ours beside what golden/brain.py found by Brian and NEURON: kept in brain.json, or found now.

type Check = (what: string, ours: number, wanted: Published) => void;

/** Rate [Hz] of each neuron, of the second half of its intervals. */
function rates({ spikes }: NeuronRun, n: number): number[] {
  return Array.from({ length: n }, (_, i) => {
    const times = spikes.of(i);
    const middle = Math.floor((times.length - 1) / 2);
    return (1000 * (times.length - 1 - middle)) / (times[times.length - 1] - times[middle]);
  });
}

export async function lifCurveBeside({ drive, rate }: BrainGolden["lifCurve"], check: Check): Promise<void> {
  // Brian counts its 5 ms from the beginning of the step that fires.
  const neuron = lif({ resistance: 1, vRest: 0, vThreshold: 10, vReset: 0, tRefractory: 4.99 });
  const run = await simulate(neuron, { current: drive, dt: 0.01, duration: 1000 });
  for (const [i, ours] of rates(run, drive.length).entries())
    check(`LIF at ${drive[i]} mV [Hz]`, ours, { published: rate[i], relative: 1e-9 });
}

export async function hodgkinHuxleyCurveBeside(
  { current, rate }: BrainGolden["hodgkinHuxleyCurve"],
  check: Check,
): Promise<void> {
  const run = await simulate(hodgkinHuxley(), { current, dt: 0.01, duration: 400 });
  for (const [i, ours] of rates(run, current.length).entries())
    check(`Hodgkin-Huxley at ${current[i]} µA/cm² [Hz]`, ours, { published: rate[i], relative: 5e-4 });
}

export function shortTermBeside(found: BrainGolden["shortTerm"], check: Check): void {
  for (const { rate, delivered, ...options } of found) {
    const factor = shortTermPlasticity(options).begin(1);
    let last = 0;
    for (let k = 0; k < 120; k++) last = factor(0, Math.round((1e5 / rate) * k) / 100); // on the grid of 0.01 ms
    check(`synapse with U = ${options.release} at ${rate} Hz`, last, {
      published: delivered,
      relative: 1e-9,
    });
  }
}

/** Times of the first two spikes and of the last. */
export async function hodgkinHuxleyBeside(found: BrainGolden["hodgkinHuxley"], check: Check): Promise<void> {
  const neuron = hodgkinHuxley({ vRest: -65, eNa: 50, eK: -77, eL: -54.3, vThreshold: -15 });
  for (const { current, spikes: wanted } of found) {
    const { spikes } = await simulate(neuron, { current, initial: { v: -65 }, dt: 0.01, duration: 200 });
    const times = spikes.of(0);
    expect(times.length).toBe(wanted.length);
    for (const k of [0, 1, wanted.length - 1])
      check(`${current} µA/cm², spike ${k + 1} [ms]`, times[k], { published: wanted[k], absolute: 0.02 });
  }
}

export function axonBeside(found: BrainGolden["axon"], check: Check): void {
  for (const { temperature, velocity } of found) {
    const ours = hodgkinHuxleyAxon({ temperature, compartments: 400, dt: 0.002, duration: 8 }).velocity;
    check(`axon at ${temperature} °C [m/s]`, ours, { published: velocity, relative: 0.005 });
  }
}
