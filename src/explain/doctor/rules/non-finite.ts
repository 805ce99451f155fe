import { latestOf } from "../case-history.js";
import type { BrokenOutput } from "../reading.js";
import { defineRule, type Rule, type Said } from "../rule.js";
import { clipGradients, lowerRate, said } from "../said.js";

export const nonFinite: Rule<Record<never, never>> = defineRule({
  name: said("Not a number", "出现 NaN 或无穷"),
  why: said(
    "Some operation has left the numbers there are: a logarithm or a division of 0, an exponential of something large, a square root below 0. Everything computed from it is spoiled; the first bad place in the order of the network is the one to look at.",
    "某个运算越出了能表示的数：对 0 取对数、除以 0、对很大的数取指数、对负数开方。由它算出的一切都坏了；要查的是按网络顺序最先坏的那一处。",
  ),
  explains: [],
  thresholds: {},
  source: "IEEE 754; `fit` takes the step back and names the operation",
  find(history) {
    const { layers, loss, broken } = latestOf(history);
    const brokenWeight = layers.find((layer) => layer.brokenWeight !== undefined)?.brokenWeight;
    const { failure } = history;
    if (failure === undefined && !broken && brokenWeight === undefined && Number.isFinite(loss))
      return undefined;
    return {
      ...(broken && { layer: broken.layer }),
      numbers: { loss, ...(broken && { share: broken.places / broken.size }) },
      says: spoken(failure, brokenWeight, broken),
      remedies: [
        {
          change: "findOperation",
          says: said(
            "Keep logarithms, divisions and roots away from 0: add a small number inside",
            "让对数、除法、开方远离 0：在里面加一个小数",
          ),
        },
        lowerRate(history.learningRate),
        clipGradients,
      ],
    };
  },
});

function spoken(
  failure: string | undefined,
  weight: string | undefined,
  broken: BrokenOutput | undefined,
): Said {
  if (failure !== undefined) return said(failure, failure);
  if (weight !== undefined)
    return said(
      `The weight ${weight} holds numbers that are not finite.`,
      `权重 ${weight} 里有不是有限数的值。`,
    );
  if (broken !== undefined)
    return said(
      `${broken.layer} is the first layer whose output is not finite: ${broken.places} of ${broken.size} numbers.`,
      `${broken.layer} 是第一个输出不是有限数的层：${broken.size} 个数里有 ${broken.places} 个。`,
    );
  return said("All layers are finite; the loss itself is not.", "各层都是有限数；损失本身不是。");
}
