import type { Value } from "../core/graph.js";
import { withScope } from "../core/graph.js";
import { add, cast } from "../core/ops/index.js";
import { iterationsPath, slotPath } from "./state-entry.js";
import type { StepSpec } from "./step.js";

/** New weights and slots from gradients. */
export function updateWeights(
  spec: StepSpec,
  values: Readonly<Record<string, Value>>,
  paths: readonly string[],
  grads: readonly Value[],
): Record<string, Value> {
  return withScope("optimizer", "update", () => {
    const updates: Record<string, Value> = {};
    const iterations = add(values[iterationsPath], 1);
    const step = cast(iterations, { dtype: "float32" });
    for (const [i, g] of spec.optimizer.clip(grads).entries()) {
      const path = paths[i];
      const slots = Object.fromEntries(
        Object.keys(spec.optimizer.slots).map((slot) => [slot, values[slotPath(slot, path)]]),
      );
      const next = spec.optimizer.update({
        w: values[path],
        g,
        slots,
        learningRate: values.learningRate,
        step,
      });
      updates[path] = next.w;
      for (const [slot, value] of Object.entries(next.slots ?? {})) updates[slotPath(slot, path)] = value;
    }
    updates[iterationsPath] = iterations;
    return updates;
  });
}
