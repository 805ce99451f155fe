import { setWasmPaths } from "neurograd";
import mjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url&no-inline";
import wasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import { Conductor } from "./conductor.js";
import type { Request } from "./messages.js";

setWasmPaths({ wasm: new URL(wasm, self.location.href), mjs: new URL(mjs, self.location.href) });
const conductor = new Conductor((report) => self.postMessage(report));
self.onmessage = ({ data }: MessageEvent<Request>) => conductor.hear(data);
