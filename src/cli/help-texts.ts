// table: what --help says, in each language.
import type { BrainCompareOptions } from "./brain-compare-options.js";
import type { BrainConvertOptions } from "./brain-convert-options.js";
import type { CommonOptions } from "./common-options.js";
import type { InspectOptions } from "./inspect-options.js";
import type { LabOptions } from "./lab-options.js";
import type { Language } from "./language.js";
import type { PredictOptions } from "./predict-options.js";
import type { TrainOptions } from "./train-options.js";

export interface HelpTexts {
  readonly usage: string;
  readonly commands: string;
  readonly options: string;
  readonly examples: string;
  readonly summary: string;
  readonly more: string;
  readonly languages: string;
  readonly train: CommandHelp<TrainOptions>;
  readonly predict: CommandHelp<PredictOptions>;
  readonly inspect: CommandHelp<InspectOptions>;
  readonly "brain compare": CommandHelp<BrainCompareOptions>;
  readonly "brain convert": CommandHelp<BrainConvertOptions>;
  readonly lab: CommandHelp<LabOptions>;
  readonly common: Readonly<Record<keyof CommonOptions | "version", string>>;
}

export interface CommandHelp<O> {
  /** Behind `neurograd`. */
  readonly usage: string;
  readonly summary: string;
  readonly details: readonly string[];
  readonly options: Readonly<Record<Exclude<keyof O, keyof CommonOptions>, string>>;
  readonly examples: readonly string[];
}

const en: HelpTexts = {
  usage: "Usage",
  commands: "Commands",
  options: "Options",
  examples: "Examples",
  summary: "Trains neural networks, and asks them.",
  more: "neurograd COMMAND --help says more of each.",
  languages: "Language: --lang, else NEUROGRAD_LANG, else the terminal's. NO_COLOR=1 takes the colors away.",
  common: {
    lang: "language of what is printed",
    help: "print this help",
    version: "print the version",
  },
  train: {
    usage: "train <mnist | FILE.csv> [options]",
    summary: "Trains a network on the digits of MNIST, or on a column of a CSV file.",
    details: [
      "A CSV file: one column is learned from the others. Texts and booleans are told apart as classes, and so are",
      "whole numbers of few kinds; other numbers are a quantity. Inputs are standardized inside the model, which so",
      "takes the numbers as they stand in the file.",
      "Ctrl-C saves what was learned and stops, with exit code 0; a second Ctrl-C ends at once, with 130.",
      "Exit codes: 0 done, 1 failed, 2 wrongly called.",
    ],
    options: {
      target: "CSV: the column to learn (default: the last)",
      task: "CSV: classification or regression (default: by the target)",
      ignore: "CSV: columns to leave out",
      layers: "units of the hidden layers, or none (default: mnist 128,128; CSV 64,32)",
      activation: "of the hidden layers (default: relu)",
      dropout: "share of units left out at random after each hidden layer (default: 0)",
      epochs: "times to go through the data (default: mnist 5; CSV as many as make 2,000 steps, 5 to 200)",
      batchSize: "examples a step (default: mnist 128; CSV 32)",
      learningRate: "(default: the optimizer's own)",
      optimizer: "adam, adamW, sgd, rmsprop, adagrad (default: adam)",
      loss: "(default: sparseCategoricalCrossentropy for classes, meanSquaredError for a quantity)",
      validationSplit: "share held out to measure with (default: mnist 0, for it has a test set; CSV 0.2)",
      runtime: "auto, native, wasm or reference (default: auto: native where it is installed)",
      threads: "of the runtime (default: native all processors, 1 for a small network; wasm 1)",
      seed: "of weights, order and dropout: the same seed, the same result (default: 1)",
      output: "folder for model.onnx, checkpoint/, history.jsonl, run.json (default: runs/NAME)",
      resume: "go on from the checkpoint in that folder",
      train: "mnist: only the first N training images",
      test: "mnist: only the first N test images",
      json: "print an object a line, for programs, and nothing else",
      quiet: "print only the last figure",
    },
    examples: [
      "neurograd train mnist",
      "neurograd train penguins.csv --target species --epochs 100",
      "neurograd train houses.csv --target price --layers 64,64 --dropout 0.1 --output runs/houses",
      "neurograd train mnist --optimizer sgd --learning-rate 0.1 --json",
    ],
  },
  predict: {
    usage: "predict MODEL.onnx <INPUT | --mnist N> [options]",
    summary: "Asks a model: one of neurograd, or any ONNX file whose operators it knows.",
    details: [
      "INPUT: .json (nested arrays; for several inputs an object of them; for a model of a table an object of columns, or",
      "a list of such), .csv, .npy, or .pgm (a gray image). One example, or many.",
    ],
    options: {
      mnist: "the Nth image of the MNIST test set, from 0",
      runtime: "auto, native, wasm or reference (default: auto)",
      threads: "of the runtime",
      json: "print an object a line for each example",
    },
    examples: [
      "neurograd predict runs/mnist/model.onnx --mnist 7",
      "neurograd predict runs/penguins/model.onnx new-penguins.csv",
      "neurograd predict model.onnx input.json --json",
    ],
  },
  inspect: {
    usage: "inspect MODEL.onnx [options]",
    summary: "Shows what an ONNX file holds: inputs, outputs, layers, operators, weights, metadata.",
    details: [],
    options: { json: "print one object" },
    examples: ["neurograd inspect runs/mnist/model.onnx"],
  },
  "brain compare": {
    usage: "brain compare [options]",
    summary:
      "Networks and models of the brain side by side, measured here and now, beside published biology.",
    details: [
      "Trains and simulates small instances of both, about half a minute in all. Digits are those of MNIST where they are",
      "on this machine, else drawn by a generator; nothing is downloaded. Every row says what is analogy and what is not.",
      "Rows: neuron, transfer, learning, decision, memory, parallelism, source, experience, creativity, adaptability, efficiency.",
    ],
    options: {
      rows: "only these comparisons (default: all)",
      digits: "mnist or drawn (default: mnist where it is installed)",
      seed: "the same seed, the same figures, but for times (default: 1)",
      runtime: "auto, native, wasm or reference (default: auto: native where it is installed)",
      out: "folder for compare.html and compare.json (default: runs/brain-compare; with --json none)",
      json: "print one object, for programs, and nothing else",
    },
    examples: [
      "neurograd brain compare",
      "neurograd brain compare --rows neuron,memory --out comparison",
      "neurograd brain compare --json",
    ],
  },
  "brain convert": {
    usage: "brain convert MODEL.onnx NETWORK.nir [options]",
    summary:
      "A trained network of ReLUs to spiking neurons, to a NIR file that other programs and chips read.",
    details: [
      "The model is one that neurograd saved. Samples are examples from which the thresholds are found: some hundred of the",
      "training data. Needs the package h5wasm: npm install h5wasm.",
    ],
    options: {
      samples: "mnist, or a file as predict takes it (default: mnist where the input has 784 numbers)",
      normalization: "of thresholds: max, percentile (99.9) or leastSquares (default: percentile)",
      steps: "MNIST: of which the accuracy is told (default: 32)",
      dt: "milliseconds that a step stands for in the file (default: 1)",
      test: "MNIST: test images for the accuracy, or 0 (default: 500)",
      runtime: "auto, native, wasm or reference (default: auto: native where it is installed)",
      json: "print one object, for programs, and nothing else",
    },
    examples: [
      "neurograd brain convert runs/mnist/model.onnx digits.nir",
      "neurograd brain convert model.onnx penguins.nir --samples penguins.csv",
    ],
  },
  lab: {
    usage: "lab [RUNS] [options]",
    summary: "Opens the laboratory: a page on which networks are seen while they learn.",
    details: [
      "RUNS: a folder of runs, such as runs, to compare them on the page, live while they train. Read only.",
      "It is served to this machine alone. Ctrl-C ends it.",
    ],
    options: {
      port: "of the address (default: 7700, or one that is free)",
      noOpen: "do not open the browser",
    },
    examples: ["neurograd lab", "neurograd lab runs", "neurograd lab --port 8080 --no-open"],
  },
};

const zh: HelpTexts = {
  usage: "用法",
  commands: "命令",
  options: "选项",
  examples: "例子",
  summary: "训练神经网络，并用它来预测。",
  more: "各命令的详情：neurograd 命令 --help。",
  languages: "语言：先看 --lang，再看 NEUROGRAD_LANG，最后看终端的设置。NO_COLOR=1 去掉颜色。",
  common: {
    lang: "输出的语言",
    help: "显示这份帮助",
    version: "显示版本",
  },
  train: {
    usage: "train <mnist | 文件.csv> [选项]",
    summary: "用 MNIST 手写数字，或用 CSV 文件中的一列，来训练网络。",
    details: [
      "CSV 文件：由其他各列学习其中一列。文字和布尔值按类别区分，种类不多的整数也是；其他数按数量回归。",
      "输入的标准化在模型之内，所以模型直接接受文件里原样的数。",
      "按一次 Ctrl-C：保存所学并停止，退出码 0；再按一次：立即结束，退出码 130。",
      "退出码：0 完成，1 失败，2 用法有误。",
    ],
    options: {
      target: "CSV：要学习的列（默认：最后一列）",
      task: "CSV：classification 分类，或 regression 回归（默认：由目标列决定）",
      ignore: "CSV：不使用的列",
      layers: "各隐藏层的单元数，或 none（默认：mnist 128,128；CSV 64,32）",
      activation: "隐藏层的激活函数（默认：relu）",
      dropout: "每个隐藏层之后随机略去的单元比例（默认：0）",
      epochs: "遍历数据的轮数（默认：mnist 5；CSV 凑足 2,000 步，5 到 200 轮）",
      batchSize: "每步的样本数（默认：mnist 128；CSV 32）",
      learningRate: "学习率（默认：优化器自己的）",
      optimizer: "adam、adamW、sgd、rmsprop、adagrad（默认：adam）",
      loss: "损失（默认：分类用 sparseCategoricalCrossentropy，回归用 meanSquaredError）",
      validationSplit: "留出用于验证的比例（默认：mnist 0，因为另有测试集；CSV 0.2）",
      runtime: "auto、native、wasm 或 reference（默认：auto，装了 native 就用它）",
      threads: "运行时的线程数（默认：native 用全部处理器，小网络用 1；wasm 用 1）",
      seed: "权重、次序和随机失活的种子：种子相同，结果相同（默认：1）",
      output: "存放 model.onnx、checkpoint/、history.jsonl、run.json 的文件夹（默认：runs/名字）",
      resume: "从该文件夹里的检查点继续",
      train: "mnist：只用前 N 张训练图像",
      test: "mnist：只用前 N 张测试图像",
      json: "每行打印一个 JSON 对象，供程序读取，此外什么也不打印",
      quiet: "只打印最后一个数字",
    },
    examples: [
      "neurograd train mnist",
      "neurograd train penguins.csv --target species --epochs 100",
      "neurograd train houses.csv --target price --layers 64,64 --dropout 0.1 --output runs/houses",
      "neurograd train mnist --optimizer sgd --learning-rate 0.1 --json",
    ],
  },
  predict: {
    usage: "predict 模型.onnx <输入 | --mnist N> [选项]",
    summary: "用模型预测：neurograd 的模型，或算子都认识的任何 ONNX 文件。",
    details: [
      "输入：.json（嵌套数组；多个输入时为由数组组成的对象；表格的模型可用以列名为键的对象或其列表）、.csv、",
      ".npy，或 .pgm（灰度图像）。一个样本或多个都可以。",
    ],
    options: {
      mnist: "MNIST 测试集的第 N 张图像，从 0 数起",
      runtime: "auto、native、wasm 或 reference（默认：auto）",
      threads: "运行时的线程数",
      json: "每个样本打印一行 JSON 对象",
    },
    examples: [
      "neurograd predict runs/mnist/model.onnx --mnist 7",
      "neurograd predict runs/penguins/model.onnx new-penguins.csv",
      "neurograd predict model.onnx input.json --json",
    ],
  },
  inspect: {
    usage: "inspect 模型.onnx [选项]",
    summary: "显示 ONNX 文件的内容：输入、输出、层、算子、权重、元数据。",
    details: [],
    options: { json: "打印一个 JSON 对象" },
    examples: ["neurograd inspect runs/mnist/model.onnx"],
  },
  "brain compare": {
    usage: "brain compare [选项]",
    summary: "人工网络与大脑模型并列，当场测量，旁边是已发表的生物学数字。",
    details: [
      "训练并模拟两者的小实例，共约半分钟。数字图像用本机已有的 MNIST，没有则由生成器画出；不下载任何东西。",
      "每一行都说明什么是类比、什么不是。可选的行：neuron、transfer、learning、decision、memory、parallelism、source、experience、creativity、adaptability、efficiency。",
    ],
    options: {
      rows: "只做这些比较（默认：全部）",
      digits: "mnist 或 drawn（默认：装有 MNIST 就用它）",
      seed: "种子相同，除用时外数字相同（默认：1）",
      runtime: "auto、native、wasm 或 reference（默认：auto，装了 native 就用它）",
      out: "存放 compare.html 和 compare.json 的文件夹（默认：runs/brain-compare；用 --json 时不写）",
      json: "打印一个 JSON 对象，供程序读取，此外什么也不打印",
    },
    examples: [
      "neurograd brain compare",
      "neurograd brain compare --rows neuron,memory --out comparison",
      "neurograd brain compare --json",
    ],
  },
  "brain convert": {
    usage: "brain convert 模型.onnx 网络.nir [选项]",
    summary: "把训练好的 ReLU 网络变成脉冲神经元，再写成其他程序和芯片能读的 NIR 文件。",
    details: [
      "模型须是 neurograd 保存的。样本用来确定阈值：取几百个训练数据即可。",
      "需要 h5wasm 包：npm install h5wasm。",
    ],
    options: {
      samples: "mnist，或 predict 所接受的文件（默认：输入有 784 个数时用 mnist）",
      normalization: "确定阈值的方法：max、percentile（99.9）或 leastSquares（默认：percentile）",
      steps: "MNIST：报告多少步时的准确率（默认：32）",
      dt: "文件中一步代表多少毫秒（默认：1）",
      test: "MNIST：用多少张测试图像算准确率，0 为不算（默认：500）",
      runtime: "auto、native、wasm 或 reference（默认：auto，装了 native 就用它）",
      json: "打印一个 JSON 对象，供程序读取，此外什么也不打印",
    },
    examples: [
      "neurograd brain convert runs/mnist/model.onnx digits.nir",
      "neurograd brain convert model.onnx penguins.nir --samples penguins.csv",
    ],
  },
  lab: {
    usage: "lab [训练记录] [选项]",
    summary: "打开实验室：在网页上观看网络如何学习。",
    details: [
      "训练记录：存放训练记录的文件夹，例如 runs；在网页上比较它们，训练时实时更新。只读。",
      "只为本机提供服务。按 Ctrl-C 结束。",
    ],
    options: { port: "地址的端口（默认：7700，或任一空闲端口）", noOpen: "不打开浏览器" },
    examples: ["neurograd lab", "neurograd lab runs", "neurograd lab --port 8080 --no-open"],
  },
};

export const helpTextsIn = (language: Language): HelpTexts => ({ en, zh })[language];
