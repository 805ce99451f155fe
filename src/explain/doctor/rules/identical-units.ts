import { latestOf } from "../case-history.js";
import { defineRule, type Rule } from "../rule.js";
import { said, useInitializer } from "../said.js";

export const identicalUnits: Rule<Record<never, never>> = defineRule({
  name: said("Identical units", "单元全都一样"),
  why: said(
    "Units that begin with the same weights get the same gradient and stay the same for ever: a layer of a hundred of them is worth one. First weights must differ, which is why they are drawn at random.",
    "初始权重相同的单元得到相同的梯度，永远一样：一百个只抵一个。所以初始权重要随机抽取，让它们各不相同。",
  ),
  explains: ["deadRelu", "vanishingGradient", "rateTooLow"],
  thresholds: {},
  source: "Goodfellow et al. (2016), Deep Learning, section 8.4: initial weights must break symmetry",
  find(history) {
    const found = latestOf(history).layers.find(({ isIdentical, isOutput }) => isIdentical && !isOutput);
    if (found === undefined) return undefined;
    const { layer, units } = found;
    return {
      layer,
      numbers: { units },
      says: said(
        `All ${units} units of ${layer} have the same weights.`,
        `${layer} 的 ${units} 个单元权重完全相同。`,
      ),
      remedies: [useInitializer("glorotUniform")],
    };
  },
});
