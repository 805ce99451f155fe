export const mean = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0) / values.length;

export function variance(values: Float64Array): number {
  const middle = mean(values);
  return values.reduce((sum, x) => sum + (x - middle) ** 2, 0) / values.length;
}

/** `−Σ p ln p` over the shares of the classes: the cross-entropy of always answering these shares. */
export function labelEntropy(labels: Float64Array): number {
  let entropy = 0;
  for (const count of countByClass(labels).values()) {
    const share = count / labels.length;
    entropy -= share * Math.log(share);
  }
  return entropy;
}

function countByClass(labels: Float64Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

/**
 * Of a column: how much of its variance the classes explain, `η² = Σ n (m_class − m)² / Σ (x − m)²`; beside numbers, the
 * squared correlation `r²`. A column that never changes explains nothing.
 */
export function shareExplained(column: Float64Array, target: Float64Array, areClasses: boolean): number {
  const total = variance(column) * column.length;
  if (!(total > 0)) return 0;
  const middle = mean(column);
  if (areClasses) {
    const sums = new Map<number, number>();
    column.forEach((x, i) => {
      sums.set(target[i], (sums.get(target[i]) ?? 0) + x - middle);
    });
    let between = 0;
    for (const [label, count] of countByClass(target)) between += (sums.get(label) ?? 0) ** 2 / count;
    return between / total;
  }
  const targetMiddle = mean(target);
  const spread = variance(target) * target.length;
  const together = column.reduce((sum, x, i) => sum + (x - middle) * (target[i] - targetMiddle), 0);
  return spread > 0 ? together ** 2 / (total * spread) : 0;
}
