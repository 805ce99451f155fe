// All numbers are 64 bits, modulo 2^64.
const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;

const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, by: bigint): bigint => u64((x >> by) | (x << (64n - by)));
const shiftMix = (x: bigint): bigint => x ^ (x >> 47n);

/**
 * The 64-bit fingerprint of bytes: the same on every machine, and what TensorFlow hashes strings with.
 *
 * Source  Google's FarmHash, `farmhashna::Hash64`, as `Fingerprint64`.
 */
export function farmFingerprint(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (i: number): bigint => view.getBigUint64(i, true);
  const size = bytes.length;
  const mul = u64(k2 + 2n * BigInt(size));
  if (size > 64) return long(at, size);
  if (size > 32) return from33To64(at, size, mul);
  if (size > 16) {
    const [a, b, c] = [u64(at(0) * k1), at(8), u64(at(size - 8) * mul)];
    const d = u64(at(size - 16) * k2);
    return mixed(rotate(u64(a + b), 43n) + rotate(c, 30n) + d, a + rotate(u64(b + k2), 18n) + c, mul);
  }
  if (size >= 8) {
    const [a, b] = [u64(at(0) + k2), at(size - 8)];
    return mixed(rotate(b, 37n) * mul + a, (rotate(a, 25n) + b) * mul, mul);
  }
  if (size >= 4) {
    const [first, last] = [0, size - 4].map((i) => BigInt(view.getUint32(i, true)));
    return mixed(BigInt(size) + (first << 3n), last, mul);
  }
  if (size === 0) return k2;
  const [a, b, c] = [0, size >> 1, size - 1].map((i) => BigInt(bytes[i]));
  return u64(shiftMix(u64((a + (b << 8n)) * k2) ^ u64((BigInt(size) + (c << 2n)) * k0)) * k2);
}

function mixed(u: bigint, v: bigint, mul: bigint): bigint {
  const [x, y] = [u64(u), u64(v)];
  const a = shiftMix(u64((x ^ y) * mul));
  const b = shiftMix(u64((y ^ a) * mul));
  return u64(b * mul);
}

function from33To64(at: (i: number) => bigint, size: number, mul: bigint): bigint {
  const [a, b, c, d] = [u64(at(0) * k2), at(8), u64(at(size - 8) * mul), u64(at(size - 16) * k2)];
  const y = u64(rotate(u64(a + b), 43n) + rotate(c, 30n) + d);
  const z = mixed(y, u64(a + rotate(u64(b + k2), 18n) + c), mul);
  const [e, f] = [u64(at(16) * mul), at(24)];
  const [g, h] = [u64((y + at(size - 32)) * mul), u64((z + at(size - 24)) * mul)];
  return mixed(rotate(u64(e + f), 43n) + rotate(g, 30n) + h, e + rotate(u64(f + a), 18n) + g, mul);
}

type Pair = readonly [bigint, bigint];

/** 32 bytes and two seeds, mixed a little. */
function weak(at: (i: number) => bigint, i: number, seedA: bigint, seedB: bigint): Pair {
  const [w, x, y, z] = [at(i), at(i + 8), at(i + 16), at(i + 24)];
  const a = u64(seedA + w);
  const sum = u64(a + x + y);
  const b = u64(rotate(u64(seedB + a + z), 21n) + rotate(sum, 44n));
  return [u64(sum + z), u64(b + a)];
}

/** Blocks of 64 bytes; the last ones may be read twice. */
function long(at: (i: number) => bigint, size: number): bigint {
  let y = u64(81n * k1 + 113n);
  let z = u64(shiftMix(u64(y * k2 + 113n)) * k2);
  let x = u64(81n * k2 + at(0));
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  const block = (i: number, mul: bigint, weight: bigint): void => {
    x = u64(rotate(u64(x + y + v[0] + at(i + 8)), 37n) * mul);
    y = u64(rotate(u64(y + v[1] + at(i + 48)), 42n) * mul);
    x ^= u64(w[1] * weight);
    y = u64(y + v[0] * weight + at(i + 40));
    z = u64(rotate(u64(z + w[0]), 33n) * mul);
    v = weak(at, i, u64(v[1] * mul), u64(x + w[0]));
    w = weak(at, i + 32, u64(z + w[1]), u64(y + at(i + 16)));
    [x, z] = [z, x];
  };
  const end = Math.floor((size - 1) / 64) * 64;
  for (let i = 0; i < end; i += 64) block(i, k1, 1n);
  const mul = u64(k1 + ((z & 0xffn) << 1n));
  const rest = BigInt((size - 1) & 63);
  const first = u64(w[0] + rest);
  v = [u64(v[0] + first), v[1]];
  w = [u64(first + v[0]), w[1]];
  block(size - 64, mul, 9n);
  return mixed(u64(mixed(v[0], w[0], mul) + u64(shiftMix(y) * k0) + z), u64(mixed(v[1], w[1], mul) + x), mul);
}
