import type { AboutTable } from "../../engine/table/about-table.js";
import type { TableFrame } from "../../engine/table/table-training.js";
import type { HistoryPoint } from "../../store.js";
import { figure, type Lang, percent } from "../../text/lang.js";
import { lossCurve } from "../chart/loss-curve.js";
import { button } from "../controls.js";
import { element } from "../dom.js";
import { resultPicture } from "./result.js";
import type { tableWords } from "./words.js";

export interface LearningPanel {
  readonly root: HTMLElement;
  show(about: AboutTable, frame: TableFrame, history: readonly HistoryPoint[]): void;
  showRunning(running: boolean, stepsPerSecond: number): void;
  dispose(): void;
}

export interface RunActions {
  toggle(): void;
  advance(): void;
  reset(): void;
}

/** The network while it learns: the curve, how well it does, and on what it errs. */
export function learningPanel(
  say: ReturnType<typeof tableWords>,
  lang: Lang,
  act: RunActions,
): LearningPanel {
  const play = button(`▶ ${say.play}`, act.toggle, { class: "primary play" });
  const curve = lossCurve(lang);
  const score = element("p", { class: "score" });
  const beside = element("p", { class: "faint number" });
  const result = resultPicture(say);
  const root = element(
    "div",
    { class: "learning" },
    element(
      "div",
      { class: "row" },
      button(`⟲ ${say.reset}`, act.reset),
      play,
      button(`▸ ${say.step}`, act.advance),
      element("span", { class: "faint" }, say.pauses),
    ),
    element("div", { class: "halves" }, element("div", {}, score, beside, curve.root), result.root),
  );
  let speed = "";
  return {
    root,
    show(about, frame, history) {
      curve.show(history);
      const isClasses = frame.result.kind === "classes";
      const text = (value: number): string => (isClasses ? percent(value) : figure(value));
      score.replaceChildren(
        element("strong", { class: "number" }, text(frame.testScore)),
        ` ${isClasses ? say.accuracy : say.error}`,
      );
      const { trained, tested } = frame.measured;
      const isPart = trained < about.trained || tested < about.tested;
      beside.textContent = [
        `${text(frame.score)} ${isClasses ? say.accuracyTrain : say.errorTrain}`,
        ...(frame.result.kind === "classes"
          ? [`${say.always} ${text(mostFrequent(frame.result.matrix))}`]
          : []),
        `${say.stepWord} ${frame.step} · ${say.epoch} ${frame.epoch.toFixed(1)}${speed}`,
        ...(isPart ? [`${say.measured}: ${trained} / ${tested}`] : []),
      ].join("\n");
      result.show(frame.result, about.classes ?? [], about.target);
    },
    showRunning(running, stepsPerSecond) {
      play.textContent = running ? `❚❚ ${say.pause}` : `▶ ${say.play}`;
      speed = running && stepsPerSecond > 0 ? ` · ${Math.round(stepsPerSecond)}/s` : "";
    },
    dispose() {
      curve.dispose();
      result.dispose();
    },
  };
}

/** The share of the class that has the most rows. */
function mostFrequent(matrix: readonly (readonly number[])[]): number {
  const sizes = matrix.map((row) => row.reduce((a, b) => a + b, 0));
  return Math.max(...sizes) / sizes.reduce((a, b) => a + b, 0);
}
