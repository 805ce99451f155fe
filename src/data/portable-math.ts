/**
 * Logarithm, sine and cosine out of + − × ÷ alone, which every JavaScript engine must round alike. `Math.log` and
 * `Math.sin` may differ between engines in the last bit; what is generated from a seed must not.
 */

/** `ln x` for finite x > 0, within 2 units in the last place: `x = m·2ᵉ`, `ln m = 2·artanh((m − 1)/(m + 1))`. */
export function portableLog(x: number): number {
  bits.setFloat64(0, x);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023;
  bits.setUint32(0, (high & 0xfffff) | 0x3ff00000);
  let m = bits.getFloat64(0); // [1, 2)
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  const s = (m - 1) / (m + 1); // |s| ≤ 0.172
  const s2 = s * s;
  let series = 0;
  for (let k = 23; k >= 1; k -= 2) series = series * s2 + 1 / k;
  return exponent * Math.LN2 + 2 * s * series;
}

/** `sin 2πt`: the angle is given in turns, so the reduction to a quarter is exact. */
export function sinTurns(t: number): number {
  const quarter = Math.round(4 * t);
  const angle = 2 * Math.PI * (t - quarter / 4); // [−π/4, π/4]
  const even = (quarter & 1) === 0;
  const value = even ? sinSeries(angle) : cosSeries(angle);
  return (quarter & 2) === 0 ? value : -value;
}

/** `cos 2πt`. */
export function cosTurns(t: number): number {
  const quarter = Math.round(4 * t);
  const angle = 2 * Math.PI * (t - quarter / 4);
  const even = (quarter & 1) === 0;
  const value = even ? cosSeries(angle) : sinSeries(angle);
  return ((quarter + 1) & 2) === 0 ? value : -value;
}

const bits = new DataView(new ArrayBuffer(8));

// Taylor series; on [−π/4, π/4] the first term left out is below 1e-16.
function sinSeries(a: number): number {
  const a2 = a * a;
  let sum = 1;
  for (let k = 14; k >= 2; k -= 2) sum = 1 - (a2 / (k * (k + 1))) * sum;
  return a * sum;
}

function cosSeries(a: number): number {
  const a2 = a * a;
  let sum = 1;
  for (let k = 16; k >= 2; k -= 2) sum = 1 - (a2 / (k * (k - 1))) * sum;
  return sum;
}
