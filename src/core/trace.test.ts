import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { evaluateGraph } from "./evaluate.js";
import { graphNodes } from "./graph.js";
import { add, multiply } from "./ops/arithmetic.js";
import { matmul } from "./ops/matmul.js";
import { addSizes, namedSize } from "./size.js";
import { tensor } from "./tensor.js";
import { tensorType, trace } from "./trace.js";

describe("tensorType", () => {
  test("float32 unless said otherwise; strings name sizes", () => {
    expect(tensorType([4, 2])).toEqual({ dtype: "float32", shape: [4, 2] });
    const { dtype, shape } = tensorType(["batch", 28, addSizes(namedSize("batch"), 1)], "uint8");
    expect(dtype).toBe("uint8");
    expect(shape.map(String)).toEqual(["batch", "28", "batch+1"]);
  });
  test("null makes a fresh name each time", () => {
    const [a, b] = tensorType([null, null]).shape;
    expect(String(a)).toMatch(/^size\d+$/);
    expect(String(a)).not.toBe(String(b));
  });
  test.each([-1, 1.5, NaN])("%d is no size", (size) => {
    expect(thrown(() => tensorType([size]))).toBe(
      `tensorType: ${size} is no size; use a whole number >= 0, a name, or null. (shape_mismatch)`,
    );
  });
});

describe("trace", () => {
  const types = { x: tensorType(["batch", 2]), w: tensorType([2, 1]) };
  test("calls the function once, with values named and typed as asked", () => {
    let calls = 0;
    const graph = trace(types, ({ x, w }) => {
      calls++;
      expect([x.name, w.name]).toEqual(["x", "w"]);
      expect(x.shape.map(String)).toEqual(["batch", "2"]);
      return { y: matmul(x, w) };
    });
    expect(calls).toBe(1);
    expect(graph.inputs.map((v) => v.name)).toEqual(["x", "w"]);
    expect(Object.keys(graph.outputs)).toEqual(["y"]);
    expect(
      evaluateGraph(graph, {
        x: tensor([
          [1, 2],
          [3, 4],
          [5, 6],
        ]),
        w: tensor([[10], [1]]),
      }).y.toArray(),
    ).toEqual([[12], [34], [56]]);
  });
  test("what the outputs do not need leaves no trace", () => {
    const graph = trace(types, ({ x, w }) => {
      matmul(x, w);
      return { y: add(x, 1) };
    });
    expect(graphNodes(graph).map((node) => node.op.name)).toEqual(["constant", "add"]);
    expect(graph.inputs).toHaveLength(2); // inputs stay, used or not
  });
  test("an input may be an output, and a value two of them", () => {
    const graph = trace({ x: tensorType([1]) }, ({ x }) => {
      const y = multiply(x, 2);
      return { x, y, z: y };
    });
    const out = evaluateGraph(graph, { x: tensor([3]) });
    expect([out.x.item(), out.y.item(), out.z.item()]).toEqual([3, 6, 6]);
  });
  test("what is no value is refused", () => {
    expect(thrown(() => trace(types, () => ({ y: 3 as never })))).toBe(
      'trace: output "y" is 3; return values made by ops. (not_a_value)',
    );
    expect(thrown(() => trace(types, () => ({ y: undefined as never })))).toBe(
      'trace: output "y" is undefined; return values made by ops. (not_a_value)',
    );
  });
});
