export interface KeyActions {
  move(key: "left" | "right" | "up" | "down"): void;
  act(): void;
  fold(): void;
  light(by: 1 | -1): void;
  zoom(factor: number): void;
}

/** Does what a key means in the picture; false for one that means nothing there. */
export function keysOf(key: string, actions: KeyActions): boolean {
  const act = meanings[key];
  act?.(actions);
  return act !== undefined;
}

const meanings: Readonly<Record<string, (actions: KeyActions) => void>> = {
  ArrowLeft: ({ move }) => move("left"),
  ArrowRight: ({ move }) => move("right"),
  ArrowUp: ({ move }) => move("up"),
  ArrowDown: ({ move }) => move("down"),
  Enter: ({ act }) => act(),
  " ": ({ act }) => act(),
  Escape: ({ fold }) => fold(),
  n: ({ light }) => light(1),
  N: ({ light }) => light(1),
  p: ({ light }) => light(-1),
  P: ({ light }) => light(-1),
  "+": ({ zoom }) => zoom(1.25),
  "=": ({ zoom }) => zoom(1.25),
  "-": ({ zoom }) => zoom(0.8),
};
