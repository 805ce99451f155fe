import { hopfield, hopfieldCapacity, hopfieldOverlap, modernHopfield, overlap } from "neurograd/brain";
import { axes } from "../../chart/axes.js";
import { linePath } from "../../chart/path.js";
import { planeOf } from "../../chart/plane.js";
import { type Plot, svgPlot } from "../../chart/plot.js";
import { svg } from "../../dom.js";
import { meanOf } from "../mean-of.js";
import { disturbed, randomPicture, units } from "./pictures.js";

export const most = 24;
/** β = 1/√d, as in a transformer. */
export const usualBeta = 0.125;
const turned = 6; // of 64 cells

/** Mean likeness of what is recalled, when the first `count` random pictures are stored. */
export function recalledOf(count: number): { readonly hebb: number; readonly modern: number } {
  const patterns = Array.from({ length: count }, (_, k) => randomPicture(k));
  const [old, modern] = [hopfield({ patterns }), modernHopfield({ patterns, beta: usualBeta })];
  const likeness = (recall: (cue: readonly number[]) => ArrayLike<number>): number => {
    const found = patterns.map((pattern, k) => overlap(recall(disturbed(pattern, turned, k)), pattern));
    return meanOf(found);
  };
  return {
    hebb: likeness((cue) => old.recall(cue).state),
    modern: likeness((cue) => modern.retrieve(cue, { steps: 3 })),
  };
}

/** Likeness of what is recalled over the number of pictures; measured one number after another, so that the page stays free. */
export function capacityChart(say: {
  readonly capacity: string;
  readonly patterns: string;
  readonly limit: string;
}): Plot & { begin(): void; mark(stored: number): void } {
  const found: { hebb: number; modern: number }[] = [];
  const counts = Array.from({ length: most }, (_, k) => k + 1);
  const { load } = hopfieldCapacity();
  const dense = Array.from({ length: 96 }, (_, k) => 1 + (k * (most - 1)) / 95);
  const theory = dense.map((count) => hopfieldOverlap(count / units));
  let stored = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const chart = svgPlot(say.capacity, 220, (width, height) => {
    const plane = planeOf(
      { left: 40, right: width - 10, top: 20, bottom: height - 38 },
      [0, most],
      [0, 1.05],
    );
    const { x, y, top, bottom } = plane;
    const known = counts.slice(0, found.length);
    return [
      axes(plane, { x: [0, 5, 10, 15, 20], y: [0, 0.5, 1], xName: say.patterns }),
      svg("path", { d: `M${x(load * units)},${top}V${bottom}`, class: "threshold" }),
      svg("text", { x: x(load * units) + 16, y: bottom - 8 }, say.limit),
      svg("path", { d: linePath(dense, theory, plane), class: "theory" }),
      ...(["modern", "hebb"] as const).map((by) => {
        const likeness = found.map((each) => each[by]);
        return svg("path", { d: linePath(known, likeness, plane), class: `by-${by}` });
      }),
      ...known.map((count, k) =>
        svg("circle", { cx: x(count), cy: y(found[k].hebb), r: 3, class: "hebb-dot" }),
      ),
      ...(stored === 0 ? [] : [svg("path", { d: `M${x(stored)},${bottom}l-5,9h10z`, class: "here" })]),
    ];
  });
  const next = (): void => {
    waiting = undefined;
    if (found.length === most) return;
    found.push(recalledOf(found.length + 1));
    chart.draw();
    waiting = setTimeout(next, 30);
  };
  return {
    ...chart,
    begin() {
      if (waiting === undefined) waiting = setTimeout(next, 30);
    },
    mark(count) {
      stored = count;
      chart.draw();
    },
    dispose() {
      clearTimeout(waiting);
      chart.dispose();
    },
  };
}
