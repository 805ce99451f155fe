import { NeurogradError } from "../../core/errors.js";
import {
  elu as eluOp,
  exp,
  leakyRelu,
  logSumExp,
  prelu,
  softmax as softmaxOp,
  subtract,
  where,
} from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { relu } from "../activations/by-name.js";
import { defineLayer, type Layer } from "../layer.js";
import { checkNumber } from "../options.js";
import { type InitializerLike, toInitializer } from "../to-initializer.js";
import { ruleDefaults, type WeightRules } from "../weight-rules.js";
import { asFloat } from "./as-float.js";

// Activations that have options, or weights, as layers of their own.

export interface ReLUOptions {
  /** The largest output; null: none. */
  readonly maxValue?: number | null;
  readonly negativeSlope?: number;
  /** Where the rising part begins. */
  readonly threshold?: number;
  readonly name?: string;
}

/**
 * `y = max(0, x)`; in general x where x > threshold, else `negativeSlope (x − threshold)`, and at most `maxValue`.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * Throws  `invalid_option`.
 * Source  Nair & Hinton 2010; Keras 3 `layers.ReLU`.
 *
 * @example layers.reLU({ maxValue: 6 })
 */
export const reLU: (options?: ReLUOptions) => Layer = defineLayer<ReLUOptions>("reLU", {
  defaults: { maxValue: null, negativeSlope: 0, threshold: 0 },
  check: ({ maxValue, negativeSlope, threshold }, where) => {
    if (maxValue !== null) checkNumber(where, "maxValue", maxValue, 0);
    checkNumber(where, "negativeSlope", negativeSlope, 0);
    checkNumber(where, "threshold", threshold, 0);
  },
  mask: "pass",
  call: ({ x, options: { maxValue = null, negativeSlope = 0, threshold = 0 } }) =>
    relu(asFloat(x), { maxValue, negativeSlope, threshold }),
});

export interface LeakyReLUOptions {
  readonly negativeSlope?: number;
  readonly name?: string;
}

/**
 * `y = x` where x ≥ 0, else `negativeSlope · x`.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * Throws  `invalid_option`.
 * Source  Maas et al. 2013; Keras 3 `layers.LeakyReLU`, whose slope is 0.3 (that of `activations.leakyRelu` 0.2).
 *
 * @example layers.leakyReLU({ negativeSlope: 0.1 })
 */
export const leakyReLU: (options?: LeakyReLUOptions) => Layer = defineLayer<LeakyReLUOptions>("leakyReLU", {
  defaults: { negativeSlope: 0.3 },
  check: ({ negativeSlope }, where) => checkNumber(where, "negativeSlope", negativeSlope),
  mask: "pass",
  call: ({ x, options: { negativeSlope = 0.3 } }) => leakyRelu(asFloat(x), { negativeSlope }),
});

export interface ELUOptions {
  readonly alpha?: number;
  readonly name?: string;
}

/**
 * `y = x` where x > 0, else `alpha (eˣ − 1)`.
 *
 * Shape   unchanged.
 * Dtype   integers become float32.
 * Throws  `invalid_option`.
 * Source  Clevert et al. 2016; Keras 3 `layers.ELU`.
 *
 * @example layers.elu({ alpha: 0.5 })
 */
export const elu: (options?: ELUOptions) => Layer = defineLayer<ELUOptions>("elu", {
  defaults: { alpha: 1 },
  check: ({ alpha }, where) => checkNumber(where, "alpha", alpha),
  mask: "pass",
  call: ({ x, options: { alpha = 1 } }) => eluOp(asFloat(x), { alpha }),
});

export interface PReLUOptions extends WeightRules<"alpha"> {
  readonly alphaInitializer?: InitializerLike;
  /** Axes along which one slope is for all, counted from 1: [1, 2] for the places of images. */
  readonly sharedAxes?: number | readonly number[] | null;
  readonly name?: string;
  readonly trainable?: boolean;
}

/**
 * `y = x` where x ≥ 0, else `alpha · x`, alpha being learned.
 *
 * Shape   unchanged; alpha as one example, with size 1 along `sharedAxes`.
 * Dtype   integers become float32.
 * VJP     x̄ = ȳ or alpha·ȳ, alpha̅ = ȳ·min(x, 0), summed where alpha is shared.
 * Throws  `invalid_option`, `unknown_name`, `shape_mismatch`.
 * Source  He et al. 2015, equation 1; Keras 3 `layers.PReLU`.
 *
 * @example layers.pReLU({ sharedAxes: [1, 2] })
 */
export const pReLU: (options?: PReLUOptions) => Layer = defineLayer<PReLUOptions>("pReLU", {
  defaults: { alphaInitializer: "zeros", sharedAxes: null, ...ruleDefaults("alpha") },
  check: ({ alphaInitializer = "zeros" }, where) =>
    void toInitializer(`${where}: alphaInitializer`, alphaInitializer),
  weights: ({ alphaInitializer = "zeros", sharedAxes = null }, [{ shape }], where) => {
    const shared = sharedAxes === null ? [] : [sharedAxes].flat();
    const sizes = shape.slice(1).map((size, k) => (shared.includes(k + 1) ? 1 : size));
    const isKnown = sizes.every((size): size is number => typeof size === "number");
    if (!isKnown || shared.some((axis) => axis < 1 || axis >= shape.length)) {
      throw new NeurogradError(
        "shape_mismatch",
        `${where}: sharedAxes ${JSON.stringify(sharedAxes)} of ${formatShape(shape)}: give axes from 1 to ${shape.length - 1}, among them those of open size`,
      );
    }
    return { alpha: { shape: sizes, initializer: toInitializer(where, alphaInitializer) } };
  },
  mask: "pass",
  call: ({ x, weights: { alpha } }) => prelu(asFloat(x), alpha),
});

export interface SoftmaxOptions {
  /** The axis, or axes, along which y sums to 1. */
  readonly axis?: number | readonly number[];
  readonly name?: string;
}

/**
 * `yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)` along `axis`. A second input, bool, says which x there are: for the others y is 0.
 *
 * Shape   unchanged; the mask broadcasts to x.
 * Dtype   integers become float32.
 * Throws  `axis_out_of_range`.
 * Source  Keras 3 `layers.Softmax`.
 *
 * @example layers.softmax({ axis: 1 })
 */
export const softmax: (options?: SoftmaxOptions) => Layer = defineLayer<SoftmaxOptions>("softmax", {
  defaults: { axis: -1 },
  mask: "pass",
  call: ({ inputs: [given, mask], options: { axis = -1 } }) => {
    const x = mask === undefined ? asFloat(given) : where(mask, asFloat(given), -1e9);
    const axes = [axis].flat();
    const y =
      axes.length === 1
        ? softmaxOp(x, { axis: axes[0] })
        : exp(subtract(x, logSumExp(x, { axis: axes, keepdims: true })));
    return mask === undefined ? y : where(mask, y, 0);
  },
});
