import { evaluate, ops, tensor } from "neurograd";
import { type SurrogateName, surrogates } from "neurograd/brain";
import type { Distribution } from "neurograd/explain";
import { axes } from "../../chart/axes.js";
import { heapPath, linePath } from "../../chart/path.js";
import { planeOf } from "../../chart/plane.js";
import { type Plot, svgPlot } from "../../chart/plot.js";
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
): Plot & {
  show(surrogate: SurrogateName): Promise<void>;
  heap(distances: Distribution | undefined): void;
} {
  let slopes: Float64Array | undefined;
  let heap: Distribution | undefined;
  const chart = svgPlot(name, 230, (width, height) => {
    if (slopes === undefined) return [];
    const top = Math.max(1, ...slopes);
    const plane = planeOf({ left: 34, right: width - 8, top: 12, bottom: height - 38 }, range, [
      0,
      top * 1.08,
    ]);
    const { x, y } = plane;
    return [
      axes(plane, { x: [-1, 0, 1], y: y.ticks(3), xName: axis }),
      ...(heap === undefined
        ? []
        : [
            svg("path", {
              d: heapPath(heap.histogram, plane, (plane.bottom - plane.top) / 2),
              class: "heap",
            }),
          ]),
      svg("path", { d: `M${x(0)},${y(0)}V${y(top)}`, class: "threshold" }),
      svg("path", { d: `M${x(range[0])},${y(0)}H${x(0)}V${y(1)}H${x(range[1])}`, class: "curve" }),
      svg("path", { d: linePath(places, slopes, plane), class: "slope" }),
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
