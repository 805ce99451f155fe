import type { UpdateReading } from "../../engine/instruments/update.js";
import type { Lang } from "../../text/lang.js";
import { element, svg } from "../dom.js";
import { followedLines, isFollowed } from "./lines.js";
import type { WeightAt } from "./parts.js";
import { neuronName, sourceName } from "./sentence.js";
import { lineElement, shown } from "./show-line.js";
import { updateLines } from "./update-lines.js";
import { stepWords } from "./words.js";

/** The followed weight: its gradient, the check beside it, what each sample says of it, and its update. */
export function followedPanel(
  reading: UpdateReading,
  weight: WeightAt,
  knows: {
    readonly gradient: boolean;
    readonly next: boolean;
    /** Its update stands beside. */
    readonly isHere: boolean;
  },
  lang: Lang,
): (HTMLElement | SVGElement)[] {
  const say = stepWords(lang);
  const name = element(
    "p",
    {},
    element("strong", {}, `${sourceName(reading, weight, lang)} → ${neuronName(reading, weight, lang)}`),
  );
  if (!knows.gradient) return [name, element("p", { class: "faint" }, say.later)];
  if (!isFollowed(reading, weight)) return [name, element("p", { class: "faint" }, say.waiting)];
  const { check, weights } = reading;
  const lines = followedLines(reading, weight).map(lineElement);
  const gradient = weights.find(({ path }) => path === check.path)?.gradient[check.at] ?? Number.NaN;
  const isSame = Math.abs(check.numeric - gradient) <= 1e-5 * Math.max(1, Math.abs(gradient));
  const verdict = element(
    "p",
    { class: isSame ? "agrees" : "differs", "data-testid": "check", "data-agrees": String(isSame) },
    `${isSame ? "✓" : "≠"} ${isSame ? say.agrees : say.differs}`,
  );
  const bars = reading.of === "batch" ? [exampleBars(reading, gradient, say.bars)] : [];
  const next = knows.next && !knows.isHere ? updateLines(reading, weight).map(lineElement) : [];
  return [
    name,
    ...lines.slice(0, -1),
    ...bars,
    element("p", { class: "faint" }, say.numeric),
    lines[lines.length - 1],
    verdict,
    ...next,
  ];
}

/** A bar for each sample's gradient, up or down, and a line at their mean. */
function exampleBars({ examples }: UpdateReading, mean: number, label: string): SVGElement {
  const most = Math.max(...Array.from(examples, Math.abs), Number.MIN_VALUE);
  const y = (value: number): number => 40 - (value / most) * 36;
  const width = 300 / examples.length;
  const bars = Array.from(examples, (value, k) =>
    svg(
      "rect",
      {
        x: k * width + width * 0.1,
        width: width * 0.8,
        y: Math.min(y(value), y(0)),
        height: Math.abs(y(value) - y(0)) || 0.5,
        class: value < 0 ? "below" : "above",
      },
      svg("title", {}, `${k + 1}: ${shown(value)}`),
    ),
  );
  return svg(
    "svg",
    { viewBox: "0 0 300 80", class: "bars", role: "img", "aria-label": `${label}: ${shown(mean)}` },
    ...bars,
    svg("line", { x1: 0, x2: 300, y1: y(0), y2: y(0), class: "zero" }),
    svg("line", { x1: 0, x2: 300, y1: y(mean), y2: y(mean), class: "mean" }),
  );
}
