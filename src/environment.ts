import type { Environment } from "./nn/model.js";
import { createExecutor } from "./runtime/create-executor.js";

/** What models are given from outside `nn`: runtimes, and files, which are loaded when first used: a page that only trains does not download them. */
export const environment: Environment = {
  createExecutor: ({ runtime, threads }) =>
    createExecutor({ ...(runtime && { runtime }), ...(threads !== undefined && { threads }) }),
  toBytes: async (model) => (await import("./storage/on-demand.js")).toBytes(model),
  save: async (model, path) => (await import("./storage/on-demand.js")).saveModel(model, path),
  saveWeights: async (model, path) => (await import("./storage/on-demand.js")).saveWeights(model, path),
  loadWeights: async (model, source) => (await import("./storage/on-demand.js")).loadWeights(model, source),
  files: async () => (await import("./storage/on-demand.js")).files(),
};
