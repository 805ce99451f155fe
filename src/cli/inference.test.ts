import { ops, program, tensor, tensorType } from "neurograd";
import { expect, test } from "vitest";
import { namedSize } from "../core/size.js";
import { readOnnx } from "../onnx/read.js";
import { ReferenceExecutor } from "../runtime/reference.js";
import { inferenceOf } from "./inference.js";

async function doubling(rows: number | string) {
  const size = typeof rows === "number" ? rows : namedSize(rows);
  const made = await program({ x: tensorType([size, 2]) }, ({ x }) => ({ y: ops.multiply(x, 2) }), {
    runtime: "reference",
  });
  return inferenceOf(readOnnx(made.toBytes()), new ReferenceExecutor());
}

test("many examples are run in parts, and put together in their order", async () => {
  const { run, inputs } = await doubling("batch");
  expect(inputs.map(({ name }) => name)).toEqual(["x"]);
  const x = tensor(
    Float32Array.from({ length: 5000 }, (_, k) => k),
    { shape: [2500, 2] },
  );
  const { y } = await run({ x });
  expect(y.shape).toEqual([2500, 2]);
  expect(y.toFloat64()).toEqual(Float64Array.from({ length: 5000 }, (_, k) => 2 * k));
});

test("a model of so many examples is run so often as it takes", async () => {
  const { run } = await doubling(2);
  const { y } = await run({
    x: tensor([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ]),
  });
  expect(y.toArray()).toEqual([
    [2, 4],
    [6, 8],
    [10, 12],
    [14, 16],
  ]);
});
