import { NeurogradError } from "../core/errors.js";
import { OrtExecutor, type OrtModule } from "./ort.js";

/** ONNX Runtime for Node as an executor. Throws `runtime_missing` where its package is not installed. */
export async function nativeExecutor(threads: number | undefined): Promise<OrtExecutor> {
  const session = {
    executionProviders: ["cpu"],
    graphOptimizationLevel: "all",
    executionMode: "sequential",
    logSeverityLevel: 4, // fatal: errors are thrown, with more said
    ...(threads !== undefined && { intraOpNumThreads: threads }),
  } as const;
  return new OrtExecutor(await load(), { runtime: "native", session, canWriteInto: true });
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
