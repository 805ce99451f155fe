import type { DType } from "../core/dtype.js";
import type { Graph, TensorType, Value } from "../core/graph.js";
import { stack } from "../core/ops/index.js";
import { simplify } from "../core/simplify.js";
import { type Types, trace } from "../core/trace.js";
import { gradOrNull } from "../core/vjp.js";
import { forward } from "./forward.js";
import type { Gradients } from "./learning.js";
import { newMemories, type StateEntry } from "./state-entry.js";
import { batchInputs, nthName } from "./step-inputs.js";
import type { BatchTypes, StepSpec } from "./step-spec.js";
import { updateWeights } from "./update-weights.js";

/** The weights that are trained. */
export const trainedOf = ({ weights, trained }: StepSpec): readonly StateEntry[] =>
  weights.filter(({ path }) => trained.includes(path));

export const typesOf = (entries: readonly StateEntry[]): Types =>
  Object.fromEntries(entries.map(({ path, dtype, shape }) => [path, { dtype, shape }]));

export const scalar = (dtype: DType): TensorType => ({ dtype, shape: [] });

export interface TracedStep {
  readonly graph: Graph;
  /** Paths that no gradient reaches. */
  readonly untrained: readonly string[];
}

/** Training steps: batches and state in; losses [count] and next state out. */
export function trainStep(spec: StepSpec, batch: BatchTypes, options: TrainStepOptions = {}): TracedStep {
  const { graph, untrained } = tracedStep(spec, batch, options);
  return { graph: simplify(graph), untrained };
}

/** `trainStep` as it was written down, before anything is simplified. */
export function tracedStep(
  spec: StepSpec,
  batch: BatchTypes,
  { count = 1, gradients = spec.learning?.gradients ?? gradOrNull }: TrainStepOptions = {},
): TracedStep {
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
      spec.trained,
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
  return { graph, untrained };
}

export interface TrainStepOptions {
  /** Steps in a row, on as many batches. */
  readonly count?: number;
  readonly gradients?: Gradients;
}

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
      const { trace: traced, loss, updates } = forward(spec, values, batch, false);
      return { loss, ...newMemories(spec.weights, traced.updates), ...updates };
    }),
  );
}
