export { type ModelFromNirOptions, modelFromNir } from "./model-from-nir.js";
export type { NirDynamics } from "./neuron-unit.js";
export type * from "./nir-graph.js";
export { nirFromJson, nirToJson } from "./nir-json.js";
export { type ReadNirOptions, readNir, writeNir } from "./read-nir.js";
export { type NirRun, type RunNirOptions, runNir } from "./run-nir.js";
export { type ToNirOptions, toNir } from "./to-nir.js";
