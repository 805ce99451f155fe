/** A picture with axes, read back: its points in the units of its axes. */
export interface Figure {
  /** Numbers at the axes' ticks. */
  readonly ticks: { readonly x: readonly number[]; readonly y: readonly number[] };
  readonly labels: readonly string[];
  readonly title: string;
  readonly names: readonly string[];
  /** The points of each polyline of a class. */
  readonly lines: (className: string) => readonly (readonly Point[])[];
  /** The points at which the strokes of each path of a class begin, and where they lead to. */
  readonly strokes: (className: string) => readonly (readonly Point[])[][];
  readonly circles: readonly Point[];
  /** How far a pixel is in the units of the axes: what rounding may cost. */
  readonly pixel: Point;
}

export type Point = readonly [x: number, y: number];

/** Reads a picture by what it shows: positions are turned into numbers by the ticks at the axes, as a reader would. */
export function readFigure(svg: string): Figure {
  const tick = (axis: "x" | "y"): { readonly at: number; readonly value: number }[] =>
    [
      ...svg.matchAll(
        new RegExp(`<text class="${axis}" x="([-\\d.]+)" y="([-\\d.]+)"[^>]*>([^<]+)</text>`, "g"),
      ),
    ].map(([, x, y, text]) => ({ at: Number(axis === "x" ? x : y), value: Number(text.replace("−", "-")) }));
  const scale = (axis: "x" | "y"): { readonly read: (pixel: number) => number; readonly pixel: number } => {
    const found = tick(axis);
    const [first, last] = [found[0], found[found.length - 1]];
    const each = (last.value - first.value) / (last.at - first.at);
    return { read: (pixel) => first.value + (pixel - first.at) * each, pixel: Math.abs(each) };
  };
  const [x, y] = [scale("x"), scale("y")];
  const point = (px: string | number, py: string | number): Point => [x.read(Number(px)), y.read(Number(py))];
  const texts = (className: string): string[] =>
    [...svg.matchAll(new RegExp(`<text class="${className}"[^>]*>([^<]*)</text>`, "g"))].map(
      ([, text]) => text,
    );
  const attribute = (element: string, className: string, name: string): string[] =>
    [...svg.matchAll(new RegExp(`<${element}[^>]*class="${className}"[^>]*>`, "g"))].map(
      ([text]) => new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1] ?? "",
    );
  return {
    ticks: { x: tick("x").map(({ value }) => value), y: tick("y").map(({ value }) => value) },
    labels: texts("label"),
    title: /<title>([^<]*)<\/title>/.exec(svg)?.[1] ?? "",
    names: texts("name"),
    lines: (className) =>
      attribute("polyline", className, "points").map((points) =>
        points
          .split(" ")
          .filter((pair) => pair !== "")
          .map((pair) => point(...(pair.split(",") as [string, string]))),
      ),
    strokes: (className) =>
      attribute("path", className, "d").map((d) =>
        d
          .split("M")
          .slice(1)
          .map((part) => walked(part).map(([px, py]) => point(px, py))),
      ),
    circles: [...svg.matchAll(/<circle[^>]* cx="([-\d.]+)" cy="([-\d.]+)"/g)].map(([, cx, cy]) =>
      point(cx, cy),
    ),
    pixel: [x.pixel, y.pixel],
  };
}

/** The corners of a path `x yLx yHxVylx yhxvyz`, in pixels. */
function walked(part: string): Point[] {
  const start = /^([-\d.]+) ([-\d.]+)/.exec(part);
  if (start === null) throw new Error(`no path: M${part}`);
  let at: Point = [Number(start[1]), Number(start[2])];
  const points = [at];
  for (const [, command, numbers] of part.slice(start[0].length).matchAll(/([a-zA-Z])([-\d. ]*)/g)) {
    const [a, b] = numbers.split(" ").map(Number);
    if (command === "L") at = [a, b];
    else if (command === "l" || command === "m") at = [at[0] + a, at[1] + b];
    else if (command === "H") at = [a, at[1]];
    else if (command === "V") at = [at[0], a];
    else if (command === "h") at = [at[0] + a, at[1]];
    else if (command === "v") at = [at[0], at[1] + a];
    else if (command !== "z") throw new Error(`unknown command ${command}`);
    points.push(at);
  }
  return points;
}
