import { blindLoss, type CaseHistory, hasNotLearned } from "../case-history.js";
import { defineRule, type Rule } from "../rule.js";
import { figure, lowerRate, said } from "../said.js";

export const rateTooHigh: Rule<{
  readonly spike: number;
  readonly zigzag: number;
  readonly readings: number;
  readonly unlearned: number;
}> = defineRule({
  name: said("Learning rate too high", "学习率过大"),
  why: said(
    "A gradient is true only nearby. A step that is too long lands on the other side of the valley, higher than before; the loss jumps up and down, or away.",
    "梯度只在附近成立。步子太大，就会落到山谷的另一边，比原来更高；损失忽上忽下，甚至一去不回。",
  ),
  explains: ["nonFinite", "deadRelu", "saturation", "vanishingGradient", "rateTooLow"],
  thresholds: { spike: 3, zigzag: 1.5, readings: 10, unlearned: 0.5 },
  source:
    "AutoTrainer (ICSE 2021) counts ups and downs of the accuracy; here it is the height of the loss, and the sum of its ups",
  find(history, { spike, zigzag, readings, unlearned }) {
    const peak = peakOf(history);
    const ups = upsOf(history, readings) / blindLoss(history);
    const isAway = peak.ratio > spike && hasNotLearned(history, unlearned);
    const isZigzag = ups > zigzag && hasNotLearned(history, unlearned);
    if (!isAway && !isZigzag) return undefined;
    const numbers = { spike: peak.ratio, ups, learningRate: history.learningRate };
    return {
      numbers,
      says: isAway
        ? said(
            `The loss rose to ${figure(peak.loss)} at step ${peak.step}, ${figure(peak.ratio)} times what it is without learning anything.`,
            `损失在第 ${peak.step} 步升到 ${figure(peak.loss)}，是什么都没学时的 ${figure(peak.ratio)} 倍。`,
          )
        : said(
            `Over the last ${readings} readings the loss rose, all its ups together, by ${figure(ups)} times what it is without learning anything.`,
            `最近 ${readings} 次读数里，损失的上升加在一起，是什么都没学时的 ${figure(ups)} 倍。`,
          ),
      remedies: [lowerRate(history.learningRate), lowerRate(history.learningRate, 100)],
    };
  },
});

/** The highest loss after the first reading, beside the higher of the first and the blind one. */
function peakOf(history: CaseHistory): {
  readonly loss: number;
  readonly step: number;
  readonly ratio: number;
} {
  const [first, ...later] = history.readings;
  const usual = Math.max(first.loss, blindLoss(history));
  const none = { loss: first.loss, step: first.step, ratio: 0 };
  return later.reduce(
    (best, { loss, step }) => (loss > best.loss ? { loss, step, ratio: loss / usual } : best),
    none,
  );
}

/** The sum of all rises of the loss among the latest readings. */
function upsOf({ readings }: CaseHistory, count: number): number {
  const losses = readings.slice(-count).map(({ loss }) => loss);
  return losses.slice(1).reduce((sum, loss, k) => sum + Math.max(0, loss - losses[k]), 0);
}
