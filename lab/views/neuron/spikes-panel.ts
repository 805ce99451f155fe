import { figure } from "../../text/lang.js";
import { axes, tick } from "../chart/axes.js";
import { linePath } from "../chart/path.js";
import { planeOf } from "../chart/plane.js";
import { svgPlot } from "../chart/plot.js";
import { type Range, rangeOf } from "../chart/scale.js";
import { button, latest, slider } from "../controls.js";
import { element, svg } from "../dom.js";
import { numberFrom, type Panel, type PanelOptions } from "../panel.js";
import {
  addressOfFiring,
  bounds,
  currentBounds,
  type Firing,
  type FiringRow,
  type FiringSettings,
  firing,
  firingFrom,
  frameOf,
  kinds,
  type NeuronKind,
  numbersOf,
  peakOf,
  usualCurrent,
  usualFiring,
} from "./firing.js";
import { raster } from "./raster.js";
import { type Invitation, invitations, kindTexts, spikesWords } from "./spikes-words.js";

/** Five neurons of the simplest kind that spikes, and of kinds that adapt and burst. */
export function spikesPanel({ lang, asked, told }: PanelOptions): Panel {
  const say = spikesWords(lang);
  let settings = firingFrom(asked);
  let shown: Firing | undefined;
  let chosen = numberFrom(asked, "row", [1, 5, 1], 3) - 1;
  const refresh = latest(
    () => firing(settings),
    (result) => {
      shown = result;
      draw();
    },
  );
  const change = (to: Partial<FiringSettings>): void => {
    settings = { ...settings, ...to };
    refresh();
  };

  const choices = new Map(
    kinds.map((kind) => [
      kind,
      button(kindTexts[kind].name[lang], () => choose(kind), { "data-kind": kind }),
    ]),
  );
  const about = element("p");
  const look = element("p", { class: "look", role: "status" });
  const sliders = element("div", { class: "sliders" });
  const chart = svgPlot(say.membrane, 230, (width, height) =>
    shown === undefined ? [] : membraneMarks(shown, width, height),
  );
  const rows = raster(say, (row) => {
    chosen = row;
    draw();
  });
  const root = element(
    "div",
    { class: "spikes" },
    element("p", {}, say.intro),
    element(
      "div",
      { class: "row tries" },
      ...invitations.map((each) => button(each.title[lang], () => accept(each))),
    ),
    look,
    element("div", { class: "row kinds", role: "group", "aria-label": say.kinds }, ...choices.values()),
    about,
    sliders,
    element("h3", {}, say.membrane),
    chart.root,
    element("h3", {}, say.raster),
    rows.root,
    element("p", { class: "faint honest" }, say.honest),
  );
  offer();

  function choose(kind: NeuronKind): void {
    settings = { ...settings, kind, current: usualCurrent(kind), differing: "current" };
    offer();
    refresh();
  }

  function accept({ set, look: text, row }: Invitation): void {
    settings = { ...usualFiring, current: usualCurrent(set.kind ?? "lif"), ...set };
    chosen = row;
    look.textContent = text[lang];
    offer();
    refresh();
  }

  /** The controls of the chosen kind. */
  function offer(): void {
    const { kind } = settings;
    for (const [each, made] of choices) made.setAttribute("aria-pressed", String(each === kind));
    about.replaceChildren(...aboutKind(kind));
    const make = (name: "current" | keyof typeof bounds, unit: string): HTMLElement => {
      const range = name === "current" ? currentBounds(kind) : bounds[name];
      const set = (to: number): void => change({ [name]: to });
      return slider({ name: say[name], unit, bounds: range, value: settings[name], change: set }).root;
    };
    const { unit } = frameOf(kind);
    if (kind === "lif") {
      sliders.replaceChildren(
        make("current", unit),
        make("threshold", "mV"),
        make("tauMembrane", "ms"),
        make("tRefractory", "ms"),
        differingChoice(),
      );
    } else if (kind === "adex")
      sliders.replaceChildren(
        make("current", unit),
        make("b", "pA"),
        make("tauW", "ms"),
        make("vReset", "mV"),
      );
    else sliders.replaceChildren(make("current", unit));
  }

  function differingChoice(): HTMLElement {
    const options = (["current", "noise"] as const).map((differing) => {
      const radio = element("input", {
        type: "radio",
        name: "neuron-differing",
        checked: settings.differing === differing,
      });
      radio.addEventListener("change", () => change({ differing }));
      return element(
        "label",
        { class: "toggle" },
        radio,
        " ",
        differing === "noise" ? say.byNoise : say.byCurrent,
      );
    });
    return element("fieldset", {}, element("legend", {}, say.differing), ...options);
  }

  function aboutKind(kind: NeuronKind): (Node | string)[] {
    const { text, equation } = kindTexts[kind];
    const numbers =
      kind === "lif" || kind === "adex"
        ? ""
        : ` ${Object.entries(numbersOf(kind))
            .map(([name, value]) => `${name} = ${tick(value)}`)
            .join(", ")}.`;
    return [text[lang], numbers, element("br"), element("span", { class: "number equation" }, equation)];
  }

  function draw(): void {
    if (shown === undefined) return;
    chart.draw();
    chart.label(sentence());
    rows.show(shown, chosen, frameOf(shown.settings.kind).unit);
    told();
  }

  function membraneMarks(
    { settings: { kind, threshold }, duration, dt, rows: five }: Firing,
    width: number,
    height: number,
  ): SVGElement[] {
    const row = five[chosen];
    const edges = { left: 44, right: width - 16, top: 24, bottom: height - 38 };
    const plane = planeOf(edges, [0, duration], roomFor(row, kind === "lif" ? threshold : undefined));
    const { x, y, left, right, top } = plane;
    const times = Float64Array.from(row.v, (_, k) => (k + 1) * dt);
    // A spike is over within a step: it is drawn from where the membrane was to where it is taken as done.
    const stroke = (t: number): string => {
      const [from, to] =
        kind === "lif"
          ? [y(threshold), top]
          : [y(row.v[Math.max(0, Math.round(t / dt) - 2)]), y(peakOf(kind))];
      return `M${x(t).toFixed(1)},${from.toFixed(1)}V${to.toFixed(1)}`;
    };
    return [
      axes(plane, { x: x.ticks(6), y: y.ticks(4), xName: "t [ms]", yName: "V [mV]" }),
      ...(kind === "lif"
        ? [
            svg("path", { d: `M${left},${y(threshold)}H${right}`, class: "threshold" }),
            svg("text", { x: left + 4, y: y(threshold) - 6 }, say.threshold),
          ]
        : []),
      svg("path", { d: row.spikes.map(stroke).join(""), class: kind === "lif" ? "peak" : "voltage" }),
      svg("path", { d: linePath(times, row.v, plane), class: "voltage" }),
    ];
  }

  function sentence(): string {
    if (shown === undefined) return "";
    const { name } = kindTexts[shown.settings.kind];
    const { spikes, rate } = shown.rows[chosen];
    const all = shown.rows.map((each) => figure(each.rate)).join(lang === "zh" ? "、" : ", ");
    return lang === "zh"
      ? `${name.zh}：第 ${chosen + 1} 个神经元在 ${shown.duration} 毫秒内放电 ${spikes.length} 次，每秒 ${figure(rate)} 次；五个的频率依次为 ${all} 赫兹。`
      : `${name.en}: neuron ${chosen + 1} fires ${spikes.length} times in ${shown.duration} ms, ${figure(rate)} Hz; the five fire at ${all} Hz.`;
  }

  return {
    root,
    describe: sentence,
    address: () => ({ ...addressOfFiring(settings), row: String(chosen + 1) }),
    show: () => (shown === undefined ? refresh() : draw()),
    hide: () => {},
    dispose: () => chart.dispose(),
  };
}

/** Room for the membrane, the threshold and the strokes of spikes above it. */
function roomFor({ v }: FiringRow, threshold: number | undefined): Range {
  const [low] = rangeOf(v);
  return threshold === undefined ? [Math.min(-80, low), 35] : [Math.min(-75, low), threshold + 20];
}
