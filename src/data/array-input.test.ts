import { expect, test } from "vitest";
import { Tensor, tensor } from "../core/tensor.js";
import { inputTensor, isArrayInput } from "./array-input.js";

test("tensors and typed arrays are taken as they are, without a copy", () => {
  const x = tensor([1, 2]);
  expect(inputTensor("x", x)).toBe(x);
  const data = new Uint8Array([1, 2, 3, 4, 5, 6]);
  expect(inputTensor("x", data).data).toBe(data);
  const shaped = inputTensor("x", { data, shape: [2, 2], offset: 1 });
  expect(shaped.toArray()).toEqual([
    [2, 3],
    [4, 5],
  ]);
  data[1] = 9;
  expect(shaped.toArray()).toEqual([
    [9, 3],
    [4, 5],
  ]);
});

test("strides of C order pass, also arbitrary ones of an axis of size 1", () => {
  const data = new Float32Array([1, 2, 3, 4]);
  expect(inputTensor("x", { data, shape: [2, 2], strides: [2, 1] }).toArray()).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(inputTensor("x", { data, shape: [1, 4], stride: [99, 1] }).toArray()).toEqual([[1, 2, 3, 4]]);
});

test("other strides, wrong lengths and things that are no arrays are refused", () => {
  const data = new Float32Array(6);
  expect(() => inputTensor("fit: x", { data, shape: [2, 3], strides: [1, 2] })).toThrow(
    "fit: x: an array of shape [2, 3] has strides [1, 2], not [3, 1]; copy it to C order first. (not_contiguous)",
  );
  expect(() => inputTensor("fit: x", { data, shape: [2, 4] })).toThrow(
    "tensor: [6] has 6 elements and does not fit [2, 4]; sizes must multiply to the same number. (shape_mismatch)",
  );
  expect(() => inputTensor("fit: x", undefined as never)).toThrow(
    "fit: x: got undefined; give an array, a typed array or a Tensor. (dtype_mismatch)",
  );
});

test("a tensor whose memory was moved to a worker is refused", () => {
  const data = new Float32Array([1, 2]);
  const x = new Tensor(data, [2, 1], "float32");
  structuredClone(data, { transfer: [data.buffer] });
  expect(() => inputTensor("predict: x", x)).toThrow(
    "predict: x: an array of shape [2, 1] is empty, because its memory has been moved to a worker; read the data again, or leave out transfer. (array_moved)",
  );
});

test("a record of arrays is not one array", () => {
  expect(
    [1, [1], new Uint8Array(1), new Tensor([], [0], "string"), { data: new Uint8Array(1), shape: [1] }].every(
      isArrayInput,
    ),
  ).toBe(true);
  expect(isArrayInput({ data: [1], shape: [1] })).toBe(false);
  expect(isArrayInput({ left: [1] })).toBe(false);
});
