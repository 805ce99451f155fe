import { figure, withMinus } from "../../text/lang.js";
import { svg } from "../dom.js";
import type { Plane } from "./plane.js";

/** What stands at the axes: numbers, and what they are numbers of. */
export interface AxisTexts {
  readonly x?: readonly number[];
  readonly y?: readonly number[];
  /** At the right end, below the numbers. */
  readonly xName?: string;
  /** Above the upper end. */
  readonly yName?: string;
}

/** A number on an axis: 0.05, −3, 1e−10. */
export const tick = (value: number): string =>
  withMinus(
    figure(value, 6)
      .replace(/(\.\d*?)0+e/, "$1e")
      .replace(".e", "e"),
  );

/** Lines and numbers of the axes. */
export function axes(
  { left, right, top, bottom, x, y }: Plane,
  { x: along = [], y: up = [], xName = "", yName = "" }: AxisTexts,
): SVGElement {
  const text = (
    content: string,
    at: number,
    height: number,
    anchor: "start" | "middle" | "end",
  ): SVGElement => svg("text", { x: at.toFixed(1), y: height.toFixed(1), "text-anchor": anchor }, content);
  return svg(
    "g",
    { class: "axes" },
    ...up.flatMap((value) => [
      svg("path", { d: `M${left},${y(value).toFixed(1)}H${right}` }),
      text(tick(value), left - 6, y(value) + 4, "end"),
    ]),
    svg("path", { d: `M${left},${bottom}H${right}`, class: "axis" }),
    ...along.flatMap((value) => [
      svg("path", { d: `M${x(value).toFixed(1)},${bottom}v4`, class: "axis" }),
      text(tick(value), x(value), bottom + 16, "middle"),
    ]),
    text(xName, right, bottom + 31, "end"),
    text(yName, 4, top - 9, "start"),
  );
}
