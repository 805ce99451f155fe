import { type Lang, words } from "../../text/lang.js";
import { lineChart } from "./line-chart.js";

const curveWords = words({
  title: { en: "Loss", zh: "损失" },
  step: { en: "step", zh: "步" },
  train: { en: "training", zh: "训练" },
  test: { en: "test", zh: "测试" },
});

export interface LossPoint {
  readonly step: number;
  readonly loss: number;
  readonly testLoss: number;
}

export interface LossCurve {
  readonly root: HTMLElement;
  show(history: readonly LossPoint[]): void;
  dispose(): void;
}

/** Losses so far, on a logarithmic scale: of training and of the test, unless they are named otherwise. */
export function lossCurve(
  lang: Lang,
  { title, names }: { readonly title?: string; readonly names?: readonly [string, string] } = {},
): LossCurve {
  const say = curveWords(lang);
  const [train, test] = names ?? [say.train, say.test];
  const chart = lineChart({ title: title ?? say.title, lang, height: 160 });
  return {
    root: chart.root,
    show(history) {
      const x = history.map(({ step }) => step);
      chart.show({
        series: [
          { id: "train", name: train, mark: 0, x, y: history.map(({ loss }) => loss) },
          { id: "test", name: test, mark: 1, x, y: history.map(({ testLoss }) => testLoss) },
        ],
        xName: say.step,
        isLogY: true,
      });
    },
    dispose: chart.dispose,
  };
}
