import { element } from "../dom.js";
import { roving, stopAt } from "../roving.js";
import { type DigitsWords, filled } from "./words.js";

export interface ConfusionGrid {
  readonly root: HTMLElement;
  show(counts: readonly number[]): void;
}

/** Ten rows of digits, ten columns of answers; a cell opens its images. */
export function confusionGrid(
  say: DigitsWords,
  open: (truth: number, answer: number) => void,
): ConfusionGrid {
  const digits = Array.from({ length: 10 }, (_, k) => k);
  const cells = digits.flatMap((truth) =>
    digits.map((answer) => {
      const cell = element("td", {
        role: "gridcell",
        class: truth === answer ? "right" : "wrong",
        "data-cell": `${truth}${answer}`,
      });
      const choose = (): void => {
        for (const other of cells) other.removeAttribute("aria-selected");
        cell.setAttribute("aria-selected", "true");
        open(truth, answer);
      };
      cell.addEventListener("click", () => {
        cell.focus();
        choose();
      });
      cell.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      });
      return cell;
    }),
  );
  const row = (truth: number): HTMLElement =>
    element(
      "tr",
      { role: "row" },
      element("th", { role: "rowheader", scope: "row" }, String(truth)),
      ...cells.slice(truth * 10, truth * 10 + 10),
    );
  const root = element(
    "table",
    { class: "confusion number", role: "grid", "aria-label": say.confusionLabel },
    element(
      "thead",
      { role: "rowgroup" },
      element(
        "tr",
        { role: "row" },
        element("td", { role: "gridcell", class: "corner" }),
        ...digits.map((answer) => element("th", { role: "columnheader", scope: "col" }, String(answer))),
      ),
    ),
    element("tbody", { role: "rowgroup" }, ...digits.map(row)),
  );
  roving(root, () => 10, () => cells); // biome-ignore format: one line
  stopAt(cells, cells[0]);
  return {
    root,
    show(counts) {
      for (const [k, cell] of cells.entries()) {
        const count = counts[k];
        const [truth, answer] = [Math.floor(k / 10), k % 10];
        const text = count === 0 ? "·" : String(count);
        if (cell.textContent !== text) cell.textContent = text;
        cell.setAttribute("aria-label", filled(say.cellLabel, { truth, answer, count }));
        // a wrong one is soon dark: one in twenty is much
        const share = truth === answer ? count / 100 : Math.min(1, count / 20);
        cell.style.setProperty("--share", share.toFixed(3));
        cell.classList.toggle("none", count === 0);
      }
    },
  };
}
