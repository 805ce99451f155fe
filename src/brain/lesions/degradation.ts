import { NeurogradError } from "../../core/errors.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Model } from "../../nn/model.js";
import { checkPositiveInteger, checkWholeNumber } from "../../nn/options.js";
import { lesion } from "./lesion.js";

export interface DegradationOptions {
  /** Shares of the synapses to cut, each 0 to 1. Default: 0, 0.1, …, 0.9. */
  readonly shares?: readonly number[];
  /** Different lesions for each share, of which the mean is taken. Default: 3. */
  readonly repeats?: number;
  readonly seed?: number;
}

export interface Degradation {
  readonly shares: readonly number[];
  /** The mean of what was measured, for each share. */
  readonly scores: readonly number[];
}

/**
 * How a trained model degrades when synapses are cut: `measure` is asked after each lesion, and the model is whole again in the end. Cut are its trainable weights with at least two axes, each by the share;
 * biases and statistics stay.
 *
 * Throws  `invalid_option`, `unknown_name`.
 *
 * @example
 * const { shares, scores } = await degradation(net, async () => (await net.evaluate(x, y)).loss, { shares: [0, 0.5] });
 */
export async function degradation(
  net: Model,
  measure: (net: Model) => number | Promise<number>,
  options: DegradationOptions = {},
): Promise<Degradation> {
  const where = "degradation";
  checkOptionNames(where, options, ["shares", "repeats", "seed"]);
  const { shares = Array.from({ length: 10 }, (_, k) => k / 10), repeats = 3, seed = 0 } = options;
  checkPositiveInteger(where, "repeats", repeats);
  checkWholeNumber(where, "seed", seed);
  const whole = net.weights;
  if (!whole.some(isSynaptic))
    throw new NeurogradError(
      "invalid_option",
      `${where}: the model has no trainable weights with two axes; give one with layers such as dense or conv2d`,
    );
  const scores: number[] = [];
  try {
    for (const share of shares) {
      let sum = 0;
      for (let k = 0; k < repeats; k++) {
        const cut = whole.map((weight, i) =>
          isSynaptic(weight)
            ? lesion(weight.value, { share, seed: seed + k * whole.length + i })
            : weight.value,
        );
        net.setWeights(cut);
        sum += await measure(net);
      }
      scores.push(sum / repeats);
    }
  } finally {
    net.setWeights(whole.map(({ value }) => value));
  }
  return { shares, scores };
}

const isSynaptic = ({ shape, trainable }: Model["weights"][number]): boolean =>
  trainable && shape.length >= 2;
