import type { View } from "../view.js";

/** One of the rooms of the view. Only the one that is shown computes. */
export interface Panel {
  readonly root: HTMLElement;
  readonly run?: View["run"];
  describe(): string;
  /** Begins, or goes on. */
  show(): void;
  hide(): void;
  dispose(): void;
}

export interface PanelOptions {
  readonly lang: "en" | "zh";
  /** To be called when `describe` has something else to say. */
  readonly told: () => void;
}
