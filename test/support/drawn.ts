import { Tensor } from "../../src/index.js";

/** Numbers that look drawn, from −1 to 1, always the same ones. */
export const drawn = (shape: readonly number[], phase = 0): Tensor =>
  new Tensor(
    Float32Array.from(
      { length: shape.reduce((a, b) => a * b, 1) },
      (_, i) => Math.sin(12.9898 * (i + 1) + phase) ** 3,
    ),
    shape,
    "float32",
  );
