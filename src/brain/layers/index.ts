export { type CountMeanSquaredErrorOptions, countMeanSquaredError } from "./count-mean-squared-error.js";
export { constantCurrent, type EncoderOptions, poissonSpikes } from "./encoders.js";
export { type LeakyLayerOptions, leakyLayer } from "./leaky-layer.js";
export { type RateDecoderOptions, rateDecoder } from "./rate-decoder.js";
export { type SpikeMaxPoolingOptions, spikeMaxPooling } from "./spike-max-pooling.js";
export { spikingKinds } from "./spiking-kinds.js";
export { stepAccuracy, stepCrossentropy } from "./step-crossentropy.js";
export { type SynapticLayerOptions, synapticLayer } from "./synaptic-layer.js";
