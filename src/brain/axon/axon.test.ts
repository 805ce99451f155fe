import { conductionDelay, hodgkinHuxleyAxon, myelinatedVelocity } from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { beside } from "../../../test/support/beside.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { solveTridiagonal } from "./tridiagonal.js";

describe("hodgkinHuxleyAxon", () => {
  const check = beside(
    "Hodgkin & Huxley (1952): the traveling spike; they computed 18.8 m/s, and measured 21.2",
  );

  test("conduction velocity at 18.5 °C", () => {
    const [coarse, fine] = [
      hodgkinHuxleyAxon({ compartments: 200, dt: 0.004 }),
      hodgkinHuxleyAxon({ compartments: 400, dt: 0.002 }),
    ];
    check("200 parts, 4 µs [m/s]", coarse.velocity, { published: 18.8, absolute: 0.1 });
    check("400 parts, 2 µs [m/s]", fine.velocity, { published: 18.8, absolute: 0.1 });
    expect(Math.abs(fine.velocity - coarse.velocity)).toBeLessThan(0.03); // it has converged
    // The spike moves evenly: any two stretches away from the ends give the same speed.
    const { arrivals, positions } = fine;
    const speed = (a: number, b: number): number =>
      (10 * (positions[b] - positions[a])) / (arrivals[b] - arrivals[a]);
    expect(Math.abs(speed(100, 200) / speed(200, 300) - 1)).toBeLessThan(2e-3);
  });

  test("slower in the cold; √ of the radius, and of one over the resistivity", () => {
    const options = { compartments: 200, dt: 0.005, duration: 8 };
    const cold = hodgkinHuxleyAxon({ ...options, temperature: 6.3 });
    check("at 6.3 °C [m/s]", cold.velocity, { published: 12.37, absolute: 0.1 });
    const { velocity } = hodgkinHuxleyAxon({ ...options, duration: 6 });
    // Twice the length, four times the radius: the same equation in other units of length.
    const thick = hodgkinHuxleyAxon({ ...options, duration: 6, radius: 4 * 238, length: 16 });
    const tight = hodgkinHuxleyAxon({ ...options, duration: 6, resistivity: 4 * 35.4, length: 4 });
    check("four times the radius: the speed, times", thick.velocity / velocity, {
      published: 2,
      absolute: 5e-3,
    });
    check("four times the resistivity: the speed, times", tight.velocity / velocity, {
      published: 0.5,
      absolute: 5e-3,
    });
  });

  test("the rows of v; a push too small dies out", () => {
    const run = hodgkinHuxleyAxon({ compartments: 50, dt: 0.02, duration: 4, every: 1 });
    expect(run.v.shape).toEqual([4, 50]);
    const rows = run.v.toArray() as number[][]; // rank 2
    expect(Math.max(...rows[2])).toBeGreaterThan(80);
    const weak = hodgkinHuxleyAxon({ compartments: 50, dt: 0.02, duration: 4, stimulus: 100 });
    expect(weak.velocity).toBeNaN();
    expect(weak.arrivals.every(Number.isNaN)).toBe(true);
  });

  test("options", () => {
    expect(() => hodgkinHuxleyAxon({ compartments: 5 })).toThrow(
      "hodgkinHuxleyAxon: compartments is 5; use at least 10. (invalid_option)",
    );
    // @ts-expect-error: it is radius
    expect(() => hodgkinHuxleyAxon({ radios: 1 })).toThrow(
      'hodgkinHuxleyAxon: option: unknown name "radios"; did you mean "radius"?',
    );
  });
});

test("solveTridiagonal", () => {
  const [k, x] = [0.7, [1, -2, 0.5, 3]];
  const d = [2, 3, 2.5, 1.9];
  const b = x.map((value, i) => d[i] * value - k * (x[i - 1] ?? 0) - k * (x[i + 1] ?? 0));
  const solved = Float64Array.from(b);
  solveTridiagonal(k, Float64Array.from(d), solved);
  expectClose(solved, x, 1e-14);
});

test("myelinatedVelocity, conductionDelay", () => {
  expect(myelinatedVelocity(12.5)).toBe(75); // Hursh's rule: 6 m/s a micrometer
  expect(conductionDelay({ length: 30, velocity: 6 })).toBe(5);
  expect(() => conductionDelay({ length: 1, velocity: 0 })).toThrow(
    "conductionDelay: velocity is 0; use a number > 0. (invalid_option)",
  );
});
