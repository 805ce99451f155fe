import { constant } from "../core/constant.js";
import type { Value } from "../core/graph.js";
import { withScope } from "../core/graph.js";
import { add, cast, divide, equal, mod, multiply, subtract, where } from "../core/ops/index.js";
import { tensor } from "../core/tensor.js";
import type { Constraint } from "./constraint.js";
import { averageSlot, gradientSlot, type Optimizer, slotsOf, type TrainedWeight } from "./optimizer.js";
import { iterationsPath, scalarPath, slotPath } from "./state-entry.js";

type Values = Readonly<Record<string, Value>>;

export interface ConstrainedWeight extends TrainedWeight {
  readonly constraint?: Constraint | undefined;
}

/**
 * New weights and slots from gradients, null where nothing flows: accumulation, clipping, decay, the optimizer's own
 * rule, running means, constraints. In the order of Keras 3 `Optimizer.apply`.
 */
export function updateWeights(
  optimizer: Optimizer,
  weights: readonly ConstrainedWeight[],
  values: Values,
  grads: readonly (Value | null)[],
  /** Is given what the optimizer does not keep, by name and path. */
  parts: Record<string, Value> = {},
): Record<string, Value> {
  return withScope("optimizer", "update", () => {
    const iterations = add(values[iterationsPath], 1);
    const every = optimizer.common.gradientAccumulationSteps;
    const updates: Record<string, Value> = {};
    if (every === null) step(optimizer, weights, values, grads, iterations, updates, parts);
    else accumulate(optimizer, weights, values, grads, every, updates, parts);
    if (optimizer.common.useEma) average(optimizer, weights, values, updates);
    for (const [i, { path, constraint }] of weights.entries())
      if (constraint && grads[i] !== null) updates[path] = constraint.apply(updates[path]);
    updates[iterationsPath] = iterations;
    return updates;
  });
}

/** One change of the weights; `count` is its number, from 1. */
function step(
  optimizer: Optimizer,
  weights: readonly TrainedWeight[],
  values: Values,
  grads: readonly (Value | null)[],
  count: Value,
  updates: Record<string, Value>,
  parts: Record<string, Value>,
): void {
  const float = cast(count, { dtype: "float32" });
  const learningRate =
    optimizer.schedule?.rate(cast(values[iterationsPath], { dtype: "float32" })) ?? values.learningRate;
  const kept = Object.keys(optimizer.scalars).map((name) => [name, values[scalarPath(name)]]);
  const scalars = optimizer.updateScalars(Object.fromEntries(kept), float);
  for (const [name, value] of Object.entries(scalars)) updates[scalarPath(name)] = value;
  const reached = weights.filter((_, i) => grads[i] !== null);
  const known = grads.filter((g): g is Value => g !== null);
  for (const [i, g] of optimizer.clip(known).entries()) {
    const { path } = reached[i];
    const slots = slotsOf(optimizer, reached[i]).map(({ slot }) => [slot, values[slotPath(slot, path)]]);
    const next = optimizer.update({
      w: values[path],
      g,
      slots: Object.fromEntries(slots),
      scalars,
      learningRate,
      step: float,
      path,
    });
    updates[path] = next.w;
    for (const [slot, value] of Object.entries(next.slots ?? {})) updates[slotPath(slot, path)] = value;
    for (const [name, value] of Object.entries(next.parts ?? {})) parts[`${name}/${path}`] = value;
  }
}

/** Gradients are added up; at every `every`-th step their mean changes the weights, at the others all stays. */
function accumulate(
  optimizer: Optimizer,
  weights: readonly TrainedWeight[],
  values: Values,
  grads: readonly (Value | null)[],
  every: number,
  updates: Record<string, Value>,
  parts: Record<string, Value>,
): void {
  const before = values[iterationsPath];
  const isDue = equal(mod(add(before, 1), every), 0);
  const sums = grads.map((g, i) => g && add(values[slotPath(gradientSlot, weights[i].path)], g));
  const means = sums.map((sum) => sum && divide(sum, every));
  step(optimizer, weights, values, means, add(divide(before, every), 1), updates, parts);
  for (const [path, value] of Object.entries(updates)) updates[path] = where(isDue, value, values[path]);
  for (const [i, sum] of sums.entries())
    if (sum) updates[slotPath(gradientSlot, weights[i].path)] = where(isDue, multiply(sum, 0), sum);
}

/** a ← μ a + (1 − μ) w, the first time a ← w; every so many steps w ← a. */
function average(
  { common }: Optimizer,
  weights: readonly TrainedWeight[],
  values: Values,
  updates: Record<string, Value>,
): void {
  const { emaMomentum, emaOverwriteFrequency, gradientAccumulationSteps } = common;
  const before = divide(values[iterationsPath], gradientAccumulationSteps ?? 1);
  const share = where(equal(before, 0), 1, exactly(1 - emaMomentum));
  const isDue = emaOverwriteFrequency === null ? null : equal(mod(add(before, 1), emaOverwriteFrequency), 0);
  for (const { path } of weights) {
    const w = updates[path] ?? values[path];
    const old = values[slotPath(averageSlot, path)];
    const a = add(old, multiply(subtract(w, old), share));
    updates[slotPath(averageSlot, path)] = a;
    if (isDue) updates[path] = where(isDue, a, w);
  }
}

/** A number as float32 which the reference evaluator knows in full. */
const exactly = (x: number): Value => constant(tensor(x, { dtype: "float64" }), "float32");
