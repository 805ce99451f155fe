import { blindLoss, hasNotLearned, latest, learningLayers } from "../case-history.js";
import type { LayerReading, Reading } from "../reading.js";
import { defineRule, type Rule } from "../rule.js";
import { figure, said, useActivation, useInitializer } from "../said.js";

export const vanishingGradient: Rule<{
  readonly ratio: number;
  readonly norm: number;
  readonly readings: number;
  readonly unlearned: number;
}> = defineRule({
  name: said("Vanishing gradient", "梯度消失"),
  why: said(
    "On its way back the gradient is multiplied, layer by layer, by weights and slopes. Where most of these are below 1, the product that reaches the first layers is nearly 0: they stay what chance made them.",
    "梯度往回传时，每过一层都要乘上权重和斜率。这些因子多半小于 1 时，传到前几层的乘积几乎为 0：前几层停留在随机的初始状态。",
  ),
  explains: ["rateTooLow"],
  thresholds: { ratio: 1e-3, norm: 1e-4, readings: 3, unlearned: 0.9 },
  source:
    "AutoTrainer (ICSE 2021): first to last layer below 10⁻³ and the gradient of the first layer's weights below 10⁻⁴",
  find(history, { ratio, norm, readings, unlearned }) {
    if (!hasNotLearned(history, unlearned)) return undefined;
    const looks = latest(history, readings);
    const unit = Math.max(1, blindLoss(history)); // a gradient is as large as the loss makes it
    const ways = looks.map(wayBack);
    const isLost = ways.every(
      (way) => way !== undefined && way.ratio < ratio && way.first.gradientNorm < norm * unit,
    );
    const now = ways.at(-1);
    if (!isLost || now === undefined) return undefined;
    const { first, last } = now;
    return {
      layer: first.layer,
      numbers: { ratio: now.ratio, first: now.far, last: now.near, gradientNorm: first.gradientNorm },
      says: said(
        `At the output of ${last.layer} the gradient has length ${figure(now.near)}, back at ${first.layer} it has ${figure(now.far)}: ${figure(now.ratio)} of it is left.`,
        `梯度在 ${last.layer} 的输出处长度是 ${figure(now.near)}，传回 ${first.layer} 只有 ${figure(now.far)}：剩下 ${figure(now.ratio)}。`,
      ),
      remedies: [
        useActivation("relu"),
        useInitializer("heNormal"),
        { change: "fewerLayers", says: said("Take fewer layers", "减少层数") },
      ],
    };
  },
});

interface WayBack {
  readonly first: LayerReading;
  readonly last: LayerReading;
  readonly near: number;
  readonly far: number;
  readonly ratio: number;
}

/**
 * How much of the gradient by the outputs is left from the last layer to the first. Unlike gradients of weights these are
 * not averaged over examples: the last layer's would vanish, too, once its bias fits.
 */
function wayBack(reading: Reading): WayBack | undefined {
  const layers = learningLayers(reading).filter(({ cotangents }) => cotangents !== undefined);
  const [first, last] = [layers[0], layers[layers.length - 1]];
  const [far, near] = [first?.cotangents?.norm ?? 0, last?.cotangents?.norm ?? 0];
  return layers.length < 2 || near === 0 ? undefined : { first, last, near, far, ratio: far / near };
}
