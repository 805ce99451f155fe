import { replaySpikes, stdp } from "neurograd/brain";
import { figure, withMinus } from "../../../text/lang.js";
import { axes } from "../../chart/axes.js";
import { linePath } from "../../chart/path.js";
import { planeOf } from "../../chart/plane.js";
import { svgPlot } from "../../chart/plot.js";
import { type Scale, scale } from "../../chart/scale.js";
import { element, svg } from "../../dom.js";
import { dragged } from "../../pointing.js";
import type { timingWords } from "./words.js";

export const windows = {
  song: { aPlus: 0.01, aMinus: 0.0105, tauPlus: 20, tauMinus: 20 },
  biPoo: { aPlus: 0.01, aMinus: 0.006, tauPlus: 16.8, tauMinus: 33.7 },
} as const;
export type WindowName = keyof typeof windows;

const reach = 80; // ms
const side = Array.from({ length: 160 }, (_, k) => ((k + 1) * reach) / 160);

/** What one pair does to a weight in the middle of its range. */
export function changeBy(name: WindowName, gap: number): number {
  const weight = 0.5;
  return replaySpikes(stdp(windows[name]), { pre: [100], post: [100 + gap], weight }) - weight;
}

/** Two spikes that can be moved, and the window with their place in it. */
export function windowPicture(
  say: ReturnType<typeof timingWords>,
  moved: () => void,
): {
  readonly root: HTMLElement;
  choose(name: WindowName): void;
  sentence(): string;
  dispose(): void;
} {
  let name: WindowName = "song";
  let gap = 10;
  /** Where the spike before stands; the one after is `gap` behind it. */
  let pre = -5;
  const along = (width: number): Scale => scale([-reach, reach], [8, width - 8]);

  const strip = svgPlot(`${say.before}, ${say.after}`, 104, (width) => {
    const x = along(width);
    const row = (text: string, at: number, top: number, kind: string): SVGElement =>
      svg(
        "g",
        { class: `pulse ${kind}`, "data-kind": kind },
        svg("text", { x: 8, y: top - 20 }, text),
        svg("path", { d: `M8,${top}H${width - 8}`, class: "axis" }),
        svg("path", { d: `M${x(at)},${top}v-22`, class: "stroke" }),
        svg("circle", { cx: x(at), cy: top - 24, r: 7 }),
      );
    return [
      svg("path", { d: `M${x(pre)},20V46M${x(pre + gap)},52V98`, class: "threshold" }),
      row(say.before, pre, 46, "before"),
      row(say.after, pre + gap, 98, "after"),
    ];
  });
  const plot = svgPlot(say.windowTitle, 250, (width, height) => {
    const top = windows[name].aPlus * 1.12;
    const bottom = -windows[name].aMinus * 1.2;
    const plane = planeOf(
      { left: 52, right: width - 10, top: 22, bottom: height - 40 },
      [-reach, reach],
      [bottom, top],
    );
    const { x, y } = plane;
    const change = changeBy(name, gap);
    const left = side.map((t) => -t).reverse();
    const both = (times: readonly number[]): Float64Array =>
      Float64Array.from(times, (t) => changeBy(name, t));
    return [
      axes(plane, {
        x: [-80, -40, 0, 40, 80],
        y: y.ticks(5),
        xName: `${say.gap} [ms]`,
        yName: say.change,
      }),
      svg("path", { d: `M${x(0)},${plane.top}V${plane.bottom}`, class: "axis" }),
      svg("path", {
        d: `${linePath(left, both(left), plane)}L${x(0)},${y(0)}L${x(-reach)},${y(0)}Z`,
        class: "window weaker",
      }),
      svg("path", {
        d: `M${x(0)},${y(0)}${linePath(side, both(side), plane).replace("M", "L")}L${x(reach)},${y(0)}Z`,
        class: "window stronger",
      }),
      svg("path", { d: `M${x(gap)},${y(0)}V${y(change)}`, class: "threshold" }),
      svg("circle", { cx: x(gap), cy: y(change), r: 6, class: "now" }),
    ];
  });
  const slider = element("input", { type: "range", min: -reach, max: reach, step: 1, value: gap });
  const readout = element("p", { class: "number readout", role: "status" });
  const root = element(
    "section",
    {},
    element("h3", {}, say.windowTitle),
    element("p", { class: "faint" }, say.windowText),
    strip.root,
    element("label", { class: "slider wide" }, element("span", {}, say.gap), slider),
    plot.root,
    readout,
  );

  let held: "before" | "after" | undefined;
  strip.root.classList.add("draggable");
  dragged(strip.root, ({ x, y, width }, isFirst) => {
    if (isFirst) held = y < 50 ? "before" : "after";
    const t = Math.max(-reach, Math.min(reach, Math.round(along(width).value(x))));
    if (held === "before") {
      gap = pre + gap - t;
      pre = t;
    } else gap = t - pre;
    gap = Math.max(-reach, Math.min(reach, gap));
    draw();
  });
  slider.addEventListener("input", () => {
    gap = Number(slider.value);
    pre = Math.round(-gap / 2);
    draw();
  });

  function sentence(): string {
    const change = changeBy(name, gap);
    const what = change > 0 ? say.stronger : change < 0 ? say.weaker : say.same;
    return `Δt = ${withMinus(String(gap))} ms → Δw = ${change > 0 ? "+" : ""}${withMinus(figure(change * 100))} % ${say.ofMost}: ${what}`;
  }
  function draw(): void {
    slider.value = String(gap);
    slider.setAttribute("aria-valuetext", sentence());
    readout.textContent = sentence();
    plot.label(`${say.windowTitle}: ${sentence()}`);
    strip.label(`${say.before}, ${say.after}: ${sentence()}`);
    strip.draw();
    plot.draw();
    moved();
  }
  draw();
  return {
    root,
    sentence,
    choose(to) {
      name = to;
      draw();
    },
    dispose() {
      strip.dispose();
      plot.dispose();
    },
  };
}
