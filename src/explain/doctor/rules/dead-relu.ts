import { everyTime, hasNotLearned, latest } from "../case-history.js";
import { defineRule, type Rule } from "../rule.js";
import { lowerRate, percent, said, useActivation, useInitializer } from "../said.js";

export const deadRelu: Rule<{
  readonly share: number;
  readonly readings: number;
  readonly unlearned: number;
}> = defineRule({
  name: said("Dead ReLU", "死亡的 ReLU"),
  why: said(
    "A rectified unit whose sum is below zero for every example gives 0, and its slope is 0 too: no gradient comes through, so nothing ever brings it back. A network that learns well with a part of its units has some to spare; one that does not has lost them.",
    "若一个 ReLU 单元对所有样本的加权和都小于零，它的输出是 0，斜率也是 0：梯度传不过去，再也没有什么能让它活过来。用剩下的单元也学得好，只是有富余；学不好，就是把它们丢了。",
  ),
  explains: ["vanishingGradient", "rateTooLow"],
  thresholds: { share: 0.5, readings: 3, unlearned: 0.5 },
  source:
    "AutoTrainer (ICSE 2021) calls a network with 70 % zero gradients dying; common tutorials take half of a layer's units",
  find(history, { share, readings, unlearned }) {
    if (!hasNotLearned(history, unlearned)) return undefined;
    const found = everyTime(latest(history, readings), ({ dead = 0, units }) => dead >= share && units > 1);
    if (found === undefined) return undefined;
    const { layer, dead = 0, units } = found;
    return {
      layer,
      numbers: { dead, units },
      says: said(
        `${percent(dead)} of the ${units} units of ${layer} give 0 for every example.`,
        `${layer} 的 ${units} 个单元中，有 ${percent(dead)} 对每个样本都输出 0。`,
      ),
      remedies: [useActivation("leakyRelu"), lowerRate(history.learningRate), useInitializer("heNormal")],
    };
  },
});
