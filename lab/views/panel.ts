import type { LabStore } from "../store.js";
import type { Lang } from "../text/lang.js";
import type { View } from "./view.js";

/** One of the rooms of the view. Only the one that is shown computes. */
export interface Panel {
  readonly root: HTMLElement;
  readonly run?: View["run"];
  describe(): string;
  /** What a link has to say for the same to be seen. */
  readonly address?: () => Readonly<Record<string, string>>;
  /** Begins, or goes on. */
  show(): void;
  hide(): void;
  dispose(): void;
}

export interface PanelOptions {
  readonly store: LabStore;
  /** What the address asks for. */
  readonly asked: URLSearchParams;
  readonly lang: Lang;
  /** To be called when `describe` has something else to say. */
  readonly told: () => void;
}

/** A number of an address, within bounds; the usual one where there is none. */
export function numberFrom(asked: URLSearchParams, name: string, [from, to]: Bounds, usual: number): number {
  const given = Number.parseFloat(asked.get(name) ?? "");
  return Number.isFinite(given) ? Math.max(from, Math.min(to, given)) : usual;
}

/** One of some names, in an address; the usual one where it is none of them. */
export const nameFrom = <Name extends string>(
  asked: URLSearchParams,
  name: string,
  names: readonly Name[],
  usual: Name,
): Name => names.find((each) => each === asked.get(name)) ?? usual;

/** From where to where a slider goes, and its steps. */
export type Bounds = readonly [from: number, to: number, step: number];
