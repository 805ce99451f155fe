import type { DriftDiffusion } from "../decision/drift-diffusion.js";
import {
  checkFigure,
  colorOfLine,
  type FigureOptions,
  figure,
  langOf,
  line,
  rangeOf,
  short,
} from "./figure.js";
import { say } from "./words.js";

export interface DecisionPlotOptions extends FigureOptions {
  /** Where decisions are made, ±. Default: that of `theory`, else none is drawn. */
  readonly threshold?: number;
  /** What draws the distribution of times above the upper bound and below the lower one. */
  readonly theory?: DriftDiffusion;
}

/**
 * Evidence over time until decisions are made, SVG text: a line for each trial, the bounds, and beyond them how likely each time is.
 *
 * Throws  `invalid_option`, `unknown_name`, `non_finite_data`.
 *
 * @example
 * const options = { drift: 0.8, threshold: 1 };
 * const { paths, dt } = simulateDiffusion({ ...options, trials: 12, record: 12, dt: 0.01 });
 * const svg = decisionPlot({ paths, dt }, { theory: driftDiffusion(options) });
 */
export function decisionPlot(
  { paths, dt }: { readonly paths: readonly ArrayLike<number>[]; readonly dt: number },
  options: DecisionPlotOptions = {},
): string {
  checkFigure("decisionPlot", options, ["threshold", "theory"]);
  const lang = langOf("decisionPlot", options);
  const { theory, threshold = theory?.threshold } = options;
  const bounds = threshold === undefined ? [] : [threshold, -threshold];
  const end = Math.max(dt, ...paths.map((path) => (path.length - 1) * dt));
  const times = (path: ArrayLike<number>): number[] => Array.from({ length: path.length }, (_, k) => k * dt);
  const [low, high] = rangeOf("decisionPlot", 0.04, ...paths, bounds);
  const room = theory === undefined || threshold === undefined ? 0 : 0.7 * threshold;
  return figure("decisionPlot", options, {
    title: say("decisions", lang),
    x: { label: say("seconds", lang), from: 0, to: end },
    y: { label: say("evidence", lang), from: low - room, to: high + room },
    marks: (place) => [
      ...bounds.map(
        (z) =>
          `<path class="bound" stroke="#333333" stroke-dasharray="5 3" d="M${short(place.left)} ${short(place.y(z))}H${short(place.right)}"/>`,
      ),
      ...paths.map((path) => {
        const up = path[path.length - 1] >= 0;
        return line(
          place,
          times(path),
          path,
          `class="path" stroke="${colorOfLine(up ? 0 : 1)}" stroke-opacity="0.6"`,
        );
      }),
      ...(theory === undefined
        ? []
        : densities(theory, end).map(({ ts, heights }, k) =>
            line(place, ts, heights, `class="density" stroke="${colorOfLine(k)}" stroke-width="2"`),
          )),
    ],
  });
}

/** Both densities on one scale: the greatest is as high as 0.6 of the threshold. */
function densities(
  theory: DriftDiffusion,
  end: number,
): { readonly ts: number[]; readonly heights: number[] }[] {
  const ts = Array.from(
    { length: 201 },
    (_, k) => theory.tNonDecision + ((end - theory.tNonDecision) * k) / 200,
  );
  const both = (["upper", "lower"] as const).map((bound) => ts.map((t) => theory.density(t, bound)));
  const scale = (0.6 * theory.threshold) / Math.max(...both.flat(), Number.MIN_VALUE);
  return both.map((list, k) => ({
    ts,
    heights: list.map((f) => (k === 0 ? 1 : -1) * (theory.threshold + scale * f)),
  }));
}
