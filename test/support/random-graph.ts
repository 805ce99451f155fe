import fc from "fast-check";
import { type Graph, graphInput, type Value } from "../../src/core/graph.js";
import * as ops from "../../src/core/ops/index.js";
import { hashUniform } from "../../src/core/random-bits.js";
import { bindShape, type Shape, type Size, type Sizes, sameSize } from "../../src/core/size.js";
import { fromFloat64, sizeOf, type Tensor, tensor } from "../../src/core/tensor.js";
import { grad } from "../../src/core/vjp.js";

/** One node to make: which op, and numbers that its operands, axes and sizes are taken from. */
interface Step {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly n: number;
}
export interface Plan {
  readonly shapes: readonly (readonly number[])[];
  readonly steps: readonly Step[];
}

/** Plans of small graphs: a plan gives the same graph wherever its sizes come from, numbers or names. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  // Positions in the list of sizes that `buildGraph` is given.
  shapes: fc.array(fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  steps: fc.array(fc.record({ kind: fc.nat(999), a: fc.nat(99), b: fc.nat(99), n: fc.nat(99) }), {
    minLength: 1,
    maxLength: 10,
  }),
});

export interface GrowOptions {
  /** Sizes that the axes of inputs are taken from. */
  readonly sizes: readonly Size[];
  /** Only ops whose derivatives exist everywhere. */
  readonly isSmooth?: boolean;
  /** Stand for the inputs that the plan would make, which are float32. */
  readonly given?: readonly Value[];
}

/** The values that a plan makes last, none larger than about 10, and one number made of them. */
export function grow(
  { shapes, steps }: Plan,
  { sizes, isSmooth = false, given = [] }: GrowOptions,
): { readonly inputs: readonly Value[]; readonly last: readonly Value[]; readonly loss: Value } {
  const inputs: Value[] = [];
  const input = (shape: Shape): Value => {
    inputs.push(given[inputs.length] ?? graphInput(`x${inputs.length}`, { dtype: "float32", shape }));
    return inputs[inputs.length - 1];
  };
  const pool = shapes.map((shape) => input(shape.map((i) => sizes[i % sizes.length])));
  const usual = isSmooth ? smooth : [...smooth, ...kinked];
  for (const { kind, a, b, n } of steps) {
    const make = usual[kind % usual.length];
    const made = make({
      a: pool[pool.length - 1 - (a % Math.min(3, pool.length))],
      b: pool[b % pool.length],
      n,
      input,
    });
    pool.push(made.shape.length > 3 ? ops.mean(made, { axis: [0] }) : made);
  }
  const last = pool.slice(-3);
  const loss = last.map((y) => average(ops.square(y))).reduce((x, y) => ops.add(x, y));
  return { inputs, last, loss };
}

/** A plan as a graph: its last values, the loss of them, and the gradient by each input. */
export function graphOf(plan: Plan, options: GrowOptions): Graph {
  const { inputs, last, loss } = grow(plan, options);
  return { inputs, outputs: { loss, ...named("y", last), ...named("g", grad(loss, inputs)) } };
}

/** Over all axes, each named: as they are read back from a file. */
const average = (x: Value): Value => ops.mean(x, { axis: x.shape.map((_, k) => k) });

const named = (prefix: string, values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(values.map((value, i) => [`${prefix}${i}`, value]));

/** Seeded numbers in [−1, 1] for the inputs. */
export function randomFeeds(
  graph: Graph,
  sizes: Sizes = {},
  dtype: "float32" | "float64" = "float32",
): Record<string, Tensor> {
  return Object.fromEntries(
    graph.inputs.map(({ name, shape }, i) => {
      const numbers = bindShape(shape, sizes);
      const values = hashUniform(i + 1, sizeOf(numbers)).map((u) => 2 * u - 1);
      return [name, fromFloat64(values, numbers, dtype)];
    }),
  );
}

interface Made {
  readonly a: Value;
  readonly b: Value;
  readonly n: number;
  input(shape: Shape): Value;
}
type Make = (made: Made) => Value;

/** An axis of a, or undefined for a number. */
const axisOf = ({ shape }: Value, n: number): number | undefined =>
  shape.length === 0 ? undefined : n % shape.length;

/** `b` averaged along axes until it broadcasts to the shape of `a`. */
function fitted(b: Value, a: Value): Value {
  const extra = Math.max(0, b.shape.length - a.shape.length);
  const y = extra === 0 ? b : ops.mean(b, { axis: Array.from({ length: extra }, (_, k) => k) });
  const offset = a.shape.length - y.shape.length;
  const unlike = y.shape.flatMap((size, k) => (sameSize(size, a.shape[k + offset]) ? [] : [k]));
  return unlike.length === 0 ? y : ops.mean(y, { axis: unlike, keepdims: true });
}

/** An op along one axis; a number stays as it is. */
const along =
  (f: (x: Value, axis: number, n: number) => Value): Make =>
  ({ a, n }) => {
    const axis = axisOf(a, n);
    return axis === undefined ? ops.tanh(a) : f(a, axis, n);
  };

/** Axes 0 … rank − 1 in an order that `n` chooses. */
function permuted(rank: number, n: number): number[] {
  const from = Array.from({ length: rank }, (_, k) => k);
  const to: number[] = [];
  for (let rest = n; from.length > 0; rest = Math.floor(rest / 2))
    to.push(...from.splice(rest % from.length, 1));
  return to;
}

const smooth: readonly Make[] = [
  ({ a }) => ops.tanh(a),
  ({ a }) => ops.sigmoid(a),
  ({ a }) => ops.sin(ops.multiply(a, 2)),
  ({ a }) => ops.exp(ops.negative(ops.square(a))),
  ({ a }) => ops.log(ops.add(ops.square(a), 1)),
  ({ a }) => ops.sqrt(ops.add(ops.square(a), 0.5)),
  ({ a }) => ops.tanh(ops.power(a, 3)),
  ({ a }) => ops.gelu(a, { approximate: false }),
  ({ a, b }) => ops.tanh(ops.add(a, fitted(b, a))),
  ({ a, b }) => ops.tanh(ops.subtract(fitted(b, a), a)),
  ({ a, b }) => ops.multiply(ops.tanh(a), fitted(b, a)),
  ({ a, b }) => ops.divide(fitted(b, a), ops.add(ops.square(a), 1)),
  along((x, axis) => ops.mean(x, { axis: [axis] })),
  along((x, axis) => ops.tanh(ops.sum(x, { axis, keepdims: true }))),
  along((x, axis) => ops.softmax(x, { axis })),
  along((x, axis) => ops.multiply(ops.logSoftmax(x, { axis }), 0.2)),
  along((x, axis) => ops.tanh(ops.logSumExp(x, { axis }))),
  along((x, axis, n) => ops.tanh(ops.cumsum(x, { axis, reverse: n % 2 === 0, exclusive: n % 3 === 0 }))),
  along((x, axis) => ops.flip(x, { axis })),
  along((x, axis) => ops.slice(x, { axes: [axis], starts: [0], ends: [null], steps: [2] })),
  along((x, axis) => ops.concatenate([x, ops.tanh(x), ops.flip(x, { axis })], { axis })),
  along((x, axis) =>
    ops.pad(x, { padWidth: x.shape.map((_, k) => (k === axis ? [1, 2] : [0, 0])), constantValues: 0.5 }),
  ),
  along((x, axis) => ops.take(x, tensor([0, -1, 0], { dtype: "int64" }), { axis })),
  along((x, axis) => {
    const position = ops.arange(x.shape[axis], { dtype: x.dtype });
    const shape = x.shape.map((size, k): Size => (k === axis ? size : 1));
    return ops.tanh(ops.add(x, ops.reshape(ops.sin(position), { shape })));
  }),
  ({ a, n }) => ops.transpose(a, { axes: permuted(a.shape.length, n) }),
  ({ a }) => ops.reshape(a, { shape: [-1] }),
  ({ a, n }) => ops.expandDims(a, { axis: n % (a.shape.length + 1) }),
  ({ a, b, n }) =>
    a.shape.length > 2 ? ops.mean(a) : ops.broadcastTo(a, { shape: [b.shape[n % 3] ?? 2, ...a.shape] }),
  ({ a, n, input }) => {
    const x = a.shape.length < 2 ? ops.reshape(a, { shape: [-1, 1] }) : a;
    return ops.tanh(ops.matmul(x, input([x.shape[x.shape.length - 1], 1 + (n % 3)])));
  },
  ({ a }) => {
    const x = a.shape.length < 2 ? ops.reshape(a, { shape: [-1, 1] }) : a;
    const axes = x.shape.map((_, k) => k);
    const swapped = ops.transpose(x, { axes: [...axes.slice(0, -2), axes.length - 1, axes.length - 2] });
    return ops.tanh(ops.matmul(swapped, x));
  },
  along((x, axis) => {
    const states = ops.multiply(ops.mean(x, { axis: [axis] }), 0.5);
    const rows = ops.transpose(x, { axes: [axis, ...x.shape.flatMap((_, k) => (k === axis ? [] : [k]))] });
    return ops.scan(
      ({ states: [s], slices: [v] }) => {
        const next = ops.tanh(ops.add(ops.multiply(s, 0.7), v));
        return { states: [next], outputs: [ops.multiply(next, v)] };
      },
      { states: [states], sequences: [rows], reverse: axis === 1 },
    ).outputs[0];
  }),
];

const kinked: readonly Make[] = [
  ({ a }) => ops.relu(a),
  ({ a }) => ops.abs(a),
  ({ a }) => ops.clip(a, { minimum: -0.5, maximum: 0.6 }),
  ({ a, b }) => ops.maximum(a, fitted(b, a)),
  ({ a, b }) => ops.minimum(fitted(b, a), a),
  ({ a, b }) => ops.where(ops.greater(a, 0.1), ops.tanh(a), fitted(b, a)),
  ({ a, b }) => ops.prelu(ops.broadcastTo(fitted(b, a), { shape: a.shape }), a),
  ({ a }) => ops.stopGradient(a),
  along((x, axis) => ops.max(x, { axis })),
  along((x, axis) => ops.min(x, { axis, keepdims: true })),
  along((x, axis) => ops.topK(x, { k: 1, axis })[0]),
  along((x, axis) => {
    const best = ops.argmax(x, { axis, keepdims: true });
    return ops.takeAlongAxis(x, best, { axis });
  }),
  along((x, axis) => {
    const [low, high] = ops.split(ops.stack([x, ops.tanh(x), ops.abs(x)], { axis }), {
      sections: [1, 2],
      axis,
    });
    return ops.add(low, high);
  }),
];
