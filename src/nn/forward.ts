import { NeurogradError } from "../core/errors.js";
import { type TensorType, type Value, withScope } from "../core/graph.js";
import { add, cast, divide, expandDims, maximum, multiply, sum } from "../core/ops/index.js";
import { formatShape } from "../core/size.js";
import { sizeOf } from "../core/tensor.js";
import type { Mask } from "./layer.js";
import { type LayerTrace, traceLayers } from "./layer-graph.js";
import { iterationsPath, metricPath, seedPath } from "./state-entry.js";
import { asInput, inputName, targetName, weightName } from "./step-inputs.js";
import type { BatchTypes, OutputLoss, StepSpec } from "./step-spec.js";

export interface Forward {
  readonly trace: LayerTrace;
  readonly loss: Value;
  readonly updates: Record<string, Value>;
}

/** Model, losses and metrics on one batch. */
export function forward(
  spec: StepSpec,
  values: Readonly<Record<string, Value>>,
  { x, y, w }: BatchTypes,
  training: boolean,
): Forward {
  const inputs = x.map((_, k) => asInput(values[inputName(k, x.length)], spec.graph.inputs[k]));
  const targets = new Map(spec.targets.map((output, k) => [output, values[targetName(k, y.length)]]));
  const targetOf = (output: number): Value => targets.get(output) as Value; // of each output with a loss or metric
  const sampleWeight = w && cast(values[weightName], { dtype: "float32" });
  const random = training && {
    seed: values[seedPath],
    step: cast(values[iterationsPath], { dtype: "uint32" }),
  };
  const traced = traceLayers(spec.graph, inputs, values, random ? { training, random } : { training });
  const batch = x[0].shape[0] as number; // steps are built for numbers
  const updates: Record<string, Value> = {};
  const gather = (name: string, value: Value): void => {
    const [total, count] = [metricPath(name, "total"), metricPath(name, "count")];
    updates[total] = add(values[total], multiply(value, batch));
    updates[count] = add(values[count], batch);
  };
  const loss = withScope("loss", "forward", () =>
    spec.losses
      .map((entry) => {
        const { output, weight, metric } = entry;
        const mask = traced.masks[output];
        const total = meanLoss(entry, targetOf(output), traced.outputs[output], {
          mask,
          sampleWeight,
          divisor: values.divisor,
        });
        if (metric !== undefined) gather(metric.name, total);
        return weight === 1 ? total : multiply(total, weight);
      })
      .concat(weightPenalties(spec, values), traced.penalties)
      .reduce((a, b) => add(a, b)),
  );
  withScope("metrics", "forward", () => {
    gather("loss", loss);
    for (const { metric, output, isWeighted } of spec.metrics) {
      const states = Object.fromEntries(
        Object.keys(metric.states).map((key) => [key, values[metricPath(metric.name, key)]]),
      );
      const next = metric.update({
        yTrue: targetOf(output),
        yPred: traced.outputs[output],
        states,
        sampleWeight: isWeighted ? sampleWeight : undefined,
        mask: traced.masks[output] ?? undefined,
      });
      for (const [key, value] of Object.entries(next)) updates[metricPath(metric.name, key)] = value;
    }
  });
  return { trace: traced, loss, updates };
}

/** What the regularizers of the trained weights add to the loss. */
const weightPenalties = (
  { weights, trained }: StepSpec,
  values: Readonly<Record<string, Value>>,
): readonly Value[] =>
  weights.flatMap(({ path, regularizer }) =>
    regularizer && trained.includes(path) ? [regularizer.penalty(values[path], path)] : [],
  );

interface Weighting {
  readonly mask: Mask;
  readonly sampleWeight: Value | undefined;
  /** The number of examples. */
  readonly divisor: Value;
}

/**
 * `Σ w ℓ / n` over examples and positions, n their number; positions that a mask leaves out are not counted in n.
 * Source  Keras 3 `losses.Loss`, reduction "sum_over_batch_size".
 */
function meanLoss(
  { loss, name }: OutputLoss,
  yTrue: Value,
  yPred: Value,
  { mask, sampleWeight, divisor }: Weighting,
): Value {
  const values = loss.perExample(yTrue, yPred);
  const inner = sizeOf(values.shape.slice(1) as readonly number[]); // all but the batch, numbers
  const count = inner === 1 ? divisor : multiply(divisor, inner);
  const weighted = sampleWeight === undefined ? values : multiply(values, fitted(sampleWeight, values, name));
  if (mask === null || formatShape(mask.shape) !== formatShape(values.shape))
    return divide(sum(weighted), count);
  const counts = cast(mask, { dtype: values.dtype });
  return divide(sum(multiply(weighted, counts)), maximum(sum(counts), 1)); // of nothing, 0
}

/** Weights of examples, or of examples and positions, beside the values that they weigh. Throws `shape_mismatch`. */
function fitted(weights: Value, values: TensorType, output: string): Value {
  const missing = values.shape.length - weights.shape.length;
  const fits = weights.shape.every((size, k) => size === values.shape[k] || size === 1);
  if (fits && missing >= 0) {
    const axes = Array.from({ length: missing }, (_, k) => weights.shape.length + k);
    return axes.length === 0 ? weights : expandDims(weights, { axis: axes });
  }
  throw new NeurogradError(
    "shape_mismatch",
    `fit: sampleWeight ${formatShape(weights.shape)} does not fit the loss of output ${output}, ${formatShape(values.shape)}; give one number for each example, or for each position`,
  );
}
