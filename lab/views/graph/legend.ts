import { element } from "../dom.js";
import type { Coloring } from "./look.js";
import type { GraphWords } from "./words.js";

/** What the colors and lines mean. */
export function legend(coloring: Coloring, isFile: boolean, say: GraphWords): readonly HTMLElement[] {
  const entry = (name: string, text: string): HTMLElement =>
    element("span", { class: name }, element("i", {}), text);
  const scale = element("span", { class: "scale" }, say.small, element("i", {}), say.large);
  return [
    ...(isFile
      ? []
      : [
          entry("forward", say.forward),
          entry("backward", `∂ ${say.backward}`),
          entry("update", `Δ ${say.update}`),
          entry("kept", say.kept),
        ]),
    ...(coloring === "part" ? [] : [scale]),
  ];
}
