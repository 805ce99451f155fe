import { RandomSource } from "neurograd";
import { Car, type Driver, observed } from "./car.js";
import type { Track } from "./track.js";

export interface Trial {
  /** Of so many starts. */
  readonly starts: number;
  /** How many cars came round without leaving the road. */
  readonly laps: number;
  /** Ticks that those needed, on average. */
  readonly ticks: number;
  /** Where the first car went. */
  readonly path: readonly (readonly [x: number, y: number])[];
}

const mostTicks = 800;

/** One lap from each of so many random places. */
export function tryOut(track: Track, driver: Driver, starts: number, seed: number): Trial {
  const random = new RandomSource(seed);
  const seen = new Float32Array(observed);
  const path: [number, number][] = [];
  let [laps, ticks] = [0, 0];
  for (let start = 0; start < starts; start++) {
    const car = new Car(track);
    car.start(random);
    let tick = 0;
    for (; tick < mostTicks && car.laps < 1 && !car.hasCrashed; tick++) {
      if (start === 0) path.push([car.x, car.y]);
      car.look(seen);
      car.drive(driver(seen));
    }
    if (car.laps < 1) continue;
    laps++;
    ticks += tick;
  }
  return { starts, laps, ticks: ticks / laps, path };
}

export interface Recording {
  /** What the driver was told: [rows, observed]. */
  readonly seen: Float32Array;
  /** What the driver did: [rows, 2]. */
  readonly done: Float32Array;
  readonly rows: number;
}

/**
 * A driver at the wheel for so many ticks. Now and then a gust turns the car, so that it is also seen how to come back to
 * the middle of the road.
 */
export function record(track: Track, driver: Driver, rows: number, seed: number): Recording {
  const random = new RandomSource(seed);
  const seen = new Float32Array(rows * observed);
  const done = new Float32Array(rows * 2);
  const car = new Car(track);
  car.start(random);
  for (let row = 0; row < rows; row++) {
    if (car.hasCrashed) car.start(random);
    if (random.uniform() < 0.05) car.heading += 0.6 * (2 * random.uniform() - 1);
    const view = seen.subarray(row * observed, (row + 1) * observed);
    car.look(view);
    const action = driver(view);
    done.set(action, row * 2);
    car.drive(action);
  }
  return { seen, done, rows };
}
