import { constant } from "./constant.js";
import type { Value } from "./graph.js";
import { add, log, multiply } from "./ops/arithmetic.js";
import { bitShift, bitwiseXor } from "./ops/bits.js";
import { reshape } from "./ops/broadcast.js";
import { cos, sqrt } from "./ops/math.js";
import { arange } from "./ops/range.js";
import { cast } from "./ops/select.js";
import { hashPath } from "./random-bits.js";
import { type Shape, shapeSize } from "./size.js";
import { tensor } from "./tensor.js";

/**
 * Random numbers inside a graph: `random-bits.ts` written in ops, so the same key gives the same bits in a graph and
 * outside it. The key is (seed, path, step); seed and step are uint32 values, state of a training step.
 */
export interface RandomKey {
  readonly seed: Value;
  readonly step: Value;
  readonly path: string;
}

const word = (x: number): Value => constant(tensor(x >>> 0, { dtype: "uint32" }));
const shiftRight = (x: Value, bits: number): Value => bitShift(x, word(bits), { direction: "RIGHT" });
const xorShift = (x: Value, bits: number): Value => bitwiseXor(x, shiftRight(x, bits));

function hash(x: Value): Value {
  const h = multiply(xorShift(x, 16), word(0x7feb352d));
  return xorShift(multiply(xorShift(h, 15), word(0x846ca68b)), 16);
}

/** `combineKeys(seed, hashPath(path), step)` in ops. */
function keyValue({ seed, step, path }: RandomKey): Value {
  let key = word(0x243f6a88);
  for (const part of [seed, word(hashPath(path)), step])
    key = hash(add(multiply(key, word(0x9e3779b1)), part));
  return key;
}

/** `bitsAt(key, position)` in ops. */
const bitsOf = (key: Value, positions: Value): Value => hash(add(hash(bitwiseXor(positions, key)), key));

const unit = (bits: Value): Value => multiply(cast(shiftRight(bits, 8), { dtype: "float32" }), 2 ** -24);

/** Uniform numbers in [0, 1), 24 bits, float32. VJP zero. */
export function randomUniform(shape: Shape, key: RandomKey): Value {
  const positions = arange(shapeSize(shape), { dtype: "uint32" });
  return reshape(unit(bitsOf(keyValue(key), positions)), { shape });
}

/** Standard normal numbers by Box and Muller, float32. VJP zero. */
export function randomNormal(shape: Shape, key: RandomKey): Value {
  const even = multiply(arange(shapeSize(shape), { dtype: "uint32" }), word(2));
  const k = keyValue(key);
  const u1 = add(unit(bitsOf(k, even)), 2 ** -24);
  const u2 = unit(bitsOf(k, add(even, word(1))));
  const radius = sqrt(multiply(log(u1), -2));
  return reshape(multiply(radius, cos(multiply(u2, 2 * Math.PI))), { shape });
}
