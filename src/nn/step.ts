import { constant } from "../core/constant.js";
import type { DType } from "../core/dtype.js";
import { isFloat } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import { formatType, type Graph, type TensorType, type Value, withScope } from "../core/graph.js";
import { add, cast, divide, multiply, stack, subtract, sum } from "../core/ops/index.js";
import { simplify } from "../core/simplify.js";
import { formatShape, sizeName } from "../core/size.js";
import { tensor } from "../core/tensor.js";
import { type Types, trace } from "../core/trace.js";
import { gradOrNull, vjp } from "../core/vjp.js";
import type { LayerGraph, LayerTrace } from "./layer-graph.js";
import { traceLayers } from "./layer-graph.js";
import type { Loss } from "./loss.js";
import type { Metric } from "./metric.js";
import { type Optimizer, slotsOf } from "./optimizer.js";
import { iterationsPath, metricPath, type StateEntry, seedPath, slotPath } from "./state-entry.js";
import type { LayerSymbol } from "./symbol.js";
import { updateWeights } from "./update-weights.js";

/** Everything a step is built from. */
export interface StepSpec {
  readonly graph: LayerGraph;
  readonly weights: readonly StateEntry[];
  readonly training: readonly StateEntry[];
  /** Paths that are trained. */
  readonly trained: readonly string[];
  readonly losses: readonly Loss[]; // one per output
  readonly lossWeights: readonly number[];
  readonly lossMetric: Metric;
  readonly metrics: readonly { readonly metric: Metric; readonly output: number }[];
  readonly optimizer: Optimizer;
  /** Steps in one run of the runtime; "auto" decides by sizes. */
  readonly stepsPerExecution: number | "auto";
}
/** Types of one batch, its size a number: steps are built for the shapes they run on. */
export interface BatchTypes {
  readonly x: readonly TensorType[];
  readonly y: readonly TensorType[];
}

export const inputName = (k: number, count: number): string => (count === 1 ? "x" : `x/${k}`);
export const targetName = (k: number, count: number): string => (count === 1 ? "y" : `y/${k}`);

/** The weights that are trained. */
const trainedOf = ({ weights, trained }: StepSpec): readonly StateEntry[] =>
  weights.filter(({ path }) => trained.includes(path));

const typesOf = (entries: readonly StateEntry[]): Types =>
  Object.fromEntries(entries.map(({ path, dtype, shape }) => [path, { dtype, shape }]));

const batchInputs = ({ x, y }: BatchTypes): Types => ({
  ...Object.fromEntries(x.map((type, k) => [inputName(k, x.length), type])),
  ...Object.fromEntries(y.map((type, k) => [targetName(k, y.length), type])),
});

const scalar = (dtype: DType): TensorType => ({ dtype, shape: [] });

/**
 * Data as a model's input: floats take what is given, integers stay. Throws `dtype_mismatch`, `shape_mismatch`.
 */
export function asInput(value: Value, symbol: LayerSymbol): Value {
  const name = symbol.name ?? "x";
  const fits = value.dtype === symbol.dtype || (isFloat(symbol.dtype) && value.dtype !== "string");
  if (!fits) {
    throw new NeurogradError(
      "dtype_mismatch",
      `input "${name}": expects ${formatType(symbol.type)}, got ${formatType(value.type)}; convert the data with tensor(x, { dtype: "${symbol.dtype}" })`,
    );
  }
  checkInputShape(name, symbol, value.type);
  return cast(value, { dtype: symbol.dtype });
}

export function checkInputShape(name: string, symbol: LayerSymbol, got: TensorType): void {
  const fits =
    got.shape.length === symbol.shape.length &&
    symbol.shape.every((size, k) => sizeName(size) !== undefined || size === got.shape[k]);
  if (fits) return;
  throw new NeurogradError(
    "shape_mismatch",
    `input "${name}": expects ${formatShape(symbol.shape)}, got ${formatShape(got.shape)}; reshape the data, or change input({ shape })`,
  );
}

interface Forward {
  readonly trace: LayerTrace;
  readonly loss: Value;
  readonly updates: Record<string, Value>;
}

/** Model, losses and metrics on one batch. */
function forward(
  spec: StepSpec,
  values: Readonly<Record<string, Value>>,
  { x, y }: BatchTypes,
  training: boolean,
): Forward {
  const inputs = x.map((_, k) => asInput(values[inputName(k, x.length)], spec.graph.inputs[k]));
  const targets = y.map((_, k) => values[targetName(k, y.length)]);
  const random = training && {
    seed: values[seedPath],
    step: cast(values[iterationsPath], { dtype: "uint32" }),
  };
  const traced = traceLayers(spec.graph, inputs, values, random ? { training, random } : { training });
  const updates: Record<string, Value> = {};
  const loss = withScope("loss", "forward", () => {
    const parts = spec.losses.map((l, k) => {
      const perExample = l.perExample(targets[k], traced.outputs[k]);
      const inner = perExample.shape.slice(1).reduce<number>((n, size) => n * (size as number), 1); // all but the batch
      const total = divide(sum(perExample), inner === 1 ? values.divisor : multiply(values.divisor, inner));
      return spec.lossWeights[k] === 1 ? total : multiply(total, spec.lossWeights[k]);
    });
    const penalties = trainedOf(spec).flatMap(({ path, regularizer }) =>
      regularizer === undefined ? [] : [regularizer.penalty(values[path], path)],
    );
    return [...parts, ...penalties].reduce((a, b) => add(a, b));
  });
  const batch = x[0].shape[0] as number; // steps are built for numbers
  withScope("metrics", "forward", () => {
    updates[metricPath("loss", "total")] = add(values[metricPath("loss", "total")], multiply(loss, batch));
    updates[metricPath("loss", "count")] = add(values[metricPath("loss", "count")], batch);
    for (const { metric, output } of spec.metrics) {
      const states = Object.fromEntries(
        Object.keys(metric.states).map((key) => [key, values[metricPath(metric.name, key)]]),
      );
      const next = metric.update({ yTrue: targets[output], yPred: traced.outputs[output], states });
      for (const [key, value] of Object.entries(next)) updates[metricPath(metric.name, key)] = value;
    }
  });
  return { trace: traced, loss, updates };
}

/** Gradients of the loss by the trained weights; null where nothing flows. The seam for other ways of learning. */
export type Gradients = (loss: Value, weights: readonly Value[]) => readonly (Value | null)[];

/** Training steps: batches and state in; losses [count] and next state out. */
export function trainStep(
  spec: StepSpec,
  batch: BatchTypes,
  { count = 1, gradients = gradOrNull }: TrainStepOptions = {},
): { readonly graph: Graph; readonly untrained: readonly string[] } {
  let untrained: readonly string[] = [];
  const batches = Array.from({ length: count }, (_, i) =>
    Object.entries(batchInputs(batch)).map(([name, type]) => [nthName(name, i), type]),
  );
  const types: Types = {
    ...typesOf([...spec.weights, ...spec.training]),
    ...Object.fromEntries(batches.flat()),
    learningRate: scalar("float32"),
    divisor: scalar("float32"),
  };
  const once = (values: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> => {
    const { trace: traced, loss, updates } = forward(spec, values, batch, true);
    const grads = gradients(
      loss,
      spec.trained.map((path) => values[path]),
    );
    untrained = spec.trained.filter((_, i) => grads[i] === null);
    return {
      loss,
      ...traced.updates,
      ...updates,
      ...updateWeights(spec.optimizer, trainedOf(spec), values, grads),
    };
  };
  const graph = trace(types, (values: Readonly<Record<string, Value>>) => {
    const losses: Value[] = [];
    let state: Readonly<Record<string, Value>> = {};
    for (let i = 0; i < count; i++) {
      const own = Object.keys(batchInputs(batch)).map((name) => [name, values[nthName(name, i)]]);
      const { loss, ...next } = once({ ...values, ...state, ...Object.fromEntries(own) });
      losses.push(loss);
      state = { ...state, ...next };
    }
    return { loss: stack(losses), ...state };
  });
  return { graph: simplify(graph), untrained };
}

export interface TrainStepOptions {
  /** Steps in a row, on as many batches. */
  readonly count?: number;
  readonly gradients?: Gradients;
}

/** The name of an input for the i-th of several batches. */
export const nthName = (name: string, i: number): string => (i === 0 ? name : `${name}@${i}`);

/** Loss and metrics on one batch, nothing learned. */
export function testStep(spec: StepSpec, batch: BatchTypes): Graph {
  const metrics = spec.training.filter(({ role }) => role === "metric");
  const types: Types = {
    ...typesOf([...spec.weights, ...metrics]),
    ...batchInputs(batch),
    divisor: scalar("float32"),
  };
  return simplify(
    trace(types, (values) => {
      const { loss, updates } = forward(spec, values, batch, false);
      return { loss, ...updates };
    }),
  );
}

/** The model alone, for any number of examples: outputs by position. */
export function predictGraph(
  graph: LayerGraph,
  weights: readonly StateEntry[],
  names: readonly string[],
  inputTypes?: readonly TensorType[],
): Graph {
  const inputs = inputTypes ?? graph.inputs.map((symbol) => symbol.type);
  const inputTypesByName = Object.fromEntries(
    inputs.map((type, k) => [graph.inputs[k].name ?? inputName(k, inputs.length), type]),
  );
  return simplify(
    trace({ ...inputTypesByName, ...typesOf(weights) }, (values) => {
      const given = graph.inputs.map((symbol, k) =>
        asInput(values[symbol.name ?? inputName(k, inputs.length)], symbol),
      );
      const { outputs } = traceLayers(graph, given, values, { training: false });
      return Object.fromEntries(outputs.map((value, k) => [names[k], value]));
    }),
  );
}

/**
 * A training step that shows itself: the activation of each layer and its cotangent, the gradient and the change of
 * each weight, and the step's loss. Nothing is updated.
 */
export function probeStep(spec: StepSpec, batch: BatchTypes): Graph {
  const types: Types = {
    ...typesOf([...spec.weights, ...spec.training]),
    ...batchInputs(batch),
    learningRate: scalar("float32"),
    divisor: scalar("float32"),
  };
  return simplify(
    trace(types, (values) => {
      const { trace: traced, loss } = forward(spec, values, batch, true);
      const layers = [...traced.activations];
      const wrt = [...layers.map(([, value]) => value), ...spec.trained.map((path) => values[path])];
      const found = vjp([loss], [constant(tensor(1), loss.dtype)], wrt);
      const out: Record<string, Value> = { loss };
      for (const [i, [name, value]] of layers.entries()) {
        out[`activation/${name}`] = value;
        const g = found[i];
        if (g !== null) out[`cotangent/${name}`] = g;
      }
      const grads = found.slice(layers.length);
      const trained = trainedOf(spec);
      const next = updateWeights(spec.optimizer, trained, values, grads);
      for (const [i, path] of spec.trained.entries()) {
        const g = grads[i];
        if (g === null) continue;
        out[`gradient/${path}`] = g;
        out[`update/${path}`] = subtract(next[path], values[path]);
        for (const { slot } of slotsOf(spec.optimizer, trained[i]))
          out[`slot/${slot}/${path}`] = next[slotPath(slot, path)];
      }
      return out;
    }),
  );
}
