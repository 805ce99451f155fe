import { svg } from "../dom.js";

/** What is drawn of points: where, of which class, whether for training, and whether the answer is wrong. */
export interface Marked {
  /** Two coordinates a point, from −1 to 1, y upward. */
  readonly at: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  /** Undefined: nothing is known of answers. */
  readonly answers?: ArrayLike<number> | undefined;
  /** How many, the first ones, are for training. */
  readonly trained: number;
}

export interface PointOptions {
  readonly isTestShown?: boolean;
  readonly radius?: number;
}

/** A class's own shape around a place: circle, square, triangle. */
const shapes: readonly ((x: number, y: number, r: number) => string)[] = [
  (x, y, r) => `M${place(x - r, y)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`,
  (x, y, r) => `M${place(x - 0.9 * r, y - 0.9 * r)}h${1.8 * r}v${1.8 * r}h${-1.8 * r}z`,
  (x, y, r) => `M${place(x, y - 1.15 * r)}l${1.1 * r},${2 * r}h${-2.2 * r}z`,
];

const place = (x: number, y: number): string => `${x.toFixed(3)},${y.toFixed(3)}`;

/** All points of one kind are one path: thousands are drawn at once. */
export function pointMarks(
  { at, labels, answers, trained }: Marked,
  { isTestShown = true, radius = 0.022 }: PointOptions,
): SVGElement[] {
  const paths = new Map<string, string>();
  const add = (name: string, path: string): void => {
    paths.set(name, (paths.get(name) ?? "") + path);
  };
  const count = isTestShown ? labels.length : Math.min(trained, labels.length);
  for (let k = 0; k < count; k++) {
    const [x, y] = [at[2 * k], -at[2 * k + 1]];
    const label = labels[k];
    add(`class-${label} ${k < trained ? "trained" : "tested"}`, shapes[label](x, y, radius));
    if (answers !== undefined && answers[k] !== label) {
      const c = 1.4 * radius;
      add("wrong", `M${place(x - c, y - c)}l${2 * c},${2 * c}m${-2 * c},0l${2 * c},${-2 * c}`);
    }
  }
  const last = (name: string): number => (name === "wrong" ? 2 : name.endsWith("tested") ? 1 : 0);
  return [...paths].sort(([a], [b]) => last(a) - last(b)).map(([name, d]) => svg("path", { d, class: name }));
}
