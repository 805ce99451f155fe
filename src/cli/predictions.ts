import { displayWidth, padEnd, padStart } from "../core/display-width.js";
import type { Tensor } from "../core/tensor.js";
import type { Messages } from "./messages.js";
import type { Paint } from "./paint.js";
import { type ToldClass, toldClasses } from "./told-class.js";

/** What a model gave for some examples, and what is known about them. */
export interface Told {
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly truth: ArrayLike<number> | undefined;
  /** Names of the classes; their numbers by default. */
  readonly classes: readonly string[] | undefined;
  /** The name of the quantity. */
  readonly target: string | undefined;
}

type Prediction = Readonly<Record<string, unknown>>;

/** One object for each example. */
export function predictionObjects(told: Told): Prediction[] {
  const { outputs, truth } = told;
  const classes = classesIn(told);
  const name = (k: number): string | number => told.classes?.[k] ?? k;
  const known = (row: number, text: (value: number) => unknown): Prediction =>
    truth === undefined ? {} : { truth: text(truth[row]) };
  if (classes !== undefined)
    return classes.map(({ index, probability, probabilities }, row) => ({
      class: name(index),
      probability,
      probabilities: told.classes
        ? Object.fromEntries(probabilities.map((p, k) => [name(k), p]))
        : probabilities,
      ...known(row, name),
    }));
  const first = Object.values(outputs)[0];
  return Array.from({ length: first.shape[0] ?? 1 }, (_, row) => ({
    ...Object.fromEntries(
      Object.entries(outputs).map(([key, x]) => [key, x.shape.length === 0 ? x.item() : rowOf(x, row)]),
    ),
    ...known(row, (value) => value),
  }));
}

/** For a person: one example in detail, or a line for each of many. */
export function predictionLines(told: Told, paint: Paint, say: Messages): string[] {
  const { outputs, truth, target } = told;
  const name = nameIn(told);
  const classes = classesIn(told);
  if (classes === undefined) return quantityLines(outputs, truth, target, say);
  if (classes.length === 1) return oneClass(classes[0], truth?.[0], name, paint, say);
  const rows = classes.map(({ index, probability }, row): string[] => [
    String(row + 1),
    name(index),
    probability.toFixed(4),
    ...(truth === undefined ? [] : [truth[row] === index ? name(truth[row]) : paint.bad(name(truth[row]))]),
  ]);
  const head = [say.row, say.class, say.probability, ...(truth === undefined ? [] : [say.truth])];
  const widths = [0, 1, 2].map((k) =>
    Math.max(displayWidth(head[k]), ...rows.map((r) => displayWidth(r[k]))),
  );
  const line = ([row, told_, probability, is = ""]: readonly string[]): string =>
    [padStart(row, widths[0]), padEnd(told_, widths[1]), padEnd(probability, widths[2]), is]
      .join("  ")
      .trimEnd();
  const right = classes.filter(({ index }, row) => index === truth?.[row]).length;
  return [
    paint.bold(line(head)),
    ...rows.map(line),
    ...(truth === undefined ? [] : [say.right(right, classes.length)]),
  ];
}

/** Most classes that are listed for one example. */
const longest = 12;

function oneClass(
  { index, probability, probabilities }: ToldClass,
  truth: number | undefined,
  name: (k: number) => string,
  paint: Paint,
  say: Messages,
): string[] {
  const order = probabilities.map((_, k) => k);
  const shown =
    order.length <= longest
      ? order
      : order.sort((a, b) => probabilities[b] - probabilities[a]).slice(0, longest);
  const width = Math.max(...shown.map((k) => displayWidth(name(k))));
  const bars = shown.map((k) => {
    const bar = "█".repeat(Math.round(probabilities[k] * 30));
    const line = `  ${padEnd(name(k), width)}  ${probabilities[k].toFixed(4)}  ${bar}`.trimEnd();
    return k === index ? paint.bold(line) : line;
  });
  const is = truth === undefined ? undefined : name(truth);
  return [say.oneClassLine(name(index), probability.toFixed(4), is, truth === index), ...bars];
}

function quantityLines(
  outputs: Readonly<Record<string, Tensor>>,
  truth: ArrayLike<number> | undefined,
  target: string | undefined,
  say: Messages,
): string[] {
  return Object.entries(outputs).flatMap(([key, x]) => {
    if (x.shape.length === 0) return [`${target ?? key}  ${short(x.item())}`];
    if (x.size > x.shape[0]) return [`${key}  ${x.toString()}`];
    const known = truth === undefined ? [] : [say.truth];
    const head = [say.row, target ?? key, ...known].join("  ");
    const rows = Array.from(x.toFloat64(), (value, row) =>
      [
        padStart(String(row + 1), displayWidth(say.row)),
        padEnd(short(value), displayWidth(target ?? key)),
        ...(truth === undefined ? [] : [short(truth[row])]),
      ].join("  "),
    );
    return [head, ...rows.map((row) => row.trimEnd())];
  });
}

const short = (value: number): string => String(Number(value.toPrecision(6)));

const nameIn =
  ({ classes }: Told) =>
  (k: number): string =>
    classes?.[k] ?? String(k);

/** The one output read as probabilities of classes, if it can be. */
function classesIn({ outputs, classes, target }: Told): ToldClass[] | undefined {
  const [x, ...others] = Object.values(outputs);
  if (others.length > 0 || x.shape.length !== 2) return undefined;
  if (target !== undefined && classes === undefined) return undefined; // a quantity
  const width = x.shape[1];
  const values = x.toFloat64();
  const rows = Array.from({ length: x.shape[0] }, (_, row) =>
    values.subarray(row * width, (row + 1) * width),
  );
  const areShares = rows.every(
    (row) => row.every((p) => p >= 0 && p <= 1) && Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-3,
  );
  return (width > 1 && areShares) || classes !== undefined ? toldClasses(x) : undefined;
}

const rowOf = (x: Tensor, row: number): unknown =>
  x
    .slice(row, row + 1)
    .reshape(x.shape.slice(1))
    .toArray();
