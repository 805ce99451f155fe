import { cssOf, type Palette } from "../chart/colors.js";
import { element } from "../dom.js";
import { arrowOf } from "../pointing.js";
import { type DigitsWords, filled } from "./words.js";

/** Pixels of the pad's side: four for each of the 28 that the network sees. */
export const padSide = 112;
const cells = 28;
const cell = padSide / cells;
const pen = 9.5; // as thick as MNIST's lines where the digit fills the pad

export interface Pad {
  readonly root: HTMLElement;
  /** The ink, 0–255. */
  ink(): Uint8Array;
  clear(): void;
  /** An image of 28 × 28 on it, `scale` pixels for each of its own. */
  put(image: Uint8Array, scale?: number, top?: number, left?: number): void;
  /** Lines through points of the pad, as a person would draw them. */
  strokes(lines: readonly (readonly (readonly [number, number])[])[]): void;
}

/** Where a person draws: by finger, pen, mouse or keys. `onInk` is called whenever there is more or less of it. */
export function drawPad(say: DigitsWords, palette: Palette, onInk: () => void): Pad {
  const canvas = element("canvas", { width: padSide, height: padSide, class: "ink" });
  const cursor = element("span", { class: "pen", "aria-hidden": "true" });
  const told = element("span", { class: "hidden-text", role: "status" });
  const root = element(
    "div",
    { class: "pad", tabindex: 0, role: "application", "aria-label": say.pad },
    canvas,
    cursor,
    told,
  );
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) throw new Error("this browser cannot draw");
  Object.assign(context, {
    lineWidth: pen,
    lineCap: "round",
    lineJoin: "round",
    strokeStyle: cssOf(palette.ink),
  });
  const at = { row: 14, column: 14, isDown: false };
  let last: { x: number; y: number } | undefined;

  /** From the last point to this one, without gaps however fast the hand was. */
  function lineTo(x: number, y: number): void {
    context?.beginPath();
    context?.moveTo(last?.x ?? x, last?.y ?? y);
    context?.lineTo(x, y);
    context?.stroke();
    last = { x, y };
  }

  function pointed(event: PointerEvent): void {
    const box = canvas.getBoundingClientRect();
    const scale = padSide / box.width;
    const points = event.getCoalescedEvents?.() ?? [];
    for (const { clientX, clientY } of points.length > 0 ? points : [event])
      lineTo((clientX - box.left) * scale, (clientY - box.top) * scale);
    onInk();
  }
  root.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault(); // no selection, no scrolling
    root.focus({ preventScroll: true });
    root.setPointerCapture(event.pointerId);
    last = undefined;
    pointed(event);
  });
  root.addEventListener("pointermove", (event) => {
    if (last !== undefined && root.hasPointerCapture(event.pointerId)) pointed(event);
  });
  for (const end of ["pointerup", "pointercancel"] as const)
    root.addEventListener(end, () => {
      last = undefined;
    });

  const middle = (k: number): number => (k + 0.5) * cell;
  function showCursor(): void {
    cursor.style.left = `${((at.column + 0.5) / cells) * 100}%`;
    cursor.style.top = `${((at.row + 0.5) / cells) * 100}%`;
    cursor.classList.toggle("down", at.isDown);
  }
  function tell(): void {
    const place = filled(say.penAt, { row: at.row + 1, column: at.column + 1 });
    told.textContent = `${at.isDown ? say.penDown : say.penUp}: ${place}`;
  }
  root.addEventListener("keydown", (event) => {
    const way = arrowOf(event);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (way !== undefined) {
      last = { x: middle(at.column), y: middle(at.row) };
      at.row = Math.max(0, Math.min(cells - 1, at.row + way[1]));
      at.column = Math.max(0, Math.min(cells - 1, at.column + way[0]));
      if (at.isDown) lineTo(middle(at.column), middle(at.row));
    } else if (event.key === " ") {
      at.isDown = !at.isDown;
      last = undefined;
      if (at.isDown) lineTo(middle(at.column), middle(at.row));
    } else if (event.key === "Delete" || event.key === "Backspace") clear();
    else return;
    event.preventDefault();
    last = undefined;
    showCursor();
    tell();
    if (at.isDown) onInk();
  });
  root.addEventListener("blur", () => {
    at.isDown = false;
    showCursor();
  });

  function clear(): void {
    context?.clearRect(0, 0, padSide, padSide);
    onInk();
  }
  showCursor();

  return {
    root,
    clear,
    ink() {
      const { data } = context.getImageData(0, 0, padSide, padSide);
      return Uint8Array.from({ length: padSide * padSide }, (_, k) => data[k * 4 + 3]);
    },
    put(image, scale = cell, top = 0, left = 0) {
      const [r, g, b] = palette.ink;
      const found = context.createImageData(cells * scale, cells * scale);
      const width = cells * scale;
      for (let k = 0; k < width * width; k++) {
        const from = Math.floor(Math.floor(k / width) / scale) * cells + Math.floor((k % width) / scale);
        found.data.set([r, g, b, image[from]], k * 4);
      }
      context.clearRect(0, 0, padSide, padSide);
      context.putImageData(found, left, top);
      onInk();
    },
    strokes(lines) {
      context.clearRect(0, 0, padSide, padSide);
      for (const line of lines) {
        last = undefined;
        for (const [x, y] of line) lineTo(x, y);
      }
      last = undefined;
      onInk();
    },
  };
}
