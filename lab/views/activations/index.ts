import type { Sums } from "../../engine/instruments/sums.js";
import { addressOf } from "../../place.js";
import type { LabState, LabStore } from "../../store.js";
import { figure } from "../../text/lang.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import "./activations.css";
import { composition } from "./composition.js";
import { type Curve, curveOf, placeNear, places, range } from "./curves.js";
import { type ShapeName, shapeNames, shapes } from "./functions.js";
import { activationPlot, thumbnail } from "./plot.js";
import { activationWords } from "./words.js";

/** The gallery of activation functions: by hand, and on the sums of the network in training. */
export function mountView(host: HTMLElement, store: LabStore, { lang }: ViewOptions): View {
  const say = activationWords(lang);
  let name: ShapeName = "tanh";
  let z = 1;
  let curve: Curve | undefined;
  let layer = -1;
  let unwatch = (): void => {};

  const picture = activationPlot(say.place, (to) => moveTo(to));
  const slider = element("input", {
    type: "range",
    min: range.from,
    max: range.to,
    step: 0.025,
    value: z,
    "aria-label": say.place,
  });
  const numbers = element("p", { class: "number now" });
  const title = element("h2");
  const formulas = element("p", { class: "formulas" });
  const note = element("p");
  const chosenLayer = element("select");
  const heapText = element("p", { class: "faint" });
  const chain = composition(say);
  const buttons = new Map(shapeNames.map((shape) => [shape, element("button", { type: "button" }, shape)]));
  const root = element(
    "div",
    { class: "activations-view" },
    element("section", { class: "gallery", "aria-label": say.gallery }, ...buttons.values()),
    element(
      "section",
      {},
      title,
      formulas,
      picture.root,
      slider,
      numbers,
      note,
      element("p", {}, element("a", { href: addressOf("neuron", undefined, { part: "rate" }) }, say.whence)),
      element(
        "p",
        { class: "faint" },
        [say.solid, say.dashed, say.shaded, say.hatched].join(" · "),
        " · ",
        say.drag,
      ),
      element("label", { class: "control" }, say.layer, " ", chosenLayer),
      heapText,
    ),
    chain.root,
  );
  host.replaceChildren(root);

  for (const [shape, button] of buttons) {
    button.addEventListener("click", () => void choose(shape));
    void curveOf(shape).then((made) => button.prepend(thumbnail(made)));
  }
  slider.addEventListener("input", () => moveTo(Number(slider.value)));
  chosenLayer.addEventListener("change", () => look(Number(chosenLayer.value)));

  async function choose(shape: ShapeName): Promise<void> {
    name = shape;
    const made = await curveOf(shape);
    if (name !== shape) return;
    curve = made;
    for (const [each, button] of buttons) button.setAttribute("aria-pressed", String(each === shape));
    title.textContent = shape;
    formulas.replaceChildren(shapes[shape].formula, element("br"), shapes[shape].derivative);
    note.textContent = shapes[shape].note[lang];
    picture.show(made, `${shape}: ${shapes[shape].formula}; ${shapes[shape].derivative}`);
    moveTo(z);
  }

  function moveTo(to: number): void {
    z = places[placeNear(to)];
    slider.value = String(z);
    if (curve === undefined) return;
    const k = placeNear(z);
    picture.mark(z);
    numbers.textContent = `z = ${figure(z)}   f(z) = ${figure(curve.f[k])}   f′(z) = ${figure(curve.slope[k])}`;
    slider.setAttribute("aria-valuetext", numbers.textContent);
    chain.show(name, z);
  }

  function look(at: number): void {
    layer = at;
    unwatch();
    unwatch = at < 0 ? () => {} : store.watch({ sums: { layer: at } });
    if (at < 0) {
      picture.heap(undefined);
      heapText.textContent = "";
    }
  }

  let offered = "";
  let drawn: Sums | undefined;
  function draw({ spec, frame }: LabState): void {
    const wanted = JSON.stringify(spec.layers);
    if (wanted !== offered) {
      offered = wanted;
      const options = spec.layers.map(({ units, activation }, k) =>
        element("option", { value: k }, `${k + 1}: ${activation}, ${units}`),
      );
      chosenLayer.replaceChildren(element("option", { value: -1 }, say.none), ...options);
      if (layer >= spec.layers.length) look(-1);
      chosenLayer.value = String(layer);
    }
    const sums = frame?.readings.sums;
    if (layer < 0 || sums === undefined || sums === drawn) return;
    drawn = sums;
    const { mean, standardDeviation, histogram } = sums.distribution;
    picture.heap(histogram);
    heapText.textContent = `${say.heap} ${sums.layer} (${sums.activation}): z = ${figure(mean)} ± ${figure(standardDeviation)}`;
  }

  void choose(name);
  const unsubscribe = store.subscribe(draw);
  return {
    describe: () => sentence(),
    dispose() {
      unsubscribe();
      unwatch();
      picture.dispose();
      chain.dispose();
      root.remove();
    },
  };

  function sentence(): string {
    if (curve === undefined) return "";
    const k = placeNear(z);
    const [f, slope] = [figure(curve.f[k]), figure(curve.slope[k])];
    return lang === "zh"
      ? `${name}：z = ${figure(z)} 时输出 ${f}，斜率 ${slope}。${shapes[name].note.zh}`
      : `${name}: at z = ${figure(z)} it gives ${f}, with slope ${slope}. ${shapes[name].note.en}`;
  }
}
