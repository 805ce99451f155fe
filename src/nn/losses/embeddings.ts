import { NeurogradError } from "../../core/errors.js";
import type { Value } from "../../core/graph.js";
import { add, maximum, multiply, slice, sqrt, square, squeeze, subtract, sum } from "../../core/ops/index.js";
import { formatShape } from "../../core/size.js";
import { defineLoss, type Loss } from "../loss.js";
import { checkPositive } from "../options.js";
import { matchTargets } from "./targets.js";

export interface ContrastiveOptions {
  /** How far apart those are to be that do not belong together. */
  readonly margin?: number;
}
export interface TripletOptions {
  /** By how much the negative is to be further from the anchor than the positive. */
  readonly margin?: number;
  /** Compare squared distances, as FaceNet does. */
  readonly squared?: boolean;
}

/** The embeddings of `count` companions: [batch, count, d] → count × [batch, d]. Throws `shape_mismatch`. */
function companions(where: string, yPred: Value, count: number, what: string): Value[] {
  if (yPred.shape.length === 3 && yPred.shape[1] === count) {
    const row = (k: number): Value => slice(yPred, { starts: [k], ends: [k + 1], axes: [1] });
    return Array.from({ length: count }, (_, k) => squeeze(row(k), { axis: 1 }));
  }
  throw new NeurogradError(
    "shape_mismatch",
    `${where}: predictions are ${formatShape(yPred.shape)}, not [batch, ${count}, d]; give the embeddings of ${what}, one after the other`,
  );
}

const squaredDistance = (a: Value, b: Value): Value => sum(square(subtract(a, b)), { axis: -1 });

// √s; where both are at one point there is no direction, so no slope.
const rootOf = (s: Value): Value => sqrt(maximum(s, 1e-30));

/**
 * `½ [y d² + (1 − y) max(margin − d, 0)²]`, d being the distance of two embeddings: those that belong together (y = 1) are
 * drawn together, others (y = 0) pushed `margin` apart.
 *
 * Shape   targets [batch] or [batch, 1], predictions [batch, 2, d] → [batch].
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Hadsell, Chopra and LeCun 2006, equation 4, whose Y is 1 − y. Keras has none.
 *
 * @example losses.contrastive({ margin: 2 })
 */
export const contrastive: (options?: ContrastiveOptions) => Loss = defineLoss<ContrastiveOptions>(
  "contrastive",
  {
    defaults: { margin: 1 },
    check: ({ margin }, where) => checkPositive(where, "margin", margin),
    perExample: ({ yTrue, yPred, options: { margin } }) => {
      const [a, b] = companions("contrastive", yPred, 2, "two companions");
      const s = squaredDistance(a, b); // [batch]
      const y = matchTargets("contrastive", yTrue, s);
      const lacking = square(maximum(subtract(margin, rootOf(s)), 0));
      return multiply(add(multiply(y, s), multiply(subtract(1, y), lacking)), 0.5);
    },
  },
);

/**
 * `max(d(a, p) − d(a, n) + margin, 0)`: the anchor a is to be nearer to a positive p of its kind than to a negative n of
 * another. d is the distance, with `squared` its square. Targets do not matter: give any numbers.
 *
 * Shape   targets [batch, ...], predictions [batch, 3, d] (anchor, positive, negative) → [batch].
 * Throws  `invalid_option`, `shape_mismatch`.
 * Source  Schroff, Kalenichenko and Philbin 2015, equation 3; PyTorch `nn.TripletMarginLoss`. Keras has none.
 *
 * @example losses.triplet({ margin: 0.2, squared: true })
 */
export const triplet: (options?: TripletOptions) => Loss = defineLoss<TripletOptions>("triplet", {
  defaults: { margin: 1, squared: false },
  check: ({ margin }, where) => checkPositive(where, "margin", margin),
  perExample: ({ yPred, options: { margin, squared } }) => {
    const [a, p, n] = companions("triplet", yPred, 3, "anchor, positive and negative");
    const d = (x: Value): Value => (squared ? squaredDistance(a, x) : rootOf(squaredDistance(a, x)));
    return maximum(add(subtract(d(p), d(n)), margin), 0);
  },
});
