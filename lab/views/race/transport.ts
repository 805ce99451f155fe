import { button, menu } from "../controls.js";
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
  const marked = (mark: string, text: string, work: () => void): HTMLButtonElement =>
    button([element("span", { "aria-hidden": "true" }, mark), ` ${text}`], work);
  const play = button([icon, " ", name], () => act.toggle(), { class: "primary play" });
  return {
    root: element(
      "div",
      { class: "race-transport" },
      marked("⟲", say.reset, () => act.reset()),
      play,
      marked("▸", say.step, () => act.advance()),
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
  return menu(
    offered.map((each) => [each, String(each)]),
    rate,
    choose,
    { "aria-label": label },
  );
}
