import type { Tensor } from "neurograd";
import type { Training } from "../../engine/training.js";

// For tests: one update computed in float64 with nothing of the package but its numbers before the update. Each number
// under the key that the view gives it.

type Matrix = readonly (readonly number[])[];

const erf = (x: number): number => {
  if (Math.abs(x) > 3.6) return Math.sign(x);
  let [term, total] = [x, x];
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    total += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * total;
};
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const normal = (z: number): number => (1 + erf(z / Math.SQRT2)) / 2;

/** Each activation with its derivative. */
export const functions: Readonly<Record<string, readonly [(z: number) => number, (z: number) => number]>> = {
  tanh: [Math.tanh, (z) => 1 - Math.tanh(z) ** 2],
  relu: [(z) => Math.max(0, z), (z) => Number(z > 0)],
  sigmoid: [sigmoid, (z) => sigmoid(z) * (1 - sigmoid(z))],
  linear: [(z) => z, () => 1],
  leakyRelu: [(z) => (z >= 0 ? z : 0.2 * z), (z) => (z >= 0 ? 1 : 0.2)],
  elu: [(z) => (z > 0 ? z : Math.expm1(z)), (z) => (z > 0 ? 1 : Math.exp(z))],
  gelu: [(z) => z * normal(z), (z) => normal(z) + (z * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)],
  silu: [(z) => z * sigmoid(z), (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z)))],
};

const features: Readonly<Record<string, (x: number, y: number) => number>> = {
  x: (x) => x,
  y: (_, y) => y,
  "x²": (x) => x * x,
  "y²": (_, y) => y * y,
  xy: (x, y) => x * y,
  "sin x": (x) => Math.sin(Math.PI * x),
  "sin y": (_, y) => Math.sin(Math.PI * y),
};

interface Pass {
  readonly features: readonly number[];
  readonly z: Matrix;
  readonly a: Matrix;
  readonly byA: Matrix;
  readonly byZ: Matrix;
  readonly loss: number;
  readonly gradients: ReadonlyMap<string, readonly number[]>;
}

/** Weights as they are, by path. */
export type Weights = ReadonlyMap<string, Float64Array>;
export const weightsOf = ({ net }: Training): Weights =>
  new Map(net.weights.map(({ name, value }) => [name, value.toFloat64()]));

/** Forward and back with one example: ℓ, and its derivatives by everything. */
export function passOf(
  { spec, data }: Training,
  weights: Weights,
  point: readonly number[],
  label: number,
): Pass {
  const binary = data.classes === 2;
  const input = spec.features.map((name) => features[name](point[0], point[1]));
  const names = [...spec.layers.map((_, k) => `hidden_${k + 1}`), "output"];
  const units = [...spec.layers.map((layer) => layer.units), binary ? 1 : data.classes];
  const f = [...spec.layers.map(({ activation }) => activation as string), binary ? "sigmoid" : "softmax"];
  const kernel = (k: number, i: number, j: number): number =>
    (weights.get(`${names[k]}/kernel`) as Float64Array)[i * units[k] + j];
  const z: number[][] = [];
  const a: number[][] = [];
  names.forEach((name, k) => {
    const from = k === 0 ? input : a[k - 1];
    const bias = weights.get(`${name}/bias`) as Float64Array;
    z[k] = Array.from({ length: units[k] }, (_, j) =>
      from.reduce((total, value, i) => total + value * kernel(k, i, j), bias[j]),
    );
    const exps = z[k].map(Math.exp);
    const total = exps.reduce((p, q) => p + q, 0);
    a[k] = f[k] === "softmax" ? exps.map((e) => e / total) : z[k].map(functions[f[k]]?.[0]);
  });
  const last = names.length - 1;
  const targets = binary ? [label] : Array.from({ length: units[last] }, (_, c) => Number(c === label));
  const byA: number[][] = [];
  const byZ: number[][] = [];
  const p = a[last];
  const isSquared = binary && spec.loss === "meanSquaredError";
  let loss: number;
  if (isSquared) loss = (p[0] - label) ** 2;
  else if (binary)
    loss = Math.log1p(Math.exp(-Math.abs(z[last][0]))) + Math.max(0, z[last][0]) - z[last][0] * label;
  else loss = -Math.log(p[label]);
  for (let k = last; k >= 0; k--) {
    if (k === last && !isSquared) {
      byA[k] = [];
      byZ[k] = p.map((value, j) => value - targets[j]);
      continue;
    }
    byA[k] =
      k === last
        ? [2 * (p[0] - label)]
        : Array.from({ length: units[k] }, (_, i) =>
            byZ[k + 1].reduce((sum, d, j) => sum + d * kernel(k + 1, i, j), 0),
          );
    byZ[k] = byA[k].map((d, j) => d * functions[f[k]][1](z[k][j]));
  }
  const gradients = new Map<string, readonly number[]>();
  names.forEach((name, k) => {
    const from = k === 0 ? input : a[k - 1];
    gradients.set(
      `${name}/kernel`,
      from.flatMap((value) => byZ[k].map((d) => value * d)),
    );
    gradients.set(`${name}/bias`, byZ[k]);
  });
  return { features: input, z, a, byA, byZ, loss, gradients };
}

/** All numbers of one update by their keys; the first of `rows` given by `at` is looked at. */
export function numbersOf(
  training: Training,
  weights: Weights,
  rows: readonly { readonly point: readonly number[]; readonly label: number }[],
  at: number,
  chosen: { readonly path: string; readonly at: number },
): ReadonlyMap<string, number> {
  const { spec, net, step } = training;
  const found = new Map<string, number>();
  const all = rows.map(({ point, label }) => passOf(training, weights, point, label));
  const seen = all[at];
  const { name: kind, rate } = spec.penalty;
  const put = (key: string, value: number): void => {
    found.set(key, value);
  };
  const each = (name: string, values: Matrix): void =>
    values.forEach((row, k) => {
      row.forEach((value, j) => {
        put(`${name}:${k}:${j}`, value);
      });
    });
  rows[at].point.forEach((value, k) => {
    put(`input:${k}`, value);
  });
  seen.features.forEach((value, k) => {
    put(`feature:${k}`, value);
  });
  for (const name of ["z", "a", "byA", "byZ"] as const) each(name, seen[name]);
  for (const [k, row] of seen.byA.entries()) {
    const [, slope] = functions[spec.layers[k]?.activation ?? "sigmoid"];
    for (const j of row.keys()) put(`slope:${k}:${j}`, slope(seen.z[k][j]));
  }
  put("label", rows[at].label);
  const outputs = seen.a[seen.a.length - 1].length;
  for (let c = 0; c < outputs; c++)
    put(`target:${c}`, outputs === 1 ? rows[at].label : Number(c === rows[at].label));
  put("exampleLoss", seen.loss);
  all.forEach(({ loss }, k) => {
    put(`exampleLoss:${k}`, loss);
  });
  put("batch", rows.length);
  put("penaltyRate", rate);
  let penalty = 0;
  const size = (w: number): number => (kind === "l2" ? w * w : Math.abs(w));
  const slopeOf = (w: number): number =>
    kind === "none" ? 0 : kind === "l2" ? 2 * rate * w : rate * Math.sign(w);
  const kept = new Map(net.state.map(({ path, value }) => [path, value as Tensor]));
  const t = step + 1;
  put("step", t);
  for (const [path, values] of weights) {
    const isKernel = path.endsWith("/kernel");
    values.forEach((w, i) => {
      if (isKernel && kind !== "none") penalty += rate * size(w);
      const extra = isKernel ? slopeOf(w) : 0;
      const own = all.map(({ gradients }) => (gradients.get(path) as readonly number[])[i] + extra);
      const g = own.reduce((sum, value) => sum + value, 0) / own.length;
      put(`value:${path}:${i}`, w);
      put(`exampleGradient:${path}:${i}`, own[at]);
      put(`penaltyGradient:${path}:${i}`, extra);
      put(`gradient:${path}:${i}`, g);
      if (path === chosen.path && i === chosen.at) {
        own.forEach((value, k) => {
          put(`example:${k}`, value);
        });
        put("check:numeric", g);
      }
      const slot = (name: string): number => (kept.get(`optimizer/${name}/${path}`) as Tensor).toFloat64()[i];
      const next = stepOf(spec.optimizer, w, g, t, slot, (name, value) => put(`${name}:${path}:${i}`, value));
      put(`next:${path}:${i}`, next);
      put(`update:${path}:${i}`, next - w);
    });
  }
  put("penalty", penalty);
  put("total", all.reduce((sum, { loss }) => sum + loss, 0) / all.length + penalty);
  put("check:h", 1e-5);
  for (const [name, value] of Object.entries(constants)) put(`constant:${name}`, value);
  put("constant:learningRate", spec.optimizer.learningRate);
  return found;
}

const constants = {
  momentum: 0.9,
  rho: 0.9,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0.004,
};

/** One weight's step, as papers and Keras have it. */
function stepOf(
  { name, learningRate: eta }: Training["spec"]["optimizer"],
  w: number,
  g: number,
  t: number,
  slot: (name: string) => number,
  put: (name: string, value: number) => void,
): number {
  const keep = (slotName: string, before: number, after: number): number => {
    put(`${slotName}:before`, before);
    put(`${slotName}:after`, after);
    return after;
  };
  const { momentum, rho, beta1, beta2, epsilon, weightDecay } = constants;
  if (name === "sgd") return w - eta * g;
  if (name === "momentum" || name === "nesterov") {
    const m = keep("momentum", slot("momentum"), momentum * slot("momentum") - eta * g);
    return name === "momentum" ? w + m : w + momentum * m - eta * g;
  }
  if (name === "rmsprop") {
    const v = keep("velocity", slot("velocity"), rho * slot("velocity") + (1 - rho) * g * g);
    return w - (eta * g) / Math.sqrt(v + epsilon);
  }
  if (name === "adagrad") {
    const s = keep("accumulator", slot("accumulator"), slot("accumulator") + g * g);
    return w - (eta * g) / Math.sqrt(s + epsilon);
  }
  const m = keep("momentum", slot("momentum"), beta1 * slot("momentum") + (1 - beta1) * g);
  const v = keep("velocity", slot("velocity"), beta2 * slot("velocity") + (1 - beta2) * g * g);
  const decayed = name === "adamW" ? w - eta * weightDecay * w : w;
  const alpha = (eta * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t); // Keras
  put("decayed", decayed);
  put("correctedMomentum", m / (1 - beta1 ** t));
  put("correctedVelocity", v / (1 - beta2 ** t));
  put("correctedEpsilon", epsilon / Math.sqrt(1 - beta2 ** t));
  return decayed - (alpha * m) / (Math.sqrt(v) + epsilon);
}
