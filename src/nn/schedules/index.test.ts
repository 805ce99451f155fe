import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName } from "../../../test/support/from-keras.js";
import { runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import type { Value } from "../../core/graph.js";
import { tensor } from "../../core/tensor.js";
import type { Schedule } from "../schedule.js";
import * as schedules from "./index.js";

type Options = Readonly<Record<string, unknown>>;
const golden: {
  readonly defaults: { readonly schedules: Readonly<Record<string, Options>> };
  readonly steps: readonly number[];
  readonly schedules: readonly {
    readonly class: string;
    readonly options: Options;
    readonly rates: readonly number[];
  }[];
  readonly oneCycle: readonly { readonly options: Options; readonly rates: readonly number[] }[];
} = JSON.parse(readFileSync(new URL("../../../golden/keras-schedules.json", import.meta.url), "utf8"));
const makers = schedules as unknown as Readonly<Record<string, (options: object) => Schedule>>; // by golden names

/** PyTorch's names. */
const ofTorch = ({ max_lr, ...options }: Options): object => ({
  maxLearningRate: max_lr,
  ...fromKeras(options),
});

const cases = [
  ...golden.schedules.map(({ class: name, options, rates }) => ({
    title: `${functionName(name)} ${JSON.stringify(options)}`,
    schedule: makers[functionName(name)](fromKeras(options)),
    steps: golden.steps,
    rates,
  })),
  ...golden.oneCycle.map(({ options, rates }) => ({
    title: `oneCycle ${JSON.stringify(options)}`,
    schedule: makers.oneCycle(ofTorch(options)),
    steps: rates.map((_, step) => step),
    rates,
  })),
];

describe.each(runtimes)("rates are Keras's on %s", async (runtime) => {
  // Float32 knows the step to 1 in 2^24, and a cosine near its end by its absolute error alone.
  const tolerance = runtime === "reference" ? 1e-14 : 1e-6;
  const got = await runOn(
    runtime,
    cases.map(({ schedule, steps }) => ({
      inputs: { step: tensor(Float32Array.from(steps)) },
      fn: ({ step }) => ({ rate: schedule.rate(step) }),
    })),
  );
  cases.forEach(({ title, rates }, k) => {
    test(title, () => expectClose(got[k].rate, rates, tolerance, "rate"));
  });
});

test("a rate by number is that of the graph", () => {
  for (const { schedule, steps, rates } of cases) expect(schedule.at(steps[9])).toBeCloseTo(rates[9], 14);
});

test("restarts are at their steps in float32, however long it goes on", async () => {
  const schedule = schedules.cosineDecayRestarts({ initialLearningRate: 1, firstDecaySteps: 100, tMul: 3 });
  const begins = Array.from({ length: 9 }, (_, i) => (100 * (3 ** i - 1)) / 2); // 0, 100, 400, … 328000
  const inputs = { step: tensor(Float32Array.from(begins)) };
  const fn = ({ step }: Readonly<Record<string, Value>>): Record<string, Value> => ({
    rate: schedule.rate(step),
  });
  for (const runtime of runtimes) {
    const [{ rate }] = await runOn(runtime, [{ inputs, fn }]);
    expect(Math.min(...rate), runtime).toBeGreaterThan(0.999);
  }
});

test("oneCycle stays at its last rate", () => {
  const schedule = schedules.oneCycle({ maxLearningRate: 1, totalSteps: 10 });
  expect(schedule.at(25)).toBeCloseTo(1 / 25 / 1e4, 15);
  expect(schedule.at(9)).toBeCloseTo(1 / 25 / 1e4, 15);
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(golden.defaults.schedules)) {
    test(`${functionName(className)}: Keras's`, () => {
      const make = makers[functionName(className)];
      const theirs = Object.entries(fromKeras(options)).filter(([option]) => option !== "name"); // of a name scope
      const required = theirs.filter(([, value]) => value === "<required>").map(([option]) => option);
      expect(Reflect.get(make, "required")).toEqual(required);
      expect(Reflect.get(make, "defaults")).toEqual(
        Object.fromEntries(theirs.filter(([, value]) => value !== "<required>")),
      );
    });
  }
});

test("each option of each schedule is among the golden runs", () => {
  const tried = golden.schedules.flatMap(({ class: name, options }) =>
    Object.keys(options).map((option) => `${name} ${option}`),
  );
  const all = Object.entries(golden.defaults.schedules).flatMap(([name, options]) =>
    Object.keys(options)
      .filter((option) => option !== "name")
      .map((option) => `${name} ${option}`),
  );
  expect(all.filter((pair) => !tried.includes(pair))).toEqual([]);
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no length": [
      () => schedules.cosineDecay({ initialLearningRate: 1, decaySteps: 0 }),
      "cosineDecay: decaySteps is 0; use a number > 0. (invalid_option)",
    ],
    "a misspelt name": [
      () => schedules.polynomialDecay({ initialLearningRate: 1, decayStep: 3 } as never),
      'polynomialDecay: option: unknown name "decayStep"; did you mean "decaySteps"? use one of initialLearningRate, decaySteps, endLearningRate, power, cycle. (unknown_name)',
    ],
    "one left out": [
      () => schedules.exponentialDecay({ initialLearningRate: 1, decaySteps: 3 } as never),
      "exponentialDecay: needs the option decayRate; give exponentialDecay({ decayRate }). (missing_option)",
    ],
    "too few values": [
      () => schedules.piecewiseConstantDecay({ boundaries: [1, 2], values: [1, 2] }),
      "piecewiseConstantDecay: got 2 boundaries and 2 values; give one value more than boundaries. (invalid_option)",
    ],
    "boundaries in disorder": [
      () => schedules.piecewiseConstantDecay({ boundaries: [2, 2], values: [1, 2, 3] }),
      "piecewiseConstantDecay: boundaries are 2, 2; give them in rising order. (invalid_option)",
    ],
    "three phases longer than all": [
      () => schedules.oneCycle({ maxLearningRate: 1, totalSteps: 10, pctStart: 0.6, threePhase: true }),
      "oneCycle: pctStart is 0.6; use a number from 0 to 0.5. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
