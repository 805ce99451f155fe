/** A history with one more point, which takes the place of what is not before it. Where it is too long, every second point goes. */
export function grown<Point extends { readonly step: number }>(
  history: readonly Point[],
  point: Point,
  most: number,
): readonly Point[] {
  const kept = history.length < most ? history : history.filter((_, k) => k % 2 === 0);
  const last = kept.at(-1);
  return [
    ...(last === undefined || last.step < point.step ? kept : kept.filter(({ step }) => step < point.step)),
    point,
  ];
}
