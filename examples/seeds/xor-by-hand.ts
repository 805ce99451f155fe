import { isMain, type Lang, type Print, runAsProgram, speaker } from "../command-line.js";

// XOR with no framework at all: the gradients that articles 000 and 003 meant to write, derived by hand.
//
//   z1 = x W1 + b1    a1 = σ(z1)    z2 = a1 W2 + b2    a2 = σ(z2)    σ′(z) = σ(z) (1 − σ(z))
//
//   squared error  (a2 − y)²                          δ2 = 2 (a2 − y) ⊙ a2 (1 − a2)
//   cross-entropy  −[y ln a2 + (1 − y) ln(1 − a2)]    δ2 = a2 − y         the σ′ of the output cancels
//   hidden layer                                      δ1 = δ2 W2ᵀ ⊙ a1 (1 − a1)
//   gradients                                         xᵀ δ1,  Σ δ1,  a1ᵀ δ2,  Σ δ2    then mean or sum over the rows

export const inputs: readonly (readonly [number, number])[] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
export const targets: readonly number[] = [0, 1, 1, 0];

// A type, not an interface: it is also read as a record of arrays by name.
export type Weights = {
  readonly w1: number[][]; // [2, hidden]
  readonly b1: number[]; // [hidden]
  readonly w2: number[][]; // [hidden, 1]
  readonly b2: number[]; // [1]
};

/** Standard normal weights from a seed; biases normal too (as in 000) or zero (as in 003). */
export function initialWeights(hidden: number, seed: number, biases: "normal" | "zero"): Weights {
  const normal = normals(seed);
  const rows = (n: number, m: number): number[][] =>
    Array.from({ length: n }, () => Array.from({ length: m }, normal));
  const bias = (n: number): number[] => Array.from({ length: n }, () => (biases === "normal" ? normal() : 0));
  const w1 = rows(2, hidden);
  const b1 = bias(hidden);
  return { w1, b1, w2: rows(hidden, 1), b2: bias(1) };
}

export interface Rule {
  readonly loss: "squared" | "crossEntropy";
  readonly over: "mean" | "sum";
  readonly learningRate: number;
  readonly epochs: number;
}

/** Trains by full-batch gradient descent; changes `weights` and gives the four outputs and their mean squared error. */
export function trainByHand(
  weights: Weights,
  { loss, over, learningRate, epochs }: Rule,
): { outputs: number[]; loss: number } {
  const { w1, b1, w2, b2 } = weights;
  const hidden = b1.length;
  const share = over === "mean" ? 1 / inputs.length : 1;
  const forward = ([p, q]: readonly [number, number]): { a1: number[]; a2: number } => {
    const a1 = b1.map((b, j) => sigmoid(p * w1[0][j] + q * w1[1][j] + b));
    return { a1, a2: sigmoid(a1.reduce((z, a, j) => z + a * w2[j][0], b2[0])) };
  };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const g = { w1: [zeros(hidden), zeros(hidden)], b1: zeros(hidden), w2: zeros(hidden), b2: 0 };
    for (const [i, x] of inputs.entries()) {
      const { a1, a2 } = forward(x);
      const delta2 = share * (loss === "squared" ? 2 * (a2 - targets[i]) * a2 * (1 - a2) : a2 - targets[i]);
      g.b2 += delta2;
      for (let j = 0; j < hidden; j++) {
        const delta1 = delta2 * w2[j][0] * a1[j] * (1 - a1[j]);
        g.w2[j] += a1[j] * delta2;
        g.b1[j] += delta1;
        g.w1[0][j] += x[0] * delta1;
        g.w1[1][j] += x[1] * delta1;
      }
    }
    for (let j = 0; j < hidden; j++) {
      w1[0][j] -= learningRate * g.w1[0][j];
      w1[1][j] -= learningRate * g.w1[1][j];
      b1[j] -= learningRate * g.b1[j];
      w2[j][0] -= learningRate * g.w2[j];
    }
    b2[0] -= learningRate * g.b2;
  }
  const outputs = inputs.map((x) => forward(x).a2);
  return { outputs, loss: outputs.reduce((sum, a, i) => sum + (a - targets[i]) ** 2, 0) / targets.length };
}

/** Solved: every output on its right side of one half, and the mean squared error below 0.05. */
export function isSolved(outputs: readonly number[], loss: number): boolean {
  return loss < 0.05 && outputs.every((a, i) => a > 0.5 === (targets[i] === 1));
}

const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const zeros = (n: number): number[] => new Array(n).fill(0);

/** Numbers from 0 to 1 by the mulberry32 recurrence: the same seed, the same numbers. */
export function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers, by Box and Muller's transform. */
function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

export interface Options {
  /** How many seeds each setting is tried with. Default 20. */
  readonly seeds?: number;
  readonly lang?: Lang;
  readonly print?: Print;
}

const networks = [
  { hidden: 2, biases: "normal" },
  { hidden: 3, biases: "zero" },
] as const;
const schedules = [
  { learningRate: 0.1, epochs: 1_000 },
  { learningRate: 1, epochs: 10_000 },
] as const;
const gradients = [
  { key: "squaredMean", loss: "squared", over: "mean" },
  { key: "squaredSum", loss: "squared", over: "sum" },
  { key: "crossEntropyMean", loss: "crossEntropy", over: "mean" },
  { key: "crossEntropySum", loss: "crossEntropy", over: "sum" },
] as const;

/** Counts solved seeds for both articles' networks, both training lengths and four right gradients. */
export async function run({
  seeds = 20,
  lang = "en",
  print = console.log,
}: Options = {}): Promise<Record<string, number>> {
  const say = speaker(lang);
  print(
    say(
      `XOR by gradients written by hand: how many of ${seeds} seeds are solved`,
      `手写梯度学异或：${seeds} 个种子中解出几个`,
    ),
  );
  print(
    say(
      "(four right answers and mean squared error below 0.05)\n",
      "（四个答案全对，且均方误差小于 0.05）\n",
    ),
  );
  const columns = say(
    "network  rate  epochs   squared/mean  squared/sum  cross-entropy/mean  cross-entropy/sum",
    "network  rate  epochs   平方误差/均值 平方误差/总和   交叉熵/均值         交叉熵/总和",
  );
  print(columns);
  const counts: Record<string, number> = {};
  for (const { hidden, biases } of networks) {
    for (const schedule of schedules) {
      const solved = gradients.map(({ key, loss, over }) => {
        let count = 0;
        for (let seed = 0; seed < seeds; seed++) {
          const trained = trainByHand(initialWeights(hidden, seed, biases), { loss, over, ...schedule });
          if (isSolved(trained.outputs, trained.loss)) count++;
        }
        counts[`2-${hidden}-1 ${schedule.learningRate} ${key}`] = count;
        return count;
      });
      const [a, b, c, d] = solved.map(String);
      const left = `2-${hidden}-1    ${String(schedule.learningRate).padEnd(4)}  ${String(schedule.epochs).padStart(6)}`;
      print(`${left}   ${a.padStart(12)}  ${b.padStart(11)}  ${c.padStart(18)}  ${d.padStart(17)}`);
    }
  }
  return counts;
}

if (isMain(import.meta.url)) await runAsProgram(run, { seeds: 20 });
