import type { Trace } from "../../../engine/spiking/spiking.js";
import { linePath } from "../../chart/path.js";
import { type Plot, svgPlot } from "../../chart/plot.js";
import { type Scale, scale } from "../../chart/scale.js";
import { svg } from "../../dom.js";

export interface RasterTexts {
  readonly inside: string;
  readonly told: string;
  readonly hiddenRows: string;
  readonly answers: string;
  readonly time: string;
  readonly classOf: string;
}

const edge = { left: 8, right: 8, top: 18 };
const gap = 30;
const answerHeight = 84;

/** One point on its way through the network: spikes that tell it, membranes and spikes within, membranes that answer. */
export function rasterPicture(say: RasterTexts): Plot & { show(trace: Trace): void } {
  let trace: Trace | undefined;
  const chart = svgPlot(say.inside, 560, (width, height) => {
    if (trace === undefined) return [];
    const { steps, neurons, hidden } = trace;
    const x = scale([-0.5, steps - 0.5], [edge.left, width - edge.right]);
    const toldTop = edge.top;
    const toldHeight = 110;
    const hiddenTop = toldTop + toldHeight + gap;
    const answerTop = height - answerHeight - 22;
    const hiddenHeight = answerTop - gap - hiddenTop;
    return [
      ...frame(say.told, toldTop, toldHeight, width),
      svg("path", {
        d: `M${edge.left},${toldTop + toldHeight / 2}H${width - edge.right}`,
        class: "grid",
      }),
      ...strokes(trace.told, neurons, toldTop, toldHeight / neurons, x, "spike told"),
      ...frame(say.hiddenRows, hiddenTop, hiddenHeight, width),
      ...membranes(trace, hiddenTop, hiddenHeight / hidden, x),
      ...strokes(trace.fired, hidden, hiddenTop, hiddenHeight / hidden, x, "spike fired"),
      ...frame(say.answers, answerTop, answerHeight, width),
      ...answers(trace, answerTop, x),
      ...names(trace.classes, answerTop, width, say.classOf),
      svg("text", { x: width - edge.right, y: height - 4, "text-anchor": "end" }, `${say.time} →`),
    ];
  });
  return {
    ...chart,
    show(next) {
      trace = next;
      chart.draw();
    },
  };
}

const frame = (name: string, top: number, height: number, width: number): SVGElement[] => [
  svg("text", { x: edge.left, y: top - 5, class: "name" }, name),
  svg("rect", {
    x: edge.left,
    y: top,
    width: width - edge.left - edge.right,
    height,
    rx: 4,
    class: "ground",
  }),
];

function strokes(
  raster: Uint8Array,
  count: number,
  top: number,
  row: number,
  x: Scale,
  kind: string,
): SVGElement[] {
  let d = "";
  const tall = Math.max(2, row * 0.8);
  for (let at = 0; at < raster.length; at++)
    if (raster[at] === 1)
      d += `M${x(Math.floor(at / count)).toFixed(1)},${(top + row * ((at % count) + 0.5) - tall / 2).toFixed(1)}v${tall.toFixed(1)}`;
  return [svg("path", { d, class: kind })];
}

/** A line in each row: from the row's foot, 0, to its head, where the neuron fires. */
function membranes({ membranes: v, hidden, steps }: Trace, top: number, row: number, x: Scale): SVGElement[] {
  const times = Array.from({ length: steps }, (_, t) => t);
  const lines = Array.from({ length: hidden }, (_, j) => {
    const shares = times.map((t) => Math.max(-0.35, Math.min(1.2, v[t * hidden + j])));
    const foot = top + row * (j + 0.85);
    return linePath(times, shares, { x, y: scale([0, 1], [foot, foot - 0.62 * row]) });
  });
  return [svg("path", { d: lines.join(""), class: "membrane" })];
}

/** Names of the answers, in the color of their lines. */
const names = (classes: number, top: number, width: number, classOf: string): SVGElement[] =>
  Array.from({ length: classes }, (_, k) =>
    svg(
      "text",
      {
        x: width - edge.right - (classes - 1 - k) * 56,
        y: top - 5,
        "text-anchor": "end",
        class: `answer-name class-${k}`,
      },
      `${classOf} ${k + 1}`,
    ),
  );

function answers({ answers: v, classes, steps }: Trace, top: number, x: Scale): SVGElement[] {
  const y = scale([Math.min(0, ...v), Math.max(0.1, ...v)], [top + answerHeight - 6, top + 6]);
  const times = Array.from({ length: steps }, (_, t) => t);
  return Array.from({ length: classes }, (_, k) => {
    const values = times.map((t) => v[t * classes + k]);
    return svg("path", { d: linePath(times, values, { x, y }), class: `answer class-${k}` });
  });
}
