import { addressOf, place } from "../../place.js";
import type { LabStore } from "../../store.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import { membranePanel } from "./membrane-panel.js";
import "./neuron.css";
import type { Panel, PanelOptions } from "../panel.js";
import { ratePanel } from "./rate-panel.js";
import { spikesPanel } from "./spikes-panel.js";
import { neuronWords } from "./words.js";

const parts = ["membrane", "spikes", "rate"] as const;
type Part = (typeof parts)[number];
const makers: Readonly<Record<Part, (options: PanelOptions) => Panel | Promise<Panel>>> = {
  membrane: membranePanel,
  spikes: spikesPanel,
  rate: ratePanel,
};

/** One neuron: its membrane, its spikes, and the curve that artificial units are. It knows nothing of the network. */
export function mountView(host: HTMLElement, _store: LabStore, { lang, told }: ViewOptions): View {
  const say = neuronWords(lang);
  const making = new Map<Part, Promise<Panel>>();
  const panels = new Map<Part, Panel>();
  let shown: Part | undefined;
  let isGone = false;
  const tabs = new Map(
    parts.map((part) => {
      const tab = element(
        "button",
        { type: "button", role: "tab", id: `neuron-tab-${part}`, "aria-controls": "neuron-panel" },
        say[part],
      );
      tab.addEventListener("click", () => go(part));
      return [part, tab];
    }),
  );
  const list = element(
    "div",
    { class: "row parts", role: "tablist", "aria-label": say.parts },
    ...tabs.values(),
  );
  list.addEventListener("keydown", (event) => {
    const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (by === 0 || shown === undefined) return;
    event.preventDefault();
    const next = parts[(parts.indexOf(shown) + by + parts.length) % parts.length];
    go(next);
    tabs.get(next)?.focus();
  });
  const room = element("div", { role: "tabpanel", id: "neuron-panel" });
  const root = element(
    "div",
    { class: "neuron-view" },
    element("h2", {}, say.title),
    element("p", {}, say.intro),
    list,
    room,
  );
  host.replaceChildren(root);

  /** To another part, and so says the address. */
  function go(part: Part): void {
    history.replaceState(null, "", addressOf("neuron", undefined, { part }));
    void show(part);
  }

  async function show(part: Part): Promise<void> {
    if (part === shown) return;
    if (shown !== undefined) panels.get(shown)?.hide();
    shown = part;
    for (const [each, tab] of tabs) {
      tab.setAttribute("aria-selected", String(each === part));
      tab.tabIndex = each === part ? 0 : -1;
    }
    room.setAttribute("aria-labelledby", `neuron-tab-${part}`);
    const made =
      making.get(part) ?? Promise.resolve(makers[part]({ lang, asked: place().asked, told: () => told?.() }));
    making.set(part, made);
    const panel = await made;
    panels.set(part, panel);
    if (isGone || shown !== part) return;
    room.replaceChildren(panel.root);
    panel.show();
    told?.();
  }

  const asked = (): Part => parts.find((part) => part === place().asked.get("part")) ?? parts[0];
  const arrive = (): void => {
    if (place().view === "neuron") void show(asked());
  };
  void show(asked());
  addEventListener("hashchange", arrive);
  const now = (): Panel | undefined => (shown === undefined ? undefined : panels.get(shown));
  return {
    describe: () => now()?.describe() ?? say.intro,
    run: {
      toggle: () => now()?.run?.toggle(),
      advance: () => now()?.run?.advance(),
      reset: () => now()?.run?.reset(),
    },
    address: () => ({ part: shown ?? parts[0], ...now()?.address?.() }),
    dispose() {
      isGone = true;
      removeEventListener("hashchange", arrive);
      for (const made of making.values()) void made.then((panel) => panel.dispose());
      root.remove();
    },
  };
}
