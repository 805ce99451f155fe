import { addressOf, place } from "../../place.js";
import type { LabStore } from "../../store.js";
import type { Lang } from "../../text/lang.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import type { Panel } from "../panel.js";
import type { View, ViewOptions } from "../view.js";
import "./brain.css";
import { brainWords } from "./words.js";

/** What a panel is given. */
export interface BrainPanelOptions {
  readonly store: LabStore;
  readonly lang: Lang;
  readonly told: () => void;
}
type MakePanel = (options: BrainPanelOptions) => Panel;

/** The panels, each loaded when it is first looked at. */
const panels = {
  spikes: async () => (await import("./spikes/index.js")).spikesPanel,
  timing: async () => (await import("./timing/index.js")).timingPanel,
  memory: async () => (await import("./memory/index.js")).memoryPanel,
  decision: async () => (await import("./decision/index.js")).decisionPanel,
} as const satisfies Readonly<Record<string, () => Promise<MakePanel>>>;
type PanelName = keyof typeof panels;
const names = Object.keys(panels) as readonly PanelName[]; // what it is made of

/** What a brain does that a layer does not: spikes that learn, timing, memory, decisions. Only the panel that is seen computes. */
export function mountView(host: HTMLElement, store: LabStore, { lang, told = () => {} }: ViewOptions): View {
  const say = brainWords(lang);
  const made = new Map<PanelName, Panel>();
  let shown: PanelName | undefined;
  let isGone = false;
  const stage = element("div", { class: "stage" });
  const tabs = new Map(names.map((name) => [name, button(say[name], () => void choose(name))]));
  const root = element(
    "div",
    { class: "brain-view" },
    element(
      "div",
      { class: "tabs", role: "group", "aria-label": say.panels },
      ...tabs.values(),
      element("a", { href: addressOf("neuron") }, say.neuron),
    ),
    stage,
  );
  host.replaceChildren(root);

  async function choose(name: PanelName): Promise<void> {
    if (shown !== undefined) made.get(shown)?.hide();
    shown = name;
    for (const [each, tab] of tabs) tab.setAttribute("aria-pressed", String(each === name));
    const make = await panels[name]();
    if (isGone || shown !== name) return;
    const panel = made.get(name) ?? make({ store, lang, told });
    made.set(name, panel);
    stage.replaceChildren(panel.root);
    history.replaceState(null, "", addressOf("brain", place().shared, address()));
    panel.show();
    told();
  }

  const wanted = place().asked.get("panel");
  void choose(names.find((name) => name === wanted) ?? names[0]);
  const address = (): Readonly<Record<string, string>> =>
    shown === undefined || shown === names[0] ? {} : { panel: shown };
  const current = (): Panel | undefined => (shown === undefined ? undefined : made.get(shown));
  return {
    describe: () => current()?.describe() ?? "",
    address,
    run: {
      toggle: () => current()?.run?.toggle(),
      advance: () => current()?.run?.advance(),
      reset: () => current()?.run?.reset(),
    },
    dispose() {
      isGone = true;
      for (const panel of made.values()) panel.dispose();
      root.remove();
    },
  };
}
