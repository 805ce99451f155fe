import { words } from "../../text/lang.js";

export const digitsWords = words({
  intro: {
    en: "A small network reads handwritten digits. Draw one; watch what each layer makes of it; ask why it answers so; and train another from nothing.",
    zh: "一个小网络在读手写数字。画一个，看每一层把它变成什么，问它为什么这样回答，再从零训练一个。",
  },
  tryThis: { en: "Try", zh: "试一试" },
  inviteShift: { en: "Small and in a corner", zh: "缩小放到角落" },
  inviteShiftText: {
    en: "The same digit, half the size, in a corner, and not prepared as in training: data shift. Now switch the preparation on again.",
    zh: "同一个数字，缩小一半放到角落，而且不按训练时的方式预处理：这就是分布偏移。再把预处理打开看看。",
  },
  inviteNone: { en: "A face", zh: "一张笑脸" },
  inviteNoneText: {
    en: "Not a digit at all. The ten probabilities still sum to 1: nothing in this network can say “none of these”.",
    zh: "这根本不是数字。十个概率的和仍是 1：这个网络没法说“都不是”。",
  },
  inviteMistake: { en: "Its surest mistake", zh: "最自信的错误" },
  inviteMistakeText: {
    en: "Of the thousand test images, the one it reads wrongly and most surely. Would you have read it rightly?",
    zh: "一千张测试图像里，它读错却最有把握的那一张。换成你能读对吗？",
  },
  notes: { en: "What is simplified, and where it comes from", zh: "简化之处与来源" },
  notesText: {
    en: "Images: MNIST (LeCun, Cortes, Burges), 4,000 to train with here and 1,000 to ask, as many of each digit. A drawing is prepared as theirs were: cut out, its longer side made 20 pixels, its center of mass put in the middle of 28 × 28. The network has 5,994 weights; serious ones have more, and read 99.8 %. Who writes otherwise than the people of MNIST did (a 7 with a bar, a 1 with a foot) draws what the network has hardly seen.",
    zh: "图像来自 MNIST（LeCun、Cortes、Burges）：这里用 4,000 张训练、1,000 张提问，各数字一样多。你的画按他们的方法预处理：裁出数字，长边缩放到 20 像素，质心放到 28 × 28 的中央。网络有 5,994 个权重；更大的网络能读对 99.8 %。若你的写法与 MNIST 里的人不同（7 带横、1 带底），网络就几乎没见过。",
  },
  notesWhy: {
    en: "An attribution is a hypothesis about one answer, not the network's reasons: methods disagree, and each depends on what it is compared with. That is why it is put to the test below it.",
    zh: "归因只是对某一次回答的假设，并不是网络的“理由”：不同方法结论不同，也取决于与什么作比较。所以下面要对它做检验。",
  },

  train: { en: "The network", zh: "网络" },
  trainedText: {
    en: "Trained when this lab was built: {trained} images, each seen once. It reads {accuracy} % of the {tested} test images of MNIST.",
    zh: "在构建本实验室时训练好：{trained} 张图像，每张看一遍。MNIST 的 {tested} 张测试图像它读对 {accuracy} %。",
  },
  freshText: {
    en: "Fresh weights: at first it guesses. Each step learns from 32 images.",
    zh: "全新的权重：一开始只是瞎猜。每一步从 32 张图像中学习。",
  },
  fromScratch: { en: "▶ Train from scratch", zh: "▶ 从零训练" },
  play: { en: "▶ Go on", zh: "▶ 继续" },
  pause: { en: "❚❚ Pause", zh: "❚❚ 暂停" },
  oneBatch: { en: "▸ One batch", zh: "▸ 一批" },
  reset: { en: "⟲ Fresh weights", zh: "⟲ 全新权重" },
  useTrained: { en: "★ Trained weights", zh: "★ 训练好的权重" },
  progress: {
    en: "epoch {epoch} · batch {batch} of {batches} · step {step}",
    zh: "第 {epoch} 轮 · 第 {batch} 批，共 {batches} 批 · 第 {step} 步",
  },
  loss: { en: "Loss", zh: "损失" },
  accuracy: { en: "Accuracy", zh: "准确率" },
  step: { en: "step", zh: "步" },
  batchSeries: { en: "batch", zh: "这一批" },
  testSeries: { en: "1,000 test images", zh: "1,000 张测试图像" },
  confusion: { en: "What is taken for what", zh: "什么被读成什么" },
  confusionText: {
    en: "Row: the digit. Column: what the network read. Of 1,000 test images it reads {accuracy} % rightly. Choose a cell to see its images.",
    zh: "行：真正的数字；列：网络读成什么。1,000 张测试图像读对 {accuracy} %。选一格看其中的图像。",
  },
  confusionLabel: { en: "Confusion matrix", zh: "混淆矩阵" },
  cellLabel: { en: "{truth} read as {answer}: {count}", zh: "{truth} 读成 {answer}：{count} 张" },
  cellImages: {
    en: "{truth} read as {answer}: {shown} of {count}",
    zh: "{truth} 读成 {answer}：{count} 张中的 {shown} 张",
  },
  noImages: { en: "No image here.", zh: "这一格没有图像。" },
  mistakes: { en: "Its surest mistakes", zh: "最自信的错误" },
  mistakesText: {
    en: "{count} of 1,000. Choose one to look into it.",
    zh: "1,000 张中有 {count} 张。选一张看里面。",
  },
  imageLabel: { en: "a {truth} read as {answer}, {sure} % sure", zh: "{truth} 读成 {answer}，把握 {sure} %" },

  inside: { en: "What the layers make of it", zh: "每一层把它变成什么" },
  insideText: {
    en: "Each small picture is one feature map: the stronger a place, the more its kernel finds there of what it looks for. Choose one to see how.",
    zh: "每张小图是一个特征图：某处越醒目，卷积核在那里就越是找到了它要找的东西。选一张看是怎么算的。",
  },
  image: { en: "image 28 × 28", zh: "图像 28 × 28" },
  conv_1: {
    en: "convolution 1: 8 kernels of 5 × 5, then ReLU → 24 × 24",
    zh: "卷积 1：8 个 5 × 5 的核，再过 ReLU → 24 × 24",
  },
  pool_1: { en: "pooling: the largest of each 2 × 2 → 12 × 12", zh: "汇聚：每 2 × 2 取最大 → 12 × 12" },
  conv_2: {
    en: "convolution 2: 16 kernels, each over all 8 maps → 8 × 8",
    zh: "卷积 2：16 个核，每个都看全部 8 张图 → 8 × 8",
  },
  pool_2: { en: "pooling → 4 × 4; these 256 numbers decide", zh: "汇聚 → 4 × 4；由这 256 个数作决定" },
  kernel: { en: "the kernel", zh: "卷积核" },
  mapLabel: { en: "map {map} of {layer}", zh: "{layer} 的第 {map} 张图" },
  conv1Short: { en: "convolution 1", zh: "卷积 1" },
  conv2Short: { en: "convolution 2", zh: "卷积 2" },
  slide: { en: "A kernel slides over it", zh: "卷积核滑过图像" },
  slideText: {
    en: "Point into a picture, or move the window by the arrow keys. Each of its 25 numbers is multiplied by the kernel's; the sum makes one number of the map.",
    zh: "把指针移进图中，或用方向键移动窗口。窗口里的 25 个数分别乘以核里的数，加起来就是特征图上的一个数。",
  },
  slideImage: { en: "where the window lies", zh: "窗口所在之处" },
  slideMap: { en: "the map it makes", zh: "得到的特征图" },
  before: { en: "looking at map", zh: "正在看第几张图" },
  products: { en: "image × kernel", zh: "图像 × 核" },
  slidePlay: { en: "▶ Slide it", zh: "▶ 滑动" },
  slideStop: { en: "❚❚ Stop", zh: "❚❚ 停止" },
  bias: { en: "bias", zh: "偏置" },
  otherMaps: { en: "sum of each map", zh: "每张图的和" },
  place: { en: "row {row}, column {column}", zh: "第 {row} 行，第 {column} 列" },

  draw: { en: "Draw a digit", zh: "画一个数字" },
  pad: {
    en: "Draw pad. Arrow keys move the pen, Space puts it down and lifts it, Delete clears.",
    zh: "画板。方向键移动画笔，空格落笔或抬笔，Delete 清空。",
  },
  padHint: {
    en: "Finger, mouse or keys: arrows move, Space puts the pen down.",
    zh: "手指、鼠标或键盘：方向键移动，空格落笔。",
  },
  penDown: { en: "Pen down", zh: "落笔" },
  penUp: { en: "Pen up", zh: "抬笔" },
  penAt: { en: "row {row}, column {column}", zh: "第 {row} 行，第 {column} 列" },
  clear: { en: "Clear", zh: "清空" },
  net: { en: "What the network sees", zh: "网络看到的" },
  prepare: { en: "prepare as MNIST was", zh: "按 MNIST 的方式预处理" },
  samples: { en: "Begin with", zh: "从这些开始" },
  sample: { en: "a {digit} from the test images", zh: "测试图像里的 {digit}" },
  answer: { en: "The answer", zh: "回答" },
  answerText: { en: "{digit}, {sure} %", zh: "{digit}，{sure} %" },
  emptyPad: { en: "Nothing drawn yet.", zh: "还没有画。" },
  explainDigit: { en: "Why {digit}?", zh: "为什么是 {digit}？" },
  probabilities: {
    en: "Probability of each digit; choose one to ask why",
    zh: "每个数字的概率；选一个问为什么",
  },

  why: { en: "Why {digit}? A hypothesis", zh: "为什么是 {digit}？一种假设" },
  method: { en: "method", zh: "方法" },
  integratedGradients: { en: "integrated gradients", zh: "积分梯度" },
  gradientTimesInput: { en: "gradient × input", zh: "梯度 × 输入" },
  saliency: { en: "saliency |∂F/∂x|", zh: "显著图 |∂F/∂x|" },
  baseline: { en: "compared with", zh: "对照基线" },
  empty: { en: "an empty image", zh: "空白图像" },
  full: { en: "nothing but ink", zh: "全是墨" },
  mean: { en: "the mean digit", zh: "平均数字" },
  integratedGradientsText: {
    en: "What each pixel adds to the score F on the straight way from the baseline x′ to the image x. It is complete: the shares sum to F(x) − F(x′), but for the error of 64 steps.",
    zh: "从基线 x′ 沿直线走到图像 x，每个像素给得分 F 添了多少。它是完备的：加起来就是 F(x) − F(x′)，只差 64 步求和的误差。",
  },
  gradientTimesInputText: {
    en: "What each pixel would add if F were a plane. Bends make it miss: its sum need not be F(x) − F(x′).",
    zh: "假如 F 是平面，每个像素添多少。F 有弯折，所以总和不必等于 F(x) − F(x′)。",
  },
  saliencyText: {
    en: "How much F would change if a pixel did, in either direction: also where there is no ink. It shares nothing out, so there is no sum to compare.",
    zh: "像素变一点，F 会变多少（不论方向），没有墨的地方也算。它不分摊得分，所以没有可比的总和。",
  },
  sumLabel: { en: "Σ attributions", zh: "Σ 归因" },
  gap: { en: "they differ by", zh: "相差" },
  attributionLabel: { en: "attribution of each pixel to {digit}", zh: "各像素对 {digit} 的归因" },
  waiting: { en: "Computing…", zh: "计算中…" },
  pauseToExplain: {
    en: "Of step {step}; it follows when training pauses.",
    zh: "这是第 {step} 步的；暂停训练后更新。",
  },
  forIt: { en: "speaks for it +", zh: "支持 +" },
  againstIt: { en: "against it −", zh: "反对 −" },

  erase: { en: "Erase these pixels", zh: "抹掉这些像素" },
  eraseText: {
    en: "If the hypothesis is right, taking away the pixels it names must hurt more than taking away as many at random.",
    zh: "假设若成立，抹掉它点名的像素，应当比随机抹掉同样多的像素更伤。",
  },
  share: { en: "taken away", zh: "抹掉" },
  byRank: { en: "named by it", zh: "它点名的" },
  byChance: { en: "at random (mean of {draws})", zh: "随机（{draws} 次平均）" },
  eraseChart: { en: "Probability of {digit}", zh: "{digit} 的概率" },
  eraseX: { en: "% of pixels taken away", zh: "抹掉的像素 %" },
  rankedPicture: { en: "without the named pixels", zh: "抹掉点名的像素" },
  randomPicture: { en: "without random pixels", zh: "抹掉随机的像素" },
  falls: {
    en: "{share} % taken away: {ranked} % sure where they are the named ones, {random} % at random.",
    zh: "抹掉 {share} %：抹点名的剩 {ranked} % 把握，随机抹剩 {random} %。",
  },

  describe: {
    en: "{who} reads the image as {digit}, {sure} % sure.",
    zh: "{who}把图像读成 {digit}，把握 {sure} %。",
  },
  describeTested: {
    en: " Of 1,000 test images it reads {accuracy} % rightly.",
    zh: "1,000 张测试图像它读对 {accuracy} %。",
  },
  whoTrained: { en: "The trained network", zh: "训练好的网络" },
  whoFresh: { en: "The network after {step} steps", zh: "训练了 {step} 步的网络" },
  loading: { en: "Loading the network and 5,000 images…", zh: "正在载入网络和 5,000 张图像……" },
});

export type DigitsWords = ReturnType<typeof digitsWords>;

/** A text with its numbers written in. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]));

/** A probability or share as people read it. */
export function percent(share: number): string {
  if (share === 1 || share === 0) return String(share * 100);
  if (share > 0.9999) return "> 99.99";
  return (share * 100).toFixed(share > 0.99 || share < 0.01 ? 2 : 1);
}
