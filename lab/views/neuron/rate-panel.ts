import type { FittedActivation } from "neurograd/brain";
import { addressOf } from "../../place.js";
import { figure, percent } from "../../text/lang.js";
import { tick } from "../chart/axes.js";
import { linePath } from "../chart/path.js";
import { planeOf } from "../chart/plane.js";
import { svgPlot } from "../chart/plot.js";
import { rangeOf } from "../chart/scale.js";
import { button, latest, slider } from "../controls.js";
import { element, svg, tableHead } from "../dom.js";
import { nameFrom, numberFrom, type Panel, type PanelOptions } from "../panel.js";
import {
  type ActivationName,
  type AtCurrent,
  activations,
  atCurrent,
  type CurveKind,
  currentsOf,
  curveKinds,
  fits,
  type LeakySettings,
  type RateCurve,
  rateCurve,
} from "./rate-curves.js";
import { ratePlot } from "./rate-plot.js";
import { curveTexts, rateWords } from "./rate-words.js";

const bounds = { noise: [1, 10, 0.5], tRefractory: [0, 20, 1] } as const;

type Fits = Readonly<Record<ActivationName, FittedActivation>>;

/** What a neuron answers to each current, beside the activations of artificial units. */
export function ratePanel({ lang, asked, told }: PanelOptions): Panel {
  const say = rateWords(lang);
  let kind: CurveKind = nameFrom(asked, "kind", curveKinds, "noisyLif");
  let activation: ActivationName = nameFrom(asked, "over", activations, curveTexts[kind].nearest);
  let settings: LeakySettings = {
    noise: numberFrom(asked, "noise", bounds.noise, 6),
    tRefractory: numberFrom(asked, "rest", bounds.tRefractory, 0),
  };
  let marked = Math.round(numberFrom(asked, "at", [0, 40, 1], 20));
  let curve: RateCurve | undefined;
  let fitted: Fits | undefined;
  let spiking: AtCurrent | undefined;

  const compute = latest(
    async () => {
      const made = await rateCurve(kind, settings);
      return { made, laid: await fits(made) };
    },
    ({ made, laid }) => {
      if (made.kind !== kind) return;
      curve = made;
      fitted = laid;
      draw();
      run();
    },
  );
  const run = latest(
    () => atCurrent(kind, currentsOf(kind)[marked], settings),
    (result) => {
      spiking = result;
      trace.draw();
      drawUnit();
      told();
    },
  );
  const mark = (index: number): void => {
    if (index === marked) return;
    marked = index;
    draw();
    run();
  };

  const choices = new Map(
    curveKinds.map((each) => [
      each,
      button(curveTexts[each].name[lang], () => choose(each), { "data-kind": each }),
    ]),
  );
  const about = element("p", { class: "look", role: "status" });
  const plot = ratePlot({ current: say.current, rate: say.rateAxis }, mark);
  const place = element("input", {
    type: "range",
    min: 0,
    max: currentsOf(kind).length - 1,
    step: 1,
    value: marked,
    class: "place",
    "aria-label": say.place,
  });
  place.addEventListener("input", () => mark(Number(place.value)));
  const noisy = slider({
    name: say.noise,
    unit: "mV",
    bounds: bounds.noise,
    value: settings.noise,
    change: (noise) => set({ noise }),
  });
  const resting = slider({
    name: say.refractory,
    unit: "ms",
    bounds: bounds.tRefractory,
    value: settings.tRefractory,
    change: (tRefractory) => set({ tRefractory }),
  });
  const set = (to: Partial<LeakySettings>): void => {
    settings = { ...settings, ...to };
    compute();
  };
  const table = fitTable(say, (name) => {
    activation = name;
    draw();
  });
  const scale = element("p", { class: "number scale" });
  const trace = svgPlot(say.neuron, 120, (width, height) =>
    spiking === undefined ? [] : traceMarks(spiking, width, height),
  );
  const neuronText = element("p", { class: "number" });
  const unit = unitPicture();
  const unitText = element("p", { class: "number" });

  const root = element(
    "div",
    { class: "rates" },
    element("p", {}, say.intro),
    element("div", { class: "row kinds", role: "group", "aria-label": say.kinds }, ...choices.values()),
    about,
    element(
      "div",
      { class: "beside" },
      element("section", {}, plot.root, place, element("p", { class: "faint" }, say.legend)),
      element("section", {}, element("h3", {}, say.laidOver), table.root, scale, noisy.root, resting.root),
    ),
    element(
      "div",
      { class: "two" },
      element("section", { class: "card" }, element("h3", {}, say.neuron), trace.root, neuronText),
      element("section", { class: "card" }, element("h3", {}, say.unit), unit.root, unitText),
    ),
    element("div", { class: "two" }, listOf(say.left, say.leftItems), listOf(say.analogy, say.analogyItems)),
    element("p", {}, element("a", { href: addressOf("activations") }, say.toActivations)),
  );

  function choose(to: CurveKind): void {
    kind = to;
    curve = undefined;
    spiking = undefined;
    activation = curveTexts[to].nearest;
    describeKind();
    compute();
  }

  function describeKind(): void {
    for (const [each, made] of choices) made.setAttribute("aria-pressed", String(each === kind));
    about.textContent = curveTexts[kind].text[lang];
    noisy.root.hidden = kind !== "noisyLif";
    resting.root.hidden = kind !== "noisyLif" && kind !== "lif";
  }

  function draw(): void {
    if (curve === undefined || fitted === undefined) return;
    place.value = String(marked);
    place.setAttribute("aria-valuetext", `${tick(curve.currents[marked])} ${curve.unit}`);
    plot.show(curve, fitted[activation], marked);
    plot.label(sentence());
    table.show(fitted, activation);
    const { height, slope, bias } = fitted[activation];
    const sum = `${figure(slope)} · I ${bias < 0 ? "−" : "+"} ${figure(Math.abs(bias))}`;
    scale.textContent = `${say.rate} ≈ ${figure(height)} Hz · ${activation}(${sum})`;
    drawUnit();
    told();
  }

  function drawUnit(): void {
    if (curve === undefined || fitted === undefined) return;
    const { units, rates } = fitted[activation];
    unit.show(`${activation}(z)`, figure(units[marked]));
    unitText.textContent = say.unitSays(figure(units[marked]), figure(rates[marked]));
    if (spiking === undefined) return;
    neuronText.textContent = say.neuronSays(
      `${tick(spiking.current)} ${curve.unit}`,
      spiking.spikes.length,
      spiking.duration,
      figure(curve.rates[marked]),
    );
    trace.label(neuronText.textContent);
  }

  function sentence(): string {
    if (curve === undefined || fitted === undefined) return say.intro;
    const at = `${tick(curve.currents[marked])} ${curve.unit}`;
    const [rate, error] = [figure(curve.rates[marked]), figure(100 * fitted[activation].error, 2)];
    return lang === "zh"
      ? `${curveTexts[kind].name.zh}：电流 ${at} 时每秒放电 ${rate} 次。${activation} 缩放后盖在曲线上，平均差最高频率的 ${error} %。`
      : `${curveTexts[kind].name.en}: at ${at} it fires at ${rate} Hz. ${activation}, scaled, lies over the curve within ${error} % of the highest rate, on average.`;
  }

  describeKind();
  return {
    root,
    describe: sentence,
    address: () => ({
      kind,
      over: activation,
      noise: String(settings.noise),
      rest: String(settings.tRefractory),
      at: String(marked),
    }),
    show: () => (curve === undefined ? compute() : draw()),
    hide: () => {},
    dispose() {
      plot.dispose();
      trace.dispose();
    },
  };
}

/** The membrane at the marked current, each spike a stroke. */
function traceMarks({ v, dt, duration, spikes }: AtCurrent, width: number, height: number): SVGElement[] {
  const edges = { left: 4, right: width - 4, top: 34, bottom: height - 6 };
  const plane = planeOf(edges, [0, duration], rangeOf(v));
  const times = Float64Array.from(v, (_, k) => (k + 1) * dt);
  return [
    svg("path", { d: linePath(times, v, plane), class: "voltage" }),
    svg("path", { d: spikes.map((t) => `M${plane.x(t).toFixed(1)},6V26`).join(""), class: "peak" }),
  ];
}

/** The unit: a circle that says one number. */
function unitPicture(): { readonly root: SVGElement; show(name: string, value: string): void } {
  const [name, value] = [
    svg("text", { x: 110, y: 50, class: "unit-word unit-name" }),
    svg("text", { x: 110, y: 78, class: "unit-word unit-value" }),
  ];
  const root = svg(
    "svg",
    { viewBox: "0 0 220 120", class: "unit", "aria-hidden": "true" },
    svg("path", { class: "arrows", d: "M6,60H56M48,54l8,6l-8,6M164,60h48M206,54l8,6l-8,6" }),
    svg("circle", { cx: 110, cy: 60, r: 52 }),
    svg("text", { x: 6, y: 50, class: "unit-word" }, "z"),
    name,
    value,
  );
  return {
    root,
    show(called, said) {
      name.textContent = called;
      value.textContent = said;
    },
  };
}

function fitTable(
  say: ReturnType<typeof rateWords>,
  choose: (name: ActivationName) => void,
): { readonly root: HTMLElement; show(fitted: Fits, chosen: ActivationName): void } {
  const rows = activations.map((name) => {
    const radio = element("input", { type: "radio", name: "neuron-activation", value: name });
    radio.addEventListener("change", () => choose(name));
    const error = element("td", { class: "number" });
    const row = element(
      "tr",
      {},
      element("td", {}, element("label", { class: "toggle" }, radio, " ", name)),
      error,
    );
    return { name, radio, error, row };
  });
  return {
    root: element(
      "table",
      { class: "fits" },
      tableHead([say.activation, say.leftOver]),
      element("tbody", {}, ...rows.map(({ row }) => row)),
    ),
    show(fitted, chosen) {
      for (const { name, radio, error } of rows) {
        radio.checked = name === chosen;
        error.textContent = percent(fitted[name].error);
      }
    },
  };
}

const listOf = (title: string, items: readonly string[]): HTMLElement =>
  element(
    "section",
    {},
    element("h3", {}, title),
    element("ul", {}, ...items.map((item) => element("li", {}, item))),
  );
