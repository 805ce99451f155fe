import { describe, expect, test } from "vitest";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, model, type Tensor, tensor } from "../../index.js";
import type { LayerSymbol } from "../symbol.js";

const a = input({ shape: [3] });
const b = input({ shape: [2], name: "b" });

describe("what cannot be joined", () => {
  test("too few inputs, or too many", () => {
    expect(thrown(() => layers.add().apply(a))).toBe(
      "add: expects at least 2 inputs, got 1; call it on a list, as in layers.add({ … }).apply([a, b]). (missing_input)",
    );
    expect(thrown(() => layers.subtract({ name: "difference" }).apply([a, a, a]))).toBe(
      "difference: expects 2 inputs, got 3; call it on a list, as in layers.subtract({ … }).apply([a, b]). (missing_input)",
    );
    expect(thrown(() => layers.dot({ axes: 1 }).apply(a))).toBe(
      "dot: expects 2 inputs, got 1; call it on a list, as in layers.dot({ … }).apply([a, b]). (missing_input)",
    );
  });

  test("shapes that do not meet", () => {
    expect(thrown(() => layers.dot({ axes: 1 }).apply([a, b]))).toBe(
      "dot: axes 1 of [batch, 3] and 1 of [batch, 2] cannot be summed over together; choose axes of one size, not those of examples. (shape_mismatch)",
    );
    expect(thrown(() => layers.dot({ axes: [0, 1] }))).toBe(
      "dot: axes is [0,1]; use one whole number for both inputs, or two; axis 0 is that of examples. (invalid_option)",
    );
    expect(thrown(() => layers.concatenate({ axis: 0 }).apply([a, b]))).toMatch(/\(shape_mismatch\)$/);
  });
});

test("integers beside floats become floats, integers alone stay", async () => {
  const whole = input({ shape: [2], dtype: "int32", name: "whole" });
  const joined = async (
    y: LayerSymbol,
    inputs: LayerSymbol[],
    data: Record<string, number[][] | Tensor>,
  ): Promise<unknown[]> => {
    const result = await model({ inputs, outputs: y }).predict(data);
    return [result.dtype, Array.from(result.data, Number)];
  };
  const integers = tensor([[2, 3]], { dtype: "int32" });
  const both = { b: [[0.5, 1]], whole: integers };
  expect(await joined(layers.add().apply([b, whole]), [b, whole], both)).toEqual(["float32", [2.5, 4]]);
  expect(await joined(layers.concatenate().apply([whole, b]), [b, whole], both)).toEqual([
    "float32",
    [2, 3, 0.5, 1],
  ]);
  expect(await joined(layers.add().apply([whole, whole]), [whole], { whole: integers })).toEqual([
    "int32",
    [4, 6],
  ]);
  expect(await joined(layers.average().apply([whole, whole]), [whole], { whole: integers })).toEqual([
    "float32",
    [2, 3],
  ]);
});
