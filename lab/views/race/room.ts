import type { View } from "../view.js";

/** Half of the view: one of the two races. */
export interface Room {
  readonly root: HTMLElement;
  readonly run: NonNullable<View["run"]>;
  describe(): string;
  dispose(): void;
}
