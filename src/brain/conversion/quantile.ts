/**
 * The number below which a share `p` of the values lies, between two of them by a straight line: NumPy's `quantile`. Puts `values` in another order.
 */
export function quantile(values: Float32Array | Float64Array, p: number): number {
  const place = p * (values.length - 1);
  const k = Math.floor(place);
  const low = select(values, k);
  if (place === k) return low;
  let high = Infinity; // the next one stands somewhere behind
  for (let i = k + 1; i < values.length; i++) high = Math.min(high, values[i]);
  return low + (place - k) * (high - low);
}

/** The k-th smallest, from 0; afterwards no smaller one stands behind it (Hoare 1961). */
function select(x: Float32Array | Float64Array, k: number): number {
  let [from, to] = [0, x.length - 1];
  while (from < to) {
    const pivot = x[k];
    let [i, j] = [from, to];
    do {
      while (x[i] < pivot) i++;
      while (pivot < x[j]) j--;
      if (i <= j) {
        [x[i], x[j]] = [x[j], x[i]];
        i++;
        j--;
      }
    } while (i <= j);
    if (j < k) from = i;
    if (k < i) to = j;
  }
  return x[k];
}
