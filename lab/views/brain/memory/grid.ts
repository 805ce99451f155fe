import { element } from "../../dom.js";
import { side, units } from "./pictures.js";

/** The cells, to be turned by pointer and keyboard. Values are −1 to 1. */
export function cellGrid(
  label: string,
  nameOf: (row: number, column: number) => string,
  turn: (cell: number) => void,
): { readonly root: HTMLElement; show(values: ArrayLike<number>): void } {
  let here = 0;
  const cells = Array.from({ length: units }, (_, i) =>
    element("button", {
      type: "button",
      class: "cell",
      tabindex: i === 0 ? 0 : -1,
      "aria-label": nameOf(Math.floor(i / side) + 1, (i % side) + 1),
    }),
  );
  const root = element("div", { class: "cells", role: "group", "aria-label": label }, ...cells);
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
    const way = arrows[event.key];
    if (way !== undefined) {
      const [row, column] = [Math.floor(here / side) + way[0], (here % side) + way[1]];
      if (row >= 0 && row < side && column >= 0 && column < side) moveTo(row * side + column);
    } else if (event.key === " " || event.key === "Enter") turn(here);
    else return;
    event.preventDefault();
  });
  function moveTo(i: number): void {
    cells[here].tabIndex = -1;
    here = i;
    cells[here].tabIndex = 0;
    cells[here].focus();
  }
  root.addEventListener("focusin", (event) => {
    const i = cellOf(event.target);
    if (i < 0) return;
    cells[here].tabIndex = -1;
    here = i;
    cells[here].tabIndex = 0;
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

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** A small picture of a memory. */
export function thumbnail(picture: readonly number[]): HTMLCanvasElement {
  const canvas = element("canvas", {
    width: side,
    height: side,
    "aria-hidden": "true",
    class: "small-picture",
  });
  const pen = canvas.getContext("2d");
  if (pen === null) return canvas;
  pen.fillStyle = "#1f63c4";
  for (const [i, value] of picture.entries())
    if (value > 0) pen.fillRect(i % side, Math.floor(i / side), 1, 1);
  return canvas;
}
