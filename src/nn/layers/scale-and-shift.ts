import { NeurogradError } from "../../core/errors.js";
import type { TensorType, Value } from "../../core/graph.js";
import { normalizeAxis } from "../../core/op.js";
import { add, multiply, reshape } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import type { WeightSpecs } from "../layer.js";
import { checkPositive } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";

// What normalizing layers share: the learned `y = gamma x̂ + beta` after them, and the axes that it goes along.

export interface ScaleAndShiftOptions extends WeightRules<"gamma" | "beta"> {
  /** Added to the variance, so that it can be divided by. */
  readonly epsilon?: number;
  /** Adds a learned `beta`. */
  readonly center?: boolean;
  /** Multiplies by a learned `gamma`. */
  readonly scale?: boolean;
  readonly betaInitializer?: InitializerLike;
  readonly gammaInitializer?: InitializerLike;
  readonly name?: string;
  readonly trainable?: boolean;
}

export const scaleAndShiftDefaults: Required<Omit<ScaleAndShiftOptions, "name" | "trainable">> = {
  epsilon: 0.001,
  center: true,
  scale: true,
  betaInitializer: "zeros",
  gammaInitializer: "ones",
  ...ruleDefaults("gamma", "beta"),
};

/** Throws `invalid_option`, `unknown_name`. */
export function checkScaleAndShift(
  { epsilon, betaInitializer = "zeros", gammaInitializer = "ones" }: ScaleAndShiftOptions,
  where: string,
): void {
  checkPositive(where, "epsilon", epsilon);
  toInitializer(`${where}: betaInitializer`, betaInitializer);
  toInitializer(`${where}: gammaInitializer`, gammaInitializer);
}

/** `gamma` and `beta`, as far as they are wanted. */
export function scaleAndShiftWeights(
  { center, scale, betaInitializer = "zeros", gammaInitializer = "ones" }: ScaleAndShiftOptions,
  shape: readonly number[],
  where: string,
): WeightSpecs {
  return {
    ...(scale && { gamma: { shape, initializer: toInitializer(where, gammaInitializer) } }),
    ...(center && { beta: { shape, initializer: toInitializer(where, betaInitializer) } }),
  };
}

/** `y = gamma x + beta`, each where it is given; `shape` is that in which they meet x. */
export function scaledAndShifted(
  x: Value,
  { gamma, beta }: Readonly<Record<string, Value | undefined>>,
  shape: readonly number[],
): Value {
  const scaled = gamma === undefined ? x : multiply(x, along(gamma, shape));
  return beta === undefined ? scaled : add(scaled, along(beta, shape));
}

/** A weight in the shape that meets x; where broadcasting does it by itself, as it is. */
export function along(weight: Value, shape: readonly number[]): Value {
  const from = shape.findIndex((size) => size !== 1);
  const isTrailing = from < 0 || shape.length - from === weight.shape.length;
  return isTrailing && from >= 0 ? weight : reshape(weight, { shape });
}

export interface FeatureAxes {
  /** Counted from the front, in order, each once. */
  readonly axes: readonly number[];
  readonly sizes: readonly number[];
  /** `sizes` at `axes`, 1 elsewhere. */
  readonly broadcast: readonly number[];
}

/** The axes that weights lie along, none of them that of examples. Throws `axis_out_of_range`, `shape_mismatch`. */
export function featureAxes(
  where: string,
  axis: number | readonly number[],
  { shape }: Pick<TensorType, "shape">,
): FeatureAxes {
  const axes = [...new Set([axis].flat().map((k) => normalizeAxis(where, k, shape.length)))].sort(
    (a, b) => a - b,
  );
  const sizes = axes.map((k) => {
    const size = shape[k];
    if (k > 0 && typeof size === "number") return size;
    throw new NeurogradError(
      "shape_mismatch",
      k === 0
        ? `${where}: axis ${[axis].flat().join(", ")} of ${formatShape(shape)} is the axis of examples; choose another`
        : `${where}: expects a known size along axis ${k}, got ${formatShape(shape)}; give the input's shape in full`,
    );
  });
  return { axes, sizes, broadcast: shape.map((_, k) => (axes.includes(k) ? sizes[axes.indexOf(k)] : 1)) };
}
