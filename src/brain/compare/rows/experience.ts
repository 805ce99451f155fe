import { Tensor } from "../../../core/tensor.js";
import { RandomSource } from "../../../data/random-source.js";
import { rewardStdp } from "../../learning/index.js";
import { curvePlot } from "../../plots/index.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";
import { accuracyOf, learn } from "../workshop.js";

const [trials, senders, delay, pause] = [240, 10, 1000, 5000]; // times in ms

/**
 * A neuron with a trembling threshold learns from what its deeds bring: firing at the first of two cues is rewarded a second later, at the second one punished. Whether it was
 * right in each trial.
 */
function trialAndError(seed: number): boolean[] {
  const random = new RandomSource(seed);
  const synapses = rewardStdp({ aPlus: 1, aMinus: 1 }).begin(new Array<number>(2 * senders).fill(1));
  const right: boolean[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const [t, cue] = [trial * pause, random.integer(2)];
    const own = Array.from({ length: senders }, (_, k) => cue * senders + k);
    for (const k of own) synapses.pre(k, t);
    const drive = own.reduce((sum, k) => sum + synapses.weights[k], 0) / senders;
    const fired = random.uniform() < 1 / (1 + Math.exp(-(drive - 1) / 0.2));
    if (fired) synapses.post(t + 10);
    if (fired) synapses.reward(t + delay, cue === 0 ? 0.5 : -0.5);
    synapses.until(t + pause - 1);
    right.push(fired === (cue === 0));
  }
  return right;
}

const shareOf = (right: readonly boolean[]): number => right.filter(Boolean).length / right.length;

/** Data, teachers, deeds: what is learned from. */
export const experience: Row = {
  row: "experience",
  title: words("Learning from experience", "从经验中学习"),
  question: words(
    "From what is it learned: data, others, or one's own deeds?",
    "从什么学：数据、他人，还是自己的行动？",
  ),
  published: [
    {
      name: words(
        "how long after a pairing dopamine still strengthens a spine",
        "配对之后多巴胺仍能增强树突棘的时间",
      ),
      value: "0.3–2 s",
      source: "Yagishita et al. (2014), Science 345:1616, abstract",
      isConfirmed: true,
    },
    {
      name: words("eligibility and dopamine, time constants of the model", "模型中资格迹与多巴胺的时间常数"),
      value: "1 s; 0.2 s",
      source: "Izhikevich (2007), Cereb. Cortex 17:2443",
      isConfirmed: true,
    },
  ],
  analogy: words(
    "That a late reward reaches the synapses that earned it through a trace of about a second is measured in cells and exact in the rule; a network that copies another's answers, or a neuron with two cues, is to a child among people as a pendulum is to the weather.",
    "迟到的奖励通过约一秒的痕迹作用于应得的突触，这在细胞中测得，在规则中严格成立；而抄另一网络答案的网络、只面对两个提示的神经元，与人群中的孩子相比，就像钟摆之于天气。",
  ),
  measure: async (workshop) => {
    const { xTrain, yTrain, xTest, yTest } = await workshop.digits();
    const teacher = await workshop.classifier();
    const looks = 10 * xTrain.shape[0];
    const once = workshop.freshClassifier("once");
    await once.fit(xTrain, yTrain, { epochs: 1, batchSize: 1, verbose: 0 });
    const said = (await teacher.predict(xTrain, { batchSize: 100 })).toFloat64();
    const copied = Uint8Array.from({ length: xTrain.shape[0] }, (_, i) => {
      const row = said.subarray(10 * i, 10 * i + 10);
      return row.indexOf(Math.max(...row));
    });
    const student = workshop.freshClassifier("student");
    await learn(student, { xTrain, yTrain: new Tensor(copied, [copied.length], "uint8") });
    const right = trialAndError(workshop.seedOf("deeds"));
    const running = right.slice(30).map((_, k) => shareOf(right.slice(k, k + 30)));
    return {
      artificial: [
        figureOf(
          "looks",
          words("looks at examples (2,000, ten times over)", "看样本的次数（2000 个，各十遍）"),
          looks,
        ),
        percent(
          "batches",
          words("digits right then", "此时数字正确率"),
          await accuracyOf(teacher, xTest, yTest),
        ),
        percent(
          "once",
          words("each example seen once, one at a time", "每个样本只看一次，逐个学习"),
          await accuracyOf(once, xTest, yTest),
        ),
        percent(
          "student",
          words("a student that saw the first network's answers only", "只看过第一个网络答案的学生"),
          await accuracyOf(student, xTest, yTest),
        ),
      ],
      brain: [
        percent(
          "firstTrials",
          words(
            "neuron rewarded 1 s after its deed: right in trials 1–40",
            "行动 1 s 后得到奖励的神经元：第 1–40 次正确率",
          ),
          shareOf(right.slice(0, 40)),
        ),
        percent(
          "lastTrials",
          words(`in trials ${trials - 39}–${trials}`, `第 ${trials - 39}–${trials} 次`),
          shareOf(right.slice(-40)),
        ),
      ],
      plots: [
        inBoth((lang) =>
          curvePlot([{ x: running.map((_, k) => k + 30), y: running }], {
            ...plotSize,
            lang,
            labels: lang === "en" ? ["trial", "right, of the last 30"] : ["试次", "最近 30 次的正确率"],
            title: lang === "en" ? "learning from reward" : "从奖励中学习",
            y: [0, 1.05],
          }),
        ),
      ],
    };
  },
};
