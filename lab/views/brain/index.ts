import { addressOf } from "../../place.js";
import type { LabStore } from "../../store.js";
import { element } from "../dom.js";
import { panelsView } from "../panels.js";
import type { View, ViewOptions } from "../view.js";
import "./brain.css";
import { brainWords } from "./words.js";

/** What a brain does that a layer does not: spikes that learn, timing, memory, decisions. */
export function mountView(host: HTMLElement, store: LabStore, options: ViewOptions): View {
  const say = brainWords(options.lang);
  const { tabs, stage, shown } = panelsView(store, options, {
    view: "brain",
    key: "panel",
    label: say.panels,
    titles: say,
    makers: {
      spikes: async (given) => (await import("./spikes/index.js")).spikesPanel(given),
      timing: async (given) => (await import("./timing/index.js")).timingPanel(given),
      memory: async (given) => (await import("./memory/index.js")).memoryPanel(given),
      decision: async (given) => (await import("./decision/index.js")).decisionPanel(given),
    },
  });
  const neuron = element("a", { href: addressOf("neuron") }, say.neuron);
  const root = element(
    "div",
    { class: "brain-view" },
    element("div", { class: "tabs" }, tabs, neuron),
    stage,
  );
  host.replaceChildren(root);
  return {
    ...shown,
    dispose() {
      shown.dispose();
      root.remove();
    },
  };
}
