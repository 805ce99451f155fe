import { setWasmPaths } from "neurograd";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url&no-inline";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { train } from "./train.js";

const threads = new URLSearchParams(location.search).get("threads");
if (threads !== null) setWasmPaths({ mjs, wasm }); // only for threads
const options = threads === null ? {} : { threads: Number(threads) };

async function run() {
  return {
    isIsolated: crossOriginIsolated,
    page: await train("page", options),
    worker: await train("worker", options),
  };
}

globalThis.result = run();
