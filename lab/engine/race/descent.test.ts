import { grad, ops, program, tensorType } from "neurograd";
import { describe, expect, test } from "vitest";
import { Descent, mostSteps } from "./descent.js";
import { type RacerName, racerNames } from "./racers.js";
import { surfaceNames, surfaces } from "./surfaces.js";

const start = [-4.5, 2] as const;

/** The same rules written out for x²/20 + 2y², without the package. Source: the formulas of Keras's optimizers. */
function byHand(name: RacerName, rate: number, steps: number): number[] {
  const w = [...start];
  const m = [0, 0];
  const v = [0, 0];
  for (let t = 1; t <= steps; t++) {
    const g = [w[0] / 10, 4 * w[1]];
    for (const i of [0, 1]) {
      if (name === "sgd") w[i] -= rate * g[i];
      else if (name === "momentum" || name === "nesterov") {
        m[i] = 0.9 * m[i] - rate * g[i];
        w[i] += name === "momentum" ? m[i] : 0.9 * m[i] - rate * g[i];
      } else if (name === "rmsprop") {
        v[i] = 0.9 * v[i] + 0.1 * g[i] ** 2;
        w[i] -= (rate * g[i]) / Math.sqrt(v[i] + 1e-7);
      } else {
        if (name === "adamW") w[i] -= w[i] * 0.004 * rate;
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] ** 2;
        const size = (rate * Math.sqrt(1 - 0.999 ** t)) / (1 - 0.9 ** t);
        w[i] -= (size * m[i]) / (Math.sqrt(v[i]) + 1e-7);
      }
    }
  }
  return w;
}

describe("a descent", () => {
  test("goes the way of each optimizer's formula, 40 steps in float64", async () => {
    const racers = racerNames.map((name) => ({ name, learningRate: 0.05 }));
    const descent = await Descent.begin({ surface: "valley", start, racers });
    for (let k = 0; k < 40; k++) await descent.advance();
    const { step, ways } = await descent.frame({});
    expect(step).toBe(40);
    for (const [k, { x, y, loss }] of ways.entries()) {
      const [a, b] = byHand(racerNames[k], 0.05, 40);
      expect([x[0], y[0], x.length]).toEqual([...start, 41]);
      expect(x[40], racerNames[k]).toBeCloseTo(a, 7);
      expect(y[40], racerNames[k]).toBeCloseTo(b, 7);
      expect(loss[40]).toBeCloseTo(x[40] ** 2 / 20 + 2 * y[40] ** 2, 12);
    }
  });

  test("ends when all are lost; one that is lost keeps its last place, the others go on", async () => {
    const spec = { surface: "rosenbrock", start: [-1.2, 1] } as const;
    const wild = { name: "sgd", learningRate: 10 } as const;
    const both = await Descent.begin({ ...spec, racers: [wild, { name: "adam", learningRate: 0.01 }] });
    for (let k = 0; k < 20; k++) await both.advance();
    const [lost, there] = (await both.frame({})).ways;
    expect([lost.isLost, there.isLost, there.x.length, both.isOver]).toEqual([true, false, 21, false]);
    expect([...lost.x, ...lost.loss].every(Number.isFinite)).toBe(true);
    const alone = await Descent.begin({ ...spec, racers: [wild] });
    for (let k = 0; k < 20 && !alone.isOver; k++) await alone.advance();
    expect(alone.isOver).toBe(true);
    expect(alone.step).toBeLessThan(mostSteps);
  });

  test("momentum and Adam roll out of the pit that holds SGD", async () => {
    const { start: begin, rates } = surfaces.pits;
    const racers = racerNames.map((name, k) => ({ name, learningRate: rates[k] }));
    const descent = await Descent.begin({ surface: "pits", start: begin, racers });
    for (let k = 0; k < 300; k++) await descent.advance();
    const losses = (await descent.frame({})).ways.map(({ loss }) => loss[loss.length - 1]);
    const [sgd, momentum, nesterov, , , adamW] = losses;
    expect(sgd).toBeGreaterThan(1);
    for (const loss of [momentum, nesterov, adamW]) expect(loss).toBeLessThan(0.01);
  });
});

test.each(surfaceNames)(
  "where the surface %s says it is level, the package's gradient is 0",
  async (name) => {
    const { loss, lowest, level, middle, half } = surfaces[name];
    const slope = await program(
      { x: tensorType([]), y: tensorType([]) },
      ({ x, y }) => {
        const [gx, gy] = grad(loss(x, y), [x, y]);
        return { slope: ops.add(ops.abs(gx), ops.abs(gy)), loss: loss(x, y) };
      },
      { runtime: "reference" },
    );
    const heights: number[] = [];
    for (const [x, y] of [...lowest, ...level]) {
      const out = await slope.run({ x: new Float64Array([x]), y: new Float64Array([y]) });
      expect(Math.abs(out.slope.item())).toBeLessThan(1e-10);
      heights.push(out.loss.item());
      expect(Math.max(Math.abs(x - middle[0]), Math.abs(y - middle[1]))).toBeLessThan(half);
    }
    const descent = await Descent.begin({ surface: name, start: [0.1, 0.2], racers: [] });
    const { values } = await descent.questions.relief({ size: 60 });
    const deepest = Math.min(...values);
    expect(values).toHaveLength(3600);
    for (const k of lowest.keys()) expect(heights[k]).toBeLessThan(deepest + 0.01);
  },
);
