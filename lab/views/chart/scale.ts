/** From what to what an axis goes. */
export type Range = readonly [from: number, to: number];

/** Where a value lies along a line of pixels; NaN where it has no place (0 on a logarithmic scale). */
export interface Scale {
  (value: number): number;
  /** The value of a place. */
  value(at: number): number;
  /** Values worth a label, about as many as wanted. */
  ticks(wanted: number): readonly number[];
}

/** Places the values of a range on the pixels from `from` to `to`. */
export function scale([first, last]: Range, [from, to]: Range, isLog = false): Scale {
  const { into, back } = isLog ? logarithmic : linear;
  const [low, high] = [into(first), into(last)];
  const each = (to - from) / (high - low);
  const at = (value: number): number => {
    const x = into(value);
    return Number.isFinite(x) ? from + (x - low) * each : Number.NaN;
  };
  return Object.assign(at, {
    value: (place: number) => back(low + (place - from) / each),
    ticks: (wanted: number) => (isLog ? logTicks(low, high, wanted) : linearTicks(low, high, wanted)),
  });
}

/** The range of the values that are there. What is not finite, or without a logarithm, does not count. */
export function rangeOf(
  values: Iterable<number>,
  { isLog = false, pad = 0 }: { readonly isLog?: boolean; readonly pad?: number } = {},
): Range {
  const { into, back } = isLog ? logarithmic : linear;
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    const x = into(value);
    if (!Number.isFinite(x)) continue;
    if (x < low) low = x;
    if (x > high) high = x;
  }
  if (low > high) [low, high] = [0, 1];
  if (low === high) [low, high] = isLog ? [low - 0.5, high + 0.5] : around(low);
  const extra = (high - low) * pad;
  return [back(low - extra), back(high + extra)];
}

const same = (x: number): number => x;
const linear = { into: same, back: same };
const logarithmic = { into: Math.log10, back: (x: number) => 10 ** x };
const around = (x: number): [number, number] =>
  x === 0 ? [-1, 1] : [x - Math.abs(x) / 2, x + Math.abs(x) / 2];

/** Multiples of 1, 2 or 5 times a power of ten. */
export function linearTicks(low: number, high: number, wanted: number): readonly number[] {
  const rough = (high - low) / Math.max(1, wanted);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((k) => k * power).find((size) => size >= rough * 0.99) ?? power * 10;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, k) => Number(((first + k) * step).toPrecision(12)));
}

/** Powers of ten, every so many; where few of them lie between, 2 and 5 times them too. */
function logTicks(low: number, high: number, wanted: number): readonly number[] {
  const powers = Array.from(
    { length: Math.max(0, Math.floor(high + 1e-9) - Math.ceil(low - 1e-9) + 1) },
    (_, k) => Math.ceil(low - 1e-9) + k,
  );
  if (powers.length >= 3 || high - low > 2.5) {
    const every = Math.ceil(powers.length / Math.max(1, wanted));
    return powers.filter((_, k) => k % every === 0).map((power) => Number(`1e${power}`));
  }
  const between = [Math.floor(low), Math.floor(low) + 1, Math.floor(low) + 2].flatMap((power) =>
    [1, 2, 5].map((k) => Number(`${k}e${power}`)),
  );
  const inside = between.filter((x) => Math.log10(x) >= low - 1e-9 && Math.log10(x) <= high + 1e-9);
  return inside.length >= 2 ? inside : linearTicks(10 ** low, 10 ** high, wanted);
}
