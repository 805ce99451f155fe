import type { BatchRecord, DigitsFrame } from "../../engine/digits/digits.js";
import type { Lang } from "../../text/lang.js";
import { lineChart } from "../chart/line-chart.js";
import { button } from "../controls.js";
import { type Attributes, element } from "../dom.js";
import { throttle } from "./throttle.js";
import { type DigitsWords, filled } from "./words.js";

const mostRecords = 1500; // of the curve of batches; then every second goes

export interface TrainActions {
  toggle(): void;
  advance(): void;
  reset(): void;
  useTrained(): void;
}

export interface TrainPanel {
  readonly root: HTMLElement;
  show(frame: DigitsFrame, isTrained: boolean): void;
  running(isRunning: boolean, isTrained: boolean): void;
  say(text: string): void;
  /** A new network: the curves begin anew. */
  forget(): void;
  dispose(): void;
}

/** Which weights read, how to train others, and how that goes. */
export function trainPanel(say: DigitsWords, lang: Lang, act: TrainActions): TrainPanel {
  const known = (testid: string): Attributes => ({ "data-testid": `digits-${testid}` });
  const toggle = button(say.fromScratch, act.toggle, { class: "primary", ...known("play") });
  const trained = button(say.useTrained, act.useTrained, known("trained"));
  const said = element("p", { "data-testid": "digits-weights" });
  const progress = element("p", { class: "number faint", "data-testid": "digits-progress" });
  const chartOf = (title: string): ReturnType<typeof lineChart> => lineChart({ title, lang, height: 140 });
  const [loss, accuracy] = [chartOf(say.loss), chartOf(say.accuracy)];
  const curves = element("div", { class: "curves" }, progress, loss.root, accuracy.root);
  curves.hidden = true;
  const root = element(
    "section",
    { class: "train" },
    element("h2", {}, say.train),
    said,
    element(
      "div",
      { class: "row" },
      toggle,
      button(say.oneBatch, act.advance, known("step")),
      button(say.reset, act.reset, known("reset")),
      trained,
    ),
    curves,
  );
  let records: BatchRecord[] = [];
  let tests: BatchRecord[] = [];
  const drawCurves = throttle(250, () => {
    const of = (which: "loss" | "accuracy") =>
      [
        series("batch", say.batchSeries, 1, records, which),
        series("test", say.testSeries, 0, tests, which),
      ] as const;
    loss.show({ series: of("loss"), xName: say.step });
    accuracy.show({ series: of("accuracy"), xName: say.step });
  });

  return {
    root,
    show(frame, isTrained) {
      const { step, epoch, batch, batches, tested, measured } = frame;
      records.push(...frame.records);
      if (records.length > mostRecords) records = records.filter((_, k) => k % 2 === 0);
      if (tested !== undefined && tests.at(-1)?.step !== tested.step) tests.push(tested);
      said.textContent = isTrained
        ? filled(say.trainedText, {
            trained: measured.trained.toLocaleString("en-US"),
            accuracy: (measured.accuracy * 100).toFixed(2),
            tested: measured.tested.toLocaleString("en-US"),
          })
        : say.freshText;
      progress.textContent = filled(say.progress, { epoch, batch, batches, step });
      progress.dataset.step = String(step);
      progress.dataset.loss = String(tested?.loss);
      curves.hidden = isTrained;
      if (!isTrained) drawCurves();
    },
    running(isRunning, isTrained) {
      toggle.textContent = isRunning ? say.pause : isTrained ? say.fromScratch : say.play;
      trained.disabled = isTrained;
    },
    say(text) {
      said.textContent = text;
    },
    forget() {
      records = [];
      tests = [];
    },
    dispose() {
      drawCurves.cancel();
      loss.dispose();
      accuracy.dispose();
    },
  };
}

const series = (
  id: string,
  name: string,
  mark: number,
  points: readonly BatchRecord[],
  which: "loss" | "accuracy",
) => ({ id, name, mark, x: points.map(({ step }) => step), y: points.map((point) => point[which]) });
