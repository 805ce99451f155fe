import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type GoldenTensor, readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { type Runtime, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import { simplify } from "../../core/simplify.js";
import { castTensor, type Tensor, tensor } from "../../core/tensor.js";
import { type Types, tensorType, trace } from "../../core/trace.js";
import { createExecutor } from "../../runtime/create-executor.js";
import type { Constraint } from "../constraint.js";
import * as constraints from "../constraints/index.js";
import { commonDefaults, type Optimizer } from "../optimizer.js";
import type { Schedule } from "../schedule.js";
import * as schedules from "../schedules/index.js";
import { type StateEntry, trainingEntries } from "../state-entry.js";
import { updateWeights } from "../update-weights.js";
import * as optimizers from "./index.js";

type Options = Readonly<Record<string, unknown>>;
interface Named {
  readonly class: string;
  readonly options: Options;
}
interface Run extends Named {
  readonly exclude?: readonly string[];
  readonly constraint?: Named;
  readonly schedule?: Named & { readonly iterations: number; readonly learningRate: number };
  /** [step][weight]. */
  readonly after: readonly (readonly GoldenTensor[])[];
}
interface Golden {
  readonly paths: readonly string[];
  readonly initial: readonly GoldenTensor[];
  /** [step][weight]. */
  readonly gradients: readonly (readonly GoldenTensor[])[];
  readonly runs: readonly Run[];
}
const first = readGolden("keras-a");
const more: Golden & Pick<typeof first, "defaults"> = JSON.parse(
  readFileSync(new URL("../../../golden/keras-optimizers.json", import.meta.url), "utf8"),
);
const files: Readonly<Record<string, Golden>> = {
  "keras-a": { paths: ["dense/kernel", "dense/bias"], ...first.optimizers },
  "keras-optimizers": more,
};
const defaults = { ...first.defaults.optimizers, ...more.defaults.optimizers };
type Make = (options?: object) => never;
const make = <T>(family: object, { class: name, options }: Named): T =>
  (family as Readonly<Record<string, Make>>)[functionName(name)](fromKeras(options)) as T; // by golden names

/** Options of Keras that are no options here, with the reason. */
const without: Readonly<Record<string, string>> = {
  lossScaleFactor: "is for float16, in which nothing is trained yet",
  name: "a model has one optimizer",
};
/** Options that Keras has in another form, or not at all. */
const additions: Options = { excludeFromWeightDecay: [], learningRateFactors: {} };

function optimizerOf({ class: name, options, exclude, schedule }: Run): Optimizer {
  return (optimizers as unknown as Readonly<Record<string, (o: object) => Optimizer>>)[functionName(name)]({
    ...fromKeras(options),
    ...(exclude && { excludeFromWeightDecay: exclude }),
    ...(schedule && { learningRate: make(schedules, schedule) }),
  });
}

const tolerances = { reference: 1e-13, native: 3e-6, wasm: 3e-6 };

/** A run as the step has it: state by path, and what a step makes of it. */
function runOf(run: Run, { paths, initial }: Golden) {
  const optimizer = optimizerOf(run);
  const constraint = run.constraint && make<Constraint>(constraints, run.constraint);
  const weights = paths.map((path, i) => {
    const initialValue = goldenTensor(initial[i]);
    return {
      path,
      shape: initial[i].shape,
      dtype: "float32",
      role: "weight",
      initial: () => initialValue,
      constraint,
    } satisfies StateEntry & { readonly constraint: Constraint | undefined };
  });
  const entries = [...weights, ...trainingEntries(weights, optimizer, [], 0)];
  return { optimizer, weights, entries };
}

/** All runs side by side in one graph of one step: weights and slots are state, gradients are fed. [step][run][weight]. */
async function fiveSteps(runtime: Runtime, golden: Golden): Promise<Float64Array[][][]> {
  const runs = golden.runs.map((run) => runOf(run, golden));
  const executor = await createExecutor({ runtime });
  const all = runs.flatMap(({ entries }, k) =>
    entries.map((entry) => ({ ...entry, name: `${k}:${entry.path}` })),
  );
  const kept = all.map(({ name, dtype, initial }) => [
    name,
    executor.isExact ? initial() : castTensor(initial(), dtype),
  ]);
  const state = executor.createState(Object.fromEntries(kept) as Record<string, Tensor>);
  const types: Types = {
    ...Object.fromEntries(all.map(({ name, shape, dtype }) => [name, { shape, dtype }])),
    ...Object.fromEntries(golden.initial.map(({ shape }, i) => [`g${i}`, tensorType(shape)])),
  };
  const graph = trace(types, (values) =>
    Object.fromEntries(
      runs.flatMap(({ optimizer, weights, entries }, k) => {
        const own = Object.fromEntries(entries.map(({ path }) => [path, values[`${k}:${path}`]]));
        own.learningRate = constant(tensor(optimizer.learningRate, { dtype: "float64" }), "float32");
        const grads = weights.map((_, i) => values[`g${i}`]);
        const next = updateWeights(optimizer, weights, own, grads);
        return Object.entries(next).map(([path, value]) => [`${k}:${path}`, value]);
      }),
    ),
  );
  const executable = await executor.compile(simplify(graph));
  const after: Float64Array[][][] = [];
  for (const grads of golden.gradients) {
    await executable.run(Object.fromEntries(grads.map((g, i) => [`g${i}`, goldenTensor(g)])), state);
    after.push(runs.map((_, k) => golden.paths.map((path) => state.read(`${k}:${path}`).toFloat64())));
  }
  await executable.dispose();
  return after;
}

const titleOf = ({ class: name, options, after: _, ...more }: Run): string =>
  `${functionName(name)} ${JSON.stringify({ ...options, ...more })}`;

for (const [file, golden] of Object.entries(files)) {
  describe.each(runtimes)(`five steps are Keras's, ${file} on %s`, async (runtime) => {
    const got = await fiveSteps(runtime, golden);
    golden.runs.forEach((run, k) => {
      test(titleOf(run), () => {
        for (const [step, weights] of run.after.entries())
          for (const [i, { data }] of weights.entries())
            expectClose(
              got[step][k][i],
              data,
              tolerances[runtime],
              `${golden.paths[i]} after step ${step + 1}`,
            );
      });
    });
  });
}

const runs = [...first.optimizers.runs, ...more.runs];

test("the rate that Keras's optimizer has at the end is that of its schedule", () => {
  const scheduled = more.runs.flatMap(({ schedule }) => (schedule ? [schedule] : []));
  expect(scheduled).toHaveLength(3);
  for (const schedule of scheduled)
    expect(make<Schedule>(schedules, schedule).at(5)).toBeCloseTo(schedule.learningRate, 14);
});

test("each option of each optimizer is among the golden runs", () => {
  const tried = runs.flatMap(({ class: name, options }) =>
    Object.keys(fromKeras(options)).map((o) => `${name} ${o}`),
  );
  const has = (option: string): boolean => tried.some((pair) => pair.endsWith(` ${option}`));
  // The common ones go through the same code whatever the optimizer is.
  const common = Object.keys(commonDefaults).filter((option) => !(option in additions));
  for (const option of ["learningRate", ...common]) expect(has(option), option).toBe(true);
  const own = Object.entries(defaults).flatMap(([name, options]) =>
    Object.keys(fromKeras(options))
      .filter((option) => !(option in without))
      .map((option) => `${name} ${option}`),
  );
  const elsewhere = new RegExp(` (learningRate|${common.join("|")})$`);
  const sharedByAdam = /^AdamW /; // one record makes both
  const missing = own.filter((o) => !tried.includes(o) && !elsewhere.test(o) && !sharedByAdam.test(o));
  expect(missing).toEqual([]);
});

test("adam without memory, beta1 = beta2 = 0, takes steps of η g / (|g| + ε)", async () => {
  const { update, slots, learningRate } = optimizers.adam({ beta1: 0, beta2: 0, learningRate: 0.5 });
  const inputs = { w: tensor([1, 2]), g: tensor([4, -0.25]), rate: tensor(learningRate), step: tensor(3) };
  const fn = ({ w, g, rate, step }: Readonly<Record<string, Value>>): Record<string, Value> => {
    const kept = Object.fromEntries(Object.keys(slots).map((slot) => [slot, g]));
    return { w: update({ w, g, slots: kept, learningRate: rate, step }).w };
  };
  for (const [{ w }] of await Promise.all(runtimes.map((runtime) => runOn(runtime, [{ inputs, fn }]))))
    expectClose(w, [0.5, 2.5], 1e-6);
});

describe("defaults", () => {
  for (const [className, options] of Object.entries(defaults)) {
    const name = functionName(className);
    test(`${name}: Keras's`, () => {
      const theirs = Object.entries(fromKeras(options)).filter(([option]) => !(option in without));
      expect(Reflect.get(Reflect.get(optimizers, name), "defaults")).toEqual({
        ...Object.fromEntries(theirs),
        ...additions,
      });
    });
  }
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "a misspelt name": [
      () => optimizers.adam({ learningrate: 1 } as object),
      'adam: option: unknown name "learningrate"; did you mean "learningRate"? use one of learningRate, beta1, beta2, epsilon, amsgrad, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps, excludeFromWeightDecay, learningRateFactors. (unknown_name)',
    ],
    "learningRate below 0": [
      () => optimizers.sgd({ learningRate: -1 }),
      "sgd: learningRate is -1; use a number from 0. (invalid_option)",
    ],
    "learningRate that is no number": [
      () => optimizers.sgd({ learningRate: "0.1" as unknown as number }),
      "sgd: learningRate is 0.1; use a number from 0. (invalid_option)",
    ],
    "momentum above 1": [
      () => optimizers.rmsprop({ momentum: 1.5 }),
      "rmsprop: momentum is 1.5; use a number from 0 to 1. (invalid_option)",
    ],
    "two ways of clipping": [
      () => optimizers.adagrad({ clipnorm: 1, clipvalue: 1 }),
      "adagrad: got both clipnorm and clipvalue; choose one way of clipping. (invalid_option)",
    ],
    "clipping to nothing": [
      () => optimizers.adamW({ globalClipnorm: 0 }),
      "adamW: globalClipnorm is 0; use a number > 0. (invalid_option)",
    ],
    "AdamW without decay": [
      () => optimizers.adamW({ weightDecay: null }),
      "adamW: weightDecay is null; use a number from 0. (invalid_option)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
