/** Tokens by falling count, those of equal count by falling code points or numbers; at most `limit`. */
export function mostFrequent<T extends string | number>(counts: ReadonlyMap<T, number>, limit?: number): T[] {
  const order = [...counts].sort(([a, m], [b, n]) => n - m || compare(b, a));
  return order.slice(0, limit).map(([token]) => token);
}

function compare(a: string | number, b: string | number): number {
  if (typeof a === "number" || typeof b === "number") return Number(a) - Number(b);
  // `<` compares UTF-16 units, which puts characters beyond 2¹⁶ before some below.
  const [left, right] = [[...a], [...b]];
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const difference = (left[i].codePointAt(0) ?? 0) - (right[i].codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
