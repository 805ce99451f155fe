import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const base = specOf({ layers: layersOf("relu", 16, 16) });
const few = dataOf("moons", { samples: 60, noise: 0.4, testShare: 0.5 });
const many = dataOf("moons", { samples: 1500, noise: 0.4, testShare: 0.5 });

export const overfitting: Lesson = {
  id: "overfitting",
  minutes: 6,
  question: { en: "Why does a network need so much data?", zh: "网络为什么需要那么多数据？" },
  before: [
    {
      en: "Two moons with much noise: at the border nobody can tell for sure. The network has 337 numbers to adjust. One gets 30 points to learn from, the other 750; both are asked about points they have never seen.",
      zh: "噪声很大的双月：边界处谁也说不准。网络有 337 个数可调。一个用 30 个点学习，另一个用 750 个；考的都是没见过的点。",
    },
    {
      en: "Watch the two curves: training loss and test loss, 600 updates each.",
      zh: "看两条曲线：训练损失与测试损失，各更新 600 次。",
    },
  ],
  choices: [
    {
      en: "With 30 points the test loss ends more than twice the training loss, with 750 close to it",
      zh: "30 个点时测试损失最后超过训练损失的两倍，750 个点时两者接近",
    },
    { en: "With both the test loss follows the training loss", zh: "两种情况测试损失都跟着训练损失走" },
    { en: "With both it ends far above", zh: "两种情况测试损失都高出很多" },
  ],
  runs: [
    { label: { en: "30 points", zh: "30 个点" }, spec: { ...base, data: few }, steps: 600 },
    { label: { en: "750 points", zh: "750 个点" }, spec: { ...base, data: many }, steps: 600 },
  ],
  view: "boundary",
  outcome: (endings) => {
    const [fewApart, manyApart] = endings.map(({ frame }) => frame.testLoss > 2 * frame.loss);
    if (fewApart && !manyApart) return 0;
    return manyApart ? 2 : 1;
  },
  after: [
    {
      en: "337 numbers can learn 30 points by heart, noise and all: the border grows islands around single points. The training loss falls, the loss on new points climbs. That is overfitting, and the test points are there to show it.",
      zh: "337 个数可以把 30 个点连同噪声背下来：边界会围着个别点长出孤岛。训练损失下降，新点上的损失却上升。这就是过拟合，测试点就是为了揭示它。",
    },
    {
      en: "More data makes learning by heart impossible and leaves only what the points have in common. Where there are no more: a penalty on large weights, a smaller network, stopping early, dropout, varied copies of the examples. A child needs a few examples, for it has seen much before: that is what fine-tuning imitates.",
      zh: "数据多了就背不下来，只能留下各点的共性。没有更多数据时：惩罚大权重、缩小网络、提前停止、随机失活、把样本变出花样。孩子看几个例子就够，因为之前已见过很多：微调模仿的正是这一点。",
    },
  ],
  more: [
    {
      label: { en: "30 points with an L2 penalty", zh: "30 个点加 L2 正则化" },
      spec: { ...base, data: few, penalty: { name: "l2", rate: 0.03 } },
    },
    {
      label: { en: "30 points, three neurons", zh: "30 个点，三个神经元" },
      spec: { ...base, data: few, layers: layersOf("relu", 3) },
    },
  ],
};
