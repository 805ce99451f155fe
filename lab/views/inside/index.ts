import type { Inside } from "../../engine/instruments/inside.js";
import { sickPresets } from "../../engine/presets.js";
import type { LabState, LabStore } from "../../store.js";
import { figure } from "../../text/lang.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import type { View, ViewOptions } from "../view.js";
import { doctorCards } from "./doctor-cards.js";
import "./inside.css";
import { layerTable } from "./layer-table.js";
import { insideWords } from "./words.js";

/** What happens in each layer, and what the doctor says of it. */
export function mountView(host: HTMLElement, store: LabStore, { lang }: ViewOptions): View {
  const say = insideWords(lang);
  const cards = doctorCards(store, lang);
  const table = layerTable(say);
  const root = element(
    "div",
    { class: "inside-view" },
    presetsPanel(),
    cards.root,
    element(
      "section",
      {},
      element("h2", {}, say.table),
      table.root,
      element("p", { class: "faint" }, say.legend),
    ),
  );
  host.replaceChildren(root);
  let latest: Inside | undefined;
  let failure: string | undefined;

  function presetsPanel(): HTMLElement {
    const buttons = sickPresets.map(({ name, why, spec }) => {
      const choose = (): void => {
        store.change(spec);
        whyText.textContent = why[lang];
      };
      return button(name[lang], choose, { title: why[lang] });
    });
    const whyText = element("p", { class: "faint", role: "status" });
    return element(
      "section",
      { "aria-label": say.presets },
      element("h2", {}, say.presets),
      element("div", { class: "remedies" }, ...buttons),
      whyText,
    );
  }

  function draw(state: LabState): void {
    const reading = state.frame?.readings.inside;
    if (reading !== undefined && reading !== latest) {
      latest = reading;
      show(reading);
    }
    const { message } = state.failure ?? {};
    if (message !== failure) {
      failure = message;
      if (state.failure?.code === "non_finite_loss" && message !== undefined)
        void store.ask("inside", { failure: message }).then(show, () => {}); // the network may be gone by then
    }
  }

  function show(reading: Inside): void {
    latest = reading;
    cards.show(reading.findings);
    table.show(reading.readings);
  }

  cards.show(undefined);
  const unwatch = store.watch({ inside: {} });
  const unsubscribe = store.subscribe(draw);
  return {
    describe: () => sentence(latest, lang),
    dispose() {
      unsubscribe();
      unwatch();
      root.remove();
    },
  };
}

function sentence(inside: Inside | undefined, lang: ViewOptions["lang"]): string {
  const now = inside?.readings.at(-1);
  if (inside === undefined || now === undefined) return "";
  const found = inside.findings.map(({ name, says }) => `${name[lang]}: ${says[lang]}`).join(" ");
  const ratios = now.layers.flatMap(({ updateRatio }) => updateRatio ?? []);
  const [least, most] = [figure(Math.min(...ratios)), figure(Math.max(...ratios))];
  if (lang === "zh")
    return `第 ${now.step} 步：每步更新为权重的 ${least} 到 ${most}。${found === "" ? "医生没有看到什么毛病。" : `医生看到：${found}`}`;
  return `Step ${now.step}: a step moves the weights by ${least} to ${most} of their length. ${found === "" ? "The doctor sees nothing wrong." : `The doctor sees: ${found}`}`;
}
