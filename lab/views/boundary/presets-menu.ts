import { workbenchPresets } from "../../engine/presets.js";
import type { LabStore } from "../../store.js";
import type { Lang } from "../../text/lang.js";
import { element } from "../dom.js";
import type { boundaryWords } from "./words.js";

/** Set-ups that do well and ones that do not, each with its reason. */
export function presetsMenu(say: ReturnType<typeof boundaryWords>, store: LabStore, lang: Lang): HTMLElement {
  const why = element("p", { class: "why", role: "status" });
  const group = (label: string, isGood: boolean): HTMLElement =>
    element(
      "optgroup",
      { label },
      ...workbenchPresets
        .filter((preset) => preset.isGood === isGood)
        .map(({ id, name }) => element("option", { value: id }, name[lang])),
    );
  const menu = element(
    "select",
    {},
    element("option", { value: "" }, say.choosePreset),
    group(say.good, true),
    group(say.bad, false),
  );
  menu.addEventListener("change", () => {
    const preset = workbenchPresets.find(({ id }) => id === menu.value);
    why.textContent = preset?.why[lang] ?? "";
    if (preset === undefined) return;
    store.change(preset.spec);
    store.play();
  });
  return element("div", { class: "presets" }, element("label", {}, `${say.presets} `, menu), why);
}
