import type { UpdateReading } from "../../engine/instruments/update.js";
import type { Lang } from "../../text/lang.js";
import { element, tableHead } from "../dom.js";
import { isFollowed } from "./lines.js";
import { type Neuron, ofWeight, source, type WeightAt, weightsInto } from "./parts.js";
import { neuronName, sourceName } from "./sentence.js";
import { numberElement } from "./show-line.js";
import { stepWords } from "./words.js";

export interface TableActions {
  follow(weight: WeightAt): void;
  change(weight: WeightAt, value: number): void;
}

/** The weights into one neuron: what comes in, the weight, which may be changed, and what is known of its update. */
export function weightTable(
  reading: UpdateReading,
  neuron: Neuron,
  knows: { readonly gradient: boolean; readonly next: boolean },
  lang: Lang,
  { follow, change }: TableActions,
): HTMLElement {
  const say = stepWords(lang);
  const rows = weightsInto(reading, neuron).map((weight) => {
    const name = sourceName(reading, weight, lang);
    const choose = element("input", { type: "radio", name: "followed", "aria-label": `${say.follow} ${name}`, checked: isFollowed(reading, weight), "data-focus": `follow ${weight.from}` });
    choose.addEventListener("change", () => follow(weight));
    const w = ofWeight(reading, weight, "value");
    const field = element("input", { type: "number", step: "any", value: Number(w.value.toPrecision(6)), "aria-label": `${say.weight} ${name}`, class: "role-weight", "data-key": w.key, "data-focus": `weight ${weight.from}` });
    field.addEventListener("change", () => {
      if (Number.isFinite(field.valueAsNumber)) change(weight, field.valueAsNumber);
    });
    return element(
      "tr",
      {},
      element("td", {}, choose),
      element("th", { scope: "row" }, name),
      element("td", {}, weight.from === "bias" ? "1" : numberElement(source(reading, neuron.layer, weight.from))),
      element("td", {}, field),
      element("td", {}, knows.gradient ? numberElement(ofWeight(reading, weight, "gradient")) : "·"),
      element("td", {}, knows.next ? numberElement(ofWeight(reading, weight, "next")) : "·"),
    );
  }); // biome-ignore format: a table
  const heads = [say.follow, say.from, say.gives, say.weight, say.gradient, say.next];
  return element(
    "table",
    {},
    element("caption", {}, `${say.table} ${neuronName(reading, neuron, lang)}`),
    tableHead(heads),
    element("tbody", {}, ...rows),
  );
}
