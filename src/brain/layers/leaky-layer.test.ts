import {
  constantCurrent,
  leaky,
  leakyLayer,
  poissonSpikes,
  rateDecoder,
  simulate,
  spikingKinds,
  stepAccuracy,
  stepCrossentropy,
  surrogates,
  synapticLayer,
} from "neurograd/brain";
import { describe, expect, test } from "vitest";
import { readSpiking } from "../../../golden/read-spiking.js";
import { expectClose } from "../../../test/support/expect-close.js";
import { goldenTensor } from "../../../test/support/from-keras.js";
import { runtimes } from "../../../test/support/run-on.js";
import { thrown } from "../../../test/support/thrown.js";
import {
  input,
  type Layer,
  layers,
  loadModel,
  type Model,
  optimizers,
  sequential,
  type Tensor,
  tensor,
} from "../../index.js";

const golden = readSpiking();
const batches = golden.batches.map(({ x, y }) => ({ x: goldenTensor(x), y: goldenTensor(y, "int32") }));
type Run = (typeof golden.runs)[number];

/** Dense 5-8-3 with leaky neurons behind each; their membranes are handed on at the end. */
function netOf({ case: { slope, surrogate, alpha, recurrent = false, ...options } }: Run): Model {
  const neuron = { ...options, surrogate: surrogates[surrogate]({ slope }) };
  return sequential([
    input({ shape: [7, 5] }),
    layers.dense({ units: 8 }),
    alpha === undefined ? leakyLayer(neuron) : synapticLayer({ ...neuron, alpha, recurrent }),
    layers.dense({ units: 3 }),
    leakyLayer({ ...neuron, output: "v" }),
  ]);
}

/** The first weights: those of the file, and β where it is trained. */
const startOf = ({ case: { learnBeta, beta, recurrent } }: Run): Tensor[] => {
  const betas = learnBeta ? [tensor(beta)] : [];
  const [kernel, bias, out, outBias, back] = golden.weights.map((w) => goldenTensor(w));
  return [kernel, bias, ...(recurrent ? [back] : []), ...betas, out, outBias, ...betas];
};

describe.each(runtimes)("the first ten losses are those of a loop over time in PyTorch, on %s", (runtime) => {
  for (const run of golden.runs) {
    test(Object.values(run.case).join(", "), async () => {
      const net = netOf(run);
      const optimizer = optimizers.sgd({ learningRate: golden.rate });
      net.compile({ optimizer, loss: stepCrossentropy(), metrics: [stepAccuracy()], runtime, threads: 1 });
      net.setWeights(startOf(run));
      const losses: number[] = [];
      for (const { x, y } of batches) losses.push((await net.trainOnBatch(x, y)).loss);
      expectClose(
        losses,
        run.torch64,
        runtime === "reference" ? 1e-9 : 1e-5,
        "loss, beside PyTorch in float64",
      );
      expectClose(losses, run.torch32, 1e-5, "loss, beside PyTorch in float32");
      if (run.case.learnBeta) {
        const betas = net.getWeights().filter(({ shape }) => shape.length === 0);
        expectClose(
          betas.map((beta) => beta.toFloat64()[0]),
          run.finalBetas,
          1e-6,
          "β after ten steps",
        );
      }
    });
  }
});

/** What a net without weights makes of one example. */
const answer = async (stack: Parameters<typeof sequential>[0], x: Tensor): Promise<number[]> => {
  const net = sequential(stack);
  net.compile({ optimizer: "sgd", loss: "meanSquaredError", runtime: "reference" });
  return Array.from((await net.predict(x)).toFloat64());
};

describe("leakyLayer", () => {
  const steadily = (options: Parameters<typeof leakyLayer>[0]): Promise<number[]> =>
    answer([input({ shape: [1] }), constantCurrent({ steps: 40 }), leakyLayer(options)], tensor([[0.2]]));
  const at = (spikes: readonly number[]): number[] => spikes.flatMap((s, t) => (s === 1 ? [t + 1] : []));

  test("0.2 at β = 0.9 gives spikes at steps 7, 14, 22, 29, 36, as the closed form and the neuron of that name", async () => {
    const spikes = at(await steadily({}));
    expect(spikes).toEqual([7, 14, 22, 29, 36]); // ⌈ln(1 − θ(1 − β)/I) / ln β⌉ = 7 is the first
    const alone = await simulate(leaky(), { current: 0.2, dt: 1, duration: 40 });
    expect(spikes).toEqual(Array.from(alone.spikes.of(0)));
  });

  test("vStart, reset and fireWhen are the neuron's", async () => {
    expect(at(await steadily({ vStart: 0.9 }))[0]).toBe(1); // 0.9 · 0.9 + 0.2 = 1.01
    expect(at(await steadily({ reset: "zero" }))).toEqual([7, 15, 23, 31, 39]); // one step at 0, then 7 as at first
    expect(at(await steadily({ reset: "none" }))).toHaveLength(34); // above from step 7 on
    const half = (fireWhen: ">" | ">="): Promise<number[]> =>
      answer(
        [
          input({ shape: [1] }),
          constantCurrent({ steps: 4 }),
          leakyLayer({ beta: 1, vStart: 0.5, fireWhen }),
        ],
        tensor([[0.25]]),
      );
    expect([await half(">="), await half(">")]).toEqual([
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ]);
  });
});

describe("codes", () => {
  const spiking = (code: Layer): Model => {
    const net = sequential([input({ shape: [400] }), code, rateDecoder({ take: "mean" })]);
    net.compile({ optimizer: "sgd", loss: "meanAbsoluteError", runtime: "reference" });
    return net;
  };

  test("poissonSpikes are random while training, with x as their mean, and x itself outside", async () => {
    const [x, zeros] = [0.3, 0].map((value) =>
      tensor(
        Array.from({ length: 400 }, () => value),
        { shape: [1, 400] },
      ),
    );
    const net = spiking(poissonSpikes({ steps: 50 }));
    const { loss } = await net.trainOnBatch(x, zeros); // the mean of all spikes
    expect(Math.abs(loss - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / 20_000));
    expect(loss).not.toBeCloseTo(0.3, 6);
    expect((await net.trainOnBatch(x, zeros)).loss).not.toBe(loss);
    expectClose((await net.predict(x)).toFloat64(), new Array<number>(400).fill(0.3), 1e-7);
  });

  test("constantCurrent repeats any shape, and rateDecoder takes sum, mean, largest and last over time", async () => {
    const x = tensor([
      [
        [1, 5],
        [4, 2],
        [3, 3],
      ],
    ]); // [1, 3, 2]
    for (const [take, expected] of Object.entries({
      sum: [8, 10],
      mean: [8 / 3, 10 / 3],
      max: [4, 5],
      last: [3, 3],
    })) {
      const decoder = rateDecoder({ take: take as "sum" });
      expectClose(await answer([input({ shape: [3, 2] }), decoder], x), expected, 1e-12, take);
    }
    expect(await answer([input({ shape: [3, 2] }), constantCurrent({ steps: 2 })], x)).toEqual([
      1, 5, 4, 2, 3, 3, 1, 5, 4, 2, 3, 3,
    ]);
  });
});

test("stepAccuracy asks who has most over all steps", async () => {
  const net = sequential([input({ shape: [2, 3] }), layers.identity()]);
  net.compile({
    optimizer: "sgd",
    loss: stepCrossentropy(),
    metrics: [stepAccuracy()],
    runtime: "reference",
  });
  const x = tensor([
    [
      [3, 0, 0],
      [0, 2, 0],
    ],
    [
      [0, 0, 1],
      [0, 0, 1],
    ],
    [
      [1, 0, 0],
      [1, 3, 0],
    ],
  ]);
  const { stepAccuracy: share, loss } = await net.evaluate(x, tensor([0, 2, 0], { dtype: "int32" }));
  expect(share).toBeCloseTo(2 / 3, 6);
  const ce = (logits: readonly number[], k: number): number =>
    Math.log(logits.reduce((sum, v) => sum + Math.exp(v), 0)) - logits[k];
  const expected = [
    ce([3, 0, 0], 0) + ce([0, 2, 0], 0),
    2 * ce([0, 0, 1], 2),
    ce([1, 0, 0], 0) + ce([1, 3, 0], 0),
  ];
  expectClose([loss], [expected.reduce((a, b) => a + b) / 3], 1e-6, "sum over the steps");
});

test("saved and loaded, it predicts the same and trains on", async () => {
  const net = netOf(golden.runs[3]);
  net.compile({
    optimizer: "adam",
    loss: stepCrossentropy(),
    metrics: [stepAccuracy()],
    runtime: "reference",
  });
  const [{ x, y }] = batches;
  await net.trainOnBatch(x, y);
  const bytes = await net.toBytes();
  const again = await loadModel(bytes, { ...spikingKinds, runtime: "reference" });
  expectClose((await again.predict(x)).toFloat64(), (await net.predict(x)).toFloat64(), 1e-6); // a file has float32
  const [a, b] = [await net.trainOnBatch(x, y), await again.trainOnBatch(x, y)];
  expect(b.loss).toBeCloseTo(a.loss, 5);
  const { customLayers, customLosses, customMetrics } = spikingKinds;
  await expect(loadModel(bytes, { customLayers, customLosses, customMetrics })).rejects.toThrow(
    'loadModel: option surrogate: there is no surrogate "triangular"; if it is your own, pass customSurrogates: { triangular }, else update neurograd. (unknown_kind)',
  );
});

describe("errors", () => {
  const messages: Readonly<Record<string, readonly [() => unknown, string]>> = {
    "no time": [
      () => leakyLayer().apply(input({ shape: [] })),
      "leakyLayer: expects [batch, time, ...], got [batch]; put constantCurrent before it. (shape_mismatch)",
    ],
    "a membrane that grows by itself": [
      () => leakyLayer({ beta: 1.5 }),
      "leakyLayer: beta is 1.5; use a number from 0 to 1. (invalid_option)",
    ],
    "a surrogate of another name": [
      () => leakyLayer({ surrogate: "arctn" as "arctan" }),
      'leakyLayer: surrogate: unknown name "arctn"; did you mean "arctan"? use one of arctan, fastSigmoid, sigmoid, straightThrough, triangular. (unknown_name)',
    ],
    "no steps": [
      () => constantCurrent({ steps: 0 }),
      "constantCurrent: steps is 0; use a whole number from 1. (invalid_option)",
    ],
    "nothing to decode": [
      () => rateDecoder().apply(input({ shape: [] })),
      "rateDecoder: expects [batch, time, ...], got [batch]; put a leakyLayer before it. (shape_mismatch)",
    ],
  };
  for (const [what, [body, message]] of Object.entries(messages))
    test(what, () => expect(thrown(body)).toBe(message));
});
