import { defineRule, type Rule } from "../rule.js";
import { figure, said } from "../said.js";

export const leakingLabels: Rule<{ readonly explained: number; readonly examples: number }> = defineRule({
  name: said("Leaking labels", "标签泄漏"),
  why: said(
    "One column of the input tells the answer all by itself. Most often the answer, or something known only after it, was left among the inputs: the network looks brilliant and is useless on the day when the answer is not yet known.",
    "输入里有一列单独就能说出答案。多半是把答案，或答案揭晓后才知道的东西，留在了输入里：网络看上去出色，到了真正不知道答案的那天却毫无用处。",
  ),
  explains: [],
  thresholds: { explained: 0.999, examples: 20 },
  source: "Kaufman et al. (2012), Leakage in data mining; 99.9 % of the variance is this package's beginning",
  find({ data: { leak, examples } }, thresholds) {
    if (leak === undefined || examples < thresholds.examples || !(leak.explained > thresholds.explained))
      return undefined;
    const { column, input, explained, columns } = leak;
    return {
      numbers: { column, explained },
      says: said(
        `Column ${column} of the ${columns} columns of ${input} goes with the target by ${figure(explained * 100)} % of its variance.`,
        `${input} 共 ${columns} 列，其中第 ${column} 列的方差有 ${figure(explained * 100)} % 与目标一致。`,
      ),
      remedies: [
        {
          change: "removeColumn",
          to: column,
          says: said(`Train once without column ${column}`, `去掉第 ${column} 列再训练一次`),
        },
      ],
    };
  },
});
