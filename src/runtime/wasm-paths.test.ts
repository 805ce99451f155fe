import { expect, test } from "vitest";
import { tensor } from "../core/tensor.js";
import { tensorType, trace } from "../core/trace.js";
import { ops } from "../index.js";
import { createExecutor } from "./create-executor.js";
import { setWasmPaths } from "./wasm-paths.js";

test("runs a graph", async () => {
  const wasm = await createExecutor({ runtime: "wasm" });
  expect(wasm.runtime).toBe("wasm");
  const graph = trace({ x: tensorType(["n"]) }, ({ x }) => ({ y: ops.multiply(x, x) }));
  const squares = await wasm.compile(graph);
  const { y } = await squares.run({ x: tensor([1, 2, -3]) });
  expect(y.toArray()).toEqual([1, 4, 9]);
  await squares.dispose();
});

test("the threads of a process are chosen once", async () => {
  const wasm = await createExecutor({ runtime: "wasm", threads: 1 });
  const notOurs = trace({ x: tensorType([2]) }, ({ x }) => ({ y: ops.sin(x) }));
  await (await wasm.compile(notOurs)).dispose(); // ONNX Runtime has begun
  await expect(createExecutor({ runtime: "wasm", threads: 2 })).rejects.toThrow(
    "threads: the WebAssembly runtime runs here with 1 and cannot change to 2; use one number for all models, or train in a worker (neurograd/worker). (threads_fixed)",
  );
  expect((await createExecutor({ runtime: "wasm" })).runtime).toBe("wasm"); // and goes on with what it has
});

test("Node finds the files by itself", () => {
  setWasmPaths("/nowhere/");
});
