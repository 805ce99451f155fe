import { svg } from "../dom.js";

// What tells the lines of a chart apart: a color of the theme and a shape, so that nobody depends on colors.

const shapes = [
  "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0", // circle
  "M-3.7,-3.7H3.7V3.7H-3.7Z", // square
  "M0,-4.8L4.6,3.6H-4.6Z", // triangle
  "M0,-5.2L5.2,0L0,5.2L-5.2,0Z", // diamond
  "M-1.6,-4.8H1.6V-1.6H4.8V1.6H1.6V4.8H-1.6V1.6H-4.8V-1.6H-1.6Z", // plus
  "M0,4.8L4.6,-3.6H-4.6Z", // triangle, down
  "M0,-5.4L1.6,-1.6L5.4,-1.2L2.5,1.4L3.4,5.2L0,3.1L-3.4,5.2L-2.5,1.4L-5.4,-1.2L-1.6,-1.6Z", // star
  "M-5,-2.2H5V2.2H-5Z", // bar
];

/** The color of the k-th line, for styles. */
export const markColor = (k: number): string => `var(--series-${k % shapes.length})`;

/** The shape of the k-th line, around (0, 0). */
export const markShape = (k: number, attributes: Readonly<Record<string, string>> = {}): SVGPathElement =>
  svg("path", { d: shapes[k % shapes.length], style: `fill:${markColor(k)}`, class: "mark", ...attributes });

/** The shape alone, beside a name. */
export const markIcon = (k: number): SVGSVGElement =>
  svg(
    "svg",
    { viewBox: "-6 -6 12 12", width: 14, height: 14, class: "mark-icon", "aria-hidden": "true" },
    markShape(k),
  );
