export { conductionDelay, myelinatedVelocity } from "./axon/conduction.js";
export { type AxonOptions, type AxonRun, hodgkinHuxleyAxon } from "./axon/hodgkin-huxley-axon.js";
export * from "./codes/index.js";
export * from "./compare/index.js";
export * from "./conversion/index.js";
export * from "./decision/index.js";
export * from "./diehl-cook/index.js";
export { type ClockOptions, clockDriven } from "./engines/clock-driven.js";
export {
  allToAll,
  type Connect,
  type Connections,
  oneToOne,
  type RandomConnectionsOptions,
  randomConnections,
} from "./engines/connections.js";
export { type EventOptions, type EventRun, eventDriven } from "./engines/event-driven.js";
export { type LiveNeurons, type LiveOptions, liveNeurons } from "./engines/live-neurons.js";
export type { Drive, Network, Population, Projection, SpikeSource } from "./engines/network.js";
export type { NetworkRun } from "./engines/network-run.js";
export { type NoiseCurrentOptions, noiseCurrent } from "./engines/noise-current.js";
export { type NeuronRun, type SimulateOptions, simulate } from "./engines/simulate.js";
export * from "./layers/index.js";
export * from "./learning/index.js";
export * from "./ledger/index.js";
export * from "./lesions/index.js";
export * from "./mappings/index.js";
export * from "./memory/index.js";
export * from "./neurons/index.js";
export { defineNeuron, type Neuron, type NeuronFactory } from "./neurons/neuron.js";
export {
  type HodgkinHuxleyNullclines,
  hodgkinHuxleyChannels,
  hodgkinHuxleyNullclines,
  type MembraneNumbers,
  type OpenChannels,
} from "./neurons/squid-channels.js";
export * from "./nir/index.js";
export * from "./plots/index.js";
export { type FICurve, type FICurveOptions, fICurve } from "./rates/f-i-curve.js";
export { type LifRateOptions, lifRate } from "./rates/lif-rate.js";
export { type SiegertOptions, siegertRate } from "./rates/siegert-rate.js";
export { fromRaster, type Spikes, SpikeTrains } from "./spikes/spike-trains.js";
export { fanoFactor, intervals, irregularity } from "./spikes/statistics.js";
export * as surrogates from "./surrogates/index.js";
export { defineSurrogate, type Surrogate, type SurrogateRecord } from "./surrogates/surrogate.js";
export type { SurrogateLike, SurrogateName } from "./surrogates/to-surrogate.js";
export { conductance } from "./synapses/conductance.js";
export { alpha, doubleExponential, exponential, staticSynapse } from "./synapses/current.js";
export {
  type ShortTermPlasticity,
  type ShortTermPlasticityOptions,
  shortTermPlasticity,
} from "./synapses/short-term-plasticity.js";
export { defineSynapse, type Synapse, type SynapseFactory } from "./synapses/synapse.js";
export * from "./vision/index.js";
