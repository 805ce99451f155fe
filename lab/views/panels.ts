import { addressOf, place } from "../place.js";
import type { LabStore } from "../store.js";
import { button } from "./controls.js";
import { element } from "./dom.js";
import type { Panel, PanelOptions } from "./panel.js";
import "./panels.css";
import { arrowOf } from "./pointing.js";
import type { View, ViewOptions } from "./view.js";

export type MakePanel = (options: PanelOptions) => Panel | Promise<Panel>;

export interface PanelsOptions<Name extends string> {
  /** The view's name in addresses, and under what they hold the panel's. */
  readonly view: string;
  readonly key: string;
  /** What the tabs are. */
  readonly label: string;
  readonly titles: Readonly<Record<NoInfer<Name>, string>>;
  /** Made when first looked at; the first one is shown where the address names none. */
  readonly makers: Readonly<Record<Name, MakePanel>>;
}

/** A view of several panels behind tabs. Only the panel that is seen computes. */
export function panelsView<Name extends string>(
  store: LabStore,
  { lang, told = () => {} }: ViewOptions,
  { view, key, label, titles, makers }: PanelsOptions<Name>,
): { readonly tabs: HTMLElement; readonly stage: HTMLElement; readonly shown: View } {
  const names = Object.keys(makers) as Name[]; // what it is made of
  const made = new Map<Name, Promise<Panel>>();
  let name: Name | undefined;
  let panel: Panel | undefined;
  let isGone = false;
  const buttons = new Map(
    names.map((each) => [
      each,
      button(titles[each], () => go(each), {
        role: "tab",
        id: `${view}-tab-${each}`,
        "aria-controls": `${view}-panel`,
      }),
    ]),
  );
  const tabs = element(
    "div",
    { class: "panel-tabs", role: "tablist", "aria-label": label },
    ...buttons.values(),
  );
  tabs.addEventListener("keydown", (event) => {
    const [by] = arrowOf(event) ?? [0];
    if (by === 0 || name === undefined) return;
    event.preventDefault();
    const next = names[(names.indexOf(name) + by + names.length) % names.length];
    go(next);
    buttons.get(next)?.focus();
  });
  const stage = element("div", { role: "tabpanel", id: `${view}-panel` });

  /** To another panel, and so says the address. */
  function go(to: Name): void {
    history.replaceState(null, "", addressOf(view, place().shared, { [key]: to }));
    void show(to);
  }

  async function show(to: Name): Promise<void> {
    if (to === name) return;
    panel?.hide();
    panel = undefined;
    name = to;
    for (const [each, tab] of buttons) {
      tab.setAttribute("aria-selected", String(each === to));
      tab.tabIndex = each === to ? 0 : -1;
    }
    stage.setAttribute("aria-labelledby", `${view}-tab-${to}`);
    const making =
      made.get(to) ?? Promise.resolve(makers[to]({ store, lang, asked: place().asked, told: () => told() }));
    made.set(to, making);
    const ready = await making;
    if (isGone || name !== to) return;
    panel = ready;
    stage.replaceChildren(panel.root);
    panel.show();
    told();
  }

  const asked = (): Name => names.find((each) => each === place().asked.get(key)) ?? names[0];
  const arrive = (): void => {
    if (place().view === view) void show(asked());
  };
  void show(asked());
  addEventListener("hashchange", arrive);
  return {
    tabs,
    stage,
    shown: {
      describe: () => panel?.describe() ?? "",
      run: {
        toggle: () => panel?.run?.toggle(),
        advance: () => panel?.run?.advance(),
        reset: () => panel?.run?.reset(),
      },
      address: () => ({ [key]: name ?? names[0], ...panel?.address?.() }),
      dispose() {
        isGone = true;
        removeEventListener("hashchange", arrive);
        for (const making of made.values()) void making.then((each) => each.dispose());
      },
    },
  };
}
