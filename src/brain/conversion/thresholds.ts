import type { Tensor } from "../../core/tensor.js";
import type { Data } from "../../nn/batches.js";
import { type Environment, Model } from "../../nn/model.js";
import type { LayerSymbol } from "../../nn/symbol.js";
import { quantile } from "./quantile.js";

/** How a threshold is found from the activations of a layer. */
export type Normalization = "max" | "percentile" | "leastSquares";

export interface ThresholdRule {
  readonly normalization: Normalization;
  readonly percentile: number;
  /** Steps that `leastSquares` is best for. */
  readonly bestAt: number;
  readonly thresholdScale: number;
  /** v before the first step, as a share of the threshold. */
  readonly start: number;
}

/**
 * A threshold for each layer of neurons: the activation that a neuron stands for when it fires at every step. Those that are larger are cut off; and the larger the threshold, the longer
 * it takes until small ones are seen.
 */
export async function thresholdsOf(
  net: Model,
  rectified: ReadonlyMap<string, LayerSymbol>,
  samples: Data,
  rule: ThresholdRule,
  environment: Environment,
): Promise<ReadonlyMap<string, number>> {
  const inside = new Model(net.inputs, [...rectified.values()], environment); // the same layers, so the same weights
  const activations = await inside.predictAll(samples);
  await (await inside.start()).executables.clear();
  const found = inside.outputNames.map((name) => thresholdOf(activations[name], rule));
  return new Map([...rectified.keys()].map((name, k) => [name, found[k]]));
}

/** 1 where nothing is ever active: such neurons do not fire. */
function thresholdOf(activations: Tensor, rule: ThresholdRule): number {
  const values = activations.data.slice() as Float32Array; // activations are floats
  const largest = values.reduce((a, b) => Math.max(a, b), 0);
  if (largest === 0) return 1;
  const { normalization, percentile, thresholdScale } = rule;
  const found = { max: () => largest, percentile: () => quantile(values, percentile / 100) || largest };
  if (normalization !== "leastSquares") return found[normalization]() * thresholdScale;
  return leastSquares(values, largest, rule) * thresholdScale;
}

/** So many activations are enough to choose one number by. */
const enough = 50_000;
const candidates = 100;

/** The threshold, of a hundred up to the largest activation, with which rates after `bestAt` steps are nearest to the activations. */
function leastSquares(values: Float32Array, largest: number, { bestAt, start }: ThresholdRule): number {
  const active = values.filter((x) => x > 0);
  const stride = Math.max(1, Math.floor(active.length / enough));
  let best = { threshold: largest, error: Infinity };
  for (let k = 1; k <= candidates; k++) {
    const threshold = (largest * k) / candidates;
    let error = 0;
    for (let i = 0; i < active.length; i += stride) {
      const spikes = Math.min(Math.floor((active[i] / threshold) * bestAt + start), bestAt);
      error += (active[i] - (spikes * threshold) / bestAt) ** 2;
    }
    if (error < best.error) best = { threshold, error };
  }
  return best.threshold;
}
