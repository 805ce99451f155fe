import { figure } from "../../text/lang.js";
import { axes, field, pathOf, svgChart, tick, ticksOf } from "../chart/picture.js";
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
  const chart = svgChart(say.membrane, 230, (width, height) =>
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
    const range = rangeOf(row, kind === "lif" ? threshold : undefined);
    const place = field({ left: 44, right: width - 16, top: 24, bottom: height - 38 }, [0, duration], range);
    const { xs, ys } = thinned(row.v, dt, Math.round((place.right - place.left) * 2));
    // A spike is over within a step: it is drawn from where the membrane was to where it is taken as done.
    const stroke = (t: number): string => {
      const [bottom, top] =
        kind === "lif"
          ? [place.y(threshold), place.top]
          : [place.y(row.v[Math.max(0, Math.round(t / dt) - 2)]), place.y(peakOf(kind))];
      return `M${place.x(t).toFixed(1)},${bottom.toFixed(1)}V${top.toFixed(1)}`;
    };
    return [
      ...axes(place, { x: ticksOf([0, duration], 6), y: ticksOf(range, 4) }, { x: "t [ms]", y: "V [mV]" }),
      ...(kind === "lif"
        ? [
            svg("path", { d: `M${place.left},${place.y(threshold)}H${place.right}`, class: "threshold" }),
            svg("text", { x: place.left + 4, y: place.y(threshold) - 6 }, say.threshold),
          ]
        : []),
      svg("path", { d: row.spikes.map(stroke).join(""), class: kind === "lif" ? "peak" : "voltage" }),
      svg("path", { d: pathOf(xs, ys, place), class: "voltage" }),
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
function rangeOf({ v }: FiringRow, threshold: number | undefined): readonly [number, number] {
  if (threshold !== undefined)
    return [
      Math.min(
        -75,
        v.reduce((a, b) => Math.min(a, b), 0),
      ),
      threshold + 20,
    ];
  return [v.reduce((a, b) => Math.min(a, b), -80), 35];
}

/** As many points as can be seen: of each stretch its lowest and its highest. */
function thinned(
  v: Float64Array,
  dt: number,
  most: number,
): { readonly xs: number[]; readonly ys: number[] } {
  const each = Math.max(1, Math.floor((2 * v.length) / most));
  const xs: number[] = [];
  const ys: number[] = [];
  for (let k = 0; k < v.length; k += each) {
    let [low, high] = [k, k];
    for (let i = k; i < Math.min(v.length, k + each); i++) {
      if (v[i] < v[low]) low = i;
      if (v[i] > v[high]) high = i;
    }
    for (const i of low === high ? [low] : [Math.min(low, high), Math.max(low, high)]) {
      xs.push((i + 1) * dt);
      ys.push(v[i]);
    }
  }
  return { xs, ys };
}
