import { figure } from "../../text/lang.js";
import { element } from "../dom.js";
import type { Line, NumberPart, Part } from "./parts.js";

/** A formula as a paragraph: each number with its color, its full value, and the key that it shares with other places. */
export function lineElement(line: Line): HTMLElement {
  return element("p", { class: "line" }, ...line.map((part, k) => partNode(part, line[k - 1])));
}

/** A number wherever it stands. */
export function numberElement({ role, key, value, digits = 4 }: NumberPart): HTMLElement {
  return element(
    "data",
    { class: `role-${role} number`, value, title: value, "data-key": key },
    shown(value, digits),
  );
}

/** With a real minus sign. */
export const shown = (value: number, digits = 4): string =>
  figure(value, digits)
    .replace(/\.?0+e/, "e")
    .replaceAll("-", "−");

function partNode(part: Part, before: Part | undefined): Node {
  if (typeof part === "string") return document.createTextNode(part);
  if ("symbol" in part) {
    const { role, symbol, sub } = part;
    const children = sub === undefined || sub === "" ? [symbol] : [symbol, element("sub", {}, sub)];
    return element("i", { class: `role-${role}` }, ...children);
  }
  const made = numberElement(part);
  if (part.isRaised) return element("sup", {}, made);
  const joins = typeof before === "string" && / [+·−/] $/.test(before);
  return part.value < 0 && joins ? element("span", {}, "(", made, ")") : made;
}
