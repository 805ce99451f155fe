/**
 * The Q of `A = QR` with a positive diagonal of R: orthonormal columns that span those of A, by Gram and Schmidt. A
 * column that nearly vanishes is made orthogonal a second time, which is enough.
 *
 * Shape   A [rows, columns], rows ≥ columns, given and returned column by column.
 * Source  Golub & Van Loan, Matrix Computations, 5.2.7; Giraud et al. 2005 for the second time.
 */
export function orthonormalColumns(columns: readonly Float64Array[]): readonly Float64Array[] {
  const found: Float64Array[] = [];
  for (const column of columns) {
    const q = Float64Array.from(column);
    let before: number;
    let after = length(q);
    do {
      before = after;
      for (const other of found) {
        const along = dot(q, other);
        for (let i = 0; i < q.length; i++) q[i] -= along * other[i];
      }
      after = length(q);
    } while (after < before / 2);
    found.push(q.map((v) => v / after));
  }
  return found;
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

const length = (v: Float64Array): number => Math.sqrt(dot(v, v));
