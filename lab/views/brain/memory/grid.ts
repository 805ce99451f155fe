import { element, svg } from "../../dom.js";
import { roving } from "../../roving.js";
import { side, units } from "./pictures.js";

/** The cells, to be turned by pointer and keyboard. Values are −1 to 1. */
export function cellGrid(
  label: string,
  nameOf: (row: number, column: number) => string,
  turn: (cell: number) => void,
): { readonly root: HTMLElement; show(values: ArrayLike<number>): void } {
  const cells = Array.from({ length: units }, (_, i) =>
    element("button", {
      type: "button",
      class: "cell",
      tabindex: i === 0 ? 0 : -1,
      "aria-label": nameOf(Math.floor(i / side) + 1, (i % side) + 1),
    }),
  );
  const root = element("div", { class: "cells", role: "group", "aria-label": label }, ...cells);
  roving(root, () => side, () => cells); // biome-ignore format: one line
  /** While the pointer is drawn over cells, each is turned once. */
  let drawn: Set<number> | undefined;
  const cellOf = (target: EventTarget | null): number => cells.indexOf(target as HTMLButtonElement); // −1: another
  const pass = (i: number): void => {
    if (i < 0 || drawn === undefined || drawn.has(i)) return;
    drawn.add(i);
    turn(i);
  };
  root.addEventListener("pointerdown", (event) => {
    drawn = new Set();
    pass(cellOf(event.target));
  });
  root.addEventListener("pointermove", ({ clientX, clientY }) => {
    if (drawn !== undefined) pass(cellOf(document.elementFromPoint(clientX, clientY)));
  });
  for (const end of ["pointerup", "pointercancel", "pointerleave"])
    root.addEventListener(end, () => {
      drawn = undefined;
    });
  root.addEventListener("keydown", (event) => {
    if (event.key !== " " && event.key !== "Enter") return;
    event.preventDefault();
    turn(cellOf(event.target));
  });
  return {
    root,
    show(values) {
      for (const [i, cell] of cells.entries()) {
        cell.style.setProperty("--on", `${Math.max(0, Math.min(100, 50 + 50 * values[i])).toFixed(0)}%`);
        cell.setAttribute("aria-pressed", String(values[i] > 0));
      }
    },
  };
}

/** A small picture of a memory. */
export function thumbnail(picture: readonly number[]): SVGSVGElement {
  const filled = picture.map((value, i) => (value > 0 ? `M${i % side},${Math.floor(i / side)}h1v1h-1z` : ""));
  return svg(
    "svg",
    { viewBox: `0 0 ${side} ${side}`, "aria-hidden": "true", class: "small-picture" },
    svg("path", { d: filled.join("") }),
  );
}
