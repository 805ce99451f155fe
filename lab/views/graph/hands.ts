import { keysOf } from "./keys.js";
import type { Card } from "./scene.js";

export interface HandActions {
  chosen(): Card | undefined;
  choose(id: string, takesFocus: boolean): void;
  move(key: "left" | "right" | "up" | "down"): void;
  toggle(group: string): void;
  /** Goes to what is said of the node. */
  read(): void;
  light(by: 1 | -1): void;
  zoom(factor: number): void;
  file(file: File): void;
  resized(): void;
}

/** What mouse, keys and dropped files do in the picture; gives what ends that. */
export function hands(root: HTMLElement, pane: HTMLElement, actions: HandActions): () => void {
  pane.addEventListener("click", ({ target }) => {
    const id =
      target instanceof Element ? target.closest<SVGGElement>("[data-card]")?.dataset.card : undefined;
    if (id !== undefined && !pane.classList.contains("dragging")) actions.choose(id, true);
  });
  pane.addEventListener("dblclick", () => {
    const card = actions.chosen();
    if (card?.kind === "group") actions.toggle(card.group);
  });
  pane.addEventListener("focusin", ({ target }) => {
    const id = target instanceof SVGElement ? target.dataset.card : undefined;
    if (id !== undefined) actions.choose(id, false);
  });
  pane.addEventListener("keydown", (event) => {
    const card = actions.chosen();
    if (card === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const isKnown = keysOf(event.key, {
      move: actions.move,
      act: () => (card.kind === "group" ? actions.toggle(card.group) : actions.read()),
      fold: () => card.frame !== undefined && actions.toggle(card.frame),
      light: actions.light,
      zoom: actions.zoom,
    });
    if (isKnown) event.preventDefault();
  });
  for (const kind of ["dragover", "dragleave", "drop"] as const)
    root.addEventListener(kind, (event) => {
      event.preventDefault();
      root.classList.toggle("dropping", kind === "dragover");
      const file = kind === "drop" ? event.dataTransfer?.files[0] : undefined;
      if (file !== undefined) actions.file(file);
    });
  const sized = new ResizeObserver(() => actions.resized());
  sized.observe(pane);
  return () => sized.disconnect();
}
