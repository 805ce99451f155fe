import { activations, type Value } from "neurograd";
import type { Text } from "../../text/lang.js";

/** One function of the gallery. */
export interface Shape {
  readonly f: (z: Value) => Value;
  readonly formula: string;
  readonly derivative: string;
  /** What it is good or bad for, in one sentence. */
  readonly note: Text;
}

/** The gallery, from the oldest to the newest. */
export const shapes = {
  binaryStep: {
    f: (z) => activations.binaryStep(z),
    formula: "f(z) = 1 if z ≥ 0, else 0",
    derivative: "f′(z) = 0",
    note: {
      en: "McCulloch and Pitts's neuron of 1943. Its slope is 0 everywhere, so no gradient comes through: it cannot be trained this way.",
      zh: "1943 年 McCulloch 与 Pitts 的神经元。处处斜率为 0，梯度传不过去，没法用梯度训练。",
    },
  },
  linear: {
    f: (z) => activations.linear(z),
    formula: "f(z) = z",
    derivative: "f′(z) = 1",
    note: {
      en: "Lets everything through unchanged; many such layers in a row are worth one.",
      zh: "原样通过；这样的层叠多少都只抵一层。",
    },
  },
  sigmoid: {
    f: (z) => activations.sigmoid(z),
    formula: "f(z) = 1 / (1 + e⁻ᶻ)",
    derivative: "f′(z) = f(z) (1 − f(z)) ≤ 1/4",
    note: {
      en: "Gives a probability. Its slope is at most a quarter: ten of them in a row leave a millionth of the gradient.",
      zh: "输出可当概率。斜率最多四分之一：连乘十次，梯度只剩百万分之一。",
    },
  },
  tanh: {
    f: (z) => activations.tanh(z),
    formula: "f(z) = tanh z",
    derivative: "f′(z) = 1 − f(z)²",
    note: {
      en: "A sigmoid around 0, with slope 1 in the middle; flat at both ends.",
      zh: "以 0 为中心的 S 形，中间斜率为 1，两头平坦。",
    },
  },
  softsign: {
    f: (z) => activations.softsign(z),
    formula: "f(z) = z / (1 + |z|)",
    derivative: "f′(z) = 1 / (1 + |z|)²",
    note: {
      en: "Like tanh, but it goes flat more slowly.",
      zh: "像 tanh，但变平得慢一些。",
    },
  },
  relu: {
    f: (z) => activations.relu(z),
    formula: "f(z) = max(0, z)",
    derivative: "f′(z) = 1 if z > 0, else 0",
    note: {
      en: "Slope 1 wherever it is on, so products do not shrink. Where every example falls on the left, the unit is dead: slope 0, for ever.",
      zh: "开着的地方斜率为 1，连乘不会变小。若每个样本都落在左边，单元就死了：斜率永远为 0。",
    },
  },
  leakyRelu: {
    f: (z) => activations.leakyRelu(z),
    formula: "f(z) = z if z > 0, else 0.2 z",
    derivative: "f′(z) = 1 if z > 0, else 0.2",
    note: {
      en: "A ReLU that never dies: a little gradient comes through on the left, too.",
      zh: "不会死的 ReLU：左边也留一点梯度。",
    },
  },
  elu: {
    f: (z) => activations.elu(z),
    formula: "f(z) = z if z > 0, else eᶻ − 1",
    derivative: "f′(z) = 1 if z > 0, else eᶻ",
    note: {
      en: "Bends smoothly to −1 on the left, which brings the mean of the outputs near 0.",
      zh: "左边平滑地弯向 −1，使输出的平均值接近 0。",
    },
  },
  selu: {
    f: (z) => activations.selu(z),
    formula: "f(z) = 1.0507 z if z > 0, else 1.7581 (eᶻ − 1)",
    derivative: "f′(z) = 1.0507 if z > 0, else 1.7581 eᶻ",
    note: {
      en: "An ELU with two constants chosen so that mean 0 and variance 1 are kept from layer to layer.",
      zh: "选好两个常数的 ELU：逐层保持平均值 0、方差 1。",
    },
  },
  softplus: {
    f: (z) => activations.softplus(z),
    formula: "f(z) = ln(1 + eᶻ)",
    derivative: "f′(z) = 1 / (1 + e⁻ᶻ)",
    note: {
      en: "A ReLU without the corner; always above 0. Its slope is the sigmoid.",
      zh: "没有折角的 ReLU；总大于 0。它的斜率就是 sigmoid。",
    },
  },
  gelu: {
    f: (z) => activations.gelu(z),
    formula: "f(z) = z Φ(z)",
    derivative: "f′(z) = Φ(z) + z φ(z)",
    note: {
      en: "z times the chance that a normal number lies below it: the corner of ReLU made round, so the slope changes without a jump. Usual in transformers.",
      zh: "z 乘以正态随机数小于它的概率：把 ReLU 的折角磨圆，斜率不再跳变。Transformer 里常用。",
    },
  },
  silu: {
    f: (z) => activations.silu(z),
    formula: "f(z) = z / (1 + e⁻ᶻ)",
    derivative: "f′(z) = σ(z) (1 + z (1 − σ(z)))",
    note: {
      en: "z times its own sigmoid, also called swish: smooth like GELU and cheaper; it dips below 0 before it rises.",
      zh: "z 乘以自己的 sigmoid，又叫 swish：和 GELU 一样光滑，算起来更省；上升前先略低于 0。",
    },
  },
  mish: {
    f: (z) => activations.mish(z),
    formula: "f(z) = z tanh(ln(1 + eᶻ))",
    derivative: "f′(z) = tanh s + z σ(z) (1 − tanh² s),  s = ln(1 + eᶻ)",
    note: {
      en: "A close relative of SiLU, found by trying many.",
      zh: "SiLU 的近亲，由大量试验得来。",
    },
  },
  hardSigmoid: {
    f: (z) => activations.hardSigmoid(z),
    formula: "f(z) = min(1, max(0, z/6 + 1/2))",
    derivative: "f′(z) = 1/6 if |z| < 3, else 0",
    note: {
      en: "A sigmoid of three straight pieces, for small processors; quite flat outside.",
      zh: "由三段直线拼成的 sigmoid，适合小处理器；两边完全平坦。",
    },
  },
} as const satisfies Readonly<Record<string, Shape>>;

export type ShapeName = keyof typeof shapes;
export const shapeNames = Object.keys(shapes) as readonly ShapeName[]; // what it is made of
