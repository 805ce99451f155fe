import { describe, expect, test } from "vitest";
import { thrown } from "../../test/support/thrown.js";
import { input, layers, model, ops, tensor } from "../index.js";

const settings = { verbose: 0 } as const;

describe("input", () => {
  test("any number of examples of a shape, of a dtype", () => {
    const x = input({ shape: [28, null], dtype: "uint8", name: "image" });
    expect([x.dtype, x.name, x.shape.length, String(x.shape[0]), x.shape[1]]).toEqual([
      "uint8",
      "image",
      3,
      "batch",
      28,
    ]);
  });

  test("two open sizes are two", () => {
    const x = input({ shape: [null, null] });
    expect(String(x.shape[1])).not.toBe(String(x.shape[2]));
  });

  test("a shape that is none", () => {
    expect(thrown(() => input({ shape: [28, 0] }))).toBe(
      "input: shape [28,0] is not a list of whole numbers > 0; give the shape of one example, such as [28, 28], without the batch. (invalid_option)",
    );
    expect(thrown(() => input({ shape: 4 as unknown as number[] }))).toBe(
      "input: shape 4 is not a list of whole numbers > 0; give the shape of one example, such as [28, 28], without the batch. (invalid_option)",
    );
  });

  test("a dtype that is none", () => {
    expect(thrown(() => input({ shape: [2], dtype: "int23" as "int32" }))).toBe(
      'input: dtype: unknown name "int23"; did you mean "int32"? use one of float32, uint8, int32, int64, string, bool, float16, float64, uint32. (unknown_name)',
    );
  });
});

describe("ops on symbols", () => {
  const x = input({ shape: [2] });
  const rows = [
    [1, -2],
    [3, 0.5],
  ];

  test("numbers, nested arrays and tensors beside a symbol", async () => {
    const sum = ops.add(ops.multiply(x, 2), [10, 20]);
    const y = ops.matmul(sum, [[1], [0.5]]);
    const z = ops.subtract(y, tensor([100]));
    expect(z.shape.map(String)).toEqual(["batch", "1"]);
    const net = model({ inputs: x, outputs: z });
    // (2·1 + 10) + (2·−2 + 20) / 2 − 100, and so on
    expect((await net.predict(rows)).toArray()).toEqual([[-80], [-73.5]]);
  });

  test("a number beside a condition takes the dtype of its partner", async () => {
    const y = ops.where(ops.greater(x, 0), x, 0);
    expect(y.dtype).toBe("float32");
    const net = model({ inputs: x, outputs: y });
    expect((await net.predict(rows)).toArray()).toEqual([
      [1, 0],
      [3, 0.5],
    ]);
  });

  test("several symbols, and several outputs of one op", async () => {
    const [left, right] = ops.split(x, { sections: 2, axis: 1 });
    const net = model({ inputs: x, outputs: ops.concatenate([right, left, x], { axis: 1 }) });
    expect((await net.predict(rows)).toArray()).toEqual([
      [-2, 1, 1, -2],
      [0.5, 3, 3, 0.5],
    ]);
  });

  test("what does not fit is refused while the model is made", () => {
    expect(thrown(() => ops.add(x, [1, 2, 3]))).toBe(
      "add: cannot broadcast [batch, 2] with [3]: 2 meets 3; sizes must be equal, or one of them 1. (shape_mismatch)",
    );
  });
});

test("a layer used twice shares its weights", async () => {
  const a = input({ shape: [2], name: "a" });
  const b = input({ shape: [2], name: "b" });
  const shared = layers.dense({ units: 1, useBias: false, name: "shared" });
  const difference = ops.subtract(shared.apply(a), shared.apply(b));
  const net = model({ inputs: [a, b], outputs: difference });
  expect(net.weights.map(({ name }) => name)).toEqual(["shared/kernel"]);
  net.setWeights([[[2], [3]]]);
  const data = { a: [[1, 1]], b: [[1, 0]] };
  expect((await net.predict(data)).toArray()).toEqual([[3]]);
  net.compile({ loss: "mse", runtime: "reference" });
  // d(2w₂ − … )²: the prediction is w₂ = 3, so the loss 9, and its gradient by (w₁, w₂) is 2·3·(a − b) = (0, 6).
  const { loss, gradients } = await net.probe(data, [[0]]);
  expect([loss, gradients["shared/kernel"].toArray()]).toEqual([9, [[0], [6]]]);
  await net.fit(data, [[0]], settings);
});

test("an input may fix how many examples a batch has", () => {
  expect(input({ shape: [3], batchSize: 4 }).shape).toEqual([4, 3]);
  expect(thrown(() => input({ shape: [3], batchSize: 0 }))).toBe(
    "input: batchSize is 0; use a whole number from 1. (invalid_option)",
  );
});
