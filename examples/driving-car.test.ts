import { input, layers, RandomSource, sequential } from "neurograd";
import { expect, test } from "vitest";
import { Car, observed, scriptedDriver, sensorRange } from "./driving-car/car.js";
import { tryOut } from "./driving-car/drives.js";
import { driverOf } from "./driving-car/network-driver.js";
import { drawTrack, trackOf } from "./driving-car/track.js";
import { run } from "./driving-car.js";

const ring = trackOf([0, 0, 0], 1); // its middle is a circle of radius 10

test("on a ring: what the sensors see, and when the car is off the road", () => {
  const car = new Car(ring);
  car.x = 10;
  car.heading = Math.PI / 2; // counterclockwise
  const seen = new Float32Array(observed);
  car.look(seen);
  // The edges are 1 away to the left and right; ahead, the outer one is √(11² − 10²) = 4.58 away. Cells are 0.1 wide.
  expect(Math.abs(seen[0] * sensorRange - 1)).toBeLessThan(0.15);
  expect(Math.abs(seen[6] * sensorRange - 1)).toBeLessThan(0.15);
  expect(Math.abs(seen[3] * sensorRange - Math.sqrt(21))).toBeLessThan(0.15);
  expect(seen[7]).toBe(0);
  let ticks = 0;
  for (; !car.hasCrashed; ticks++) car.drive([0, -1]); // straight on, as slowly as can be: 0.1 a tick
  expect(Math.abs(ticks / 10 - Math.sqrt(21))).toBeLessThan(0.25);
});

test("a lap of the ring at full speed, steering to its radius, is its length", () => {
  const car = new Car(ring);
  car.x = 10;
  car.heading = Math.PI / 2;
  let ticks = 0;
  for (; car.laps < 1 && !car.hasCrashed; ticks++) {
    const off = Math.hypot(car.x, car.y) - 10;
    car.drive([(0.1 + off) / 0.2, 1]); // a full turn of the wheel bends by 0.05 / 0.5² = 0.2
  }
  expect(car.hasCrashed).toBe(false);
  expect(Math.abs(ticks - (2 * Math.PI * 10) / 0.5)).toBeLessThan(12); // it begins slowly
});

test("a network that drives computes what the network computes", async () => {
  const net = sequential([
    input({ shape: [observed] }),
    layers.dense({ units: 5, activation: "tanh", biasInitializer: "ones" }),
    layers.dense({ units: 2 }),
  ]);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  const random = new RandomSource(3);
  const seen = Float32Array.from({ length: observed }, () => random.uniform());
  const [expected] = (await net.predict([[...seen]])).toArray() as number[][];
  for (const [k, action] of driverOf(net)(seen).entries()) expect(action).toBeCloseTo(expected[k], 6);
});

test("the road and a drive in characters", () => {
  const lines = drawTrack(
    ring,
    [
      [10, 0],
      [0, 10],
    ],
    24,
  );
  expect(lines.length).toBe(12);
  expect(lines.join("").match(/[So]/g)?.sort()).toEqual(["S", "o"]);
  expect(lines[0]).toContain("o"); // y = 10 is at the top
});

test("the rules come round, a beginner does not; watching helps, and so does driving", async () => {
  const lines: string[] = [];
  const options = { watched: 800, rounds: 8, starts: 4, runtime: "native" } as const;
  const { script, clone, beginner, learner } = await run({ ...options, print: (text) => lines.push(text) });
  expect(script.map(({ laps }) => laps)).toEqual([4, 4]);
  expect(beginner.map(({ laps }) => laps)).toEqual([0, 0]);
  expect(learner[0].path.length).toBeGreaterThan(beginner[0].path.length);
  expect(clone[0].laps).toBeGreaterThan(0);
  expect(lines[0]).toMatch(
    /^the rules: 4 laps of 4, \d{3} ticks each; on the other road 4 laps of 4, \d{3} ticks each$/,
  );
});

test("in Chinese, and at the same seed the same drives", async () => {
  const lines: string[] = [];
  const options = { watched: 100, rounds: 1, starts: 1, runtime: "native", lang: "zh" } as const;
  const first = await run({ ...options, print: (text) => lines.push(text) });
  expect(lines[0]).toMatch(/^按规则：1 次跑完 1 圈，平均 \d{3} 步；在另一条路上 1 次跑完 1 圈/);
  expect(await run({ ...options, print: () => {} })).toEqual(first);
  expect(tryOut(ring, scriptedDriver, 3, 7).laps).toBe(3);
});
