import ort from "onnxruntime-node";
import { expect, test, vi } from "vitest";
import * as ops from "../core/ops/index.js";
import { tensorType, trace } from "../core/trace.js";
import { nativeExecutor } from "./native.js";

test("a small graph gets one thread, others all processors, and `threads` is what it says", async () => {
  const create = vi.spyOn(ort.InferenceSession, "create");
  const threadsOf = async (rows: number | string, threads?: number): Promise<unknown> => {
    const types = { a: tensorType([rows, 100]), b: tensorType([100, 100]) };
    const executor = await nativeExecutor(threads);
    const executable = await executor.compile(trace(types, ({ a, b }) => ({ y: ops.matmul(a, b) })));
    await executable.dispose();
    const options = create.mock.lastCall?.at(-1) as { readonly intraOpNumThreads?: number } | undefined; // of the session
    return options?.intraOpNumThreads ?? "all";
  };
  expect(await threadsOf(10)).toBe(1);
  expect(await threadsOf(1000)).toBe("all");
  expect(await threadsOf("n")).toBe("all");
  expect(await threadsOf(10, 2)).toBe(2);
  create.mockRestore();
});
