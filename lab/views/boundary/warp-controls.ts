import type { LabSpec } from "../../engine/spec.js";
import type { LabStore } from "../../store.js";
import { element } from "../dom.js";
import type { boundaryWords } from "./words.js";

export interface WarpControls {
  readonly root: HTMLElement;
  readonly isOn: boolean;
  /** The set-up may have other layers. */
  follow(spec: LabSpec): void;
  dispose(): void;
}

/** Through which layer the plane is seen, and which two of its neurons are the axes. */
export function warpControls(
  say: ReturnType<typeof boundaryWords>,
  store: LabStore,
  changed: () => void,
): WarpControls {
  const layer = element("select", { "aria-label": say.see });
  const units = [
    element("select", { "aria-label": `${say.axes} ↔` }),
    element("select", { "aria-label": `${say.axes} ↕` }),
  ];
  const pair = element("span", { class: "pair", hidden: true }, ...units);
  let shape = "";
  let unwatch: (() => void) | undefined;

  function watch(): void {
    unwatch?.();
    const k = layer.selectedIndex;
    unwatch =
      k <= 0
        ? undefined
        : store.watch({
            warp: {
              layer: `hidden_${k}`,
              units: [units[0].selectedIndex, Math.max(units[1].selectedIndex, 0)],
            },
          });
    changed();
  }

  function fillUnits(spec: LabSpec): void {
    const k = layer.selectedIndex;
    const count = spec.layers[k - 1]?.units ?? 0;
    pair.hidden = count <= 2;
    units.forEach((each, axis) => {
      each.replaceChildren(
        ...Array.from({ length: count }, (_, unit) =>
          element("option", {}, `${say.neuron} ${k}.${unit + 1}`),
        ),
      );
      each.selectedIndex = Math.min(axis, count - 1);
    });
  }

  layer.addEventListener("change", () => {
    fillUnits(store.state.spec);
    watch();
  });
  for (const each of units) each.addEventListener("change", watch);
  return {
    root: element("span", { class: "warp-controls" }, element("label", {}, `${say.see} `, layer), pair),
    get isOn() {
      return layer.selectedIndex > 0;
    },
    follow(spec) {
      const wanted = spec.layers.map(({ units: count }) => count).join();
      if (wanted === shape && layer.length > 0) return;
      shape = wanted;
      const before = Math.max(0, layer.selectedIndex);
      layer.replaceChildren(
        ...[say.plane, ...spec.layers.map((_, k) => `${say.through} ${k + 1}`)].map((name) =>
          element("option", {}, name),
        ),
      );
      layer.selectedIndex = Math.min(before, spec.layers.length);
      fillUnits(spec);
      if (before > 0) watch();
    },
    dispose: () => unwatch?.(),
  };
}
