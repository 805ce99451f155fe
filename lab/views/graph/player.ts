import { button } from "../controls.js";
import { element, prefersStillness } from "../dom.js";
import type { GraphWords } from "./words.js";

const beat = 900;

export interface Player {
  readonly root: HTMLElement;
  /** There are so many places now; the light goes out. */
  reset(count: number): void;
  step(by: 1 | -1): void;
  /** What is said of the place. */
  tell(text: string): void;
  dispose(): void;
}

/** Moves the light from place to place: by hand, or by itself until the end, where motion is wanted. */
export function player(say: GraphWords, show: (place: number | undefined) => void): Player {
  let count = 0;
  let place: number | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const isStill = prefersStillness();

  const play = button(say.play, () => {
    if (timer !== undefined) pause();
    else begin();
  });
  play.hidden = isStill;
  const slider = element("input", { type: "range", min: 0, max: 0, value: 0, "aria-label": say.place });
  slider.addEventListener("input", () => {
    pause();
    to(Number(slider.value));
  });
  const told = element("p", { class: "told", role: "status", "data-testid": "light" });
  const by = (amount: 1 | -1): void => {
    pause();
    step(amount);
  };
  const root = element(
    "section",
    { class: "player", "aria-label": say.player },
    element(
      "span",
      { class: "set" },
      play,
      button(say.back, () => by(-1)),
      button(say.next, () => by(1)),
      button(say.stop, () => {
        pause();
        to(undefined);
      }),
    ),
    slider,
    told,
  );

  function begin(): void {
    if (count === 0) return;
    if (place === undefined || place >= count - 1) to(0);
    play.textContent = say.pause;
    timer = setInterval(() => {
      if (place !== undefined && place >= count - 1) pause();
      else step(1);
    }, beat);
  }

  function pause(): void {
    clearInterval(timer);
    timer = undefined;
    play.textContent = say.play;
  }

  function step(amount: 1 | -1): void {
    if (count === 0) return;
    const next = place === undefined ? (amount > 0 ? 0 : count - 1) : place + amount;
    to(Math.min(count - 1, Math.max(0, next)));
  }

  function to(next: number | undefined): void {
    place = next;
    slider.value = String(next ?? 0);
    if (next === undefined) told.textContent = "";
    show(next);
  }

  return {
    root,
    reset(next) {
      pause();
      count = next;
      slider.max = String(Math.max(0, count - 1));
      to(undefined);
    },
    step: by,
    tell(text) {
      told.textContent = text;
    },
    dispose: pause,
  };
}
