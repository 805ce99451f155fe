import { markColor } from "../chart/marks.js";
import { scaleOf } from "../chart/scale.js";
import { linePath } from "../chart/series.js";
import { svg } from "../dom.js";

const [width, height] = [96, 26];

/** A curve as small as a word. */
export function sparkline(x: ArrayLike<number>, y: ArrayLike<number>, mark: number): SVGSVGElement {
  const along = scaleOf([x[0], x[x.length - 1]], 2, width - 2);
  const up = scaleOf(Array.from(y), height - 3, 3);
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, width, height, class: "sparkline", "aria-hidden": "true" },
    svg("path", { d: linePath(x, y, along, up), style: `stroke:${markColor(mark)}` }),
  );
}
