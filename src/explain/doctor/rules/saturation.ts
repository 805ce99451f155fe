import { everyTime, firstOf, hasNotLearned, latest } from "../case-history.js";
import type { LayerReading } from "../reading.js";
import { defineRule, type Rule } from "../rule.js";
import { percent, said, useActivation, useInitializer } from "../said.js";

export const saturation: Rule<{
  readonly share: number;
  readonly readings: number;
  readonly unlearned: number;
}> = defineRule({
  name: said("Saturated units", "单元饱和"),
  why: said(
    "Far from zero, tanh and sigmoid are flat: the unit says nearly the same whatever its input, and the gradient that comes back is multiplied by a slope of almost 0. Units that a trained network has driven there on purpose are no disease; units that begin there, or go there without learning, are.",
    "离零点很远时，tanh 和 sigmoid 几乎是平的：输入怎么变，输出都差不多，传回来的梯度还要乘上接近 0 的斜率。训练好的网络有意走到那里，不算病；一开始就在那里，或没学会就到了那里，才是病。",
  ),
  explains: ["vanishingGradient", "rateTooLow"],
  thresholds: { share: 0.5, readings: 3, unlearned: 0.9 },
  source:
    "Glorot and Bengio (2010) show how saturated layers stop learning; half of the outputs on slopes below 5 % is this package's beginning",
  find(history, { share, readings, unlearned }) {
    const isFlat = ({ saturated = 0, isOutput }: LayerReading): boolean => saturated >= share && !isOutput;
    const first = firstOf(history);
    const atFirst = first.step === 0 ? first.layers.find(isFlat) : undefined; // looked at later, it may have learned before
    const lasting = everyTime(latest(history, readings), isFlat);
    const found = lasting ?? (history.readings.length < readings ? atFirst : undefined);
    if (found === undefined || (atFirst === undefined && !hasNotLearned(history, unlearned)))
      return undefined;
    const { layer, saturated = 0, activation = "" } = found;
    return {
      layer,
      numbers: { saturated },
      says: said(
        `${percent(saturated)} of what ${layer} gives lies where ${activation} is flat.`,
        `${layer} 的输出有 ${percent(saturated)} 落在 ${activation} 的平坦处。`,
      ),
      remedies: [useInitializer("glorotUniform"), useActivation("relu")],
    };
  },
});
