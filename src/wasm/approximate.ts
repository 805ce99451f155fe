import type { Local } from "./code.js";
import { type Lanes, simd } from "./lanes.js";

// Functions that WebAssembly has no instruction for, in float32, within a few units of the last place. Polynomials of
// Cephes, single precision (Moshier, https://www.netlib.org/cephes/); the tests hold them beside `Math`.

const log2e = Math.LOG2E;
/** ln 2 in two parts, the first of few bits: n·ln 2 taken off without rounding. */
const ln2 = [0.693359375, -2.1219444e-4] as const;

interface Reduced {
  /** eˣ = (1 + rest) · 2ⁿ */
  readonly rest: Local;
  readonly n: Local;
}

function reduced(v: Lanes, x: Local): Reduced {
  const limited = v.atLeast(v.atMost(x, v.float(89)), v.float(-104)); // beyond: ∞ and 0 all the same
  const n = v.nearest(v.mul(limited, v.float(log2e)));
  const r = v.sub(v.sub(limited, v.mul(n, v.float(ln2[0]))), v.mul(n, v.float(ln2[1])));
  const p = v.polynomial(
    r,
    [1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1],
  );
  return { rest: v.add(v.mul(p, v.mul(r, r)), r), n: v.toInt(n) };
}

/** 2ⁿ for n from −126 to 127. */
const powerOfTwo = (v: Lanes, n: Local): Local => v.shiftLeft(v.addInt(n, v.int(127)), 23);

/** `eˣ`. */
export function exp(v: Lanes, x: Local): Local {
  const { rest, n } = reduced(v, x);
  const half = v.shiftRightSigned(n, 1); // in two steps: from subnormal numbers to ∞
  const y = v.mul(v.add(rest, v.float(1)), powerOfTwo(v, half));
  return v.mul(y, powerOfTwo(v, v.subInt(n, half)));
}

/** `eˣ − 1` for x ≤ 0, exact near 0. */
export function expMinusOne(v: Lanes, x: Local): Local {
  const { rest, n } = reduced(v, v.atLeast(x, v.float(-80)));
  const scale = powerOfTwo(v, n);
  return v.add(v.mul(rest, scale), v.sub(scale, v.float(1)));
}

/** `ln x`: −∞ for 0, NaN below. */
export function log(v: Lanes, x: Local): Local {
  const isSmall = v.lt(x, v.float(2 ** -126));
  const scaled = v.select(isSmall, v.mul(x, v.float(2 ** 23)), x);
  // x = m · 2ᵉ with m from √½ to √2
  const offset = v.subInt(scaled, v.int(0x3f3504f3));
  const e = v.toFloat(v.shiftRightSigned(offset, 23));
  const m = v.addInt(v.and(offset, v.int(0x007fffff)), v.int(0x3f3504f3));
  const exponent = v.sub(e, v.and(isSmall, v.float(23)));
  const f = v.sub(m, v.float(1));
  const p = v.polynomial(
    f,
    [
      7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
      2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
    ],
  );
  const square = v.mul(f, f);
  const tail = v.add(v.mul(v.mul(p, f), square), v.mul(exponent, v.float(ln2[1])));
  const y = v.add(v.add(f, v.sub(tail, v.mul(square, v.float(0.5)))), v.mul(exponent, v.float(ln2[0])));
  const finite = v.select(v.lt(x, v.float(Infinity)), y, x); // ∞ and NaN are their own logarithms
  const positive = v.select(v.lt(x, v.float(0)), v.float(Number.NaN), finite);
  return v.select(v.eq(x, v.float(0)), v.float(-Infinity), positive);
}

/** `ln(1 + x)` for x from 0 to 1. */
function logOnePlus(v: Lanes, x: Local): Local {
  const u = v.add(x, v.float(1));
  const rounded = v.sub(u, v.float(1));
  const isTiny = v.eq(rounded, v.float(0));
  return v.select(isTiny, x, v.mul(log(v, u), v.div(x, v.select(isTiny, v.float(1), rounded))));
}

/** `tanh x`. */
export function tanh(v: Lanes, x: Local): Local {
  const square = v.mul(x, x);
  const p = v.polynomial(
    square,
    [-5.70498872745e-3, 2.06390887954e-2, -5.37397155531e-2, 1.33314422036e-1, -3.33332819422e-1],
  );
  const near = v.add(x, v.mul(x, v.mul(square, p)));
  const far = v.sub(v.float(1), v.div(v.float(2), v.add(exp(v, v.add(v.abs(x), v.abs(x))), v.float(1))));
  const signed = v.or(far, v.and(x, v.int(-0x80000000)));
  return v.select(v.lt(v.abs(x), v.float(0.625)), near, signed);
}

/**
 * `erf x`: of |x| below 0.92 a polynomial, above it 1 − e^(−p(|x|)). Coefficients by Juffa, as
 * ONNX Runtime has them (mlas/lib/erf.cpp).
 */
export function erf(v: Lanes, x: Local): Local {
  const size = v.abs(x);
  const small = v.polynomial(
    v.mul(x, x),
    [-5.99104969e-4, 4.99339588e-3, -2.67667342e-2, 1.12818025e-1, -3.76124859e-1, 1.28379151e-1],
  );
  const near = v.add(x, v.mul(x, small));
  const limited = v.atMost(size, v.float(4)); // there erf is 1 in float32
  const large = v.polynomial(
    limited,
    [1.7294893e-5, -3.8320868e-4, 3.88393435e-3, -2.42545605e-2, 1.06777847e-1, 6.34846687e-1, 1.28717512e-1],
  );
  const power = exp(v, v.neg(v.add(limited, v.mul(limited, large))));
  const far = v.or(v.sub(v.float(1), power), v.and(x, v.int(-0x80000000)));
  return v.select(v.lt(size, v.float(0.921875)), near, far);
}

/** `1 / (1 + e^(−x))`. */
export const sigmoid = (v: Lanes, x: Local): Local => v.div(v.float(1), v.add(exp(v, v.neg(x)), v.float(1)));

/** `ln(1 + eˣ)`. */
export const softplus = (v: Lanes, x: Local): Local =>
  v.add(v.atLeast(x, v.float(0)), logOnePlus(v, exp(v, v.neg(v.abs(x)))));

/** π/2 in two parts, the first of 24 bits: whole numbers of it up to 2²⁹ are exact in float64. */
const quarter = [
  Math.fround(Math.PI / 2),
  Math.PI / 2 - Math.fround(Math.PI / 2) + 6.123233995736766e-17,
] as const;

/** `x` as whole quarter turns, and the rest from −π/4 to π/4; in float64, so that the rest has all its bits. */
function quarterTurns(v: Lanes, x: Local): { readonly rest: Local; readonly turns: Local } {
  const halves = [x, v.pick(x, x, [2, 3, 2, 3])].map((pair) => {
    const wide = v.apply(simd.doublesOfFloats, pair);
    const turns = v.apply(simd.nearestDoubles, v.apply(simd.multiplyDoubles, wide, v.double(2 / Math.PI)));
    const rest = quarter.reduce(
      (left, part) =>
        v.apply(simd.subtractDoubles, left, v.apply(simd.multiplyDoubles, turns, v.double(part))),
      wide,
    );
    return [v.apply(simd.floatsOfDoubles, rest), v.apply(simd.intsOfDoubles, turns)];
  });
  const [rest, turns] = [0, 1].map((k) => v.pick(halves[0][k], halves[1][k], [0, 1, 4, 5]));
  return { rest, turns };
}

function sineOf(v: Lanes, { rest, turns }: { readonly rest: Local; readonly turns: Local }): Local {
  const x = v.atLeast(v.atMost(rest, v.float(0.7853982)), v.float(-0.7853982)); // beyond 2²⁹ turns
  const square = v.mul(x, x);
  const sine = v.polynomial(square, [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1]);
  const cosine = v.polynomial(square, [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2]);
  const near = v.add(x, v.mul(x, v.mul(square, sine)));
  const far = v.add(v.sub(v.float(1), v.mul(square, v.float(0.5))), v.mul(v.mul(square, square), cosine));
  const isOdd = v.apply(simd.unequalInts, v.and(turns, v.int(1)), v.int(0));
  return v.xor(v.select(isOdd, far, near), v.shiftLeft(v.and(turns, v.int(2)), 30)); // 2 to the bit of the sign
}

/** `sin x` to |x| of 8e8; beyond, where neighboring numbers of float32 are ten turns apart, some number from −1 to 1. */
export const sin = (v: Lanes, x: Local): Local => sineOf(v, quarterTurns(v, x));

/** `cos x`, as `sin`. */
export function cos(v: Lanes, x: Local): Local {
  const { rest, turns } = quarterTurns(v, x);
  return sineOf(v, { rest, turns: v.addInt(turns, v.int(1)) });
}
