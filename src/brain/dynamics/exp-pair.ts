import { bitsOf, both, bothWhole, get, pairs, set, shiftedLeft } from "./wasm-code.js";

/** ln 2 in two parts: whole multiples of the first are exact. */
const ln2 = { high: 0.6931471803691238, low: 1.9082149292705877e-10 } as const;
/** x (eˣ + 1)/(eˣ − 1) = 2 + p₁x² + p₂x⁴ + …, to 2⁻⁵⁹ where |x| ≤ ln 2/2; the highest first. */
const series = [
  4.1381367970572385e-8, -1.6533902205465252e-6, 6.613756321437934e-5, -0.0027777777777015593,
  0.16666666666666602,
];
/** Which |x| are done here. */
const inside = [2 ** -28, 708] as const;
/** Below this no ln 2 is taken away. */
const leastMultiple = 0.3465735912322998;
/** Added to a whole number, it leaves that number's power of 2, as an exponent, in the lowest bits. */
const exponentAt = 1.5 * 2 ** 52 + 1023;

/** How many locals `expPair` needs. */
export const expLocals = 7;

/**
 * `eˣ` of two numbers at once, without a branch: x = k ln 2 + r, eʳ by a rational function, times 2ᵏ. It takes the steps of the algorithm that is `Math.exp` in V8 and
 * SpiderMonkey, in its order, so that its numbers are theirs to the last bit (in an engine with another `Math.exp`: to that bit).
 *
 * `first` is the first of `expLocals` locals. In that one all bits become 1 where x is not `inside`, or is 1, or NaN: that pair is to be asked of `Math.exp`.
 *
 * Source  fdlibm (Sun Microsystems, 1993), e_exp.c: the algorithm and its coefficients
 */
export function expPair(pushed: readonly number[], first: number): number[] {
  const [outside, x, k, high, low, r, c] = Array.from({ length: expLocals }, (_, i) => first + i);
  // x is inside where the bits of |x|, as a whole number, less those of the least, are not above the distance; −2⁶³ makes it one signed comparison.
  const lowest = -(2n ** 63n);
  const [least, most] = inside.map(bitsOf);
  const size = [...get(x), ...pairs.abs];
  const half = [...get(x), ...both(-0), ...pairs.and, ...both(0.5), ...pairs.or]; // with the sign of x
  const square = c; // until c is there
  const polynomial = series.flatMap((term, i) =>
    i === 0 ? both(term) : [...get(square), ...pairs.multiply, ...both(term), ...pairs.add],
  );
  return [
    ...[...pushed, ...set(x)],
    ...[...size, ...bothWhole(BigInt.asIntN(64, least + lowest)), ...pairs.subtractWhole],
    ...[...bothWhole(lowest + most - least), ...pairs.greaterWhole],
    ...[...get(x), ...bothWhole(bitsOf(1)), ...pairs.equalWhole, ...pairs.or],
    ...[...get(outside), ...pairs.or, ...set(outside)],
    ...[...get(x), ...both(Math.LOG2E), ...pairs.multiply, ...half, ...pairs.add, ...pairs.truncate],
    ...[...size, ...bothWhole(bitsOf(leastMultiple) - 1n), ...pairs.greaterWhole, ...pairs.and, ...set(k)],
    ...[...get(x), ...get(k), ...both(ln2.high), ...pairs.multiply, ...pairs.subtract, ...set(high)],
    ...[...get(k), ...both(ln2.low), ...pairs.multiply, ...set(low)],
    ...[...get(high), ...get(low), ...pairs.subtract, ...set(r)],
    ...[...get(r), ...get(r), ...pairs.multiply, ...set(square)],
    ...[...get(r), ...get(square), ...polynomial, ...pairs.multiply, ...pairs.subtract, ...set(c)],
    // 1 − ((low − r c/(2 − c)) − high)
    ...[...both(1), ...get(low), ...get(r), ...get(c), ...pairs.multiply],
    ...[...both(2), ...get(c), ...pairs.subtract, ...pairs.divide],
    ...[...pairs.subtract, ...get(high), ...pairs.subtract, ...pairs.subtract],
    ...[...shiftedLeft([...get(k), ...both(exponentAt), ...pairs.add], 52), ...pairs.multiply],
  ];
}
