import {
  input,
  layers,
  type Model,
  ops,
  optimizers,
  program,
  RandomSource,
  sequential,
  tensorType,
} from "neurograd";
import type { Runtime } from "../command-line.js";
import { Car, observed } from "./car.js";
import type { Track } from "./track.js";

// Learning from what follows: actions after which it went better than expected become likelier.
// Williams 1992, REINFORCE with a baseline; the baseline is a second network.

export interface LearnOptions {
  readonly rounds: number;
  readonly cars: number;
  /** Ticks that all cars drive before the networks learn. */
  readonly ticks: number;
  readonly seed: number;
  readonly runtime: Runtime;
  /** Called after each round with the laps driven and the crashes. */
  readonly tell: (round: number, laps: number, crashes: number) => void;
}

/** How much a tick counts that is one tick further away. */
const discount = 0.97;
/** How far actions that are tried are from those the network would choose. */
const spread = 0.3;
/** A lap is worth this much, a crash costs 1. */
const lapReward = 20;

/** Trains a driver by driving. */
export async function learnByDriving(track: Track, driver: Model, options: LearnOptions): Promise<void> {
  const { rounds, cars: count, ticks, seed, runtime, tell } = options;
  const random = new RandomSource(seed);
  const baseline = sequential(
    [
      input({ shape: [observed] }),
      layers.dense({ units: 32, activation: "tanh" }),
      layers.dense({ units: 1 }),
    ],
    { name: "baseline" },
  );
  const rows = count * ticks;

  const decide = await program(
    { seen: tensorType([count, observed]) },
    ({ seen }, { apply }) => ({
      action: apply(driver, seen, { training: false }),
      expected: apply(baseline, seen, { training: false }),
    }),
    { runtime },
  );
  const learn = await program(
    {
      seen: tensorType([rows, observed]),
      done: tensorType([rows, 2]),
      better: tensorType([rows]),
      came: tensorType([rows, 1]),
    },
    ({ seen, done, better, came }, { apply, minimize }) => {
      // -ln of the probability of what was done, but for a constant: |done - action|² / (2 spread²)
      const surprise = ops.sum(ops.square(ops.subtract(done, apply(driver, seen))), { axis: 1 });
      const loss = ops.mean(ops.multiply(better, ops.divide(surprise, 2 * spread ** 2)));
      const error = ops.mean(ops.square(ops.subtract(came, apply(baseline, seen))));
      minimize(loss, driver, optimizers.adam({ learningRate: 0.003 }));
      minimize(error, baseline, optimizers.adam({ learningRate: 0.01 }));
      return { error };
    },
    { runtime },
  );

  const cars = Array.from({ length: count }, () => new Car(track));
  for (const car of cars) car.start(random);
  const seen = new Float32Array(rows * observed);
  const done = new Float32Array(rows * 2);
  const expected = new Float32Array(rows + count); // one tick more
  const reward = new Float32Array(rows);
  const hasEnded = new Uint8Array(rows);
  for (let round = 0; round < rounds; round++) {
    let [laps, crashes] = [0, 0];
    for (let tick = 0; tick <= ticks; tick++) {
      const now =
        tick < ticks
          ? seen.subarray(tick * count * observed, (tick + 1) * count * observed)
          : new Float32Array(count * observed);
      for (const [k, car] of cars.entries()) car.look(now.subarray(k * observed, (k + 1) * observed));
      const decided = await decide.run({ seen: now });
      expected.set(decided.expected.toFloat64(), tick * count);
      if (tick === ticks) break;
      const action = decided.action.toFloat64();
      for (const [k, car] of cars.entries()) {
        const row = tick * count + k;
        const tried = [0, 1].map((i) => action[2 * k + i] + spread * random.normal()) as [number, number]; // of two
        done.set(tried, 2 * row);
        const forward = car.drive(tried);
        laps += forward;
        crashes += Number(car.hasCrashed);
        reward[row] = lapReward * forward - Number(car.hasCrashed);
        hasEnded[row] = Number(car.hasCrashed);
        if (car.hasCrashed) car.start(random);
      }
    }
    // What came of it, from the last tick back; what lies beyond is what the baseline expects.
    const came = new Float32Array(rows);
    for (let row = rows - 1; row >= 0; row--) {
      const next = row + count;
      const rest = next < rows ? came[next] : expected[next];
      came[row] = reward[row] + (hasEnded[row] ? 0 : discount * rest);
    }
    const better = normalized(came.map((value, row) => value - expected[row]));
    await learn.run({ seen, done, better, came });
    tell(round, laps, crashes);
  }
  await Promise.all([decide.dispose(), learn.dispose()]);
}

/** Mean 0 and deviation 1. */
function normalized(values: Float32Array): Float32Array {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  return values.map((v) => (v - mean) / (deviation + 1e-8));
}
