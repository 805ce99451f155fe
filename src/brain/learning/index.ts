export { directFeedbackAlignment } from "./direct-feedback-alignment.js";
export { type FeedbackAlignmentOptions, feedbackAlignment } from "./feedback-alignment.js";
export {
  type ForwardForwardOptions,
  forwardForward,
  forwardForwardAccuracy,
  forwardForwardLoss,
} from "./forward-forward.js";
export {
  type HebbianOptions,
  type HebbianRule,
  hebb,
  type LearnLocallyOptions,
  learnLocally,
  oja,
  sanger,
} from "./hebbian.js";
export {
  type AdaptiveThreshold,
  type AdaptiveThresholdOptions,
  adaptiveThreshold,
  type SynapticScaling,
  type SynapticScalingOptions,
  synapticScaling,
} from "./homeostasis.js";
export {
  type CorrelatedGroup,
  type PlasticNeuron,
  type PlasticNeuronOptions,
  type PlasticNeuronRun,
  plasticNeuron,
} from "./plastic-neuron.js";
export { type Plasticity, type PlasticSynapses, replaySpikes } from "./plasticity.js";
export { type PredictiveCodingOptions, predictiveCoding } from "./predictive-coding.js";
export { type RewardedSynapses, type RewardStdpOptions, rewardStdp } from "./reward-stdp.js";
export { type StdpOptions, stdp } from "./stdp.js";
export { type TripletStdpOptions, tripletStdp } from "./triplet-stdp.js";
