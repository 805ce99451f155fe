import type { LabState, LabStore } from "../../store.js";
import { lossCurve } from "../curve.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import "./boundary.css";
import { mainPicture, unitValue } from "./main-picture.js";
import { type NetworkPicture, networkPicture, type Unit } from "./network-picture.js";
import { paintUnit, paletteOf } from "./paint.js";
import { sentenceOf } from "./sentence.js";
import { boundaryWords } from "./words.js";

/** The workbench: the network with every neuron's map, and the boundary that they make together. */
export function mountView(host: HTMLElement, store: LabStore, { lang }: ViewOptions): View {
  const say = boundaryWords(lang);
  const palette = paletteOf(host);
  const main = mainPicture(palette, say.picture);
  const title = element("h2", {}, say.picture);
  const curve = lossCurve({ title: say.curve, train: say.train, test: say.test, step: say.step });
  const networkPlace = element("div", { class: "scroll" });
  const root = element(
    "div",
    { class: "boundary-view" },
    element(
      "section",
      { "aria-label": say.network },
      element("h2", {}, say.network),
      networkPlace,
      curve.root,
    ),
    element("section", {}, title, main.root, element("p", { class: "faint" }, say.legend)),
  );
  host.replaceChildren(root);

  let picture: NetworkPicture | undefined;
  let shape = "";
  let chosen: Unit | undefined;

  const nameOf = ({ layer, index }: Unit): string => {
    if (layer === "input") return `${say.input} ${store.state.spec.features[index]}`;
    const name = layer === "output" ? say.output : `${say.neuron} ${layer.replace("hidden_", "")}`;
    return `${name}.${index + 1}`;
  };
  const choose = (unit: Unit | undefined): void => {
    chosen = unit;
    title.textContent = unit === undefined ? say.picture : `${say.hovered}: ${nameOf(unit)}`;
    draw(store.state);
  };

  function draw({ spec, frame, history }: LabState): void {
    curve.show(history);
    const { maps, weights, points } = frame?.readings ?? {};
    if (maps === undefined || weights === undefined) return;
    const wanted = JSON.stringify([spec.features, maps.layers.map(({ units }) => units)]);
    if (picture === undefined || wanted !== shape) {
      shape = wanted;
      chosen = undefined;
      picture = networkPicture(spec, maps.layers, nameOf, choose, networkPlace.clientWidth);
      networkPlace.replaceChildren(picture.root);
    }
    for (const layer of maps.layers)
      picture.canvases(layer.layer).forEach((canvas, index) => {
        paintUnit(canvas, maps.size, unitValue(layer, index), palette);
      });
    picture.showWeights(weights);
    const layer = maps.layers.find((candidate) => candidate.layer === chosen?.layer);
    main.show(maps, points, layer && chosen && { layer, index: chosen.index });
    main.root.setAttribute("aria-label", `${say.picture}: ${sentenceOf(store.state, lang)}`);
  }

  const unwatch = store.watch({ maps: { size: 40 }, weights: {}, points: {} });
  const unsubscribe = store.subscribe(draw);
  return {
    describe: () => sentenceOf(store.state, lang),
    dispose() {
      unsubscribe();
      unwatch();
      root.remove();
    },
  };
}
