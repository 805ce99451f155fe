import { describe, expect, test } from "vitest";
import { rejection } from "../../test/support/thrown.js";
import {
  input,
  layers,
  type Model,
  model,
  ops,
  optimizers,
  program,
  regularizers,
  sequential,
  setSeed,
  stopGradient,
  tensorType,
  type Value,
} from "../index.js";

const x = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const y = [[0], [1], [1], [0]];
const batch = { x: tensorType([4, 2]), y: tensorType([4, 1]) };

const numbers = (net: Model): unknown[] => net.getWeights().map((w) => w.toArray());
const squaredError = (a: Value, b: Value): Value => ops.mean(ops.square(ops.subtract(a, b)));

function xorNet(name = "net"): Model {
  setSeed(5);
  return sequential(
    [
      input({ shape: [2] }),
      layers.dense({ units: 4, activation: "tanh", kernelRegularizer: regularizers.l2({ l2: 0.01 }) }),
      layers.dense({ units: 1 }),
    ],
    { name },
  );
}

describe.each(["reference", "native"] as const)("on %s", (runtime) => {
  test.each(["sgd", "adam", "rmsprop"] as const)("minimize does what fit does: %s", async (optimizer) => {
    const [fitted, custom] = [xorNet(), xorNet()];
    fitted.compile({ optimizer, loss: "mse", runtime });
    const step = await program(
      batch,
      ({ x, y }, { apply, minimize }) => {
        const loss = squaredError(apply(custom, x), y);
        minimize(loss, custom, optimizer);
        return { loss };
      },
      { runtime },
    );
    for (let k = 0; k < 5; k++) {
      await fitted.trainOnBatch(x, y);
      await step.run({ x, y });
    }
    const got = custom.getWeights().flatMap((w) => [...w.data].map(Number));
    const want = fitted.getWeights().flatMap((w) => [...w.data].map(Number));
    expect(Math.max(...got.map((w, k) => Math.abs(w - want[k])))).toBeLessThan(
      runtime === "reference" ? 1e-15 : 1e-7,
    );
    expect(step.read("optimizer/iterations").item()).toBe(5);
  });

  test("two optimizers in turn: the second sees what the first has learned", async () => {
    const play = async (): Promise<{ both: unknown[][]; alone: unknown[][] }> => {
      const nets = (): Model[] => {
        setSeed(7);
        const generator = sequential([input({ shape: [2] }), layers.dense({ units: 1 })], {
          name: "generator",
        });
        const critic = sequential([input({ shape: [1] }), layers.dense({ units: 1 })], { name: "critic" });
        return [generator, critic];
      };
      const rate = optimizers.sgd({ learningRate: 0.1 });
      const criticLoss = (real: Value, fake: Value): Value => ops.subtract(ops.mean(fake), ops.mean(real));
      const [generator, critic] = nets();
      const together = await program(
        batch,
        ({ x, y }, { apply, minimize }) => {
          const fake = apply(generator, x);
          minimize(criticLoss(apply(critic, y), apply(critic, stopGradient(fake))), critic, rate);
          minimize(ops.negative(ops.mean(apply(critic, fake))), generator, rate);
          return {};
        },
        { runtime },
      );
      await together.run({ x, y });
      const [first, second] = nets();
      const step = await program(
        batch,
        ({ x, y }, { apply, minimize }) => {
          minimize(criticLoss(apply(second, y), apply(second, apply(first, x))), second, rate);
          return {};
        },
        { runtime },
      );
      await step.run({ x, y });
      const next = await program(
        { x: batch.x },
        ({ x }, { apply, minimize }) => {
          minimize(ops.negative(ops.mean(apply(second, apply(first, x)))), first, rate);
          return {};
        },
        { runtime },
      );
      await next.run({ x }); // another program, which takes over what the one before learned
      return { both: [generator, critic].map(numbers), alone: [first, second].map(numbers) };
    };
    const { both, alone } = await play();
    expect(both).toEqual(alone);
  });

  test("models and program see what the other learned", async () => {
    const net = xorNet();
    net.compile({ optimizer: "sgd", loss: "mse", runtime });
    const step = await program(
      batch,
      ({ x, y }, { apply, minimize }) => {
        const loss = squaredError(apply(net, x), y);
        minimize(loss, net, "sgd");
        return { loss };
      },
      { runtime },
    );
    const losses: number[] = [];
    for (let k = 0; k < 4; k++) {
      const { loss } = k % 2 === 0 ? await step.run({ x, y }) : { loss: { item: () => 0 } };
      if (k % 2 === 0) losses.push(Number(loss.item()));
      else losses.push((await net.evaluate(x, y)).loss, (await net.trainOnBatch(x, y)).loss);
    }
    expect(losses.map((loss, k) => k === 0 || loss <= losses[k - 1] + 0.05)).not.toContain(false);
    expect(step.read("net/dense/kernel").toArray()).toEqual(numbers(net)[0]);
    step.write({ "net/dense_1/bias": [9] });
    expect(numbers(net)[3]).toEqual([9]);
  });
});

test("the learning rate may be changed between runs, a schedule counts by itself", async () => {
  const net = sequential([input({ shape: [1] }), layers.dense({ units: 1, kernelInitializer: "ones" })]);
  const sgd = optimizers.sgd({ learningRate: 0.5 });
  const step = await program({ x: tensorType([1, 1]) }, ({ x }, { apply, minimize }) => {
    minimize(ops.sum(apply(net, x)), net, sgd);
    return {};
  });
  await step.run({ x: [[1]] });
  sgd.learningRate = 0.125;
  await step.run({ x: [[1]] });
  expect(numbers(net)).toEqual([[[1 - 0.5 - 0.125]], [-0.625]]);
  expect(step.read("model/dense/kernel").toArray()).toEqual([[0.375]]);
});

describe("what layers do in training", () => {
  test("dropout drops other units at each use and each run, the same ones for the same seed", async () => {
    const run = async (): Promise<unknown[]> => {
      setSeed(11);
      const net = sequential([input({ shape: [64] }), layers.dropout({ rate: 0.5 })]);
      const step = await program({ x: tensorType([1, 64]) }, ({ x }, { apply, random }) => ({
        once: apply(net, x),
        again: apply(net, x),
        plain: apply(net, x, { training: false }),
        noise: random.uniform([3]),
      }));
      const ones = new Float32Array(64).fill(1);
      return [await step.run({ x: ones }), await step.run({ x: ones })].flatMap((out) =>
        Object.values(out).map((value) => value.toArray()),
      );
    };
    const [once, again, plain, noise, onceLater, , plainLater, noiseLater] = await run();
    expect(once).not.toEqual(again);
    expect(once).not.toEqual(onceLater);
    expect(noise).not.toEqual(noiseLater);
    expect(plain).toEqual([new Array(64).fill(1)]);
    expect(plainLater).toEqual(plain);
    expect((await run())[0]).toEqual(once);
  });

  test("batch normalization moves its averages, once for each use", async () => {
    const net = sequential([input({ shape: [1] }), layers.batchNormalization({ momentum: 0.5 })]);
    const step = await program({ x: tensorType([2, 1]) }, ({ x }, { apply }) => ({
      y: apply(net, x),
      z: apply(net, ops.multiply(x, 2)),
    }));
    await step.run({ x: [[1], [3]] }); // means 2 and 4: 0 → 1 → 2.5; variances 1 and 4: 1 → 1 → 2.5
    expect(numbers(net).slice(2)).toEqual([[2.5], [2.5]]);
  });

  test("a model of several outputs is applied by name; activity counts", async () => {
    const a = input({ shape: [1] });
    const active = layers.dense({
      units: 1,
      kernelInitializer: "ones",
      useBias: false,
      activityRegularizer: regularizers.l2({ l2: 1 }),
      name: "active",
    });
    const net = model({
      inputs: a,
      outputs: [active.apply(a), layers.rescaling({ scale: 2, name: "twice" }).apply(a)],
    });
    const step = await program(
      { x: tensorType([1, 1]) },
      ({ x }, { applyAll, minimize }) => {
        const { active: z, twice } = applyAll(net, x);
        minimize(ops.sum(ops.add(z, twice)), net, optimizers.sgd({ learningRate: 0.1 }));
        return { twice };
      },
      { runtime: "reference" },
    );
    const { twice } = await step.run({ x: [[3]] });
    expect(twice.toArray()).toEqual([[6]]);
    expect(Number(net.getWeights()[0].item())).toBeCloseTo(1 - 0.1 * (3 + 2 * 3 * 3), 12); // ∂(w x + (w x)²)/∂w
  });
});

describe("errors", () => {
  const attempt = (fn: Parameters<typeof program<typeof batch>>[1]): Promise<string> =>
    rejection(program(batch, fn));

  test("a loss that does not depend on the model", async () => {
    const net = xorNet();
    expect(
      await attempt(({ x, y }, { minimize }) => {
        minimize(squaredError(ops.mean(x), y), net, "sgd");
        return {};
      }),
    ).toBe(
      "minimize: the loss does not depend on a trained weight of the model as it is now; compute it from apply(net, …) after the last minimize of that model, and see that no layer is frozen. (no_gradient)",
    );
  });

  test("inputs, names, optimizers that are none", async () => {
    const net = xorNet();
    expect(await attempt(({ y }, { apply }) => ({ z: apply(net, y) }))).toBe(
      'input "x": expects [batch, 2], got [4, 1]; reshape the data, or change input({ shape }). (shape_mismatch)',
    );
    expect(await attempt(({ x }, { apply }) => ({ z: apply(net, [x, x]) }))).toBe(
      "apply: got 2 inputs, the model has 1: x. (shape_mismatch)",
    );
    expect(
      await attempt(({ x }, { apply, minimize }) => {
        const z = apply(net, x);
        minimize(ops.sum(z), net, "sgd");
        return { "net/dense/kernel": z };
      }),
    ).toBe(
      'program: "net/dense/kernel" is what the weight of a model is called; give your value another name. (duplicate_name)',
    );
  });

  test("a model that is fitted meanwhile", async () => {
    const net = xorNet();
    net.compile({ optimizer: "sgd", loss: "mse" });
    const step = await program(batch, ({ x, y }, { apply, minimize }) => {
      minimize(squaredError(apply(net, x), y), net, "sgd");
      return {};
    });
    const said: string[] = [];
    const onEpochEnd = async (): Promise<void> => void said.push(await rejection(step.run({ x, y })));
    await net.fit(x, y, { verbose: 0, callbacks: [{ onEpochEnd }] });
    expect(said).toEqual([
      "run: fit is running on a model that shares the layer dense; await it, or stop it with its signal. (already_fitting)",
    ]);
  });
});
