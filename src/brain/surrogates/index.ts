import { constant } from "../../core/constant.js";
import type { Value } from "../../core/graph.js";
import {
  abs,
  add,
  divide,
  maximum,
  multiply,
  sigmoid as sigmoidOf,
  square,
  subtract,
} from "../../core/ops/index.js";
import { tensor } from "../../core/tensor.js";
import type { Factory } from "../../nn/config.js";
import { checkPositive } from "../../nn/options.js";
import { defineSurrogate, type Surrogate } from "./surrogate.js";

export interface SlopeOptions {
  /** How steep the smooth step is at the threshold. */
  readonly slope?: number;
}

/** A surrogate with nothing but a slope, by the derivative that it stands for. */
const sloped = (
  kind: string,
  slope: number,
  derivative: (u: Value, slope: number) => Value,
): Factory<SlopeOptions, Surrogate> =>
  defineSurrogate<SlopeOptions>(kind, {
    defaults: { slope },
    check: (options, where) => checkPositive(where, "slope", options.slope),
    derivative: (u, options) => derivative(u, options.slope),
  });

/**
 * `ds/du = (a/2) / (1 + (π a u/2)²)`, a = slope: the derivative of `arctan(π a u/2)/π + 1/2`.
 *
 * Default slope 2: 1 at the threshold, 0.0920 at u = 1.
 * Source  Fang et al. (2021), ICCV: parametric LIF; the code of snnTorch's `atan` (whose comment says another factor).
 *
 * @example leakyLayer({ surrogate: surrogates.arctan({ slope: 4 }) })
 */
export const arctan: Factory<SlopeOptions, Surrogate> = /* @__PURE__ */ sloped("arctan", 2, (u, a) =>
  divide(1, add(multiply(square(u), (Math.PI ** 2 * a) / 2), 2 / a)),
);

/**
 * `ds/du = 1 / (1 + k |u|)²`, k = slope: that of `u / (1 + k |u|)`. It needs no exponential, and its tails are wide.
 *
 * Default slope 25.
 * Source  Zenke & Ganguli (2018), Neural Comput. 30:1514, where it is called SuperSpike; snnTorch's `fast_sigmoid`.
 *
 * @example leakyLayer({ surrogate: "fastSigmoid" })
 */
export const fastSigmoid: Factory<SlopeOptions, Surrogate> = /* @__PURE__ */ sloped(
  "fastSigmoid",
  25,
  (u, k) => divide(1, square(add(multiply(abs(u), k), 1))),
);

/**
 * `ds/du = k σ(k u) (1 − σ(k u))`, k = slope: that of the logistic function, k/4 at the threshold.
 *
 * Default slope 25.
 * Source  snnTorch's `sigmoid`; Zenke & Vogels (2021), Neural Comput. 33:899: the height matters more than the shape.
 *
 * @example leakyLayer({ surrogate: surrogates.sigmoid({ slope: 4 }) })
 */
export const sigmoid: Factory<SlopeOptions, Surrogate> = /* @__PURE__ */ sloped("sigmoid", 25, (u, k) => {
  const s = sigmoidOf(multiply(u, k));
  return multiply(multiply(s, subtract(1, s)), k);
});

/**
 * `ds/du = 1`, however far u is from the threshold: gradients pass as if nothing had been rounded.
 *
 * Source  Bengio, Léonard & Courville (2013), arXiv 1308.3432; snnTorch's `straight_through_estimator`.
 *
 * @example leakyLayer({ surrogate: "straightThrough" })
 */
export const straightThrough: Factory<Record<never, never>, Surrogate> = /* @__PURE__ */ defineSurrogate(
  "straightThrough",
  { defaults: {}, derivative: (u) => constant(tensor(1), u.dtype) },
);

/**
 * `ds/du = max(0, 1 − k |u|)`, k = slope: nothing flows beyond u = ±1/k.
 *
 * Default slope 1.
 * Source  Esser et al. (2016), PNAS 113:11441; Bellec et al. (2018), NeurIPS, who multiply it by 0.3.
 *
 * @example leakyLayer({ surrogate: "triangular" })
 */
export const triangular: Factory<SlopeOptions, Surrogate> = /* @__PURE__ */ sloped("triangular", 1, (u, k) =>
  maximum(subtract(1, multiply(abs(u), k)), 0),
);
