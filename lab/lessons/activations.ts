import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const data = dataOf("circles");

export const activations: Lesson = {
  id: "activations",
  minutes: 6,
  question: { en: "What if the neurons only add and multiply?", zh: "如果神经元只会加和乘呢？" },
  before: [
    {
      en: "After its sum, each neuron applies an activation function: tanh, ReLU, sigmoid … It costs time. Let us leave it out: the hidden neurons pass their sum on as it is (linear).",
      zh: "求和之后，每个神经元还要用激活函数：tanh、ReLU、sigmoid……这要花时间。我们把它去掉：隐藏神经元原样传递总和（线性）。",
    },
    {
      en: "Two networks get the same points of a circle and the same 400 updates. Both have two hidden layers of eight neurons, 105 numbers to learn.",
      zh: "两个网络用同样的圆环数据、同样的 400 次更新。它们都有两个各含八个神经元的隐藏层，共 105 个数可学。",
    },
  ],
  choices: [
    { en: "Both learn the circle: 105 numbers are enough", zh: "两个都能学会圆环：105 个数足够了" },
    { en: "Only the one with tanh learns it", zh: "只有用 tanh 的学会" },
    { en: "Neither learns it", zh: "两个都学不会" },
  ],
  runs: [
    {
      label: { en: "linear", zh: "线性" },
      spec: specOf({ data, layers: layersOf("linear", 8, 8) }),
      steps: 400,
    },
    { label: { en: "tanh", zh: "tanh" }, spec: specOf({ data, layers: layersOf("tanh", 8, 8) }), steps: 400 },
  ],
  view: "boundary",
  outcome: ([linear, bent]) => {
    if (linear.frame.accuracy > 0.95) return 0;
    return bent.frame.accuracy > 0.95 ? 1 : 2;
  },
  after: [
    {
      en: "A sum of sums is a sum: layer upon layer of linear neurons is one linear neuron, and its border is a straight line. Only what bends between the layers makes depth worth something.",
      zh: "和的和还是和：再多层的线性神经元也只相当于一个线性神经元，边界是一条直线。层与层之间必须有弯曲，深度才有意义。",
    },
    {
      en: "Which one to choose? Hidden layers: ReLU first, it is cheap and its slope is 1 where it is on; GELU or SiLU where a smooth slope helps; tanh in small networks as these. At the output: sigmoid for yes or no, softmax for one of several, none for a quantity. The step function of 1943 cannot be trained by its slope: that is zero everywhere.",
      zh: "该选哪个？隐藏层先用 ReLU：计算省，开启时斜率为 1；需要平滑时用 GELU 或 SiLU；像这里的小网络可用 tanh。输出层：是与否用 sigmoid，多选一用 softmax，数量不用激活。1943 年的阶跃函数无法靠斜率训练：处处为零。",
    },
  ],
  more: [
    {
      label: { en: "ReLU: the border has corners", zh: "ReLU：边界有棱角" },
      spec: specOf({ data, layers: layersOf("relu", 8, 8) }),
    },
    {
      label: { en: "Sigmoid: slower, for its slope is at most ¼", zh: "sigmoid：更慢，斜率至多 ¼" },
      spec: specOf({ data, layers: layersOf("sigmoid", 8, 8) }),
    },
    {
      label: { en: "Linear, but with x² and y² as inputs", zh: "线性，但输入 x² 与 y²" },
      spec: specOf({ data, layers: layersOf("linear", 8, 8), features: ["x", "y", "x²", "y²"] }),
    },
  ],
};
