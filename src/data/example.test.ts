import { expect, test } from "vitest";
import { type Tensor, tensor } from "../core/tensor.js";
import { mapTensors, toExample } from "./example.js";

test("a list is [x, y] or [x, y, sampleWeight]; everything else is features", () => {
  expect(toExample(new Float32Array([1, 2]))).toEqual(tensor([1, 2]));
  expect(toExample([0, 1])).toEqual([tensor(0), tensor(1)]);
  expect(toExample([{ a: [1] }, "cat", 0.5])).toEqual([{ a: tensor([1]) }, tensor("cat"), tensor(0.5)]);
});

test("every tensor is visited once, with its path, and the structure stays", () => {
  const paths: string[] = [];
  const doubled = mapTensors(toExample([{ a: [1], b: [2] }, [3], [4]]), (x, path) => {
    paths.push(path);
    return tensor(x.toFloat64().map((v) => 2 * v));
  });
  expect(paths).toEqual(["x.a", "x.b", "y", "sampleWeight"]);
  const [x, y, weight] = doubled as readonly [{ a: Tensor; b: Tensor }, Tensor, Tensor];
  expect([x.a.item(), x.b.item(), y.item(), weight.item()]).toEqual([2, 4, 6, 8]);
});

test.each([
  [
    [1, 2, 3, 4],
    "Dataset: an example is a list of 4, not [x, y] or [x, y, sampleWeight]; wrap features alone in tensor(…). (invalid_example)",
  ],
  [
    [1],
    "Dataset: an example is a list of 1, not [x, y] or [x, y, sampleWeight]; wrap features alone in tensor(…). (invalid_example)",
  ],
  [[1, undefined], "Dataset: y is null; give an array, a Tensor or a record of them. (invalid_example)"],
  [null, "Dataset: x is null; give an array, a Tensor or a record of them. (invalid_example)"],
  [{}, "Dataset: x is an empty record; name at least one array. (invalid_example)"],
  [{ a: null }, "Dataset: x.a: got null; give an array, a typed array or a Tensor. (dtype_mismatch)"],
  [
    [1, 2, { a: 1 }],
    "Dataset: sampleWeight is a record; give one number for each example. (invalid_example)",
  ],
])("%j is no example", (value, message) => {
  expect(() => toExample(value)).toThrow(expect.objectContaining({ message }));
});
