import { afterEach, describe, expect, test, vi } from "vitest";
import { NeurogradError } from "../core/errors.js";
import type { Executable, Executor } from "../core/executor.js";
import { type Value, withScope } from "../core/graph.js";
import * as ops from "../core/ops/index.js";
import { type Tensor, tensor } from "../core/tensor.js";
import { tensorType, trace } from "../core/trace.js";
import { createExecutor } from "./create-executor.js";
import { ortWasmExecutor } from "./ort-wasm.js";

/** The text of the NeurogradError by which a promise is rejected. */
async function rejection(work: () => Promise<unknown>): Promise<string> {
  const error: unknown = await work().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NeurogradError);
  return (error as NeurogradError).message; // the line above
}

const f32 = (values: Parameters<typeof tensor>[0]): Tensor => tensor(values, { dtype: "float32" });
const arrays = (tensors: Readonly<Record<string, Tensor>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, x.toArray()]));

const executors: Readonly<Record<string, () => Promise<Executor>>> = {
  reference: () => createExecutor({ runtime: "reference" }),
  native: () => createExecutor({ runtime: "native", threads: 1 }),
  "ONNX Runtime in WebAssembly": () => ortWasmExecutor(1),
  wasm: () => createExecutor({ runtime: "wasm", threads: 1 }),
  auto: () => createExecutor({ threads: 1 }),
};

describe.each(Object.keys(executors))("executor %s", (name) => {
  const executor = executors[name];
  const compile = async (...graph: Parameters<typeof trace>): Promise<Executable> =>
    (await executor()).compile(trace(...graph));
  const sum = (): Promise<Executable> =>
    compile({ x: tensorType([2]), n: tensorType([2], "int32") }, ({ x, n }) => ({
      y: ops.add(x, ops.cast(n, { dtype: "float32" })),
    }));
  const n = tensor([1, 2], { dtype: "int32" });

  test("numbers in, numbers out; float64 becomes what the graph takes", async () => {
    const executable = await sum();
    const { y } = await executable.run({ x: tensor([0.5, 1.5], { dtype: "float64" }), n });
    expect(y.toArray()).toEqual([1.5, 3.5]);
    expect(y.shape).toEqual([2]);
    await executable.dispose();
  });

  test("inputs that are missing or do not fit", async () => {
    const executable = await sum();
    const x = f32([1, 2]);
    expect(await rejection(() => executable.run({ x }))).toBe(
      'run: input "n" has no value; pass x, n. (missing_input)',
    );
    expect(await rejection(() => executable.run({ x, n: x }))).toBe(
      'run: input "n" is float32, the graph expects int32; convert it with tensor(x, { dtype: "int32" }). (dtype_mismatch)',
    );
    expect(await rejection(() => executable.run({ x: n, n }))).toBe(
      'run: input "x" is int32, the graph expects float32; convert it with tensor(x, { dtype: "float32" }). (dtype_mismatch)',
    );
    expect(await rejection(() => executable.run({ x: f32([1, 2, 3]), n }))).toBe(
      'input "x": expects [2], got [3]; reshape the data or change the input\'s shape. (shape_mismatch)',
    );
    expect(await rejection(() => executable.run({ x: f32([[1, 2]]), n }))).toBe(
      'input "x": expects [2], got [1, 2]; reshape the data or change the input\'s shape. (shape_mismatch)',
    );
    expect((await executable.run({ x, n })).y.toArray()).toEqual([2, 4]); // and it still works
    await executable.dispose();
  });

  test("named sizes agree among the inputs of a run, and may differ between runs", async () => {
    const executable = await compile(
      { a: tensorType(["batch", 2]), b: tensorType(["batch", 1]) },
      ({ a, b }) => ({
        y: ops.multiply(a, b),
      }),
    );
    for (const batch of [1, 3, 0]) {
      const ones = (columns: number): Tensor =>
        tensor(new Float32Array(batch * columns).fill(2), { shape: [batch, columns] });
      const { y } = await executable.run({ a: ones(2), b: ones(1) });
      expect(y.shape).toEqual([batch, 2]);
      expect([...y.toFloat64()]).toEqual(new Array(2 * batch).fill(4));
    }
    expect(await rejection(() => executable.run({ a: f32([[1, 2]]), b: f32([[1], [2]]) }))).toBe(
      'input "b": expects [batch, 1], got [2, 1]; reshape the data or change the input\'s shape. (shape_mismatch)',
    );
    await executable.dispose();
  });

  test("outputs that are inputs, constants, or one value under several names", async () => {
    const executable = await compile({ x: tensorType([2]) }, ({ x }) => {
      const twice = ops.add(x, x);
      return {
        x: ops.negative(x),
        again: x,
        number: withValue(7),
        twice,
        same: twice,
        inner: ops.square(twice),
      };
    });
    const x = f32([1, -3]);
    const first = await executable.run({ x });
    expect(arrays(first)).toEqual({
      x: [-1, 3],
      again: [1, -3],
      number: 7,
      twice: [2, -6],
      same: [2, -6],
      inner: [4, 36],
    });
    expect(first.again.data).not.toBe(x.data);
    await executable.run({ x: f32([5, 5]) });
    expect(first.again.toArray()).toEqual([1, -3]);
    expect(x.toArray()).toEqual([1, -3]);
    await executable.dispose();
  });

  test("what a run gives is not overwritten by later runs", async () => {
    const executable = await compile({ x: tensorType([3]), w: tensorType([3]) }, ({ x, w }) => ({
      y: ops.multiply(x, w),
      w: ops.add(w, 1),
    }));
    const state = (await executor()).createState({ w: f32([0, 0, 0]) });
    const given: Tensor[] = [];
    const states: Tensor[] = [];
    for (let i = 0; i < 4; i++) {
      given.push((await executable.run({ x: f32([1, 2, 3]) }, state)).y);
      states.push(state.read("w"));
    }
    expect(given.map((y) => y.toArray())).toEqual([0, 1, 2, 3].map((w) => [w, 2 * w, 3 * w]));
    expect(states.map((w) => w.toArray())).toEqual([1, 2, 3, 4].map((w) => [w, w, w]));
    await executable.dispose();
  });

  test("state: read, written, fed instead, rolled back", async () => {
    const executable = await compile(
      { count: tensorType([], "int64"), by: tensorType([], "int64"), w: tensorType([2]) },
      ({ count, by, w }) => ({
        count: ops.add(count, by),
        before: count,
        w: ops.multiply(w, 2),
      }),
    );
    const initial = f32([1, 3]);
    const state = (await executor()).createState({ count: tensor(10n), w: initial });
    const by = (amount: number): { by: Tensor } => ({ by: tensor(amount, { dtype: "int64" }) });
    const now = (): unknown[] => state.names.map((name) => state.read(name).toArray());
    expect(state.names).toEqual(["count", "w"]);
    const out = await executable.run(by(5), state);
    expect(arrays(out)).toEqual({ before: 10 }); // states are not given back
    expect(now()).toEqual([15, [2, 6]]);
    expect(initial.toArray()).toEqual([1, 3]);

    state.rollback();
    expect(now()).toEqual([10, [1, 3]]);
    state.rollback(); // once after each run
    expect(now()).toEqual([10, [1, 3]]);
    await executable.run(by(1), state);
    await executable.run(by(1), state);
    state.rollback();
    expect(now()).toEqual([11, [2, 6]]);

    const w = f32([-1, 0.5]);
    state.write({ w });
    state.rollback(); // not past a write
    expect(now()).toEqual([11, [-1, 0.5]]);
    await executable.run({ ...by(1), count: tensor(100n) }, state); // fed: the state is not asked
    expect(now()).toEqual([101, [-2, 1]]);
    expect(w.toArray()).toEqual([-1, 0.5]);

    await rejection(() => executable.run({}, state)); // a run that fails changes nothing
    expect(now()).toEqual([101, [-2, 1]]);
    expect(() => state.write({ w: f32([1]) })).toThrow(
      "w: has shape [2], got [1]; give a value of the same shape. (shape_mismatch)",
    );
    expect(() => state.read("v")).toThrow(
      'state: unknown name "v"; did you mean "w"? use one of count, w. (unknown_name)',
    );
    await executable.dispose();
  });

  test("steps of one state come one after another, awaited or not", async () => {
    const executable = await compile({ w: tensorType([]), by: tensorType([]) }, ({ w, by }) => ({
      w: ops.add(w, by),
      root: ops.sqrt(by),
      before: w,
    }));
    const state = (await executor()).createState({ w: f32(0) });
    const steps = [1, 4, 9, 16].map((by) => executable.run({ by: f32(by) }, state));
    expect((await Promise.all(steps)).map(arrays)).toEqual([
      { root: 1, before: 0 },
      { root: 2, before: 1 },
      { root: 3, before: 5 },
      { root: 4, before: 14 },
    ]);
    expect(state.read("w").item()).toBe(30);
    const failing = executable.run({}, state);
    const next = executable.run({ by: f32(1) }, state);
    expect(await rejection(() => failing)).toContain("(missing_input)");
    expect(arrays(await next)).toEqual({ root: 1, before: 30 });
    await executable.dispose();
  });

  test("disposed of: it runs no more, and twice is as once", async () => {
    const executable = await sum();
    await executable.run({ x: f32([1, 2]), n });
    await executable.dispose();
    await executable.dispose();
    expect(await rejection(() => executable.run({ x: f32([1, 2]), n }))).toBe(
      "run: this graph has been disposed of; compile it again. (disposed)",
    );
  });
});

const withValue = (x: number): Value => ops.stopGradient(tensor(x));

describe.each(["native", "wasm"] as const)("ONNX Runtime's own errors on %s", (runtime) => {
  test("name the node and the layer", async () => {
    const graph = trace({ x: tensorType([3]), i: tensorType([1], "int64") }, ({ x, i }) => ({
      y: withScope("embedding_2", "forward", () => ops.take(x, i)),
    }));
    const executable = await (await createExecutor({ runtime, threads: 1 })).compile(graph);
    const message = await rejection(() => executable.run({ x: f32([1, 2, 3]), i: tensor([5n]) }));
    expect(message).toMatch(
      /^ONNX Runtime: failed: .*embedding_2\/Gather_\d+.*; check the shapes and values at the node named\. \(runtime_error\)$/,
    );
    expect(message).toContain("idx=5 must be within the inclusive range [-3,2]");
    expect(message).not.toMatch(/\/\w+\/\w+\//); // no paths of the machine that built it
    await executable.dispose();
  });
});

test("a dtype without a kernel: what to use instead", async () => {
  const graph = trace({ x: tensorType([1], "float64") }, ({ x }) => ({ y: ops.arcsin(x) }));
  const native = await createExecutor({ runtime: "native", threads: 1 });
  expect(await rejection(() => native.compile(graph))).toBe(
    "native: refused the graph: Could not find an implementation for Asin(7) node with name 'Asin_0'; it has no kernel for this dtype: use float32, or runtime: \"reference\". (runtime_error)",
  );
});

describe("choosing a runtime", () => {
  test("an unknown name", async () => {
    expect(await rejection(async () => createExecutor({ runtime: "natve" as "native" }))).toBe(
      'runtime: unknown name "natve"; did you mean "native"? use one of auto, native, wasm, webgpu, reference. (unknown_name)',
    );
  });
  test.each([0, 1.5, -2, Number.NaN])("threads: %d", async (threads) => {
    expect(await rejection(async () => createExecutor({ runtime: "native", threads }))).toBe(
      `threads: expects a whole number from 1, got ${threads}; leave it out for the default. (invalid_option)`,
    );
  });
  test("one executor for the same options", async () => {
    expect(await createExecutor({ runtime: "reference" })).toBe(
      await createExecutor({ runtime: "reference" }),
    );
  });
  test("auto is native where that is installed", async () => {
    expect((await createExecutor({ runtime: "auto", threads: 1 })).runtime).toBe("native");
  });
});

describe("without onnxruntime-node", () => {
  afterEach(() => {
    vi.doUnmock("onnxruntime-node");
    vi.resetModules();
    vi.restoreAllMocks();
  });
  const without = async (): Promise<typeof createExecutor> => {
    vi.resetModules();
    vi.doMock("onnxruntime-node", () => {
      throw new Error("Cannot find package");
    });
    return (await import("./create-executor.js")).createExecutor;
  };
  test("native says what to install", async () => {
    const create = await without();
    await expect(create({ runtime: "native" })).rejects.toThrow(
      'runtime: "native" needs the package onnxruntime-node, which is not installed or does not load here; run "npm install onnxruntime-node", or use runtime: "wasm". (runtime_missing)',
    );
  });
  test("auto is wasm, and says so once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const create = await without();
    expect((await create({ runtime: "auto" })).runtime).toBe("wasm");
    expect((await create({ runtime: "auto", threads: 1 })).runtime).toBe("wasm");
    expect(warn.mock.calls).toEqual([
      [
        'neurograd: running on WebAssembly; "npm install onnxruntime-node" makes training about four times as fast.',
      ],
    ]);
  });
});
