import fc from "fast-check";
import { input, type Layer, layers, type Model, model, optimizers, setSeed } from "../../src/index.js";

/** Numbers that an architecture is made of: the same plan gives the same model. */
export interface Plan {
  readonly shape: readonly number[];
  readonly steps: readonly { readonly kind: number; readonly a: number; readonly b: number }[];
  readonly optimizer: number;
  readonly classes: number;
}

export const plans: fc.Arbitrary<Plan> = fc.record({
  shape: fc.oneof(
    fc.tuple(fc.integer({ min: 1, max: 6 })),
    fc.tuple(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 4 })),
    fc.tuple(fc.integer({ min: 3, max: 7 }), fc.integer({ min: 3, max: 7 }), fc.integer({ min: 1, max: 3 })),
  ),
  steps: fc.array(fc.record({ kind: fc.nat(999), a: fc.nat(99), b: fc.nat(99) }), { maxLength: 6 }),
  optimizer: fc.nat(99),
  classes: fc.integer({ min: 2, max: 4 }),
});

type Symbol = ReturnType<typeof input>;
interface Step {
  readonly a: number;
  readonly b: number;
}
type Move = (x: Symbol, step: Step) => Symbol;

const then =
  (make: (step: Step, x: Symbol) => Layer): Move =>
  (x, step) =>
    make(step, x).apply(x);
const activations = ["relu", "tanh", "gelu", "sigmoid", "selu", "softplus", "elu", "silu", null] as const;
const of = <T>(list: readonly T[], k: number): T => list[k % list.length];
const sizes = (x: Symbol): number[] => x.shape.slice(1) as number[]; // numbers: inputs are fixed

/** What fits any shape. */
const everywhere: readonly Move[] = [
  then(({ a, b }) => layers.dense({ units: 1 + (a % 5), activation: of(activations, b) })),
  then(({ a }) => layers.activation({ activation: of(activations, a) ?? "tanh" })),
  then(({ a }) => layers.dropout({ rate: (a % 5) / 10 })),
  then(() => layers.layerNormalization()),
  then(({ a }) => layers.batchNormalization({ momentum: a % 2 === 0 ? 0.9 : 0.99 })),
  then(() => layers.gaussianNoise({ stddev: 0.1 })),
  then(() => layers.pReLU()),
  (x, { a }) => {
    const units = sizes(x).at(-1) as number; // at least one axis
    const branch = layers.dense({ units, activation: of(activations, a) }).apply(x);
    return layers.add().apply([x, branch]);
  },
  (x, { a }) => layers.concatenate().apply([x, layers.dense({ units: 1 + (a % 3) }).apply(x)]),
];
const onVectors: readonly Move[] = [
  then(({ a }) => layers.repeatVector({ n: 2 + (a % 3) })),
  then((_, x) => layers.reshape({ targetShape: [sizes(x)[0], 1] })),
  then(() => layers.unitNormalization()),
];
const onSeries: readonly Move[] = [
  then(({ a, b }) =>
    layers.conv1d({
      filters: 1 + (a % 4),
      kernelSize: 1 + (b % 2),
      padding: of(["same", "valid", "causal"], b),
    }),
  ),
  then(({ a, b }) => layers.lstm({ units: 1 + (a % 4), returnSequences: b % 2 === 0 })),
  then(({ a, b }) =>
    layers.gru({ units: 1 + (a % 4), returnSequences: b % 2 === 0, resetAfter: b % 3 === 0 }),
  ),
  then(({ a, b }) => layers.simpleRNN({ units: 1 + (a % 4), returnSequences: b % 2 === 0 })),
  then(({ a }) => layers.bidirectional({ layer: layers.gru({ units: 1 + (a % 3), returnSequences: true }) })),
  (x, { a, b }) =>
    layers.multiHeadAttention({ numHeads: 1 + (a % 2), keyDim: 2, useCausalMask: b % 2 === 0 }).apply([x, x]),
  then(() => layers.globalMaxPooling1d()),
  then(() => layers.globalAveragePooling1d()),
  then(() => layers.flatten()),
  then(({ a }) => layers.spatialDropout1d({ rate: (a % 3) / 10 })),
];
const onImages: readonly Move[] = [
  then(({ a, b }) =>
    layers.conv2d({
      filters: 1 + (a % 4),
      kernelSize: 1 + (b % 3),
      padding: "same",
      activation: of(activations, a),
    }),
  ),
  then(({ a }) =>
    layers.conv2d({ filters: 1 + (a % 4), kernelSize: 2, strides: 1 + (a % 2), padding: "same" }),
  ),
  then(({ a }) => layers.conv2dTranspose({ filters: 1 + (a % 2), kernelSize: 2, padding: "same" })),
  then(({ a }) => layers.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 1 + (a % 2), padding: "same" })),
  then(({ a }) => layers.separableConv2d({ filters: 1 + (a % 3), kernelSize: 2, padding: "same" })),
  then(() => layers.maxPooling2d({ padding: "same" })),
  then(() => layers.averagePooling2d({ poolSize: 2, padding: "same" })),
  then(() => layers.zeroPadding2d({ padding: 1 })),
  then(() => layers.globalAveragePooling2d()),
  then(() => layers.globalMaxPooling2d()),
  then(() => layers.flatten()),
  then((_, x) => layers.reshape({ targetShape: [sizes(x)[0] * sizes(x)[1], sizes(x)[2]] })),
  then(() => layers.permute({ dims: [2, 1, 3] })),
];
const byRank: readonly (readonly Move[])[] = [[], onVectors, onSeries, onImages];
/** Numbers in an example, beyond which nothing is made larger. */
const largest = 400;

/** The model of a plan, compiled. */
export function buildModel({ shape, steps, optimizer, classes }: Plan): Model {
  setSeed(7);
  const x = input({ shape: [...shape] });
  let h: Symbol = x;
  for (const step of steps) {
    const moves = [...everywhere, ...(byRank[sizes(h).length] ?? [])];
    const next = of(moves, step.kind)(h, step);
    if (sizes(next).reduce((p, q) => p * q, 1) <= largest && sizes(next).length <= 3) h = next;
  }
  if (sizes(h).length > 1) h = layers.flatten().apply(h);
  const net = model({
    inputs: x,
    outputs: layers.dense({ units: classes, activation: "softmax" }).apply(h),
  });
  const makers = [optimizers.sgd, optimizers.adam, optimizers.rmsprop, optimizers.adagrad, optimizers.lion];
  net.compile({
    optimizer: of(makers, optimizer)(),
    loss: "sparseCategoricalCrossentropy",
    metrics: ["accuracy"],
    runtime: "native",
    threads: 1,
  });
  return net;
}
