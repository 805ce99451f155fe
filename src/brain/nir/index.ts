export type * from "./nir-graph.js";
export { nirFromJson, nirToJson } from "./nir-json.js";
export { type ReadNirOptions, readNir, writeNir } from "./read-nir.js";
