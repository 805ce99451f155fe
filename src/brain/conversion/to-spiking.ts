import { NeurogradError } from "../../core/errors.js";
import type { Data } from "../../nn/batches.js";
import { checkOptionNames } from "../../nn/config.js";
import type { Model } from "../../nn/model.js";
import { checkNumber, checkOneOf, checkPositive, checkPositiveInteger } from "../../nn/options.js";
import { foldScales } from "./fold-scales.js";
import { readLayers } from "./read-layers.js";
import { SpikingNetwork } from "./spiking-network.js";
import { type Normalization, thresholdsOf } from "./thresholds.js";
import { withThresholds } from "./with-thresholds.js";

export interface ToSpikingOptions {
  /** Examples from which the thresholds are found, as `predict` takes them; a few hundred of the training data are enough. */
  readonly samples: Data;
  /**
   * The threshold of a layer: its largest activation, a percentile of its activations, or the number with which rates after `bestAt` steps are nearest to them. Default: "percentile".
   */
  readonly normalization?: Normalization;
  /** Default: 99.9. */
  readonly percentile?: number;
  /** For "leastSquares". Default: 32. */
  readonly bestAt?: number;
  /** All thresholds are multiplied by that: less than 1, and small activations are seen sooner, large ones cut off. Default: 1. */
  readonly thresholdScale?: number;
  /** Membranes begin at half of the threshold, which halves the largest error of a rate. Default: true. */
  readonly startAtHalf?: boolean;
}

/**
 * A trained network as one of integrate-and-fire neurons, with the same weights. Each ReLU becomes a neuron with threshold θ and soft reset, whose rate after T steps is
 * `N(T) / T = ⌊T x / θ + v₀⌋ / T` for constant input x from 0 to θ: the activation, in steps of θ / T. The data flow into the first layer as a constant current, and the answer is the mean of what arrives at the output, with the last
 * activation. Batch normalization is folded into the weights; dropout is left out.
 *
 * Default thresholds at the 99.9th percentile, membranes half charged: few outliers do not make the network slow, and rates are rounded instead of rounded down.
 * Throws  `cannot_convert` for layers and activations without a counterpart in spikes; `missing_option`, `unknown_name`, `invalid_option`,
 *         `unknown_size`, `shape_mismatch`.
 * Source  Diehl et al. (2015), IJCNN (normalization by data); Rueckauer et al. (2017), Front. Neurosci. 11:682 (soft reset, percentile, folding, currents as
 *         input, pooling); Li et al. (2021), ICML (thresholds by least squares)
 *
 * @example
 * const net = sequential([
 *   input({ shape: [2] }),
 *   layers.dense({ units: 16, activation: "relu" }),
 *   layers.dense({ units: 2, activation: "softmax" }),
 * ]);
 * const x = [[0, 0], [0, 1], [1, 0], [1, 1]];
 * const spiking = await toSpiking(net, { samples: x });
 * const { analogAccuracy, atSteps } = await spiking.evaluate(x, [0, 1, 1, 0], { steps: [4, 16, 64] });
 */
export async function toSpiking(net: Model, options: ToSpikingOptions): Promise<SpikingNetwork> {
  checkOptionNames("toSpiking", options, optionNames);
  const { normalization = "percentile", percentile = 99.9, bestAt = 32 } = options;
  const { samples, thresholdScale = 1, startAtHalf = true } = options;
  if (samples === undefined) {
    throw new NeurogradError(
      "missing_option",
      "toSpiking: needs the option samples, examples from which the thresholds are found; give toSpiking(net, { samples: xTrain.slice(0, 500) })",
    );
  }
  checkOneOf("toSpiking", "normalization", normalization, ["max", "percentile", "leastSquares"]);
  checkNumber("toSpiking", "percentile", percentile, 0, 100);
  checkPositiveInteger("toSpiking", "bestAt", bestAt);
  checkPositive("toSpiking", "thresholdScale", thresholdScale);
  net.checkIdle("toSpiking");
  const { nodes, rectified } = readLayers(net.graph, net.values.exactReader());
  const { runtime, threads } = net.compileOptions ?? {};
  const environment = {
    ...net.environment,
    createExecutor: () => net.environment.createExecutor({ ...(runtime && { runtime }), threads }),
  };
  const start = startAtHalf ? 0.5 : 0;
  const rule = { normalization, percentile, bestAt, thresholdScale, start };
  const thresholds = await thresholdsOf(net, rectified, samples, rule, environment);
  const description = { nodes: withThresholds(foldScales(nodes), thresholds, start) };
  return new SpikingNetwork(description, net, environment);
}

const optionNames = [
  "samples",
  "normalization",
  "percentile",
  "bestAt",
  "thresholdScale",
  "startAtHalf",
] as const;
