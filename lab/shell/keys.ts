import type { LabStore } from "../store.js";
import type { View } from "../views/view.js";

/** Steps a second that the speed control offers. */
export const speeds: readonly number[] = [1, 4, 20, 60, Number.POSITIVE_INFINITY];

/** Single keys: only where nothing else takes them. A view that stands apart gets those for its own run. */
export function keyPressed(
  event: KeyboardEvent,
  store: LabStore,
  showKeys: () => void,
  apart: { readonly run: View["run"] } | undefined,
): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const at = event.target;
  if (
    at instanceof HTMLElement &&
    at.closest("input, select, textarea, [contenteditable], [role=slider], [role=grid]")
  )
    return;
  if (event.key === " " && at instanceof HTMLElement && at.closest("button, a, summary")) return;
  const act = apart === undefined ? actions[event.key] : apartActions[event.key];
  if (event.key === "?") showKeys();
  else if (act === undefined) return;
  else if (apart === undefined) actions[event.key](store, event.shiftKey);
  else if (apart.run !== undefined) apartActions[event.key](apart.run);
  else return;
  event.preventDefault();
}

const apartActions: Readonly<Record<string, (run: NonNullable<View["run"]>) => void>> = {
  " ": (run) => run.toggle(),
  ArrowRight: (run) => run.advance(),
  r: (run) => run.reset(),
  R: (run) => run.reset(),
};

const actions: Readonly<Record<string, (store: LabStore, shift: boolean) => void>> = {
  " ": (store) => store.toggle(),
  ArrowRight: (store, shift) => (shift ? store.advanceEpoch() : store.advance(1)),
  r: (store) => store.reset(),
  R: (store) => store.reset(),
  "[": (store) => store.setSpeed(speeds[Math.max(0, speeds.indexOf(store.state.speed) - 1)]),
  "]": (store) => store.setSpeed(speeds[Math.min(speeds.length - 1, speeds.indexOf(store.state.speed) + 1)]),
};
