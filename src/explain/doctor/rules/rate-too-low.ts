import { firstOf, hasNotLearned, latest, latestOf, learningLayers } from "../case-history.js";
import { defineRule, type Rule } from "../rule.js";
import { figure, percent, raiseRate, said } from "../said.js";

export const rateTooLow: Rule<{
  readonly ratio: number;
  readonly moved: number;
  readonly readings: number;
  readonly unlearned: number;
}> = defineRule({
  name: said("Learning rate too low", "学习率过小"),
  why: said(
    "Each step moves the weights by a tiny part of their length. The way is right, but at this pace nobody sees the end.",
    "每一步只把权重移动自身长度的极小一部分。方向是对的，但照这个速度看不到头。",
  ),
  explains: [],
  thresholds: { ratio: 1e-5, moved: 0.01, readings: 10, unlearned: 0.9 },
  source:
    "AutoTrainer (ICSE 2021): slow convergence, below 0.01; ‖Δw‖/‖w‖ of about 10⁻³ is usual (Karpathy, CS231n notes)",
  find(history, { ratio, moved, readings, unlearned }) {
    const looks = latest(history, readings);
    if (looks.length === 0 || !hasNotLearned(history, unlearned)) return undefined;
    const layers = learningLayers(latestOf(history));
    const ratios = layers.flatMap(({ updateRatio }) => updateRatio ?? []);
    const largest = Math.max(...ratios, 0);
    const hasGradient = layers.some(({ gradientNorm }) => gradientNorm > 0); // its update may round to 0
    const [before, now] = [firstOf(history).loss, latestOf(history).loss];
    const change = Math.abs(before - now) / before;
    if (ratios.length === 0 || !(largest < ratio) || !hasGradient || !(change < moved)) return undefined;
    return {
      numbers: { updateRatio: largest, change, learningRate: history.learningRate },
      says: said(
        `A step moves no layer by more than ${figure(largest)} of its weights; since the first reading the loss has changed by ${percent(change)}.`,
        `一步之内，没有哪层的权重移动超过自身的 ${figure(largest)}；从第一次读数到现在，损失变化了 ${percent(change)}。`,
      ),
      remedies: [raiseRate(history.learningRate, 100), raiseRate(history.learningRate)],
    };
  },
});
