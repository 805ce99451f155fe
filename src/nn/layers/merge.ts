import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import * as ops from "../../core/ops/index.js";
import { type CallContext, defineLayer, type Layer, type Mask } from "../layer.js";
import { asFloat } from "./as-float.js";

export interface MergeOptions {
  readonly name?: string;
}

/** Throws `missing_input` for fewer inputs than the layer joins, or more. */
export function checkInputs(
  { inputs, name }: Pick<CallContext<object>, "inputs" | "name">,
  kind: string,
  least: number,
  most: number = Infinity,
): void {
  if (inputs.length >= least && inputs.length <= most) return;
  const wanted = least === most ? `${least} inputs` : `at least ${least} inputs`;
  throw new NeurogradError(
    "missing_input",
    `${name}: expects ${wanted}, got ${inputs.length}; call it on a list, as in layers.${kind}({ … }).apply([a, b])`,
  );
}

/** Inputs of one dtype and rank: axes of size 1 are put in after that of examples. */
export function alike(inputs: readonly Value[]): readonly Value[] {
  const rank = Math.max(...inputs.map((x) => x.shape.length));
  const isMixed = inputs.some((x) => x.dtype !== inputs[0].dtype);
  return inputs.map((given) => {
    const x = isMixed ? asFloat(given) : given;
    const missing = Array.from({ length: rank - x.shape.length }, (_, k) => k + 1);
    return missing.length === 0 ? x : ops.expandDims(x, { axis: missing });
  });
}

/** A position is there where it is there in one of the inputs; an input without a mask is there everywhere. */
export function anywhere({ masks }: Pick<CallContext<object>, "masks">): Mask {
  const given = masks.filter((mask): mask is Value => mask !== null);
  return given.length < masks.length ? null : given.reduce((a, b) => ops.logicalOr(a, b));
}

/* @__NO_SIDE_EFFECTS__ */
const merging = (
  kind: string,
  join: (values: readonly Value[]) => Value,
  most: number = Infinity,
): ((options?: MergeOptions) => Layer) =>
  defineLayer<MergeOptions>(kind, {
    defaults: {},
    mask: anywhere,
    call: (context) => {
      checkInputs(context, kind, 2, most);
      return join(alike(context.inputs));
    },
  });

const folded =
  (op: (a: Value, b: Value) => Value) =>
  (values: readonly Value[]): Value =>
    values.reduce(op);

/**
 * `y = a + b + …`, element by element, broadcast: what joins the two ways around a residual block.
 *
 * Shape   that of the inputs; sizes of 1 repeat, and inputs of lower rank get axes of size 1 after the batch.
 * VJP     ȳ to each input.
 * Throws  `missing_input`, `shape_mismatch`.
 * Source  Keras 3 `layers.Add`.
 *
 * @example
 * const x = input({ shape: [8] });
 * const y = layers.add().apply([x, layers.dense({ units: 8 }).apply(x)]);
 */
export const add: (options?: MergeOptions) => Layer = merging("add", folded(ops.add));

/**
 * `y = a − b`, element by element, broadcast; of two inputs.
 *
 * Shape   that of the inputs; sizes of 1 repeat, and inputs of lower rank get axes of size 1 after the batch.
 * VJP     ā = ȳ, b̄ = −ȳ.
 * Throws  `missing_input`, `shape_mismatch`.
 * Source  Keras 3 `layers.Subtract`.
 *
 * @example layers.subtract().apply([input({ shape: [8] }), input({ shape: [8] })])
 */
export const subtract: (options?: MergeOptions) => Layer = merging("subtract", folded(ops.subtract), 2);

/**
 * `y = a ⊙ b ⊙ …`, element by element, broadcast.
 *
 * Shape   that of the inputs; sizes of 1 repeat, and inputs of lower rank get axes of size 1 after the batch.
 * VJP     to each input ȳ times the others.
 * Throws  `missing_input`, `shape_mismatch`.
 * Source  Keras 3 `layers.Multiply`.
 *
 * @example layers.multiply().apply([input({ shape: [8] }), input({ shape: [1] })])
 */
export const multiply: (options?: MergeOptions) => Layer = merging("multiply", folded(ops.multiply));

/**
 * `y = (a + b + …) / n`, element by element, broadcast.
 *
 * Shape   that of the inputs; sizes of 1 repeat, and inputs of lower rank get axes of size 1 after the batch.
 * Dtype   integers become float32.
 * VJP     ȳ / n to each input.
 * Throws  `missing_input`, `shape_mismatch`.
 * Source  Keras 3 `layers.Average`.
 *
 * @example layers.average().apply([input({ shape: [8] }), input({ shape: [8] })])
 */
export const average: (options?: MergeOptions) => Layer = merging("average", (values) =>
  ops.divide(folded(ops.add)(values.map(asFloat)), values.length),
);

/**
 * `y = max(a, b, …)`, element by element, broadcast.
 *
 * Shape   that of the inputs; sizes of 1 repeat, and inputs of lower rank get axes of size 1 after the batch.
 * VJP     ȳ to the largest; of two that are equal each gets half.
 * Throws  `missing_input`, `shape_mismatch`.
 * Source  Keras 3 `layers.Maximum`.
 *
 * @example layers.maximum().apply([input({ shape: [8] }), input({ shape: [8] })])
 */
export const maximum: (options?: MergeOptions) => Layer = merging("maximum", folded(ops.maximum));

/**
 * `y = min(a, b, …)`, element by element, broadcast.
 *
 * Shape   that of the inputs; sizes of 1 repeat, and inputs of lower rank get axes of size 1 after the batch.
 * VJP     ȳ to the smallest; of two that are equal each gets half.
 * Throws  `missing_input`, `shape_mismatch`.
 * Source  Keras 3 `layers.Minimum`.
 *
 * @example layers.minimum().apply([input({ shape: [8] }), input({ shape: [8] })])
 */
export const minimum: (options?: MergeOptions) => Layer = merging("minimum", folded(ops.minimum));
