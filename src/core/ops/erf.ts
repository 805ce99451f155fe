const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/**
 * The error function to about 1e-16: its Maclaurin series below 2.5, Laplace's continued fraction above.
 * Source  Abramowitz & Stegun, 7.1.6 and 7.1.14.
 */
export function erfOf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  const a = Math.abs(x);
  if (a > 6) return Math.sign(x);
  return Math.sign(x) * (a < 2.5 ? series(a) : 1 - tail(a));
}

// erf x = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1))
function series(x: number): number {
  let term = x;
  let total = x;
  for (let n = 1; term > total * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    total += term;
  }
  return twoOverRootPi * Math.exp(-x * x) * total;
}

/** `erfcx x = e^(x²) (1 − erf x)`, scaled so that it neither overflows nor vanishes for large x. */
export const erfcxOf = (x: number): number => (x < 2.5 ? Math.exp(x * x) * (1 - erfOf(x)) : scaledTail(x));

const tail = (x: number): number => Math.exp(-x * x) * scaledTail(x);

// erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …))))
function scaledTail(x: number): number {
  let fraction = x;
  for (let k = 60; k > 0; k--) fraction = x + k / 2 / fraction;
  return 1 / (Math.sqrt(Math.PI) * fraction);
}
