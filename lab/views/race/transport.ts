import { element } from "../dom.js";
import type { raceWords } from "./words.js";

type Words = ReturnType<typeof raceWords>;

export interface Transport {
  readonly root: HTMLElement;
  show(isRunning: boolean): void;
}

/** Begin anew, play, one step, and what else the room adds. */
export function transport(
  say: Words,
  act: { toggle(): void; advance(): void; reset(): void },
  ...more: readonly Node[]
): Transport {
  const icon = element("span", { "aria-hidden": "true" }, "▶");
  const name = element("span", {}, say.play);
  const button = (mark: string, text: string, work: () => void): HTMLButtonElement => {
    const made = element(
      "button",
      { type: "button" },
      element("span", { "aria-hidden": "true" }, mark),
      ` ${text}`,
    );
    made.addEventListener("click", work);
    return made;
  };
  const play = element("button", { type: "button", class: "primary play" }, icon, " ", name);
  play.addEventListener("click", () => act.toggle());
  return {
    root: element(
      "div",
      { class: "race-transport" },
      button("⟲", say.reset, () => act.reset()),
      play,
      button("▸", say.step, () => act.advance()),
      ...more,
    ),
    show(isRunning) {
      icon.textContent = isRunning ? "❚❚" : "▶";
      name.textContent = isRunning ? say.pause : say.play;
    },
  };
}

/** A choice among learning rates, with the one in use. */
export function rateChoice(
  rates: readonly number[],
  rate: number,
  label: string,
  choose: (rate: number) => void,
): HTMLSelectElement {
  const offered = [...new Set([...rates, rate])].sort((a, b) => a - b);
  const select = element(
    "select",
    { "aria-label": label },
    ...offered.map((each) => element("option", { value: each, selected: each === rate }, String(each))),
  );
  select.addEventListener("change", () => choose(Number(select.value)));
  return select;
}

/** Labels with a control. */
export const labelled = (text: string, control: HTMLElement): HTMLLabelElement =>
  element("label", { class: "control" }, text, " ", control);

export const isCalm = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;
