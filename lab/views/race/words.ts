import type { RacerName } from "../../engine/race/racers.js";
import type { SurfaceName } from "../../engine/race/surfaces.js";
import type { Text } from "../../text/lang.js";
import { words } from "../../text/lang.js";

export const racerTitles: Readonly<Record<RacerName, Text>> = {
  sgd: { en: "SGD", zh: "SGD" },
  momentum: { en: "Momentum", zh: "动量" },
  nesterov: { en: "Nesterov", zh: "Nesterov" },
  rmsprop: { en: "RMSProp", zh: "RMSProp" },
  adam: { en: "Adam", zh: "Adam" },
  adamW: { en: "AdamW", zh: "AdamW" },
};

export const surfaceTitles: Readonly<Record<SurfaceName, Text>> = {
  bowl: { en: "Bowl", zh: "碗" },
  valley: { en: "Narrow valley", zh: "窄谷" },
  saddle: { en: "Saddle", zh: "鞍" },
  rosenbrock: { en: "Rosenbrock’s bent valley", zh: "Rosenbrock 弯谷" },
  pits: { en: "Many pits", zh: "许多坑" },
};

/** What is to be seen on it. */
export const surfaceNotes: Readonly<Record<SurfaceName, Text>> = {
  bowl: {
    en: "Equally steep everywhere around: the gradient points straight at the bottom, and plain steps do well.",
    zh: "各个方向一样陡：梯度正好指向碗底，普通的步子就走得很好。",
  },
  valley: {
    en: "Forty times as steep across as along. A rate that suits the long way is too high for the short one: SGD swings from wall to wall.",
    zh: "横着比顺着陡四十倍。适合长路的学习率，对短路就太大：SGD 在两壁之间来回摆动。",
  },
  saddle: {
    en: "Down on two sides, up on the other two. On the ridge the slope is almost 0: whoever measures steps by past slopes gets off first.",
    zh: "两边低、两边高。鞍上的坡度几乎是 0：按过去的坡度量步子的，先离开。",
  },
  rosenbrock: {
    en: "Into the valley is easy; along its bent and almost level floor is not. A test for optimizers since 1960.",
    zh: "下到谷里容易，沿着又弯又平的谷底走却难。自 1960 年起就是优化器的考题。",
  },
  pits: {
    en: "Nobody sees further than the slope under the feet. Speed carries some over the rim of a pit; where one ends depends on the start and on the rate.",
    zh: "谁都只看得见脚下的坡。有速度的能冲出坑沿；停在哪里，取决于起点和学习率。",
  },
};

export const raceWords = words({
  intro: {
    en: "An optimizer decides how far to step down the gradient. Let several of them start at the same place, and watch who arrives. Which one is best depends on the learning rate: change one and the order changes.",
    zh: "优化器决定顺着梯度往下走多远。让几个优化器从同一处出发，看谁先到。谁最好，取决于学习率：改一个学习率，名次就变。",
  },
  surfaceRoom: { en: "Two weights: a landscape", zh: "两个权重：一片地形" },
  networkRoom: { en: "A network", zh: "一个网络" },
  rooms: { en: "What is raced", zh: "赛场" },
  surface: { en: "Landscape", zh: "地形" },
  picture: {
    en: "The loss over two weights x and y: level lines; the stronger the color, the higher",
    zh: "损失随两个权重 x、y 的变化：等高线，颜色越浓越高",
  },
  pictureKeys: {
    en: "click, or move the start with the arrow keys and press Enter",
    zh: "点击，或用方向键移动起点后按 Enter",
  },
  startX: { en: "start x", zh: "起点 x" },
  startY: { en: "start y", zh: "起点 y" },
  lowest: { en: "lowest place", zh: "最低处" },
  level: { en: "slope 0, but not the lowest place", zh: "坡度为 0，但不是最低处" },
  start: { en: "start", zh: "起点" },
  play: { en: "Play", zh: "播放" },
  pause: { en: "Pause", zh: "暂停" },
  step: { en: "One step", zh: "一步" },
  reset: { en: "Begin anew", zh: "重新开始" },
  speed: { en: "Speed", zh: "速度" },
  perSecond: { en: "steps a second", zh: "步每秒" },
  fastest: { en: "as fast as it goes", zh: "全速" },
  steps: { en: "step", zh: "步" },
  stopAt: { en: "Stop at step", zh: "停在第几步" },
  optimizer: { en: "Optimizer", zh: "优化器" },
  rate: { en: "Learning rate", zh: "学习率" },
  loss: { en: "Loss", zh: "损失" },
  accuracy: { en: "Accuracy (test)", zh: "准确率（测试）" },
  time: { en: "ms a step", zh: "毫秒每步" },
  isLost: { en: "lost: no number any more", zh: "已发散：不再是数" },
  left: { en: "left the picture", zh: "走出画面" },
  races: { en: "races", zh: "参赛" },
  lossOverSteps: { en: "Loss over steps", zh: "损失随步数" },
  lossOverTime: { en: "Training loss over the time of its own updates", zh: "训练损失随自身更新用时" },
  trainLossOverSteps: { en: "Training loss over steps", zh: "训练损失随步数" },
  seconds: { en: "seconds", zh: "秒" },
  lossIsLost: { en: "lost", zh: "已发散" },
  tryOut: { en: "Try", zh: "试试" },
  honestSurface: {
    en: "Simplified: two weights instead of thousands, and the exact slope of the loss. A network sees the slope of a few examples at a time, so it walks in a drizzle of noise. Momentum and Nesterov keep 0.9 of their speed; Adam and AdamW have β₁ 0.9, β₂ 0.999; AdamW also pulls its weights towards 0 by 0.004 times the rate. Each step is taken by the package’s own optimizers, in float64.",
    zh: "简化之处：只有两个权重，而不是成千上万；坡度是精确的。真实网络每次只看几个样本的坡度，像在噪声的小雨里走路。动量和 Nesterov 保留 0.9 的速度；Adam 与 AdamW 的 β₁ 为 0.9、β₂ 为 0.999；AdamW 还按学习率的 0.004 倍把权重拉向 0。每一步都由本软件包自己的优化器用 float64 走出。",
  },
  honestNetwork: {
    en: "The same first weights, the same points, the same batches in the same order; only the optimizer differs. The seconds are those of this machine, of the updates alone, and differ from run to run; everything else follows from the set-up.",
    zh: "初始权重、数据点、批次及其次序都相同，只有优化器不同。用时是这台机器上更新本身的时间，每次都会略有不同；其余一切由设置决定。",
  },
  races4: { en: "The network of your set-up races:", zh: "参赛的是你设置的网络：" },
  change: { en: "change the set-up", zh: "更改设置" },
  points: { en: "points", zh: "个点" },
  batches: { en: "batches of", zh: "批量" },
  seed: { en: "seed", zh: "种子" },
  noHidden: { en: "no hidden layer", zh: "无隐藏层" },
  add: { en: "Add a racer", zh: "增加一个" },
  remove: { en: "Remove", zh: "去掉" },
  boundaries: { en: "What each has learned", zh: "各自学到的边界" },
  sweep: { en: "The same race with many learning rates", zh: "换许多学习率再赛" },
  sweepIntro: {
    en: "Each optimizer begins anew with each rate and takes the same number of steps; what counts is the training loss at the end. Compare the lowest points, not the lines at one rate.",
    zh: "每个优化器用每个学习率各从头走同样多步，看最后的训练损失。该比的是各条线的最低点，而不是某一个学习率处的高低。",
  },
  sweepRun: { en: "Run the sweep", zh: "开始扫描" },
  sweepStop: { en: "Stop", zh: "停止" },
  sweepSteps: { en: "Steps each", zh: "各走步数" },
  sweepChart: { en: "Training loss at the end, over the learning rate", zh: "最后的训练损失随学习率" },
  sweepTable: { en: "As a table", zh: "表格" },
  engineLoading: { en: "the engine is loading …", zh: "引擎加载中 …" },
});
