import { expect, test } from "vitest";
import { type Tensor, tensor } from "../core/tensor.js";
import { stackExamples } from "./stack-examples.js";

test("examples get a new first axis; dtype and structure stay", () => {
  const [x, y] = stackExamples([
    [tensor([[1], [2]], { dtype: "float16" }), "a"],
    [tensor([[3], [4]], { dtype: "float16" }), "b"],
  ]) as readonly [Tensor, Tensor];
  expect(x.dtype).toBe("float16");
  expect(x.toArray()).toEqual([
    [[1], [2]],
    [[3], [4]],
  ]);
  expect(y.toArray()).toEqual(["a", "b"]);
});

const cases: readonly [string, readonly unknown[], string][] = [
  [
    "shape",
    [
      [[1, 2], 0],
      [[1, 2, 3], 0],
    ],
    "Dataset.batch: x of example 11 has shape [3], before it [2]; pad or cut it in map. (shape_mismatch)",
  ],
  [
    "dtype",
    [{ a: 1 }, { a: true }],
    "Dataset.batch: x.a of example 11 is bool, before it float32; cast it in map. (dtype_mismatch)",
  ],
  [
    "more",
    [{ a: 1 }, { a: 1, b: 2 }],
    "Dataset.batch: example 11 has x.b which an example before it lacks; give all examples the same parts. (invalid_example)",
  ],
  [
    "less",
    [[1, 2], { a: 1 }],
    "Dataset.batch: example 11 has x.a which an example before it lacks; give all examples the same parts. (invalid_example)",
  ],
  [
    "missing",
    [{ a: 1, b: 2 }, { a: 1 }],
    "Dataset.batch: example 11 has x.b missing; give all examples the same parts. (invalid_example)",
  ],
];

test.each(cases)("unlike %s is refused with the number of the example", (_, elements, message) => {
  expect(() => stackExamples(elements, 10)).toThrow(expect.objectContaining({ message }));
});
