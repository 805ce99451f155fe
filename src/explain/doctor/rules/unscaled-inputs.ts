import { defineRule, type Rule } from "../rule.js";
import { figure, said } from "../said.js";

export const unscaledInputs: Rule<{ readonly largest: number }> = defineRule({
  name: said("Unscaled inputs", "输入未缩放"),
  why: said(
    "First weights are drawn for inputs of about size 1. With inputs of size 100 the sums are a hundred times too large and so are the gradients of the first layer: units saturate or die, and one learning rate cannot fit all columns.",
    "初始权重是按大小约为 1 的输入来取的。输入大小是 100 时，加权和大了一百倍，第一层的梯度也一样：单元会饱和或死亡，一个学习率也照顾不了所有的列。",
  ),
  explains: [
    "saturation",
    "deadRelu",
    "vanishingGradient",
    "explodingGradient",
    "nonFinite",
    "rateTooHigh",
    "rateTooLow",
  ],
  thresholds: { largest: 10 },
  source:
    "LeCun et al. (1998), Efficient BackProp, section 4.3: inputs near mean 0 and variance 1; the 10 is this package's beginning",
  find({ data }, { largest }) {
    const found = data.scales.find(({ rootMeanSquare }) => rootMeanSquare > largest);
    if (found === undefined) return undefined;
    const { layer, column, rootMeanSquare } = found;
    return {
      layer,
      numbers: { rootMeanSquare, column },
      says: said(
        `Column ${column} of what ${layer} is given has a usual size of ${figure(rootMeanSquare)}.`,
        `送进 ${layer} 的第 ${column} 列，数值大小通常是 ${figure(rootMeanSquare)}。`,
      ),
      remedies: [
        {
          change: "scaleInputs",
          says: said(
            "Scale the inputs: layers.normalization() adapted to the training data, or layers.rescaling()",
            "缩放输入：用训练数据 adapt 过的 layers.normalization()，或 layers.rescaling()",
          ),
        },
      ],
    };
  },
});
