import type { HashedTensor } from "./read-golden.js";

/** The 32 bits that hash_uniform.py makes of (seed, i). */
function bits(seed: number, i: number): number {
  let h = Math.imul(i ^ seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** `(u − offset) · scale` for u in [0, 1), a multiple of 2⁻²⁴: exact in float32 where scale is a power of two. */
export function hashUniform(seed: number, count: number, offset = 0, scale = 1): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => ((bits(seed, i) >>> 8) / 2 ** 24 - offset) * scale);
}

export function hashLabels(seed: number, count: number, classes: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => bits(seed, i) % classes);
}

/** The initial weights of the large case of ten-losses.json. */
export function hashedWeight({ shape, seed, offset, scale }: HashedTensor): Float64Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return hashUniform(seed, count, offset, scale);
}

/** Batch 0–9 of the large case: `x` [32, 784], `y` [32]; pixels in the label's residue class are four times as bright. */
export function hashedBatch(step: number): { x: Float64Array; y: Int32Array } {
  const y = hashLabels(100 + step, 32, 10);
  const x = hashUniform(200 + step, 32 * 784);
  for (let i = 0; i < x.length; i++) {
    const label = y[Math.floor(i / 784)];
    if ((i % 784) % 10 !== label) x[i] *= 0.25;
  }
  return { x, y };
}
