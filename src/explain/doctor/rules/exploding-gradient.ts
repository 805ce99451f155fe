import { firstOf, learningLayers } from "../case-history.js";
import { defineRule, type Rule } from "../rule.js";
import { clipGradients, figure, said, useInitializer } from "../said.js";

export const explodingGradient: Rule<{ readonly ratio: number; readonly perWeight: number }> = defineRule({
  name: said("Exploding gradient", "梯度爆炸"),
  why: said(
    "Where the factors by which the gradient is multiplied on its way back are mostly above 1, it grows from layer to layer: one step throws the weights far from where they were. It is looked for in the first reading, before training has changed anything.",
    "梯度往回传时，若所乘的因子多半大于 1，就会逐层变大：走一步，权重就被甩得很远。这一项只看第一次读数，那时训练还没有改变什么。",
  ),
  explains: ["nonFinite", "rateTooHigh", "saturation", "deadRelu", "vanishingGradient", "rateTooLow"],
  thresholds: { ratio: 70, perWeight: 30 },
  source:
    "AutoTrainer (ICSE 2021): first to last layer above 70; a gradient 30 times as long as the weights is this package's beginning",
  find(history, { ratio, perWeight }) {
    const layers = learningLayers(firstOf(history)).filter(({ cotangents }) => cotangents !== undefined);
    if (layers.length === 0) return undefined;
    const [first, last] = [layers[0], layers[layers.length - 1]];
    const [near, far] = [last.cotangents?.norm ?? 0, first.cotangents?.norm ?? 0];
    const grown = near > 0 ? far / near : 0;
    const steepest = layers
      .map((layer) => ({
        layer,
        perWeight: layer.weightNorm > 0 ? layer.gradientNorm / layer.weightNorm : 0,
      }))
      .reduce((a, b) => (b.perWeight > a.perWeight ? b : a));
    if (!(grown > ratio) && !(steepest.perWeight > perWeight)) return undefined;
    const byLayers = said(
      `On its way from ${last.layer} back to ${first.layer} the gradient grows ${figure(grown)} times.`,
      `梯度从 ${last.layer} 往回传到 ${first.layer}，变大到 ${figure(grown)} 倍。`,
    );
    const byWeights = said(
      `In ${steepest.layer.layer} the gradient is ${figure(steepest.perWeight)} times as long as the weights themselves.`,
      `${steepest.layer.layer} 的梯度长度是权重本身的 ${figure(steepest.perWeight)} 倍。`,
    );
    return {
      layer: grown > ratio ? first.layer : steepest.layer.layer,
      numbers: { ratio: grown, perWeight: steepest.perWeight },
      says: grown > ratio ? byLayers : byWeights,
      remedies: [useInitializer("glorotUniform"), clipGradients],
    };
  },
});
