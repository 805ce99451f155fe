import type { LabStore } from "../store.js";

/** Steps a second that the speed control offers. */
export const speeds: readonly number[] = [1, 4, 20, 60, Number.POSITIVE_INFINITY];

/** Single keys: only where nothing else takes them. */
export function keyPressed(event: KeyboardEvent, store: LabStore, showKeys: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const at = event.target;
  if (
    at instanceof HTMLElement &&
    at.closest("input, select, textarea, [contenteditable], [role=slider], [role=grid]")
  )
    return;
  if (event.key === " " && at instanceof HTMLElement && at.closest("button, a, summary")) return;
  const act = actions[event.key];
  if (event.key === "?") showKeys();
  else if (act === undefined) return;
  else act(store, event.shiftKey);
  event.preventDefault();
}

const actions: Readonly<Record<string, (store: LabStore, shift: boolean) => void>> = {
  " ": (store) => store.toggle(),
  ArrowRight: (store, shift) => (shift ? store.advanceEpoch() : store.advance(1)),
  r: (store) => store.reset(),
  R: (store) => store.reset(),
  "[": (store) => store.setSpeed(speeds[Math.max(0, speeds.indexOf(store.state.speed) - 1)]),
  "]": (store) => store.setSpeed(speeds[Math.min(speeds.length - 1, speeds.indexOf(store.state.speed) + 1)]),
};
