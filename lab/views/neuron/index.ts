import type { LabStore } from "../../store.js";
import { element } from "../dom.js";
import { panelsView } from "../panels.js";
import type { View, ViewOptions } from "../view.js";
import { membranePanel } from "./membrane-panel.js";
import "./neuron.css";
import { ratePanel } from "./rate-panel.js";
import { spikesPanel } from "./spikes-panel.js";
import { neuronWords } from "./words.js";

/** One neuron: its membrane, its spikes, and the curve that artificial units are. It knows nothing of the network. */
export function mountView(host: HTMLElement, store: LabStore, options: ViewOptions): View {
  const say = neuronWords(options.lang);
  const { tabs, stage, shown } = panelsView(store, options, {
    view: "neuron",
    key: "part",
    label: say.parts,
    titles: say,
    makers: { membrane: membranePanel, spikes: spikesPanel, rate: ratePanel },
  });
  const title = [element("h2", {}, say.title), element("p", {}, say.intro)];
  const root = element("div", { class: "neuron-view" }, ...title, tabs, stage);
  host.replaceChildren(root);
  return {
    ...shown,
    dispose() {
      shown.dispose();
      root.remove();
    },
  };
}
