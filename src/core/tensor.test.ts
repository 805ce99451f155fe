import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import type { DType } from "./dtype.js";
import { castTensor, fromFloat64, type Nested, sizeOf, Tensor, type TypedArray, tensor } from "./tensor.js";

describe("tensor from nested arrays", () => {
  test.each<[string, Nested, readonly number[], DType]>([
    [
      "a matrix",
      [
        [0, 1],
        [1, 0],
      ],
      [2, 2],
      "float32",
    ],
    ["a vector", [1, 2, 3], [3], "float32"],
    ["a number", 7, [], "float32"],
    ["nothing", [], [0], "float32"],
    ["empty rows", [[], []], [2, 0], "float32"],
    ["booleans", [true, false], [2], "bool"],
    ["strings", ["a", "b"], [2], "string"],
    ["bigints", [1n, -2n], [2], "int64"],
  ])("%s", (_what, values, shape, dtype) => {
    const x = tensor(values);
    expect(x.shape).toEqual(shape);
    expect(x.dtype).toBe(dtype);
    expect(x.size).toBe(sizeOf(shape));
    expect(x.toArray()).toEqual(dtype === "int64" ? [1, -2] : values);
  });
  test("elements lie in C order", () => {
    expect(
      Array.from(
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
          [
            [5, 6],
            [7, 8],
          ],
        ]).data as Float32Array,
      ),
    ).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
  test.each<[Nested, string]>([
    [[[1, 2], [3]], "at depth 1 expected 2 items, got 1 items"],
    [[[1, 2], 3], "at depth 1 expected 2 items, got a single value"],
    [[1, [2]], "at depth 1 expected a single value, got 1 items"],
    [[[[1]], [[2, 3]]], "at depth 2 expected 1 items, got 2 items"],
  ])("ragged rows: %j", (values, what) => {
    expect(thrown(() => tensor(values))).toBe(
      `tensor: rows are ragged: ${what}; pad or cut the rows. (shape_mismatch)`,
    );
  });
});

describe("tensor of a dtype", () => {
  test.each<[DType, Nested, Nested]>([
    ["uint8", [0, 255], [0, 255]],
    ["int32", [-(2 ** 31), 2 ** 31 - 1], [-(2 ** 31), 2 ** 31 - 1]],
    ["uint32", [0, 2 ** 32 - 1], [0, 2 ** 32 - 1]],
    ["int64", [2 ** 53 - 1, -5], [2 ** 53 - 1, -5]],
    ["float16", [0.1, 65504], [0.0999755859375, 65504]], // the nearest half
    ["float32", [0.1], [Math.fround(0.1)]],
    ["float64", [0.1], [0.1]],
    ["bool", [0, 2, -0.5], [false, true, true]],
    ["float32", [true, false], [1, 0]],
    ["string", [1, "a"], ["1", "a"]],
  ])("%s of %s", (dtype, values, expected) => {
    const x = tensor(values, { dtype });
    expect(x.dtype).toBe(dtype);
    expect(x.toArray()).toEqual(expected);
  });
  test("int64 beyond 2^53 stays exact, as bigints", () => {
    expect(tensor([2n ** 63n - 1n, 5n]).toArray()).toEqual([2n ** 63n - 1n, 5]);
  });
  test.each<[Nested, DType, string]>([
    [[1, 256], "uint8", "element 1 is 256, which uint8 cannot hold"],
    [[-1], "uint8", "element 0 is -1, which uint8 cannot hold"],
    [[1.5], "int32", "element 0 is 1.5, which int32 cannot hold"],
    [[2 ** 31], "int32", "element 0 is 2147483648, which int32 cannot hold"],
    [[-1], "uint32", "element 0 is -1, which uint32 cannot hold"],
    [[NaN], "int64", "element 0 is NaN, which int64 cannot hold"],
    [[2n ** 63n], "int64", "element 0 is 9223372036854775808, which int64 cannot hold"],
  ])("%s does not fit %s", (values, dtype, what) => {
    expect(thrown(() => tensor(values, { dtype }))).toBe(
      `tensor: ${what}; choose another dtype. (value_out_of_range)`,
    );
  });
  test("strings are no numbers", () => {
    expect(thrown(() => tensor([1, "2"]))).toBe(
      'tensor: element 1 is the string "2", not float32; encode strings first. (dtype_mismatch)',
    );
  });
});

describe("tensor from a typed array", () => {
  test.each<[string, TypedArray, DType]>([
    ["Uint8Array", Uint8Array.of(1, 2), "uint8"],
    ["Uint8ClampedArray", Uint8ClampedArray.of(1, 2), "uint8"],
    ["Int8Array", Int8Array.of(-1, 2), "int32"],
    ["Int16Array", Int16Array.of(-1, 2), "int32"],
    ["Uint16Array", Uint16Array.of(1, 2), "int32"],
    ["Int32Array", Int32Array.of(-1, 2), "int32"],
    ["Uint32Array", Uint32Array.of(1, 2), "uint32"],
    ["BigInt64Array", BigInt64Array.of(-1n, 2n), "int64"],
    ["Float32Array", Float32Array.of(0.5, 2), "float32"],
    ["Float64Array", Float64Array.of(0.5, 2), "float64"],
  ])("%s", (_class, values, dtype) => {
    const x = tensor(values);
    expect(x.dtype).toBe(dtype);
    expect(x.shape).toEqual([2]);
    expect(x.toArray()).toEqual(Array.from(values as ArrayLike<number | bigint>, Number));
  });
  test("numbers of its own dtype are not copied", () => {
    const values = new Float32Array(6);
    expect(tensor(values, { shape: [2, 3] }).data).toBe(values);
    expect(tensor(new Uint8ClampedArray(values.buffer)).data.length).toBe(24);
  });
  test("a view into a larger buffer keeps its place", () => {
    expect(tensor(new Uint8ClampedArray(Uint8Array.of(1, 2, 3, 4).buffer, 1, 2)).toArray()).toEqual([2, 3]);
    expect(
      tensor(new Float32Array(Float32Array.of(1, 2, 3, 4).buffer, 4, 2), { shape: [2, 1] }).toArray(),
    ).toEqual([[2], [3]]);
  });
  test("another dtype converts, raw halves and bools do not", () => {
    expect(tensor(Uint8Array.of(1, 2), { dtype: "float32" }).data).toEqual(Float32Array.of(1, 2));
    expect(tensor(Uint16Array.of(0x3c00), { dtype: "float16" }).toArray()).toEqual([1]);
    expect(tensor(Uint8Array.of(0, 1), { dtype: "bool" }).toArray()).toEqual([false, true]);
  });
  test("a wrong shape, and a view without a dtype, are errors", () => {
    expect(thrown(() => tensor(new Float32Array(6), { shape: [2, 2] }))).toBe(
      "tensor: [6] has 6 elements and does not fit [2, 2]; sizes must multiply to the same number. (shape_mismatch)",
    );
    expect(thrown(() => tensor(new DataView(new ArrayBuffer(2)) as never))).toBe(
      "tensor: no dtype for a DataView; use a typed array of numbers. (dtype_mismatch)",
    );
    expect(thrown(() => tensor(BigUint64Array.of(1n) as never))).toBe(
      "tensor: no dtype for a BigUint64Array; use a typed array of numbers. (dtype_mismatch)",
    );
  });
});

describe("conversions", () => {
  test("castTensor", () => {
    const x = tensor([1, 0, 255]);
    expect(castTensor(x, "float32")).toBe(x);
    expect(castTensor(x, "uint8").data).toEqual(Uint8Array.of(1, 0, 255));
    expect(castTensor(tensor([2n ** 60n]), "float64").toArray()).toEqual([2 ** 60]);
    expect(thrown(() => castTensor(tensor([0.5]), "int64"))).toBe(
      "tensor: element 0 is 0.5, which int64 cannot hold; choose another dtype. (value_out_of_range)",
    );
    expect(thrown(() => castTensor(tensor(["a"]), "float32"))).toBe(
      "tensor: cannot turn string into float32; encode the strings first. (dtype_mismatch)",
    );
  });
  test("fromFloat64", () => {
    const values = Float64Array.of(1, -1);
    expect(fromFloat64(values, [2], "float64").data).toBe(values);
    expect(fromFloat64(values, [2, 1], "int64").toArray()).toEqual([[1], [-1]]);
    expect(fromFloat64(Float64Array.of(0.1), [1], "float16").toArray()).toEqual([0.0999755859375]);
    expect(fromFloat64(Float64Array.of(1, 0), [2], "bool").toArray()).toEqual([true, false]);
  });
  test("toFloat64", () => {
    expect(tensor([true, false]).toFloat64()).toEqual(Float64Array.of(1, 0));
    expect(tensor([3n]).toFloat64()).toEqual(Float64Array.of(3));
    expect(tensor([0.5], { dtype: "float16" }).toFloat64()).toEqual(Float64Array.of(0.5));
    expect(thrown(() => tensor(["a"]).toFloat64())).toBe(
      "tensor: strings are not numbers; encode them first. (dtype_mismatch)",
    );
  });
  test("item", () => {
    expect(tensor([[5]]).item()).toBe(5);
    expect(tensor(true).item()).toBe(1);
    expect(thrown(() => tensor([1, 2]).item())).toBe(
      "tensor: item() needs one element, got [2]; slice first. (shape_mismatch)",
    );
  });
  test("tensor of a tensor", () => {
    const x = tensor([[1, 2]]);
    expect(tensor(x)).toBe(x);
    expect(tensor(x, { shape: [2], dtype: "int32" })).toEqual(new Tensor(Int32Array.of(1, 2), [2], "int32"));
  });
});

describe("slice", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  test.each<[number | undefined, number | undefined, Nested]>([
    [
      undefined,
      undefined,
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
    [
      1,
      undefined,
      [
        [3, 4],
        [5, 6],
      ],
    ],
    [
      0,
      2,
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [-1, undefined, [[5, 6]]],
    [0, -2, [[1, 2]]],
    [2, 1, []],
    [
      -9,
      9,
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    ],
  ])("rows %s to %s", (start, end, rows) => {
    expect(x.slice(start, end).toArray()).toEqual(rows); // NumPy x[start:end]
    expect(x.slice(start, end).shape).toEqual([(rows as readonly Nested[]).length, 2]);
  });
  test("shares memory", () => {
    expect((x.slice(1).data as Float32Array).buffer).toBe((x.data as Float32Array).buffer);
  });
  test("of strings, and of a number", () => {
    expect(tensor(["a", "b"]).slice(1).toArray()).toEqual(["b"]);
    expect(thrown(() => tensor(1).slice())).toBe(
      "tensor: slice needs an axis, got rank 0; use item(). (shape_mismatch)",
    );
  });
});

describe("reshape", () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  test("one size may be left open", () => {
    expect(x.reshape([3, -1]).toArray()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ]);
    expect(x.reshape([-1]).shape).toEqual([6]);
    expect(tensor([7]).reshape([]).toArray()).toBe(7);
    expect(tensor([]).reshape([0, 3]).shape).toEqual([0, 3]);
  });
  test.each([[[4]], [[4, -1]], [[-1, -1]], [[-2, -3]], [[2.5, -1]]])("%j does not fit", (shape) => {
    expect(thrown(() => x.reshape(shape))).toBe(
      `tensor: [2, 3] has 6 elements and does not fit [${shape.join(", ")}]; sizes must multiply to the same number. (shape_mismatch)`,
    );
  });
});

describe("as text", () => {
  test("console.log shows the numbers", () => {
    expect(
      inspect(
        tensor([
          [1, 0.5],
          [-3, 1 / 3],
        ]),
      ),
    ).toMatchInlineSnapshot(`
      "Tensor float32 [2, 2]
      [[     1,    0.5],
       [    -3, 0.3333]]"
    `);
  });
  test("a number, strings, booleans, nothing", () => {
    expect(String(tensor(2.5))).toBe("Tensor float32 [] 2.5");
    expect(String(tensor(["a", "bc"]))).toMatchInlineSnapshot(`
      "Tensor string [2]
      [ "a", "bc"]"
    `);
    expect(String(tensor([true, false]))).toMatchInlineSnapshot(`
      "Tensor bool [2]
      [ true, false]"
    `);
    expect(String(tensor([]))).toMatchInlineSnapshot(`
      "Tensor float32 [0]
      []"
    `);
    expect(String(tensor([NaN, Infinity, 1e-9, 12345.678], { dtype: "float64" }))).toMatchInlineSnapshot(`
      "Tensor float64 [4]
      [     NaN, Infinity,     1e-9,    12346]"
    `);
  });
  test("long axes are shortened, deep ones spread out", () => {
    expect(
      String(
        tensor(
          Float32Array.from({ length: 2000 }, (_, i) => i),
          { shape: [2, 100, 10] },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "Tensor float32 [2, 100, 10]
      [[[   0,    1,    2, …,    7,    8,    9],
        [  10,   11,   12, …,   17,   18,   19],
        [  20,   21,   22, …,   27,   28,   29],
        …,
        [ 970,  971,  972, …,  977,  978,  979],
        [ 980,  981,  982, …,  987,  988,  989],
        [ 990,  991,  992, …,  997,  998,  999]],

       [[1000, 1001, 1002, …, 1007, 1008, 1009],
        [1010, 1011, 1012, …, 1017, 1018, 1019],
        [1020, 1021, 1022, …, 1027, 1028, 1029],
        …,
        [1970, 1971, 1972, …, 1977, 1978, 1979],
        [1980, 1981, 1982, …, 1987, 1988, 1989],
        [1990, 1991, 1992, …, 1997, 1998, 1999]]]"
    `);
    expect(
      String(
        tensor(
          Int32Array.from({ length: 8 }, (_, i) => i),
          { shape: [2, 2, 2] },
        ),
      ),
    ).toMatchInlineSnapshot(`
      "Tensor int32 [2, 2, 2]
      [[[0, 1],
        [2, 3]],

       [[4, 5],
        [6, 7]]]"
    `);
  });
});
