import { evaluate, ops, tensor } from "neurograd";
import { type SurrogateName, surrogates } from "neurograd/brain";
import type { Distribution } from "neurograd/explain";
import { axes, type Chart, field, pathOf, svgChart } from "../../chart/picture.js";
import { svg } from "../../dom.js";

const range = [-1.5, 1.5] as const;
const places: readonly number[] = Array.from({ length: 301 }, (_, k) => range[0] + k / 100);

/** The surrogate at all places, by the package's evaluator. */
async function slopesOf(name: SurrogateName): Promise<Float64Array> {
  const u = ops.add(tensor(Float64Array.from(places), { dtype: "float64" }), tensor(0, { dtype: "float64" }));
  return (await evaluate(ops.add(ops.multiply(u, 0), surrogates[name]().derivative(u)))).toFloat64();
}

/** Firing, a step; the slope that stands for its own; and where the hidden membranes are now. */
export function slopePicture(
  name: string,
  axis: string,
): Chart & {
  show(surrogate: SurrogateName): Promise<void>;
  heap(distances: Distribution | undefined): void;
} {
  let slopes: Float64Array | undefined;
  let heap: Distribution | undefined;
  const chart = svgChart(name, 230, (width, height) => {
    if (slopes === undefined) return [];
    const top = Math.max(1, ...slopes);
    const plane = field({ left: 34, right: width - 8, top: 12, bottom: height - 38 }, range, [0, top * 1.08]);
    const { x, y } = plane;
    return [
      ...axes(
        plane,
        { x: [-1, 0, 1], y: top > 2 ? [0, 2, 4, 6].filter((v) => v <= top) : [0, 0.5, 1] },
        { x: axis, y: "" },
      ),
      ...(heap === undefined ? [] : [svg("path", { d: heapPath(heap, plane), class: "heap" })]),
      svg("path", { d: `M${x(0)},${y(0)}V${y(top)}`, class: "threshold" }),
      svg("path", { d: `M${x(range[0])},${y(0)}H${x(0)}V${y(1)}H${x(range[1])}`, class: "curve" }),
      svg("path", { d: pathOf(places, slopes, plane), class: "slope" }),
    ];
  });
  return {
    ...chart,
    async show(surrogate) {
      slopes = await slopesOf(surrogate);
      chart.draw();
    },
    heap(distances) {
      heap = distances;
      chart.draw();
    },
  };
}

/** The histogram on the lower edge, at most half as high as the picture; what lies outside is cut off. */
function heapPath(
  { histogram: { from, to, counts } }: Distribution,
  { x, left, right, top, bottom }: ReturnType<typeof field>,
): string {
  const highest = Math.max(...counts, 1);
  const width = (to - from) / counts.length;
  const cut = (at: number): number => Math.max(left, Math.min(right, at));
  return counts
    .map((count, k) => {
      const [a, b] = [cut(x(from + k * width)), cut(x(from + (k + 1) * width))];
      return a === b
        ? ""
        : `M${a},${bottom}V${bottom - (count / highest) * 0.5 * (bottom - top)}H${b}V${bottom}Z`;
    })
    .join("");
}
