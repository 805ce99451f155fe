import type { DigitSource } from "./digits.js";
import { type Words, words } from "./row.js";

export type Heading =
  | "title"
  | "intro"
  | "artificial"
  | "brain"
  | "published"
  | "unconfirmed"
  | "unconfirmedNote"
  | "confirmedNote"
  | "times"
  | "analogy"
  | "seed"
  | "runtime";

/** What stands above and beside the figures, on the page and in the terminal. */
export const headings: Readonly<Record<Heading, Words>> = {
  title: words("Artificial networks, models of the brain, brains", "人工网络、大脑模型与大脑"),
  intro: words(
    "Every figure in the first two columns was measured in this run, on small networks that took seconds to train; the third column is what has been published.",
    "前两列的每个数字都是这次运行测得的，来自几秒内训练好的小网络；第三列是已发表的数字。",
  ),
  artificial: words("Artificial", "人工网络"),
  brain: words("Model of the brain", "大脑模型"),
  published: words("Published biology", "已发表的生物学"),
  unconfirmed: words("unconfirmed", "未核实"),
  unconfirmedNote: words(
    "unconfirmed: quoted from memory; look it up in the source before you rely on it.",
    "未核实：凭记忆引用；使用前请查阅原文。",
  ),
  confirmedNote: words(
    "The others were read in a source that gives them, or computed again from the formulas named.",
    "其余的已在给出它们的文献中读到，或按所指的公式重新计算。",
  ),
  times: words("Clock times of this machine", "本机用时"),
  analogy: words("What is analogy, and what is not", "什么是类比，什么不是"),
  seed: words("seed", "种子"),
  runtime: words("runtime", "运行时"),
};

export const digitsWords: Readonly<Record<DigitSource, Words>> = {
  mnist: words(
    "2,000 handwritten digits of MNIST to learn from and 500 to ask about, at half their size (14 × 14)",
    "MNIST 手写数字：2000 个用于学习，500 个用于提问，缩小一半（14 × 14）",
  ),
  drawn: words(
    "2,000 digits to learn from and 500 to ask about, 14 × 14, drawn by a seeded generator (with MNIST installed, handwritten ones)",
    "由带种子的生成器所画的数字（14 × 14）：2000 个用于学习，500 个用于提问（安装 MNIST 后用手写数字）",
  ),
};
