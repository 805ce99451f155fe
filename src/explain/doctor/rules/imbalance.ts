import { defineRule, type Rule } from "../rule.js";
import { figure, percent, said } from "../said.js";

export const imbalance: Rule<{ readonly ratio: number; readonly examples: number }> = defineRule({
  name: said("Imbalanced classes", "类别不平衡"),
  why: said(
    "Where one class is rare, always naming the other is right nearly always: the loss falls fast, the accuracy looks fine, and the rare class is never found.",
    "某一类很少时，总答另一类几乎总是对的：损失下降很快，准确率也好看，少的那一类却从来找不到。",
  ),
  explains: [],
  thresholds: { ratio: 8, examples: 20 },
  source:
    "He and Garcia (2009), Learning from imbalanced data, name no limit; 8 to 1 between largest and smallest class is this package's beginning",
  find({ data: { classes, examples } }, thresholds) {
    if (classes === undefined || examples < thresholds.examples) return undefined;
    const [most, least] = [Math.max(...classes), Math.min(...classes)];
    const [common, rare] = [classes.indexOf(most), classes.indexOf(least)];
    if (!(most >= thresholds.ratio * least)) return undefined;
    const share = most / examples;
    return {
      numbers: { most, least, common, rare, share },
      says: said(
        `Class ${common} has ${most} examples, class ${rare} has ${least}: always answering ${common} is right for ${percent(share)}.`,
        `第 ${common} 类有 ${most} 个样本，第 ${rare} 类有 ${least} 个：总答 ${common} 就能对 ${percent(share)}。`,
      ),
      remedies: [
        {
          change: "classWeight",
          says: said(
            `Let the rare class count more: classWeight: { ${rare}: ${figure(Math.round(most / Math.max(1, least)))} }, and look at recall beside accuracy`,
            `让少的那一类多算一些：classWeight: { ${rare}: ${figure(Math.round(most / Math.max(1, least)))} }，并在准确率之外看召回率`,
          ),
        },
      ],
    };
  },
});
