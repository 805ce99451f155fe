import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { add, divide, mean, reshape, sqrt, square, subtract } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { type CallContext, defineLayer, type Layer, type LayerRecord } from "../layer.js";
import { asFloat } from "./as-float.js";
import {
  checkScaleAndShift,
  featureAxes,
  type ScaleAndShiftOptions,
  scaleAndShiftDefaults,
  scaleAndShiftWeights,
  scaledAndShifted,
} from "./scale-and-shift.js";

export interface InstanceNormalizationOptions extends ScaleAndShiftOptions {
  /** The axis of channels. */
  readonly axis?: number;
}
export interface GroupNormalizationOptions extends InstanceNormalizationOptions {
  /** How many groups the channels fall into; -1: each channel is one. */
  readonly groups?: number;
}

const weights: LayerRecord<InstanceNormalizationOptions>["weights"] = (options, [x], where) =>
  scaleAndShiftWeights(options, featureAxes(where, options.axis ?? -1, x).sizes, where);

/** Mean 0 and variance 1 of each group of each example, then gamma and beta. */
function normalized(
  { x: given, weights: learned, options, name }: CallContext<InstanceNormalizationOptions>,
  groups: number,
): Value {
  const x = asFloat(given);
  const { axis = -1, epsilon = 0.001 } = options;
  const {
    axes: [at],
    sizes: [channels],
    broadcast,
  } = featureAxes(name, axis, x);
  const count = groups === -1 ? channels : groups;
  if (channels % count !== 0) {
    throw new NeurogradError(
      "shape_mismatch",
      `${name}: ${count} groups do not divide the ${channels} channels of ${formatShape(x.shape)} evenly; set groups to a divisor of ${channels}`,
    );
  }
  const grouped =
    count === channels
      ? x
      : reshape(x, { shape: [...x.shape.slice(0, at), count, channels / count, ...x.shape.slice(at + 1)] });
  const own = grouped.shape.flatMap((_, k) => (k === 0 || k === at ? [] : [k])); // not the examples, not the groups
  const centered = subtract(grouped, mean(grouped, { axis: own, keepdims: true }));
  const variance = mean(square(centered), { axis: own, keepdims: true });
  const y = divide(centered, sqrt(add(variance, epsilon)));
  return scaledAndShifted(reshape(y, { shape: x.shape }), learned, broadcast);
}

/**
 * `y = gamma (x − μ) / √(σ² + epsilon) + beta`, μ and σ² the mean and population variance of each example over all places and
 * one of `groups` groups of channels. One group is layer normalization over all, as many as channels instance normalization.
 *
 * Shape   unchanged; gamma and beta [channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `axis_out_of_range`, `shape_mismatch`.
 * Source  Wu & He 2018, equations 1 to 7; Keras 3 `layers.GroupNormalization`.
 *
 * @example layers.groupNormalization({ groups: 8 })
 */
export const groupNormalization: (options?: GroupNormalizationOptions) => Layer =
  defineLayer<GroupNormalizationOptions>("groupNormalization", {
    defaults: { groups: 32, axis: -1, ...scaleAndShiftDefaults },
    check: (options, where) => {
      const { groups } = options;
      checkScaleAndShift(options, where);
      if (groups === -1 || (Number.isInteger(groups) && Number(groups) > 0)) return;
      throw new NeurogradError(
        "invalid_option",
        `${where}: groups is ${String(groups)}; use a whole number from 1, or -1 for a group for each channel`,
      );
    },
    weights,
    mask: "pass",
    call: (context) => normalized(context, context.options.groups ?? 32),
  });

/**
 * `y = gamma (x − μ) / √(σ² + epsilon) + beta`, μ and σ² the mean and population variance of each channel of each example: group
 * normalization with a group for each channel.
 *
 * Shape   unchanged; gamma and beta [channels].
 * Dtype   integers become float32.
 * Throws  `invalid_option`, `unknown_name`, `axis_out_of_range`, `shape_mismatch`.
 * Source  Ulyanov et al. 2016, equation 3. Keras has none; the defaults are those of its GroupNormalization.
 *
 * @example layers.instanceNormalization({ epsilon: 1e-5 })
 */
export const instanceNormalization: (options?: InstanceNormalizationOptions) => Layer =
  defineLayer<InstanceNormalizationOptions>("instanceNormalization", {
    defaults: { axis: -1, ...scaleAndShiftDefaults },
    check: checkScaleAndShift,
    weights,
    mask: "pass",
    call: (context) => normalized(context, -1),
  });
