import type { Lesson } from "./lesson.js";
import { dataOf, layersOf, specOf } from "./spec-of.js";

const alone = specOf({ data: dataOf("xor"), layers: [] });

export const exclusiveOr: Lesson = {
  id: "exclusive-or",
  minutes: 5,
  question: {
    en: "Can one neuron solve “exclusive or”, if it trains long enough?",
    zh: "训练得足够久，一个神经元能解“异或”吗？",
  },
  before: [
    {
      en: "Exclusive or: the answer is 1 if exactly one of the two inputs is large, else 0. So the four corners of the square alternate.",
      zh: "异或：两个输入中恰好一个大时答案为 1，否则为 0。于是正方形的四个角交替归类。",
    },
    {
      en: "The neuron gets 400 updates of its weights. For two well-parted groups 200 were plenty.",
      zh: "神经元的权重更新 400 次。分开两团点时，200 次已绰绰有余。",
    },
  ],
  choices: [
    { en: "Yes: it only takes longer", zh: "能：只是要更久" },
    { en: "No, however long it trains", zh: "不能，训练多久都不行" },
  ],
  runs: [{ label: { en: "one neuron", zh: "一个神经元" }, spec: alone, steps: 400 }],
  view: "boundary",
  outcome: ([{ frame }]) => (frame.accuracy > 0.95 ? 0 : 1),
  after: [
    {
      en: "A neuron draws one straight line, and no straight line has two opposite corners on one side and the other two on the other. Training cannot help: there is nothing to find. Minsky and Papert proved it in 1969, and research on networks nearly stopped.",
      zh: "一个神经元只画一条直线，而没有任何直线能让两个对角在一侧、另两个在另一侧。训练无济于事：根本没有解。1969 年明斯基与佩珀特证明了这一点，神经网络研究几乎因此停顿。",
    },
    {
      en: "The way out is a layer in between. Each hidden neuron draws a line of its own, and the last one combines their answers: between the lines it says one thing, outside the other. Try it below, and look at the small pictures of the hidden neurons.",
      zh: "出路是在中间加一层。每个隐藏神经元各画一条线，最后一个神经元把它们的回答合起来：线之间说一样，线之外说另一样。在下面试试，看看隐藏神经元的小图。",
    },
  ],
  more: [
    {
      label: { en: "Two hidden neurons: sometimes enough", zh: "两个隐藏神经元：有时就够" },
      spec: specOf({ data: dataOf("xor"), layers: layersOf("tanh", 2) }),
    },
    {
      label: { en: "Four hidden neurons", zh: "四个隐藏神经元" },
      spec: specOf({ data: dataOf("xor"), layers: layersOf("tanh", 4) }),
    },
    {
      label: { en: "One neuron that is given xy", zh: "一个神经元，但把 xy 交给它" },
      spec: { ...alone, features: ["x", "y", "xy"] },
    },
  ],
};
