import { element } from "../dom.js";
import type { Drawing } from "./drawing.js";

const least = 0.25;
const most = 2.5;

/** The window onto the picture: it scrolls, is dragged by the mouse, and made larger and smaller. */
export interface Stage {
  readonly root: HTMLElement;
  show(drawing: Drawing | undefined, notice: string): void;
  zoom(factor: number): void;
  fitIn(): void;
  /** Scrolls as little as needed. */
  reveal(id: string): void;
}

export function stage(smallest: () => number): Stage {
  const root = element("div", { class: "stage" });
  let drawn: Drawing | undefined;
  let scale = 1;
  let isOwn = false; // somebody chose the size

  function apply(): void {
    if (drawn === undefined) return;
    drawn.root.setAttribute("width", String(Math.round(drawn.width * scale)));
    drawn.root.setAttribute("height", String(Math.round(drawn.height * scale)));
  }

  function fitIn(): void {
    isOwn = false;
    if (drawn === undefined) return;
    scale = Math.min(1.15, Math.max(smallest(), (root.clientWidth - 8) / Math.max(1, drawn.width)));
    apply();
  }

  function zoom(factor: number): void {
    isOwn = true;
    const before = scale;
    const [x, y] = [root.scrollLeft + root.clientWidth / 2, root.scrollTop + root.clientHeight / 2];
    scale = Math.min(most, Math.max(least, scale * factor));
    apply();
    root.scrollLeft = (x * scale) / before - root.clientWidth / 2;
    root.scrollTop = (y * scale) / before - root.clientHeight / 2;
  }

  root.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey && !event.metaKey) return; // else it scrolls
      event.preventDefault();
      zoom(event.deltaY < 0 ? 1.12 : 1 / 1.12);
    },
    { passive: false },
  );
  dragging(root);

  return {
    root,
    show(drawing, notice) {
      drawn = drawing;
      root.replaceChildren(drawing?.root ?? element("p", { class: "faint" }, notice));
      if (isOwn) apply();
      else fitIn();
    },
    zoom,
    fitIn,
    reveal(id) {
      const box = drawn?.boxOf(id);
      if (box === undefined || drawn === undefined) return;
      const offset = Math.max(0, (root.scrollWidth - drawn.width * scale) / 2);
      const edge = 40;
      const [left, right] = [box.x * scale + offset - edge, (box.x + box.width) * scale + offset + edge];
      const [top, bottom] = [box.y * scale - edge, (box.y + box.height) * scale + edge];
      if (left < root.scrollLeft) root.scrollLeft = left;
      else if (right > root.scrollLeft + root.clientWidth) root.scrollLeft = right - root.clientWidth;
      if (top < root.scrollTop) root.scrollTop = top;
      else if (bottom > root.scrollTop + root.clientHeight) root.scrollTop = bottom - root.clientHeight;
    },
  };
}

/** A mouse that is pressed and moved takes the picture along; a finger scrolls by itself. */
function dragging(root: HTMLElement): void {
  let from: { x: number; y: number; left: number; top: number } | undefined;
  root.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX, y: event.clientY, left: root.scrollLeft, top: root.scrollTop };
  });
  root.addEventListener("pointermove", (event) => {
    if (from === undefined || event.buttons === 0) return;
    const [dx, dy] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.abs(dx) + Math.abs(dy) > 4) root.classList.add("dragging");
    root.scrollLeft = from.left - dx;
    root.scrollTop = from.top - dy;
  });
  const end = (): void => {
    from = undefined;
    requestAnimationFrame(() => root.classList.remove("dragging"));
  };
  root.addEventListener("pointerup", end);
  root.addEventListener("pointerleave", end);
}
