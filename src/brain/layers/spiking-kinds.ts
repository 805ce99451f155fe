import * as surrogates from "../surrogates/index.js";
import { countMeanSquaredError } from "./count-mean-squared-error.js";
import { constantCurrent, poissonSpikes } from "./encoders.js";
import { leakyLayer } from "./leaky-layer.js";
import { rateDecoder } from "./rate-decoder.js";
import { spikeMaxPooling } from "./spike-max-pooling.js";
import { stepAccuracy, stepCrossentropy } from "./step-crossentropy.js";
import { synapticLayer } from "./synaptic-layer.js";

/**
 * What a file of a spiking network names: its layers, surrogates, loss and metric, for `loadModel`.
 *
 * @example
 * const spiking = sequential([input({ shape: [25, 3] }), leakyLayer(), rateDecoder()]);
 * const again = await loadModel(await spiking.toBytes(), spikingKinds);
 */
export const spikingKinds: {
  readonly customLayers: {
    readonly constantCurrent: typeof constantCurrent;
    readonly leakyLayer: typeof leakyLayer;
    readonly poissonSpikes: typeof poissonSpikes;
    readonly rateDecoder: typeof rateDecoder;
    readonly spikeMaxPooling: typeof spikeMaxPooling;
    readonly synapticLayer: typeof synapticLayer;
  };
  readonly customSurrogates: typeof surrogates;
  readonly customLosses: {
    readonly countMeanSquaredError: typeof countMeanSquaredError;
    readonly stepCrossentropy: typeof stepCrossentropy;
  };
  readonly customMetrics: { readonly stepAccuracy: typeof stepAccuracy };
} = {
  customLayers: { constantCurrent, leakyLayer, poissonSpikes, rateDecoder, spikeMaxPooling, synapticLayer },
  customSurrogates: surrogates,
  customLosses: { countMeanSquaredError, stepCrossentropy },
  customMetrics: { stepAccuracy },
};
