import type { Value } from "../../core/graph.js";
import { add, clip, log, mean, multiply, negative, softplus, subtract } from "../../core/ops/index.js";
import { epsilon } from "../epsilon.js";
import { defineLoss, type Loss, type LossRecord } from "../loss.js";
import { checkNumber } from "../options.js";
import { logitsBehind } from "./logits-behind.js";
import { matchTargets } from "./targets.js";

export interface BinaryCrossentropyOptions {
  /** Predictions are logits, not probabilities. */
  readonly fromLogits?: boolean;
  /** Targets are drawn towards ½: `y (1 − labelSmoothing) + labelSmoothing / 2`. */
  readonly labelSmoothing?: number;
  /** The axis over which the mean is taken. */
  readonly axis?: number;
}

const record = (kind: string): LossRecord<BinaryCrossentropyOptions> => ({
  defaults: { fromLogits: false, labelSmoothing: 0, axis: -1 },
  check: ({ labelSmoothing }, where) => checkNumber(where, "labelSmoothing", labelSmoothing, 0, 1),
  perExample: ({ yTrue, yPred, options: { fromLogits, labelSmoothing, axis } }) => {
    const y = smoothedBits(matchTargets(kind, yTrue, yPred), labelSmoothing);
    const logits = fromLogits ? yPred : logitsBehind(yPred, "sigmoid");
    return mean(binaryCrossentropies(y, yPred, logits), { axis });
  },
});

/** Targets drawn towards ½. */
export const smoothedBits = (y: Value, share: number): Value =>
  share === 0 ? y : add(multiply(y, 1 - share), share / 2);

/** The cross-entropy of each prediction by itself, by its logit where there is one. */
export const binaryCrossentropies = (y: Value, p: Value, logits: Value | undefined): Value =>
  logits === undefined ? ofProbabilities(y, p) : ofLogits(y, logits);

// −[y ln σ(x) + (1 − y) ln(1 − σ(x))] = ln(1 + eˣ) − x y
const ofLogits = (y: Value, x: Value): Value => subtract(softplus(x), multiply(x, y));

const clipped = (p: Value): Value => clip(p, { minimum: epsilon, maximum: 1 - epsilon });

// −[y ln p + (1 − y) ln(1 − p)]. Both p and 1 − p are clipped: 1 − (1 − 1e-7) is not 1e-7 in float32.
const ofProbabilities = (y: Value, p: Value): Value =>
  negative(add(multiply(y, log(clipped(p))), multiply(subtract(1, y), log(clipped(subtract(1, p))))));

/**
 * `mean over axis of −[y ln p + (1 − y) ln(1 − p)]` for yes-or-no targets. Where p is made by sigmoid, its
 * logits x are used: `ln(1 + eˣ) − x y`, which neither overflows nor needs clipping.
 *
 * Shape   [batch, ..., n] → [batch, ...], without `axis`.
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Keras 3 `losses.BinaryCrossentropy`.
 *
 * @example losses.binaryCrossentropy({ fromLogits: true })
 */
export const binaryCrossentropy: (options?: BinaryCrossentropyOptions) => Loss = defineLoss(
  "binaryCrossentropy",
  record("binaryCrossentropy"),
);

/**
 * `mean over the last axis of −[y ln p + (1 − y) ln(1 − p)]`: binary cross-entropy under the name that logistic
 * regression gives it. Keras has no such name; formula, options and numbers are those of `binaryCrossentropy`.
 *
 * Shape   [batch, ..., n] → [batch, ...], without `axis`.
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Bishop, Pattern Recognition and Machine Learning, 2006, equation 4.90; Keras 3 `losses.BinaryCrossentropy`.
 *
 * @example losses.logLoss()
 */
export const logLoss: (options?: BinaryCrossentropyOptions) => Loss = defineLoss(
  "logLoss",
  record("logLoss"),
);
