import { minimize, ops, type Tensor, tensor } from "neurograd";
import { type Print, speaker } from "./command-line.js";

// Whether a probability means what it says: of the patients told "70 %", seven of ten should be ill.

/** What a network said of each row that it had not learned from, and what was so. */
export interface Forecasts {
  /** Probability of class 1. */
  readonly p: Float64Array;
  /** 0 or 1. */
  readonly y: Float64Array;
}

export interface Scores {
  readonly accuracy: number;
  /** The chance that a row of class 1 is given more than one of class 0. */
  readonly auc: number;
  /** Mean of -ln of what was said of what was so. */
  readonly logLoss: number;
  /** Expected calibration error: how far, on average, what is said is from how often it is so. */
  readonly ece: number;
  /** Mean cost of the cheapest decisions by these probabilities. */
  readonly cost: number;
}

/** What wrong decisions cost: to overlook class 1, and to raise a false alarm. */
export interface Costs {
  readonly overlooked: number;
  readonly falseAlarm: number;
}

/**
 * Slope and shift of the logit that make held-out rows likeliest: `p = 1 / (1 + e^-(a z + b))`.
 * With the slope alone, 1/a is the temperature.
 *
 * Source  Platt 1999; Guo et al., "On Calibration of Modern Neural Networks", 2017.
 */
export async function calibrate(
  logits: Tensor,
  labels: Tensor,
  { shift }: { readonly shift: boolean },
): Promise<(logit: number) => number> {
  const z = tensor(logits, { dtype: "float32", shape: [logits.size] });
  const y = tensor(labels, { dtype: "float32", shape: [labels.size] });
  const { at } = await minimize(
    ({ a, b }) => {
      const scaled = ops.add(ops.multiply(z, a), shift ? b : ops.multiply(b, 0));
      return ops.mean(ops.subtract(ops.softplus(scaled), ops.multiply(scaled, y))); // -ln p of what was so
    },
    { a: 1, b: 0 },
    { runtime: "reference" },
  );
  const [a, b] = [at.a.item(), shift ? at.b.item() : 0];
  return (logit) => 1 / (1 + Math.exp(-(a * logit + b)));
}

export function scoresOf({ p, y }: Forecasts, { overlooked, falseAlarm }: Costs): Scores {
  const n = p.length;
  const mean = (of: (i: number) => number): number => p.reduce((sum, _, i) => sum + of(i), 0) / n;
  const threshold = falseAlarm / (falseAlarm + overlooked); // an alarm is cheaper from here on
  return {
    accuracy: mean((i) => Number(p[i] >= 0.5 === (y[i] === 1))),
    auc: areaUnderCurve(p, y),
    logLoss: mean((i) => -Math.log(Math.max(1e-15, y[i] === 1 ? p[i] : 1 - p[i]))),
    ece: reliability({ p, y }).reduce(
      (sum, { count, said, was }) => sum + (count / n) * Math.abs(said - was),
      0,
    ),
    cost: mean((i) => (p[i] >= threshold ? (1 - y[i]) * falseAlarm : y[i] * overlooked)),
  };
}

/** Of all pairs of a row of each class, the share in which class 1 is given more; ties count half. */
function areaUnderCurve(p: Float64Array, y: Float64Array): number {
  const [ones, zeros] = [1, 0].map((label) => p.filter((_, i) => y[i] === label));
  let wins = 0;
  for (const one of ones) for (const zero of zeros) wins += one > zero ? 1 : one === zero ? 0.5 : 0;
  return wins / (ones.length * zeros.length);
}

export interface Bin {
  readonly from: number;
  readonly count: number;
  /** Mean probability said. */
  readonly said: number;
  /** How often it was so. */
  readonly was: number;
}

/** The rows in ten bins by the probability said; empty ones are left out. */
export function reliability({ p, y }: Forecasts): readonly Bin[] {
  return Array.from({ length: 10 }, (_, bin) => {
    const rows = [...p.keys()].filter((i) => Math.min(9, Math.floor(p[i] * 10)) === bin);
    const mean = (values: Float64Array): number => rows.reduce((sum, i) => sum + values[i], 0) / rows.length;
    return { from: bin / 10, count: rows.length, said: mean(p), was: mean(y) };
  }).filter(({ count }) => count > 0);
}

export function printScores(
  rows: readonly (readonly [name: string, scores: Scores])[],
  print: Print,
  lang: "en" | "zh",
): void {
  const say = speaker(lang);
  print(say("accuracy     AUC  log loss     ECE    cost", "  准确率     AUC  对数损失     ECE    代价"));
  for (const [name, { accuracy, auc, logLoss, ece, cost }] of rows) {
    const numbers = [accuracy, auc, logLoss, ece, cost].map((x, i) =>
      x.toFixed(4).padStart([8, 8, 10, 8, 8][i]),
    );
    print(`${numbers.join("")}  ${name}`);
  }
}

/** A line for each bin: what was said, how often it was so, and how many rows the bin has. */
export function printReliability(forecasts: Forecasts, print: Print, lang: "en" | "zh"): void {
  const say = speaker(lang);
  print(say("\n said   was  rows", "\n 所说  实际  行数"));
  for (const { said, was, count } of reliability(forecasts)) {
    const bar = "█".repeat(Math.round(was * 30));
    print(`${said.toFixed(3)} ${was.toFixed(3)} ${String(count).padStart(5)}  ${bar}`);
  }
}
