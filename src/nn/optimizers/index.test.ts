import { describe, expect, test } from "vitest";
import { readGolden } from "../../../golden/read-golden.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { fromKeras, functionName, goldenTensor } from "../../../test/support/from-keras.js";
import { type Runtime, runOn, runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import { constant } from "../../core/constant.js";
import type { Graph, Value } from "../../core/graph.js";
import { add } from "../../core/ops/index.js";
import { simplify } from "../../core/simplify.js";
import { castTensor, type Tensor, tensor } from "../../core/tensor.js";
import { type Types, tensorType, trace } from "../../core/trace.js";
import { createExecutor } from "../../runtime/create-executor.js";
import type { Optimizer } from "../optimizer.js";
import * as optimizers from "./index.js";

const { defaults, optimizers: golden } = readGolden("keras-a");
const makers = optimizers as unknown as Readonly<Record<string, (options?: object) => Optimizer>>; // by golden names

/** Options of Keras that are no options here, with the reason. */
const without: Readonly<Record<string, string>> = {
  useEma: "comes with averaging of weights",
  emaMomentum: "comes with averaging of weights",
  emaOverwriteFrequency: "comes with averaging of weights",
  lossScaleFactor: "is for float16, in which nothing is trained yet",
  gradientAccumulationSteps: "comes with accumulation",
  name: "a model has one optimizer",
};
const runs = golden.runs.filter(({ options }) => !Object.keys(fromKeras(options)).some((o) => o in without));

const used = runs.map(({ class: className, options }) => makers[functionName(className)](fromKeras(options)));

const tolerances = { reference: 1e-13, native: 1e-6, wasm: 1e-6 };

/** All runs side by side in one graph of one step: weights and slots are state, gradients are fed. */
function stepOfAll(types: Types): Graph {
  return trace(types, (values) => {
    const out: Record<string, Value> = {};
    const step = add(values.step, 1);
    for (const [k, optimizer] of used.entries()) {
      for (const [i, g] of optimizer.clip([values.g0, values.g1]).entries()) {
        const slots = Object.keys(optimizer.slots).map(
          (slot) => [slot, values[`${k}/${slot}/${i}`]] as const,
        );
        const next = optimizer.update({
          w: values[`${k}/w/${i}`],
          g,
          slots: Object.fromEntries(slots),
          learningRate: constant(tensor(optimizer.learningRate, { dtype: "float64" }), "float32"),
          step,
        });
        out[`${k}/w/${i}`] = next.w;
        for (const [slot, value] of Object.entries(next.slots ?? {})) out[`${k}/${slot}/${i}`] = value;
      }
    }
    return { ...out, step };
  });
}

/** [step][run][weight]. */
async function fiveSteps(runtime: Runtime): Promise<Float64Array[][][]> {
  const first: Record<string, Tensor> = { step: tensor(0) };
  for (const [k, optimizer] of used.entries()) {
    for (const [i, w] of golden.initial.entries()) {
      first[`${k}/w/${i}`] = goldenTensor(w);
      for (const [slot, value] of Object.entries(optimizer.slots))
        first[`${k}/${slot}/${i}`] = tensor(
          w.data.map(() => value),
          { shape: w.shape, dtype: "float64" },
        );
    }
  }
  const executor = await createExecutor({ runtime });
  const kept = Object.entries(first).map(([name, x]) => [
    name,
    castTensor(x, executor.isExact ? "float64" : "float32"),
  ]);
  const state = executor.createState(Object.fromEntries(kept) as Record<string, Tensor>);
  const types = Object.fromEntries(
    Object.entries(first).map(([name, { shape }]) => [name, tensorType(shape)]),
  );
  const [g0, g1] = golden.initial.map(({ shape }) => tensorType(shape));
  const executable = await executor.compile(simplify(stepOfAll({ ...types, g0, g1 })));
  const after: Float64Array[][][] = [];
  for (const [a, b] of golden.gradients) {
    await executable.run({ g0: goldenTensor(a), g1: goldenTensor(b) }, state);
    after.push(runs.map((_, k) => [0, 1].map((i) => state.read(`${k}/w/${i}`).toFloat64())));
  }
  await executable.dispose();
  return after;
}

describe.each(runtimes)("five steps are Keras's on %s", async (runtime) => {
  const got = await fiveSteps(runtime);
  runs.forEach(({ class: className, options, after }, k) => {
    test(`${functionName(className)} ${JSON.stringify(options)}`, () => {
      for (const [step, weights] of after.entries())
        for (const [i, { data }] of weights.entries())
          expectClose(got[step][k][i], data, tolerances[runtime], `weight ${i} after step ${step + 1}`);
    });
  });
});

test("each option of each optimizer is among the golden runs", () => {
  const tried = runs.flatMap(({ class: name, options }) =>
    Object.keys(fromKeras(options)).map((o) => `${name} ${o}`),
  );
  const has = (option: string): boolean => tried.some((pair) => pair.endsWith(` ${option}`));
  // The common ones go through the same code whatever the optimizer is.
  for (const option of ["learningRate", "weightDecay", "clipnorm", "clipvalue", "globalClipnorm"])
    expect(has(option), option).toBe(true);
  const own = Object.entries(defaults.optimizers).flatMap(([name, options]) =>
    Object.keys(fromKeras(options))
      .filter((option) => !(option in without))
      .map((option) => `${name} ${option}`),
  );
  const elsewhere = /(learningRate|weightDecay|clipnorm|clipvalue|globalClipnorm)$/;
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
  for (const [className, options] of Object.entries(defaults.optimizers)) {
    const name = functionName(className);
    test(`${name}: Keras's`, () => {
      const theirs = Object.entries(fromKeras(options)).filter(([option]) => !(option in without));
      expect(Reflect.get(makers[name], "defaults")).toEqual(Object.fromEntries(theirs));
    });
  }
});

describe("options", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "a misspelt name": [
      () => optimizers.adam({ learningrate: 1 } as object),
      'adam: option: unknown name "learningrate"; did you mean "learningRate"? use one of learningRate, beta1, beta2, epsilon, amsgrad, weightDecay, clipnorm, clipvalue, globalClipnorm. (unknown_name)',
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
