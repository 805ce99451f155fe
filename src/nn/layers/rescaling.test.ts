import { expect, test } from "vitest";
import { expectClose } from "../../../test/support/expect-close.js";
import { thrown } from "../../../test/support/thrown.js";
import { input, layers, sequential, tensor } from "../../index.js";

test("pixels from 0–255 to −1–1", async () => {
  const net = sequential([
    input({ shape: [3], dtype: "uint8" }),
    layers.rescaling({ scale: 1 / 127.5, offset: -1 }),
  ]);
  const y = await net.predict(tensor(new Uint8Array([0, 51, 255]), { shape: [1, 3] }));
  expect(y.dtype).toBe("float32");
  expectClose(y.toFloat64(), [-1, -0.6, 1], 1e-7);
});

test("a number for each place of the last axis", async () => {
  const net = sequential([input({ shape: [2] }), layers.rescaling({ scale: [2, 3], offset: [0, 1] })]);
  expect((await net.predict([[1, 1]])).toArray()).toEqual([[2, 4]]);
});

test("what is no number", () => {
  expect(thrown(() => layers.rescaling({ scale: "1/255" as unknown as number }))).toBe(
    "rescaling: scale is 1/255; use a number. (invalid_option)",
  );
  expect(thrown(() => layers.rescaling({ scale: [1, NaN] }))).toBe(
    "rescaling: scale is NaN; use a number. (invalid_option)",
  );
  expect(thrown(() => sequential([input({ shape: [3] }), layers.rescaling({ scale: [1, 2] })]))).toBe(
    "rescaling: multiply: cannot broadcast [batch, 3] with [2]: 3 meets 2; sizes must be equal, or one of them 1 (its input is [batch, 3] from the input). (shape_mismatch)",
  );
});
