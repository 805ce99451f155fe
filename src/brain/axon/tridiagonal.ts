/**
 * Solves `−k x[i−1] + d[i] x[i] − k x[i+1] = b[i]` in place of b, by elimination (Thomas); `d` is used up.
 *
 * Source  Press et al., Numerical Recipes, section 2.4
 */
export function solveTridiagonal(k: number, d: Float64Array, b: Float64Array): void {
  const n = d.length;
  for (let i = 1; i < n; i++) {
    const factor = k / d[i - 1];
    d[i] -= factor * k;
    b[i] += factor * b[i - 1];
  }
  b[n - 1] /= d[n - 1];
  for (let i = n - 2; i >= 0; i--) b[i] = (b[i] + k * b[i + 1]) / d[i];
}
