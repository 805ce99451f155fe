import { NeurogradError } from "../core/errors.js";
import type { Graph } from "../core/graph.js";
import { isBound } from "../wasm/bind-sizes.js";
import { OrtExecutor, type OrtModule } from "./ort.js";
import { workOf } from "./work-of.js";

/**
 * Up to this much work, one thread: ONNX Runtime's others gain nothing, and while they wait for their share they keep their
 * processors busy. A step of 64-64-64-10, batch 32 (1e6), took 0.24 ms with one thread and 0.25 with two; making a step of three
 * layers ready took 15 and 31 ms of processor time.
 */
const smallWork = 2e6;

/** ONNX Runtime for Node as an executor. Throws `runtime_missing` where its package is not installed. */
export async function nativeExecutor(threads: number | undefined): Promise<OrtExecutor> {
  const session = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    logSeverityLevel: 4, // fatal: errors are thrown, with more said
  } as const;
  const sessionOf = (graph: Graph): typeof session & { readonly intraOpNumThreads?: number } => {
    const count = threads ?? (isBound(graph) && workOf(graph, {}) <= smallWork ? 1 : undefined);
    return count === undefined ? session : { ...session, intraOpNumThreads: count };
  };
  return new OrtExecutor(await load(), { runtime: "native", session: sessionOf, canWriteInto: true });
}
async function load(): Promise<OrtModule> {
  const name = "onnxruntime-node"; // in a variable: bundlers for the browser must not look for it
  try {
    const module = (await import(/* @vite-ignore */ name)) as OrtModule & { readonly default?: OrtModule };
    return module.InferenceSession ? module : (module.default as OrtModule); // CommonJS arrives as default
  } catch (cause) {
    throw new NeurogradError(
      "runtime_missing",
      'runtime: "native" needs the package onnxruntime-node, which is not installed or does not load here; run "npm install onnxruntime-node", or use runtime: "wasm"',
      { cause },
    );
  }
}
