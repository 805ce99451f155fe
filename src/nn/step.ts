import { constant } from "../core/constant.js";
import type { DType } from "../core/dtype.js";
import type { Graph, TensorType, Value } from "../core/graph.js";
import { stack, subtract } from "../core/ops/index.js";
import { simplify } from "../core/simplify.js";
import { tensor } from "../core/tensor.js";
import { type Types, trace } from "../core/trace.js";
import { gradOrNull, vjp } from "../core/vjp.js";
import { forward } from "./forward.js";
import { type LayerGraph, traceLayers } from "./layer-graph.js";
import { slotsOf } from "./optimizer.js";
import { newMemories, type StateEntry, slotPath } from "./state-entry.js";
import { asInput, batchInputs, inputName, nthName } from "./step-inputs.js";
import type { BatchTypes, StepSpec } from "./step-spec.js";
import { updateWeights } from "./update-weights.js";

/** The weights that are trained. */
const trainedOf = ({ weights, trained }: StepSpec): readonly StateEntry[] =>
  weights.filter(({ path }) => trained.includes(path));

const typesOf = (entries: readonly StateEntry[]): Types =>
  Object.fromEntries(entries.map(({ path, dtype, shape }) => [path, { dtype, shape }]));

const scalar = (dtype: DType): TensorType => ({ dtype, shape: [] });

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
      const { outputs, updates } = traceLayers(graph, given, values, { training: false });
      const named = outputs.map((value, k) => [names[k], value] as const);
      return { ...Object.fromEntries(named), ...newMemories(weights, updates) };
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
