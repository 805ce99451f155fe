import { markColor } from "../chart/marks.js";
import { linePath } from "../chart/path.js";
import { planeOf } from "../chart/plane.js";
import { rangeOf } from "../chart/scale.js";
import { svg } from "../dom.js";

const [width, height] = [96, 26];

/** A curve as small as a word. */
export function sparkline(x: ArrayLike<number>, y: ArrayLike<number>, mark: number): SVGSVGElement {
  const edges = { left: 2, right: width - 2, top: 3, bottom: height - 3 };
  const plane = planeOf(edges, rangeOf([x[0], x[x.length - 1]]), rangeOf(Array.from(y)));
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, class: "sparkline", "aria-hidden": "true" },
    svg("path", { d: linePath(x, y, plane), style: `stroke:${markColor(mark)}` }),
  );
}
