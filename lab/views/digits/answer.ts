import { button } from "../controls.js";
import { element } from "../dom.js";
import { roving, stopAt } from "../roving.js";
import { type DigitsWords, filled, percent } from "./words.js";

export interface AnswerPanel {
  readonly root: HTMLElement;
  /** `target`: the digit that is explained. */
  show(found: readonly number[] | "empty" | undefined, answer: number, target: number): void;
}

/** The digit that the network reads, and the probability of each as a bar; a bar asks why. */
export function answerPanel(say: DigitsWords, ask: (digit: number) => void): AnswerPanel {
  const said = element("p", { class: "said number", "data-testid": "answer" });
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const bar = element("span", { class: "bar" });
    const value = element("span", { class: "value" });
    const content = [
      element("b", {}, String(digit)),
      " ",
      element("span", { class: "track" }, bar),
      " ",
      value,
      element("span", { class: "hidden-text" }, ` ${filled(say.explainDigit, { digit })}`),
    ];
    const root = button(content, () => ask(digit), { class: "row number", "data-digit": digit });
    return { root, bar, value };
  });
  const buttons = rows.map(({ root }) => root);
  const list = element("div", { class: "bars", role: "group", "aria-label": say.probabilities }, ...buttons);
  roving(list, () => 1, () => buttons); // biome-ignore format: one line
  stopAt(buttons, buttons[0]);
  return {
    root: element("section", { "aria-label": say.answer }, said, list),
    show(found, answer, target) {
      const probabilities = found === "empty" ? undefined : found;
      said.classList.toggle("none", probabilities === undefined);
      said.textContent =
        probabilities === undefined
          ? found === "empty"
            ? say.emptyPad
            : say.waiting
          : filled(say.answerText, { digit: answer, sure: percent(probabilities[answer]) });
      said.dataset.digit = probabilities === undefined ? "" : String(answer);
      for (const [digit, { root, bar, value }] of rows.entries()) {
        const p = probabilities?.[digit] ?? 0;
        bar.style.width = `${p * 100}%`;
        value.textContent = probabilities === undefined ? "" : `${percent(p)} %`;
        root.classList.toggle("best", probabilities !== undefined && digit === answer);
        root.disabled = probabilities === undefined;
        root.setAttribute("aria-pressed", String(probabilities !== undefined && digit === target));
      }
    },
  };
}
