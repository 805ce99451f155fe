import type { Value } from "../../core/graph.js";
import {
  add,
  divide,
  matmul,
  multiply,
  sqrt,
  square,
  subtract,
  sum,
  transpose,
} from "../../core/ops/index.js";
import {
  type CommonOptions,
  commonDefaults,
  defineOptimizer,
  type Optimizer,
  type TrainedWeight,
} from "../optimizer.js";
import { checkNumber, checkPositiveInteger } from "../options.js";
import { adamUpdate } from "./adam.js";

export interface MuonOptions {
  readonly adamBeta1?: number;
  readonly adamBeta2?: number;
  /** `weightDecay` of the weights that Adam trains. */
  readonly adamWeightDecay?: number | null;
  readonly epsilon?: number;
  /** Regular expressions: weights in whose path one is found are left to Adam. */
  readonly excludeLayers?: readonly string[] | null;
  /** Weights with "embedding" in their path are left to Adam. */
  readonly excludeEmbeddings?: boolean;
  /** Coefficients of the polynomial that makes matrices orthogonal. */
  readonly muonA?: number;
  readonly muonB?: number;
  readonly muonC?: number;
  /** Adam's learning rate, as a share of the other. */
  readonly adamLrRatio?: number;
  readonly momentum?: number;
  /** How often the polynomial is applied. */
  readonly nsSteps?: number;
  readonly nesterov?: boolean;
  /** Root mean square of a step; null: that of the orthogonal matrix itself. */
  readonly rmsRate?: number | null;
}

type All = Required<MuonOptions>;

/** Muon is for matrices. */
function isAdams({ excludeEmbeddings, excludeLayers }: All, { path, shape }: TrainedWeight): boolean {
  if (shape.length !== 2) return true;
  if (excludeEmbeddings && path.toLowerCase().includes("embedding")) return true;
  return (excludeLayers ?? []).some((pattern) => new RegExp(pattern).test(path));
}

/** Newton and Schulz's iteration `x ← a x + (b x xᵀ + c (x xᵀ)²) x`: all singular values of x near 1. */
function orthogonal(g: Value, { muonA: a, muonB: b, muonC: c, nsSteps }: All): Value {
  const [rows, columns] = g.shape as readonly number[]; // of a weight
  const isTall = rows > columns;
  let x = isTall ? transpose(g) : g; // [n, m], n ≤ m
  x = divide(x, add(sqrt(sum(square(x))), 1e-7));
  for (let k = 0; k < nsSteps; k++) {
    const s = matmul(x, transpose(x)); // [n, n]
    x = add(multiply(x, a), matmul(add(multiply(s, b), multiply(matmul(s, s), c)), x));
  }
  return isTall ? transpose(x) : x;
}

/**
 * Momentum `m ← μ m + g`, whose matrices are made orthogonal: `w ← w − η · rmsRate · √max(rows, columns) · O(g + μ m)`,
 * O by Newton and Schulz's iteration. Weights that are no matrices, and embeddings, are trained by Adam.
 *
 * Source  Jordan et al. 2024, https://kellerjordan.github.io/posts/muon; Liu et al. 2025, arXiv:2502.16982, equation 4;
 *         Keras 3 `optimizers.Muon`.
 *
 * @example optimizers.muon({ learningRate: 0.02, excludeLayers: ["^output/"] })
 */
export const muon: (options?: MuonOptions & CommonOptions) => Optimizer = defineOptimizer<MuonOptions>(
  "muon",
  {
    defaults: {
      learningRate: 0.001,
      adamBeta1: 0.9,
      adamBeta2: 0.999,
      adamWeightDecay: 0.004,
      epsilon: 1e-7,
      excludeLayers: null,
      excludeEmbeddings: true,
      muonA: 3.4445,
      muonB: -4.775,
      muonC: 2.0315,
      adamLrRatio: 1,
      momentum: 0.95,
      nsSteps: 5,
      nesterov: true,
      rmsRate: 0.2,
      ...commonDefaults,
      weightDecay: 0.004,
    },
    check: (options, where) => {
      for (const name of ["adamBeta1", "adamBeta2", "momentum"] as const)
        checkNumber(where, name, options[name], 0, 1);
      for (const name of ["epsilon", "adamLrRatio"] as const) checkNumber(where, name, options[name], 0);
      for (const name of ["adamWeightDecay", "rmsRate"] as const)
        if (options[name] !== null) checkNumber(where, name, options[name], 0);
      for (const name of ["muonA", "muonB", "muonC"] as const) checkNumber(where, name, options[name]);
      checkPositiveInteger(where, "nsSteps", options.nsSteps);
    },
    slots: (options) => ({
      momentum: 0,
      velocity: { value: 0, shape: (weight) => (isAdams(options, weight) ? weight.shape : null) },
    }),
    weightDecay: (options, weight) =>
      isAdams(options, weight) ? options.adamWeightDecay : options.weightDecay,
    update: ({ options, ...context }) => {
      const { w, g, slots, learningRate, weight } = context;
      const { adamBeta1, adamBeta2, epsilon, momentum, nesterov, rmsRate } = options;
      if (isAdams(options, weight)) {
        const own = { ...context, learningRate: multiply(learningRate, options.adamLrRatio) };
        return adamUpdate(own, { beta1: adamBeta1, beta2: adamBeta2, epsilon, amsgrad: false });
      }
      const m = add(multiply(slots.momentum, momentum), g);
      const direction = orthogonal(nesterov ? add(g, multiply(m, momentum)) : m, options);
      const scale = rmsRate === null ? 1 : rmsRate * Math.sqrt(Math.max(...weight.shape));
      return {
        w: subtract(w, multiply(direction, multiply(learningRate, scale))),
        slots: { momentum: m },
      };
    },
  },
);
