import type { Value } from "../../core/graph.js";
import {
  add,
  broadcastTo,
  cast,
  divide,
  expandDims,
  mean,
  multiply,
  reshape,
  sqrt,
  square,
  subtract,
  sum,
} from "../../core/ops/index.js";
import { epsilon as fuzz } from "../epsilon.js";
import { type CallResult, defineLayer, type Layer, type Mask } from "../layer.js";
import { checkNumber } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { asFloat } from "./as-float.js";
import {
  along,
  checkScaleAndShift,
  featureAxes,
  type ScaleAndShiftOptions,
  scaleAndShiftDefaults,
  scaleAndShiftWeights,
  scaledAndShifted,
} from "./scale-and-shift.js";

export interface BatchNormalizationOptions extends ScaleAndShiftOptions {
  /** The axis of features: each place along it has a mean and variance of its own. */
  readonly axis?: number;
  /** Share of the moving average that stays at each training step. */
  readonly momentum?: number;
  readonly movingMeanInitializer?: InitializerLike;
  readonly movingVarianceInitializer?: InitializerLike;
}

/**
 * `y = gamma (x − μ) / √(σ² + epsilon) + beta`. While training, μ and σ² are the mean and population variance of the batch, over
 * all axes but `axis`, and move the averages: `movingMean ← momentum · movingMean + (1 − momentum) μ`; otherwise, and while the layer is frozen, they are those
 * averages, which are statistics of the model: saved with it, not trained. With a mask, μ and σ² are those of the positions that
 * are there: `Σ m x / (Σ m + 1e-7)`.
 *
 * Shape   unchanged; gamma, beta, movingMean, movingVariance [size of axis].
 * Dtype   integers become float32.
 * VJP     through mean and variance of the batch, while training.
 * Throws  `invalid_option`, `unknown_name`, `axis_out_of_range`, `shape_mismatch`.
 * Source  Ioffe & Szegedy 2015, algorithm 1; Keras 3 `layers.BatchNormalization`.
 *
 * @example layers.batchNormalization({ momentum: 0.9 })
 */
export const batchNormalization: (options?: BatchNormalizationOptions) => Layer =
  defineLayer<BatchNormalizationOptions>("batchNormalization", {
    defaults: {
      axis: -1,
      momentum: 0.99,
      ...scaleAndShiftDefaults,
      movingMeanInitializer: "zeros",
      movingVarianceInitializer: "ones",
    },
    check: (options, where) => {
      const { momentum, movingMeanInitializer = "zeros", movingVarianceInitializer = "ones" } = options;
      checkScaleAndShift(options, where);
      checkNumber(where, "momentum", momentum, 0, 1);
      toInitializer(`${where}: movingMeanInitializer`, movingMeanInitializer);
      toInitializer(`${where}: movingVarianceInitializer`, movingVarianceInitializer);
    },
    weights: (options, [x], where) => {
      const { axis = -1, movingMeanInitializer = "zeros", movingVarianceInitializer = "ones" } = options;
      const shape = featureAxes(where, axis, x).sizes;
      const statistic = (like: InitializerLike) =>
        ({ shape, initializer: toInitializer(where, like), role: "statistic" }) as const;
      return {
        ...scaleAndShiftWeights(options, shape, where),
        movingMean: statistic(movingMeanInitializer),
        movingVariance: statistic(movingVarianceInitializer),
      };
    },
    mask: "pass",
    call: ({
      x: given,
      masks: [mask],
      weights,
      options: { axis = -1, momentum = 0.99, epsilon = 0.001 },
      training,
      trainable,
      name,
    }) => {
      const x = asFloat(given);
      const { axes, sizes, broadcast } = featureAxes(name, axis, x);
      const { movingMean, movingVariance } = weights;
      if (!training || !trainable) {
        const deviation = sqrt(add(along(movingVariance, broadcast), epsilon));
        return scaledAndShifted(
          divide(subtract(x, along(movingMean, broadcast)), deviation),
          weights,
          broadcast,
        );
      }
      const others = x.shape.flatMap((_, k) => (axes.includes(k) ? [] : [k]));
      const meanOf = meanOver(x, mask, others);
      const mu = meanOf(x);
      const centered = subtract(x, mu);
      const variance = meanOf(square(centered));
      const y = scaledAndShifted(divide(centered, sqrt(add(variance, epsilon))), weights, broadcast);
      const moved = (average: Value, now: Value): Value =>
        add(multiply(average, momentum), multiply(reshape(now, { shape: sizes }), 1 - momentum));
      const updates = { movingMean: moved(movingMean, mu), movingVariance: moved(movingVariance, variance) };
      return { outputs: [y], updates } satisfies CallResult;
    },
  });

/** The mean of values like x over `axes`, of the positions that the mask leaves. */
function meanOver(x: Value, mask: Mask, axes: readonly number[]): (values: Value) => Value {
  const over = { axis: axes, keepdims: true };
  if (mask === null) return (values) => mean(values, over);
  const present = broadcastTo(expandDims(cast(mask, { dtype: x.dtype }), { axis: -1 }), { shape: x.shape });
  const count = add(sum(present, over), fuzz);
  return (values) => divide(sum(multiply(present, values), over), count);
}
