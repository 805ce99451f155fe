/**
 * The parameters at which the sum of squared residuals is least, searched from a start by Levenberg and Marquardt's steps `(JᵀJ + μ diag JᵀJ) δ = −Jᵀr`, with J by differences.
 *
 * Source  Marquardt (1963), J. Soc. Ind. Appl. Math. 11:431
 */
export function leastSquares(
  residualsAt: (parameters: readonly number[]) => Float64Array,
  start: readonly number[],
  steps = 60,
): number[] {
  let p = [...start];
  let r = residualsAt(p);
  let cost = sumOfSquares(r);
  let mu = 1e-2;
  for (let k = 0; k < steps; k++) {
    const columns = p.map((value, j) => {
      const h = 1e-6 * Math.max(1, Math.abs(value));
      const moved = residualsAt(p.map((v, i) => (i === j ? v + h : v)));
      return moved.map((v, i) => (v - r[i]) / h);
    });
    const normal = columns.map((a) => columns.map((b) => dot(a, b)));
    const slope = columns.map((a) => -dot(a, r));
    const before = cost;
    for (; mu < 1e8 && cost === before; mu *= cost === before ? 10 : 0.1) {
      const damped = normal.map((row, i) => row.map((v, j) => (i === j ? v * (1 + mu) + 1e-12 : v)));
      const delta = solved(damped, slope);
      const next = p.map((v, i) => v + delta[i]);
      const found = residualsAt(next);
      const reached = sumOfSquares(found);
      if (reached < cost) [p, r, cost] = [next, found, reached];
    }
    if (before - cost <= 1e-7 * before) break;
  }
  return p;
}

const sumOfSquares = (r: Float64Array): number => dot(r, r);

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** x of A x = b, A symmetric and positive: by elimination without pivots. */
function solved(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]]);
  const n = rows.length;
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= n; j++) rows[i][j] -= factor * rows[k][j];
    }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = rows[i][n];
    for (let j = i + 1; j < n; j++) sum -= rows[i][j] * x[j];
    x[i] = sum / rows[i][i];
  }
  return x;
}
