import type { DType } from "../core/dtype.js";
import { NeurogradError } from "../core/errors.js";
import type { Value } from "../core/graph.js";
import { fromFloat64, sizeOf, type Tensor, tensor } from "../core/tensor.js";
import type { Constraint } from "./constraint.js";
import type { Layer } from "./layer.js";
import type { LayerGraph } from "./layer-graph.js";
import type { Metric } from "./metric.js";
import { type Optimizer, slotsOf } from "./optimizer.js";
import { checkPaths } from "./optimizer-options.js";
import type { Regularizer } from "./regularizer.js";
import { initialValue } from "./to-initializer.js";

export type StateRole = "weight" | "statistic" | "slot" | "metric" | "counter" | "random" | "recurrent";

/** One tensor of a model's state. The list of them is what checkpoints, resuming, freezing and export walk. */
export interface StateEntry {
  readonly path: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly role: StateRole;
  /** First value, float64 for floats. */
  readonly initial: () => Tensor;
  /** Whose weight it is. */
  readonly layer?: Pick<Layer, "trainable">;
  /** Adds to the loss. */
  readonly regularizer?: Regularizer | undefined;
  /** Holds after each update. */
  readonly constraint?: Constraint | undefined;
}

/** Whether the entry is a weight that is trained: its layer may be frozen. */
export const isTrained = ({ role, layer }: StateEntry): boolean =>
  role === "weight" && layer?.trainable !== false;

/** Whether the entry is what a stateful layer remembers: kept from batch to batch, neither trained nor saved. */
export const isMemory = ({ role }: StateEntry): boolean => role === "recurrent";

/** What layers remember after a batch, of all that they update: also outside training. */
export const newMemories = (
  entries: readonly StateEntry[],
  updates: Readonly<Record<string, Value>>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    entries
      .filter((entry) => isMemory(entry) && updates[entry.path])
      .map(({ path }) => [path, updates[path]]),
  );

export const iterationsPath = "optimizer/iterations";
export const seedPath = "random/seed";
export const slotPath = (slot: string, weight: string): string => `optimizer/${slot}/${weight}`;
/** What an optimizer keeps once for all weights. */
export const scalarPath = (name: string): string => `optimizer/${name}`;
export const metricPath = (metric: string, key: string): string => `metrics/${metric}/${key}`;

/** Weights and statistics of the layers, in the order of the layers. */
export function weightEntries(graph: LayerGraph, seed: number): StateEntry[] {
  return graph.layers.flatMap(({ name, layer, weights }) =>
    Object.entries(weights).map(
      ([key, { shape, initializer, role = "weight", regularizer, constraint }]): StateEntry => {
        const path = `${name}/${key}`;
        const adapted = adaptedValue(name, layer, key, shape);
        const initial = (): Tensor => adapted ?? initialValue(initializer, shape, seed, path);
        return { path, dtype: "float32", shape, role, initial, layer, regularizer, constraint };
      },
    ),
  );
}

/** What the layer has learned by `adapt` for one of its weights. Throws `shape_mismatch` where it learned of other data. */
export function adaptedValue(
  name: string,
  { adapted }: Layer,
  key: string,
  shape: readonly number[],
): Tensor | undefined {
  const value = adapted?.[key];
  if (value === undefined || value.shape.join() === shape.join()) return value;
  throw new NeurogradError(
    "shape_mismatch",
    `${name}: was adapted to data with ${key} of shape [${value.shape.join(", ")}], the model's is [${shape.join(", ")}]; adapt it to data like the model's input`,
  );
}

/**
 * What training adds: slots of the optimizer, its counter, the random seed, metrics. Throws `unknown_name` where the
 * optimizer's options name weights that there are not.
 */
export function trainingEntries(
  weights: readonly StateEntry[],
  optimizer: Optimizer,
  metrics: readonly Metric[],
  seed: number,
): StateEntry[] {
  const trained = weights.filter(isTrained);
  checkPaths(
    optimizer.kind,
    optimizer.common,
    trained.map(({ path }) => path),
  );
  const slots = slotsOfAll(trained, optimizer);
  const scalars = Object.entries(optimizer.scalars).map(([name, value]) =>
    filledEntry(scalarPath(name), [], "slot", value),
  );
  const counters: StateEntry[] = [
    {
      path: iterationsPath,
      dtype: "int64",
      shape: [],
      role: "counter",
      initial: () => tensor(0, { dtype: "int64" }),
    },
    {
      path: seedPath,
      dtype: "uint32",
      shape: [],
      role: "random",
      initial: () => tensor(seed, { dtype: "uint32" }),
    },
  ];
  const kept = metrics.flatMap(({ name, states }) =>
    Object.entries(states).map(([key, shape]) => filledEntry(metricPath(name, key), shape, "metric", 0)),
  );
  return [...slots, ...scalars, ...counters, ...kept];
}

/** Slot by slot, the weights in order. */
function slotsOfAll(trained: readonly StateEntry[], optimizer: Optimizer): StateEntry[] {
  const all = trained.flatMap((weight) =>
    slotsOf(optimizer, weight).map(({ slot, shape, value }) => ({
      slot,
      entry: filledEntry(slotPath(slot, weight.path), shape, "slot", value),
    })),
  );
  return Object.keys(optimizer.slots).flatMap((name) =>
    all.filter(({ slot }) => slot === name).map(({ entry }) => entry),
  );
}

function filledEntry(path: string, shape: readonly number[], role: StateRole, value: number): StateEntry {
  return {
    path,
    dtype: "float32",
    shape,
    role,
    initial: () => fromFloat64(new Float64Array(sizeOf(shape)).fill(value), shape, "float64"),
  };
}
