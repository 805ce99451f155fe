import { isNode } from "./is-node.js";
import { wasmPaths } from "./wasm-paths.js";

let isNoticed = false;

/** A page may only share memory between threads where it is cross-origin isolated. */
export function usableThreads(wanted: number): number {
  if (wanted === 1 || isNode) return wanted;
  const lacks = !globalThis.crossOriginIsolated
    ? "a cross-origin isolated page (headers Cross-Origin-Opener-Policy: same-origin, Cross-Origin-Embedder-Policy: require-corp)"
    : wasmPaths().mjs === undefined
      ? "the addresses of ONNX Runtime's files (setWasmPaths)"
      : undefined;
  if (lacks === undefined) return wanted;
  if (!isNoticed) console.warn(`neurograd: ${wanted} threads need ${lacks}; running on 1.`);
  isNoticed = true;
  return 1;
}
