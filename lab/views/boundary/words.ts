import { words } from "../../text/lang.js";

export const boundaryWords = words({
  network: { en: "The network: what each neuron says of every place", zh: "网络：每个神经元对各处的响应" },
  picture: { en: "What the network thinks of every place", zh: "网络对各处的判断" },
  hovered: { en: "What this neuron says of every place", zh: "这个神经元对各处的响应" },
  curve: { en: "Loss", zh: "损失" },
  train: { en: "training", zh: "训练" },
  test: { en: "test", zh: "测试" },
  step: { en: "step", zh: "步" },
  input: { en: "input", zh: "输入" },
  neuron: { en: "neuron", zh: "神经元" },
  output: { en: "output", zh: "输出" },
  weightsTitle: { en: "All weights as numbers", zh: "全部权重数值" },
  from: { en: "from", zh: "从" },
  to: { en: "to", zh: "到" },
  weight: { en: "weight", zh: "权重" },
  bias: { en: "bias", zh: "偏置" },
  legend: {
    en: "Filled points are for training, rings for testing; a cross marks a wrong answer. Orange circles and dashed lines: class 0, negative weights; blue squares and solid lines: class 1, positive.",
    zh: "实心点用于训练，空心点用于测试；叉号表示判断错误。橙色圆点与虚线：类别 0、负权重；蓝色方块与实线：类别 1、正权重。",
  },
});
