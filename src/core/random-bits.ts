/**
 * Random bits as a pure function of a key and a position: nothing is drawn in order, so the same numbers come out
 * whatever is asked for first, on every machine, and inside a graph (`random.ts` writes this same function in ops).
 *
 * A 32-bit hash with two rounds of multiply and xor-shift (constants of C. Wellons' search, "lowbias32",
 * bias 0.17; https://nullprogram.com/blog/2018/07/31/).
 */
export function hash32(x: number): number {
  let h = x >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One key from several: a seed, the hash of a path, a step. The order matters. */
export function combineKeys(...parts: readonly number[]): number {
  return parts.reduce((key, part) => hash32(Math.imul(key, 0x9e3779b1) + part), 0x243f6a88);
}

/** A 32-bit number for a path such as `dense_1/kernel` (FNV-1a over UTF-16 units). */
export function hashPath(path: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) h = Math.imul(h ^ path.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The bits at `position` of the stream `key`: two keyed rounds, so that streams are not shifts of each other. */
export const bitsAt = (key: number, position: number): number => hash32(hash32(position ^ key) + key);

/** Uniform numbers in [0, 1): the upper 24 bits, exact in float32, the same bits everywhere. */
export function hashUniform(key: number, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) out[i] = (bitsAt(key, i) >>> 8) / 0x1000000;
  return out;
}

/**
 * Standard normal numbers by Box and Muller, `√(−2 ln u₁) cos 2πu₂`, u₁ in (0, 1]. The same on one machine; the
 * last bits follow the platform's logarithm and cosine.
 */
export function hashNormal(key: number, count: number): Float64Array {
  const out = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const u1 = ((bitsAt(key, 2 * i) >>> 8) + 1) / 0x1000000;
    const u2 = (bitsAt(key, 2 * i + 1) >>> 8) / 0x1000000;
    out[i] = Math.sqrt(-2 * Math.log(u1)) * Math.cos(2 * Math.PI * u2);
  }
  return out;
}

/** Normal numbers cut off at two standard deviations by drawing again, as Keras's `TruncatedNormal`. */
export function hashTruncatedNormal(key: number, count: number): Float64Array {
  const out = hashNormal(key, count);
  for (let round = 1, open = true; open; round++) {
    open = false;
    const again = combineKeys(key, round);
    for (let i = 0; i < count; i++) {
      if (Math.abs(out[i]) <= 2) continue;
      const u1 = ((bitsAt(again, 2 * i) >>> 8) + 1) / 0x1000000;
      const u2 = (bitsAt(again, 2 * i + 1) >>> 8) / 0x1000000;
      out[i] = Math.sqrt(-2 * Math.log(u1)) * Math.cos(2 * Math.PI * u2);
      open = true;
    }
  }
  return out;
}
