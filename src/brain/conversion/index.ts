export type { LayerCost } from "./layer-costs.js";
export type { SpikingRun } from "./run-steps.js";
export * from "./spiking-description.js";
export type {
  AccuracyAt,
  LayerActivity,
  SpikingEvaluateOptions,
  SpikingNetwork,
  SpikingReport,
  StepsOptions,
} from "./spiking-network.js";
export type { Normalization } from "./thresholds.js";
export { type ToSpikingOptions, toSpiking } from "./to-spiking.js";
