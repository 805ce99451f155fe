import { constant } from "../core/constant.js";
import type { Graph, Value } from "../core/graph.js";
import { subtract } from "../core/ops/index.js";
import { simplify } from "../core/simplify.js";
import { tensor } from "../core/tensor.js";
import { type Types, trace } from "../core/trace.js";
import { vjp } from "../core/vjp.js";
import { forward } from "./forward.js";
import { slotsOf } from "./optimizer.js";
import { slotPath } from "./state-entry.js";
import { scalar, trainedOf, typesOf } from "./step.js";
import { batchInputs } from "./step-inputs.js";
import type { BatchTypes, StepSpec } from "./step-spec.js";
import { updateWeights } from "./update-weights.js";

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
      const grads =
        spec.learning?.gradients(loss, wrt.slice(layers.length), spec.trained) ?? found.slice(layers.length);
      const trained = trainedOf(spec);
      const parts: Record<string, Value> = {};
      const next = updateWeights(spec.optimizer, trained, values, grads, parts);
      for (const [i, path] of spec.trained.entries()) {
        const g = grads[i];
        if (g === null) continue;
        out[`gradient/${path}`] = g;
        out[`update/${path}`] = subtract(next[path], values[path]);
        for (const { slot } of slotsOf(spec.optimizer, trained[i]))
          out[`slot/${slot}/${path}`] = next[slotPath(slot, path)];
      }
      for (const [name, value] of Object.entries(parts)) out[`part/${name}`] = value;
      return out;
    }),
  );
}
