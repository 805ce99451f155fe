import type { Value } from "../../core/graph.js";
import {
  add,
  exp,
  maximum,
  mean,
  multiply,
  negative,
  power,
  sigmoid,
  subtract,
  sum,
} from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { defineLoss, type Loss } from "../loss.js";
import { checkNumber } from "../options.js";
import { type BinaryCrossentropyOptions, binaryCrossentropies, smoothedBits } from "./binary-crossentropy.js";
import { type CategoricalCrossentropyOptions, smoothedShares } from "./categorical-crossentropy.js";
import { logProbabilities } from "./log-probabilities.js";
import { logitsBehind } from "./logits-behind.js";
import { matchTargets, oneHotTargets } from "./targets.js";

export interface FocalOptions {
  /** Weight of the focused loss; with `applyClassBalancing`, of the ones against `1 − alpha` of the zeros. */
  readonly alpha?: number;
  /** How much less the easy examples count; 0: as much as any. */
  readonly gamma?: number;
}
export interface BinaryFocalCrossentropyOptions extends BinaryCrossentropyOptions, FocalOptions {
  /** Ones are weighted by `alpha`, zeros by `1 − alpha`. */
  readonly applyClassBalancing?: boolean;
}
export interface CategoricalFocalCrossentropyOptions extends CategoricalCrossentropyOptions, FocalOptions {}

function checkFocal(
  options: Required<FocalOptions> & { readonly labelSmoothing: number },
  where: string,
): void {
  checkNumber(where, "alpha", options.alpha, 0, 1);
  checkNumber(where, "gamma", options.gamma, 0);
  checkNumber(where, "labelSmoothing", options.labelSmoothing, 0, 1);
}

/** `(1 − p)^γ`. Not below 1e-7, where a root would have an infinite slope. */
const focus = (p: Value, gamma: number): Value => power(maximum(subtract(1, p), epsilon), gamma);

/**
 * `mean over axis of −(1 − p_t)^γ ln p_t`, where p_t is what the prediction gives to the right answer: p for 1, 1 − p for 0.
 * Examples that are right already count little. With `applyClassBalancing` ones are weighted by `alpha`, zeros by
 * `1 − alpha`. Where p is made by sigmoid, its logits are used.
 *
 * Shape   [batch, ..., n] → [batch, ...], without `axis`.
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `losses.BinaryFocalCrossentropy`; Lin et al. 2017, equations 4 and 5.
 *
 * @example losses.binaryFocalCrossentropy({ applyClassBalancing: true, gamma: 3 })
 */
export const binaryFocalCrossentropy: (options?: BinaryFocalCrossentropyOptions) => Loss =
  defineLoss<BinaryFocalCrossentropyOptions>("binaryFocalCrossentropy", {
    defaults: {
      applyClassBalancing: false,
      alpha: 0.25,
      gamma: 2,
      fromLogits: false,
      labelSmoothing: 0,
      axis: -1,
    },
    check: checkFocal,
    perExample: ({ yTrue, yPred, options }) => {
      const { applyClassBalancing, alpha, gamma, fromLogits, labelSmoothing, axis } = options;
      const y = smoothedBits(matchTargets("binaryFocalCrossentropy", yTrue, yPred), labelSmoothing);
      const logits = fromLogits ? yPred : logitsBehind(yPred, "sigmoid");
      const p = logits === undefined ? yPred : sigmoid(logits);
      const right = add(multiply(y, p), multiply(subtract(1, y), subtract(1, p)));
      const focal = multiply(focus(right, gamma), binaryCrossentropies(y, yPred, logits));
      if (!applyClassBalancing) return mean(focal, { axis });
      const weight = add(multiply(y, alpha), multiply(subtract(1, y), 1 - alpha));
      return mean(multiply(weight, focal), { axis });
    },
  });

/**
 * `−α Σ y (1 − p)^γ ln p` over the classes, for targets that are one-hot or shares: classes that are right already count
 * little. Where p is made by softmax, its logits are used.
 *
 * Shape   [batch, ..., classes] → [batch, ...], without `axis`.
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `losses.CategoricalFocalCrossentropy`; Lin et al. 2017, equation 5.
 *
 * @example losses.categoricalFocalCrossentropy({ alpha: 0.5 })
 */
export const categoricalFocalCrossentropy: (options?: CategoricalFocalCrossentropyOptions) => Loss =
  defineLoss<CategoricalFocalCrossentropyOptions>("categoricalFocalCrossentropy", {
    defaults: { alpha: 0.25, gamma: 2, fromLogits: false, labelSmoothing: 0, axis: -1 },
    check: checkFocal,
    perExample: ({ yTrue, yPred, options: { alpha, gamma, fromLogits, labelSmoothing, axis } }) => {
      const y = smoothedShares(
        oneHotTargets("categoricalFocalCrossentropy", yTrue, yPred),
        labelSmoothing,
        axis,
      );
      const logP = logProbabilities(yPred, fromLogits, axis);
      const terms = multiply(multiply(y, focus(exp(logP), gamma)), logP);
      return multiply(negative(sum(terms, { axis })), alpha);
    },
  });
