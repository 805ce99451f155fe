import { Tensor } from "../../../core/tensor.js";
import { RandomSource } from "../../../data/random-source.js";
import { decide, driftDiffusion, simulateDiffusion, wongWang } from "../../decision/index.js";
import { decisionPlot } from "../../plots/index.js";
import { figureOf, inBoth, percent, plotSize, type Row, words } from "../row.js";

const mean = (x: ArrayLike<number>): number => Array.from(x).reduce((a, b) => a + b, 0) / x.length;

/** Choosing at once beside choosing in time. */
export const decision: Row = {
  row: "decision",
  title: words("Deciding", "决策"),
  question: words("How is one answer chosen, and how long does it take?", "怎样选出一个答案？要多久？"),
  published: [
    {
      name: words(
        "drift and diffusion, A = z = c = 1: wrong; mean time",
        "漂移扩散，A = z = c = 1：错误率；平均时间",
      ),
      value: "11.92 %; 0.7616 s",
      source: "Bogacz et al. (2006), Psychol. Rev. 113:700, equations 8 and 9",
      isConfirmed: true,
    },
    {
      name: words(
        "monkeys that judge moving dots: the more of them move alike",
        "猴子判断运动的点：同向的点越多",
      ),
      value: words("more right, and sooner", "更准，也更快"),
      source: "Roitman & Shadlen (2002), J. Neurosci. 22:9475, abstract",
      isConfirmed: true,
    },
  ],
  analogy: words(
    "That sequential tests, diffusion and softmax agree are theorems, and that people and monkeys choose and take their time as a diffusion does is well measured; that a classifier's log-odds are evidence per second is an analogy only, for it has seen the whole image at once.",
    "序贯检验、扩散与 softmax 的一致是定理；人和猴子的选择与用时符合扩散，这有充分的测量；而把分类器的对数几率当作每秒的证据只是类比，因为它一次就看到了整张图像。",
  ),
  measure: async (workshop) => {
    const { xTest, yTest } = await workshop.digits();
    const net = await workshop.classifier();
    const random = new RandomSource(workshop.seedOf("decision"));
    const hard = new Tensor(
      Float32Array.from(xTest.toFloat64(), (v) => v + 0.35 * random.normal()),
      xTest.shape,
      "float32",
    );
    const predictions = await net.predict(hard, { batchSize: 100 });
    const truth = yTest.toFloat64();
    const numbers = predictions.toFloat64();
    const best = truth.map((_, i) => {
      const row = numbers.subarray(i * 10, (i + 1) * 10);
      return row.indexOf(Math.max(...row));
    });
    const surety = (right: boolean): number =>
      mean(
        [...best.keys()]
          .filter((i) => (best[i] === truth[i]) === right)
          .map((i) => numbers[10 * i + best[i]]),
      );
    const share = (choices: ArrayLike<number>): number =>
      mean(truth.map((label, i) => Number(choices[i] === label)));
    const seed = workshop.seedOf("diffusion");
    const hasty = decide(predictions, { threshold: 0.15, seed });
    const patient = decide(predictions, { threshold: 4, seed });
    const sure = (right: boolean): number =>
      mean(patient.times.filter((_, i) => (patient.choices[i] === truth[i]) === right));
    const unit = { drift: 1, threshold: 1, noise: 1 } as const;
    const walks = simulateDiffusion({ ...unit, trials: 4000, dt: 0.002, record: 10, seed });
    const network = wongWang();
    const seen = [0.032, 0.512].map((coherence) =>
      network.decide({ coherence, trials: 200, dt: 0.001, seed }),
    );
    return {
      artificial: [
        percent(
          "argmax",
          words("noisy digits right, all at once (argmax)", "有噪声的数字，一次选定（argmax）的正确率"),
          share(best),
        ),
        percent(
          "sureWrong",
          words("probability that it gives its wrong answers, mean", "对错误答案给出的平均概率"),
          surety(false),
        ),
        percent("sureRight", words("and its right ones", "对正确答案给出的平均概率"), surety(true)),
      ],
      brain: [
        percent(
          "hasty",
          words("the same by diffusion, bound 0.15: right", "同一网络驱动扩散，阈值 0.15：正确率"),
          share(hasty.choices),
        ),
        figureOf("hastyTime", words("mean time", "平均时间"), mean(hasty.times), "s"),
        percent("patient", words("bound 4: right", "阈值 4：正确率"), share(patient.choices)),
        figureOf("patientTime", words("mean time", "平均时间"), mean(patient.times), "s"),
        figureOf("errorTime", words("mean time of wrong answers", "答错时的平均时间"), sure(false), "s"),
        percent(
          "diffusionErrors",
          words("drift and diffusion, A = z = c = 1: wrong", "漂移扩散，A = z = c = 1：错误率"),
          walks.errorRate,
        ),
        figureOf("diffusionTime", words("mean time", "平均时间"), walks.meanTime, "s"),
        percent(
          "weakMotion",
          words(
            "attractor network, 3.2 % of the dots move alike: right",
            "吸引子网络，3.2 % 的点同向运动：正确率",
          ),
          1 - seen[0].errorRate,
        ),
        figureOf("weakTime", words("mean time", "平均时间"), seen[0].meanTime, "s"),
        percent("strongMotion", words("51.2 %: right", "51.2 %：正确率"), 1 - seen[1].errorRate),
        figureOf("strongTime", words("mean time", "平均时间"), seen[1].meanTime, "s"),
      ],
      plots: [inBoth((lang) => decisionPlot(walks, { ...plotSize, lang, theory: driftDiffusion(unit) }))],
    };
  },
};
