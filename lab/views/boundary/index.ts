import type { LayerMaps } from "../../engine/instruments/maps.js";
import type { LabState, LabStore } from "../../store.js";
import { paintCells } from "../chart/cells.js";
import { paletteOf, signedColor } from "../chart/colors.js";
import { unitValue } from "../chart/field.js";
import { lossCurve } from "../chart/loss-curve.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import "./boundary.css";
import { mainPicture } from "./main-picture.js";
import { type NetworkPicture, networkPicture, type Unit } from "./network-picture.js";
import { painter } from "./painter.js";
import { presetsMenu } from "./presets-menu.js";
import { sentenceOf } from "./sentence.js";
import { warpControls } from "./warp-controls.js";
import { warpPicture } from "./warp-picture.js";
import { type WeightPlace, weightPanel } from "./weight-panel.js";
import { boundaryWords } from "./words.js";

/** The workbench: the network with every neuron's map, and the boundary that they make together. */
export function mountView(host: HTMLElement, store: LabStore, { lang }: ViewOptions): View {
  const say = boundaryWords(lang);
  const palette = paletteOf();
  const main = mainPicture(palette, say.picture);
  const warped = warpPicture(palette);
  const title = element("h2", {}, say.picture);
  const curve = lossCurve(lang);
  const networkPlace = element("div", { class: "scroll" });
  const legend = element("p", { class: "faint" }, say.legend);
  const isTestShown = element("input", { type: "checkbox", checked: true });
  isTestShown.addEventListener("change", () => draw(store.state));

  let picture: NetworkPicture | undefined;
  let shape = "";
  let chosen: Unit | undefined;
  let followed: WeightPlace | undefined;

  const nameOf = ({ layer, index }: Unit): string => {
    if (layer === "input") return `${say.input} ${store.state.spec.features[index]}`;
    const name = layer === "output" ? say.output : `${say.neuron} ${layer.replace("hidden_", "")}`;
    return `${name}.${index + 1}`;
  };
  const choose = (unit: Unit | undefined): void => {
    chosen = unit;
    draw(store.state);
  };
  const weights = weightPanel(say, store, nameOf, (place) => {
    followed = place;
    picture?.mark(place?.path, place?.at ?? 0);
  });
  const paint = painter(say, store, main, () => drawPoints(store.state));
  const warp = warpControls(say, store, () => draw(store.state));

  const root = element(
    "div",
    { class: "boundary-view" },
    element(
      "section",
      { "aria-label": say.network },
      presetsMenu(say, store, lang),
      element("h2", {}, say.network),
      networkPlace,
      weights.root,
      curve.root,
    ),
    element(
      "section",
      {},
      title,
      element("div", { class: "looks" }, warp.root, element("label", {}, isTestShown, say.showTest)),
      main.root,
      warped.root,
      paint.root,
      legend,
    ),
  );
  host.replaceChildren(root);

  function draw(state: LabState): void {
    const { spec, frame, history } = state;
    curve.show(history);
    paint.follow(spec);
    warp.follow(spec);
    const { maps, weights: values } = frame?.readings ?? {};
    if (maps === undefined || values === undefined) return;
    const wanted = JSON.stringify([spec.features, maps.layers.map(({ units }) => units)]);
    if (picture === undefined || wanted !== shape) {
      shape = wanted;
      chosen = undefined;
      picture = networkPicture(
        spec,
        maps.layers,
        nameOf,
        choose,
        (edge) => weights.choose(edge),
        networkPlace.clientWidth,
      );
      networkPlace.replaceChildren(picture.root);
    }
    weights.show(state);
    picture.mark(followed?.path, followed?.at ?? 0);
    for (const layer of maps.layers)
      picture.canvases(layer.layer).forEach((canvas, index) => {
        const value = unitValue(layer, index);
        paintCells(canvas, { width: maps.size, height: maps.size }, (cell) =>
          signedColor(value(cell), palette),
        );
      });
    picture.showWeights(values);
    const output = maps.layers[maps.layers.length - 1];
    const layer = maps.layers.find((candidate) => candidate.layer === chosen?.layer);
    const isWarped = layer === undefined && drawWarp(state, output);
    if (!isWarped) {
      main.showLayer(maps.size, layer ?? output, layer && chosen?.index);
      drawPoints(state);
    }
    warped.root.hidden = !isWarped;
    main.root.hidden = isWarped;
    paint.root.hidden = isWarped;
    legend.textContent = isWarped ? say.warpNote : say.legend;
    title.textContent =
      chosen !== undefined ? `${say.hovered}: ${nameOf(chosen)}` : isWarped ? say.warped : say.picture;
    main.root.setAttribute("aria-label", `${say.picture}: ${sentenceOf(store.state, lang)}`);
  }

  function drawPoints({ frame }: LabState): void {
    const draft = paint.draft;
    const points = frame?.readings.points;
    if (draft !== undefined) {
      const at = draft.flatMap(({ x, y }) => [x / 1000, y / 1000]);
      const labels = draft.map(({ label }) => label);
      main.showPoints({ at, labels, trained: draft.length });
    } else if (points !== undefined) main.showPoints(points, { isTestShown: isTestShown.checked });
  }

  /** Whether the plane is now seen through a layer. */
  function drawWarp({ frame }: LabState, output: LayerMaps): boolean {
    const reading = frame?.readings.warp;
    if (reading === undefined || !warp.isOn) return false;
    const names = reading.units.map((index) => nameOf({ layer: reading.layer, index }));
    warped.show(reading, output, frame?.readings.points, isTestShown.checked, [names[0], names[1]]);
    warped.root.setAttribute("aria-label", `${say.warped}: ${names.join(", ")}. ${say.warpNote}`);
    return true;
  }

  const unwatch = store.watch({ maps: { size: 40 }, weights: {}, points: {} });
  const unsubscribe = store.subscribe(draw);
  return {
    describe: () => sentenceOf(store.state, lang),
    dispose() {
      unsubscribe();
      unwatch();
      paint.dispose();
      warp.dispose();
      curve.dispose();
      root.remove();
    },
  };
}
