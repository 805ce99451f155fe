import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { checkOp, f64, random } from "../../../test/support/check-op.js";
import { thrown } from "../../../test/support/thrown.js";
import { input } from "../../nn/symbol.js";
import { writeOnnx } from "../../onnx/write.js";
import { createExecutor } from "../../runtime/create-executor.js";
import { checkGradients } from "../check-gradients.js";
import { evaluateGraph } from "../evaluate.js";
import { type Graph, graphInput, graphNodes, type Value } from "../graph.js";
import { randomUniform } from "../random.js";
import { simplify } from "../simplify.js";
import { namedSize } from "../size.js";
import { type Tensor, tensor } from "../tensor.js";
import { tensorType, trace } from "../trace.js";
import { grad } from "../vjp.js";
import { add, multiply, square } from "./arithmetic.js";
import { reshape, sum } from "./broadcast.js";
import { customGradient } from "./gradient.js";
import { exp, sin, tanh } from "./math.js";
import { matmul } from "./matmul.js";
import { mean } from "./reduce.js";
import { after, remat } from "./remat.js";
import { cast } from "./select.js";

checkOp("after", (x, a) => after(x, cast(multiply(a, 0), { dtype: "int64" })), {
  samples: [
    { inputs: [random([2, 3]), f64([7])], expected: [[...random([2, 3]).toFloat64()]] },
    { inputs: [random([]), f64([7])], shapes: [[]] },
    { inputs: [random([2, 0]), f64([7])], expected: [[]] },
  ],
});
checkOp("after", (x) => after(x, null), { samples: [{ inputs: [f64([1, -2])], expected: [[1, -2]] }] });

const block = (x: Value, w: Value): Value => tanh(matmul(tanh(matmul(x, w)), w));
checkOp("remat", (x, w) => remat((z) => block(z, w))(x), {
  samples: [
    { inputs: [random([2, 3]), random([3, 3], { seed: 2 })] }, // to order 2
    { inputs: [f64([[0, 0]]), random([2, 2])], expected: [[0, 0]] }, // tanh 0
  ],
});

/** Equal but for the order in which the parts of a gradient are added. */
function expectClose(got: Readonly<Record<string, Tensor>>, wanted: Readonly<Record<string, Tensor>>): void {
  expect(Object.keys(got)).toEqual(Object.keys(wanted));
  for (const [name, { data }] of Object.entries(wanted))
    for (const [i, value] of (data as Float64Array).entries())
      expect(Math.abs(Number(got[name].data[i]) - value), name).toBeLessThan(
        1e-12 * Math.max(1, Math.abs(value)),
      );
}

describe("remat", () => {
  const x = graphInput("x", { dtype: "float64", shape: [4, 3] });
  const w = graphInput("w", { dtype: "float64", shape: [3, 3] });
  const feeds = { x: random([4, 3]), w: random([3, 3], { seed: 2 }) };
  const gradients = (loss: Value): Readonly<Record<string, Tensor>> => {
    const [gx, gw] = grad(loss, [x, w]);
    return evaluateGraph(simplify({ inputs: [x, w], outputs: { loss, gx, gw } }), feeds);
  };

  test("the numbers are those without it", () => {
    const plain = gradients(sum(square(block(block(x, w), w))));
    const saving = remat((z: Value) => block(z, w));
    expectClose(gradients(sum(square(saving(saving(x))))), plain);
    const within = remat((z: Value) => saving(saving(z)));
    expectClose(gradients(sum(square(within(x)))), plain);
    const closed = remat(() => block(block(x, w), w)); // all of it from around
    expectClose(gradients(sum(square(closed()))), plain);
    expectClose(gradients(sum(square(remat(block)(remat(block)(x, w), w)))), plain);
  });

  test("several results, of which some are not used; a derivative of one's own inside", () => {
    const ownSlope = customGradient(sin, ({ g }) => [multiply(g, 3)]);
    const f = (z: Value): readonly Value[] => [ownSlope(z), exp(z), matmul(z, w)];
    const [a, , c] = remat(f)(x);
    const [b, , d] = f(x);
    expectClose(gradients(add(sum(a), sum(c))), gradients(add(sum(b), sum(d))));
  });

  test("derivatives of derivatives, through one in another", () => {
    const f = remat((a: Value, b: Value) => multiply(remat(exp)(multiply(a, b)), sin(b)));
    const worst = checkGradients(f, [random([3]), random([3], { seed: 3 })], { order: 2 });
    expect(worst).toBeLessThan(1e-6);
  });

  test("the function is computed twice, its random numbers too, and simplify leaves it so", () => {
    const [seed, step] = ["seed", "step"].map((name) => graphInput(name, { dtype: "uint32", shape: [] }));
    const dropped = (z: Value): Value =>
      multiply(tanh(z), cast(randomUniform([4, 3], { seed, step, path: "dropout" }), { dtype: "float64" }));
    const countOf = (y: Value): readonly number[] => {
      const [gx] = grad(sum(square(y)), [x]);
      const graph = simplify({ inputs: [x, seed, step], outputs: { y, gx } });
      const names = graphNodes(graph).map(({ op }) => op.name);
      return ["tanh", "bitwiseXor", "after"].map((name) => names.filter((other) => other === name).length);
    };
    const [, words] = countOf(dropped(x));
    expect(words).toBeGreaterThan(8);
    expect(countOf(dropped(x))).toEqual([1, words, 0]);
    expect(countOf(remat(dropped)(x))).toEqual([2, 2 * words, 3]); // x, seed and step told apart
    const both = [dropped(x), remat(dropped)(x)].map((y) => grad(sum(square(y)), [x])[0]);
    const graph = { inputs: [x, seed, step], outputs: { a: both[0], b: both[1] } };
    const five = tensor(5, { dtype: "uint32" });
    const { a, b } = evaluateGraph(graph, { ...feeds, seed: five, step: five });
    expect(b).toEqual(a);
  });

  test("symbols of a model are refused", () => {
    expect(thrown(() => remat(tanh)(input({ shape: [2] })))).toBe(
      "remat: got symbols of a model, which are not computed here; use layers.remat({ layer }). (invalid_option)",
    );
  });

  test.each([
    ["native", namedSize("batch")],
    ["native", 4],
    ["wasm", namedSize("batch")],
    ["wasm", 4],
  ] as const)("on %s, of %s rows, among reshapes", async (runtime, n) => {
    const step = (wrap: (f: (z: Value) => Value) => (z: Value) => Value): Graph =>
      trace({ x: { dtype: "float32", shape: [n, 3] }, w: tensorType([3, 3]) }, (v) => {
        const f = wrap((z) => reshape(block(reshape(z, { shape: [-1, 3] }), v.w), { shape: [n, 3, 1] }));
        const loss = mean(square(f(f(v.x))));
        const [gx, gw] = grad(loss, [v.x, v.w]);
        return { loss, gx, gw };
      });
    const executor = await createExecutor({ runtime, threads: 1 });
    const [plain, saving] = await Promise.all(
      [step((f) => f), step((f) => remat(f))].map((graph) => executor.compile(simplify(graph))),
    );
    const given = {
      x: tensor(Float32Array.from(feeds.x.data as Float64Array), { shape: [4, 3] }),
      w: tensor(Float32Array.from(feeds.w.data as Float64Array), { shape: [3, 3] }),
    };
    const [a, b] = [await plain.run(given), await saving.run(given)];
    for (const name of ["loss", "gx", "gw"]) {
      const [p, q] = [a[name].toFloat64(), b[name].toFloat64()];
      for (const [i, value] of p.entries()) expect(Math.abs(q[i] - value)).toBeLessThan(1e-6);
    }
  });
});

// A process of its own for each: what an earlier session has left behind would be used again.
const program = `
  import { readFileSync } from "node:fs";
  import { InferenceSession, Tensor } from "onnxruntime-node";
  const session = await InferenceSession.create(process.argv[1], { intraOpNumThreads: 1, logSeverityLevel: 3 });
  const feeds = session.inputMetadata.map(({ name, shape }) =>
    [name, new Tensor("float32", new Float32Array(shape[0] * shape[1]), shape)]);
  const peak = () => Number(/VmHWM:\\s+(\\d+)/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
  const before = peak();
  await session.run(Object.fromEntries(feeds));
  console.log(peak() - before);
`;

test.runIf(process.platform === "linux")(
  "64 layers of 2 MB each: a step takes less than half the memory",
  async () => {
    const [rows, width, blocks] = [8192, 64, 8];
    const folder = await mkdtemp(join(tmpdir(), "neurograd-remat-"));
    const megabytes = async (wrap: (f: (z: Value) => Value) => (z: Value) => Value): Promise<number> => {
      const graph = trace({ x: tensorType([rows, width]), w: tensorType([width, width]) }, ({ x, w }) => {
        const f = wrap((z) => [1, 2, 3, 4].reduce((h) => block(h, w), z));
        let y = x;
        for (let k = 0; k < blocks; k++) y = f(y);
        return { gw: grad(mean(square(y)), [w])[0] };
      });
      const file = join(folder, "step.onnx");
      await writeFile(file, writeOnnx(simplify(graph)));
      const { stdout } = await promisify(execFile)(process.execPath, [
        "--input-type=module",
        "-e",
        program,
        file,
      ]);
      return Number(stdout);
    };
    try {
      const [plain, saving] = [await megabytes((f) => f), await megabytes((f) => remat(f))];
      expect(plain).toBeGreaterThan(100);
      expect(saving / plain).toBeLessThan(0.5);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
